import { emailSchema } from "@workspace/common/contracts/fields";
import { duration } from "@workspace/common/env-variables";
import { z } from "zod";

/** The one operand of a command that is about an account. */
export const emailOperand = z
  .tuple([emailSchema], "takes one operand: an e-mail address")
  .transform(([email]) => email);

const MAX_LIMIT = 100_000;
const durationSchema = duration("24h", "How long ago");

/** How long ago something may have been, such as `1h` or `7d`; gives the moment. */
export const sinceSchema = z
  .string()
  .transform((said, context) => {
    const parsed = durationSchema.safeParse(said);
    if (parsed.success) return new Date(Date.now() - parsed.data * 1000);
    context.addIssue({ code: "custom", message: "must be a length of time such as 30m, 1h or 7d" });
    return z.NEVER;
  })
  .optional();

/** How many, unless it is said. */
export const limitSchema = (fallback: number) =>
  z.coerce
    .number("must be a whole number")
    .int("must be a whole number")
    .min(1, "must be at least 1")
    .max(MAX_LIMIT, `must be at most ${MAX_LIMIT}`)
    .default(fallback);
