const DAY = 24 * 60 * 60 * 1000;
const iso = (date) => date.toISOString().slice(0, 10);

function addMonths(date, months) {
  const result = new Date(date);
  const day = result.getUTCDate();
  result.setUTCDate(1);
  result.setUTCMonth(result.getUTCMonth() + months);
  const last = new Date(
    Date.UTC(result.getUTCFullYear(), result.getUTCMonth() + 1, 0),
  ).getUTCDate();
  result.setUTCDate(Math.min(day, last));
  return result;
}

function isoWeek(date) {
  const thursday = new Date(date);
  thursday.setUTCDate(date.getUTCDate() + 4 - (date.getUTCDay() || 7));
  const yearStart = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return `${thursday.getUTCFullYear()}-W${String(Math.ceil(((thursday - yearStart) / DAY + 1) / 7)).padStart(2, "0")}`;
}

function easter(year) {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d =
    (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7;
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114;
  return new Date(Date.UTC(year, Math.floor(f / 31) - 1, (f % 31) + 1));
}

const leap = new Date("2024-02-29T12:34:56.789Z");
console.log(
  iso(addMonths(leap, 12)),
  iso(addMonths(leap, -1)),
  iso(addMonths(new Date("2023-01-31"), 1)),
);
console.log(["2021-01-03", "2024-12-30", "2020-12-31"].map((text) => isoWeek(new Date(text))));
console.log([2023, 2024, 2025].map((year) => iso(easter(year))));
console.log((new Date("2024-12-25") - new Date("2024-02-29")) / DAY, "days");
console.log(leap.toJSON(), leap.getTime(), leap.toUTCString());
console.log(
  new Date(NaN).getTime(),
  String(new Date("nonsense")),
  Date.parse("2024-02-30T00:00:00Z"),
);
console.log(new Date(2024, 0, 31, 25, 61).toISOString(), new Date(0).getTimezoneOffset());
console.log(new Date("2024-03-10T02:30:00-05:00").toISOString(), new Date(8.64e15).toISOString());
for (const [unit, ms] of Object.entries({ day: DAY, hour: 36e5, minute: 6e4 })) {
  console.log(unit, Math.floor((leap - Date.UTC(2024, 0, 1)) / ms));
}
