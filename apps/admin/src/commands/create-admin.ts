import { personNameSchema } from "@workspace/common/contracts/fields";
import { createAdmin, findAccount, setAdmin } from "@workspace/database/admins";
import { z } from "zod";
import { audit } from "../audit.js";
import { CommandError, confirm, type Context, defineCommand, YES_OPTION } from "../command.js";
import { emailOperand } from "../fields.js";
import { oneSource, PASSWORD_OPTIONS, passwordFields, takeNewPassword } from "../new-password.js";
import { toPlain } from "../render-table.js";
import { type AdminBackends, withBackends } from "../with-backends.js";

export const createAdminCommand = defineCommand({
  name: "create-admin",
  summary: "Makes someone an admin, with a new account where there is none.",
  details:
    "A new account's password is asked for. An account that is there keeps its password and its name,\nso be sure that it is theirs: addresses are not verified, and anybody may have signed up with one.",
  operands: "<email>",
  options: {
    name: { type: "string", placeholder: "name", description: "Display name of a new account" },
    ...PASSWORD_OPTIONS,
    ...YES_OPTION,
  },
  schema: z
    .object({
      name: personNameSchema.optional(),
      ...passwordFields,
      yes: z.boolean().optional(),
      operands: emailOperand,
    })
    .refine(...oneSource),
  async run(input, context) {
    const { operands: email, name = email.slice(0, email.indexOf("@")) } = input;
    const { terminal } = context;
    await withBackends(context, async ({ database }) => {
      if (await promote(email, input.yes, context, database)) return;
      const { hash: passwordHash, generated } = await takeNewPassword(input, context);
      const admin = await createAdmin(database, { email, name, passwordHash });
      if (admin === null)
        throw new CommandError(`${email} has signed up in this moment; call this once more`);
      audit(context, "an admin has been created", { userId: admin.id });
      terminal.print(`${email} is an admin now, with a new account`);
      if (generated !== null) terminal.print(`password: ${generated}`);
    });
  },
});

/**
 * Makes the account that there is an admin's. Whoever signed up with the address has its password, so that someone has
 * to know that it is the right one.
 *
 * @returns false when there is no account
 * @throws {CommandError} when nobody says so
 */
async function promote(
  email: string,
  isSure: boolean | undefined,
  context: Context,
  database: AdminBackends["database"],
): Promise<boolean> {
  const { terminal } = context;
  const account = await findAccount(database, email);
  if (account === null) return false;
  if (account.isAdmin) {
    terminal.print(`${email} is an admin already`);
    return true;
  }
  const { name, createdAt, id: userId } = account;
  await confirm(
    context,
    `There is an account of ${email} (${toPlain(name)}, since ${createdAt.toISOString()}), and who has its password would be an admin. Is it theirs?`,
    isSure,
  );
  await setAdmin(database, email, true);
  audit(context, "a user has been made an admin", { userId });
  terminal.print(`${email} is an admin now, with the password of the account`);
  return true;
}
