import { z } from "zod";

/** A whole number from `min` to `max`. */
export const wholeNumber = (min: number, max: number, fallback: number, description: string) =>
  z.coerce.number().int().min(min).max(max).default(fallback).describe(description);

export const port = (fallback: number, description: string) =>
  wholeNumber(0, 65535, fallback, description);

const SECONDS_PER_UNIT = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** A length of time such as `90`, `90s`, `15m`, `24h` or `7d`; gives seconds. */
export const duration = (fallback: string, description: string) =>
  z
    .string()
    .default(fallback)
    .describe(description)
    .transform((text, context) => {
      const match = /^([1-9]\d{0,8})([smhd]?)$/.exec(text.trim());
      if (match !== null) {
        const unit = (match[2] === "" ? "s" : match[2]) as keyof typeof SECONDS_PER_UNIT;
        return Number(match[1]) * SECONDS_PER_UNIT[unit];
      }
      context.addIssue({
        code: "custom",
        message: "must be a duration such as 3600, 15m, 24h or 7d",
      });
      return z.NEVER;
    });

export const optionalText = (description: string) =>
  z.string().min(1).optional().describe(description);
