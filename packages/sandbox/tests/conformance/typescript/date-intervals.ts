type Interval = Readonly<{ start: Date; end: Date }>;
const DAY_MS = 86_400_000;
const utc = (year: number, month: number, day: number): Date =>
  new Date(Date.UTC(year, month - 1, day));
const interval = (from: string, to: string): Interval => ({
  start: new Date(from),
  end: new Date(to),
});
const format = ({ start, end }: Interval): string =>
  [start, end].map((date) => date.toISOString().slice(5, 10)).join("/");

function merge(intervals: readonly Interval[]): Interval[] {
  const sorted = [...intervals].sort((a, b) => a.start.getTime() - b.start.getTime());
  const merged: { start: Date; end: Date }[] = [];
  for (const { start, end } of sorted) {
    const last = merged.at(-1);
    if (last && start <= last.end) last.end = new Date(Math.max(+last.end, +end));
    else merged.push({ start, end });
  }
  return merged;
}

function* daysOf({ start, end }: Interval): Generator<Date> {
  for (let time = +start; time < +end; time += DAY_MS) yield new Date(time);
}

const isWorkday = (date: Date, holidays: ReadonlySet<number> = new Set()): boolean =>
  ![0, 6].includes(date.getUTCDay()) && !holidays.has(+date);

const booked = [
  interval("2024-02-10", "2024-02-14"),
  interval("2024-02-01", "2024-02-03"),
  interval("2024-02-13", "2024-02-20"),
  interval("2024-02-28", "2024-03-02"),
];
const merged = merge(booked);
console.log(merged.map(format), merged.flatMap((each) => [...daysOf(each)]).length);
const february = interval("2024-02-01", "2024-03-01");
console.log([...daysOf(february)].filter((date) => isWorkday(date)).length);
console.log(
  [...daysOf(february)].filter((date) => isWorkday(date, new Set([+utc(2024, 2, 14)]))).length,
);
const weekdays = Array.from({ length: 7 }, (_, i) =>
  new Intl.DateTimeFormat("nl", { weekday: "short", timeZone: "UTC" }).format(utc(2024, 1, i + 1)),
);
console.log(weekdays.join(" "));
const ages = (["2000-02-29", "1999-12-31"] as const).map((birth) => {
  const [born, now] = [new Date(birth), utc(2024, 2, 28)];
  const beforeBirthday =
    now.getUTCMonth() * 100 + now.getUTCDate() < born.getUTCMonth() * 100 + born.getUTCDate()
      ? 1
      : 0;
  return now.getUTCFullYear() - born.getUTCFullYear() - beforeBirthday;
});
console.log(
  ages,
  new Intl.DateTimeFormat("en", { dateStyle: "full", timeZone: "UTC" }).format(utc(2024, 12, 25)),
);
