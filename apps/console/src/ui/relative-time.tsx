import { useEffect, useState } from "preact/hooks";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const date = new Intl.DateTimeFormat("en", { day: "numeric", month: "short" });
const exact = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "medium" });

/** `just now`, `5 minutes ago`, `yesterday`, `3 Feb` */
function describeAge(atMs: number, nowMs: number): string {
  const ageMs = nowMs - atMs;
  if (ageMs < MINUTE_MS) return "just now";
  if (ageMs < HOUR_MS) return words.format(-Math.floor(ageMs / MINUTE_MS), "minute");
  if (ageMs < DAY_MS) return words.format(-Math.floor(ageMs / HOUR_MS), "hour");
  if (ageMs < 7 * DAY_MS) return words.format(-Math.floor(ageMs / DAY_MS), "day");
  return date.format(atMs);
}

/** How long ago something was, which goes on while one looks; the exact time on hovering. */
export function RelativeTime({ at }: { at: string }) {
  const [nowMs, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE_MS / 2);
    return () => clearInterval(timer);
  }, []);
  const atMs = Date.parse(at);
  return (
    <time dateTime={at} title={exact.format(atMs)}>
      {describeAge(atMs, Math.max(nowMs, atMs))}
    </time>
  );
}
