const amount = 1234567.891;
for (const [locale, currency] of [
  ["en-US", "USD"],
  ["de-DE", "EUR"],
  ["ja-JP", "JPY"],
  ["en-IN", "INR"],
]) {
  console.log(
    locale,
    new Intl.NumberFormat(locale, { style: "currency", currency }).format(amount).normalize("NFKC"),
  );
}
console.log(
  new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 }).format(amount),
);
console.log(new Intl.NumberFormat("en", { style: "unit", unit: "kilometer-per-hour" }).format(88));
console.log(
  new Intl.NumberFormat("en", { style: "percent", minimumFractionDigits: 1 }).format(0.256),
);

const moment = new Date(Date.UTC(2024, 6, 4, 18, 5));
for (const timeZone of ["UTC", "America/New_York", "Asia/Kolkata", "Australia/Sydney"]) {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "short",
    day: "2-digit",
    month: "long",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(moment);
  const pick = (type) => parts.find((part) => part.type === type).value;
  console.log(
    timeZone,
    pick("weekday"),
    pick("day"),
    pick("month"),
    `${pick("hour")}:${pick("minute")}`,
  );
}
console.log(
  new Intl.DateTimeFormat("fr", { month: "long", weekday: "long", timeZone: "UTC" }).format(moment),
);
console.log(new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(-1, "day"));
console.log(new Intl.ListFormat("en", { type: "conjunction" }).format(["red", "green", "blue"]));

const plural = new Intl.PluralRules("en", { type: "ordinal" });
const suffix = { one: "st", two: "nd", few: "rd", other: "th" };
console.log([1, 2, 3, 4, 11, 21, 102].map((n) => n + suffix[plural.select(n)]).join(" "));
console.log(
  ["z", "ä", "a", "Z"].sort(new Intl.Collator("de").compare),
  ["z", "ä", "a"].sort(new Intl.Collator("sv").compare),
);
console.log(["file10", "file9", "file1"].sort(new Intl.Collator("en", { numeric: true }).compare));
console.log(
  "I".toLocaleLowerCase("tr"),
  "ß".toLocaleUpperCase("de"),
  "résumé".localeCompare("resume", "en", { sensitivity: "base" }),
);
console.log(
  new Intl.DisplayNames("en", { type: "region" }).of("NL"),
  Intl.DateTimeFormat().resolvedOptions().timeZone,
);
