/** What came of looking at one thing. */
export interface Finding {
  level: "ok" | "warn" | "FAIL";
  /** What was looked at. */
  about: string;
  /** How it is, without any secret. */
  message: string;
  /** What to do about it. */
  advice?: string;
}

export const ok = (about: string, message: string): Finding => ({ level: "ok", about, message });

export const warn = (about: string, message: string, advice: string): Finding => ({
  level: "warn",
  about,
  message,
  advice,
});

export const fail = (about: string, message: string, advice: string): Finding => ({
  level: "FAIL",
  about,
  message,
  advice,
});
