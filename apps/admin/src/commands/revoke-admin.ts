import { setAdmin } from "@workspace/database/admins";
import { z } from "zod";
import { audit } from "../audit.js";
import { CommandError, confirm, defineCommand, YES_OPTION } from "../command.js";
import { emailOperand } from "../fields.js";
import { withBackends } from "../with-backends.js";

export const revokeAdminCommand = defineCommand({
  name: "revoke-admin",
  summary: "Makes an admin an ordinary user, from the next request on. The account stays.",
  operands: "<email>",
  options: YES_OPTION,
  schema: z.object({ yes: z.boolean().optional(), operands: emailOperand }),
  async run({ operands: email, yes }, context) {
    await confirm(context, `Is ${email} to be no admin any more?`, yes);
    const user = await withBackends(context, ({ database }) => setAdmin(database, email, false));
    if (user === null) throw new CommandError(`there is no account of ${email}`);
    if (!user.hasChanged) {
      context.terminal.print(`${email} is no admin`);
      return;
    }
    audit(context, "an admin has been made an ordinary user", { userId: user.id });
    context.terminal.print(`${email} is no admin any more`);
  },
});
