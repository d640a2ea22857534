import { setPassword } from "@workspace/database/write-password";
import { z } from "zod";
import { audit } from "../audit.js";
import { CommandError, defineCommand } from "../command.js";
import { emailOperand } from "../fields.js";
import { findUserId } from "../find-user-id.js";
import { oneSource, PASSWORD_OPTIONS, passwordFields, takeNewPassword } from "../new-password.js";
import { REDIS_AWAY_NOTE, tellSessionsEnded } from "../tell-sessions-ended.js";
import { withBackends } from "../with-backends.js";

export const setPasswordCommand = defineCommand({
  name: "set-password",
  summary: "Gives a user who has forgotten theirs another password.",
  details:
    "All sessions of the user end. Be sure who is asking: addresses are not verified, and whoever\nknows the new password has the account.",
  operands: "<email>",
  options: PASSWORD_OPTIONS,
  schema: z.object({ ...passwordFields, operands: emailOperand }).refine(...oneSource),
  async run(input, context) {
    const { terminal } = context;
    const { operands: email } = input;
    await withBackends(context, async (backends) => {
      const { database, isRedisUp } = backends;
      const userId = await findUserId(database, email);
      const { hash, generated } = await takeNewPassword(input, context);
      const ended = await setPassword(database, userId, hash);
      if (ended === null) throw new CommandError(`the account of ${email} has just gone`);
      await tellSessionsEnded(
        ended.map((id) => ({ id, userId })),
        backends,
      );
      audit(context, "a password has been set", { userId, count: ended.length });
      terminal.print(`${email} has another password, and is logged out everywhere`);
      if (generated !== null) terminal.print(`password: ${generated}`);
      if (!isRedisUp) terminal.note(REDIS_AWAY_NOTE);
    });
  },
});
