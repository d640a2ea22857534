import { randomBytes } from "node:crypto";
import { newPasswordSchema, personNameSchema } from "@workspace/common/contracts/fields";
import { loadEnv } from "@workspace/common/env";
import { createAdmin, findAccount, setAdmin } from "@workspace/database/admins";
import bcrypt from "bcrypt";
import { z } from "zod";
import { audit } from "../audit.js";
import { CommandError, confirm, type Context, defineCommand, YES_OPTION } from "../command.js";
import { passwordEnv } from "../env.js";
import { emailOperand } from "../fields.js";
import { toPlain } from "../render-table.js";
import { type AdminBackends, withBackends } from "../with-backends.js";

const GENERATED_BYTES = 18;

export const createAdminCommand = defineCommand({
  name: "create-admin",
  summary: "Makes someone an admin, with a new account where there is none.",
  details:
    "A new account's password is asked for. It is no argument, since others can see those. An account\nthat is there keeps its password and its name, so be sure that it is theirs: addresses are not\nverified, and anybody may have signed up with one.",
  operands: "<email>",
  options: {
    name: { type: "string", placeholder: "name", description: "Display name of a new account" },
    "password-stdin": { type: "boolean", description: "Reads the password from standard input" },
    "generate-password": {
      type: "boolean",
      description: "Makes up a password and prints it, this once",
    },
    ...YES_OPTION,
  },
  schema: z
    .object({
      name: personNameSchema.optional(),
      "password-stdin": z.boolean().optional(),
      "generate-password": z.boolean().optional(),
      yes: z.boolean().optional(),
      operands: emailOperand,
    })
    .refine((input) => input["password-stdin"] !== true || input["generate-password"] !== true, {
      error: "--password-stdin and --generate-password exclude each other",
    }),
  async run(input, context) {
    const { operands: email, name = email.slice(0, email.indexOf("@")) } = input;
    const { terminal } = context;
    const { BCRYPT_COST } = loadEnv(passwordEnv, context.env);
    await withBackends(context, async ({ database }) => {
      if (await promote(email, input.yes, context, database)) return;
      const isGenerated = input["generate-password"] === true;
      const password = isGenerated
        ? randomBytes(GENERATED_BYTES).toString("base64url")
        : await readPassword(context, input["password-stdin"] === true);
      const passwordHash = await bcrypt.hash(password, BCRYPT_COST);
      const admin = await createAdmin(database, { email, name, passwordHash });
      if (admin === null)
        throw new CommandError(`${email} has signed up in this moment; call this once more`);
      audit(context, "an admin has been created", { userId: admin.id });
      terminal.print(`${email} is an admin now, with a new account`);
      if (isGenerated) terminal.print(`password: ${password}`);
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

/** @throws {CommandError} when it is not one that an account may have */
async function readPassword({ terminal }: Context, isPiped: boolean): Promise<string> {
  if (isPiped) return checkPassword((await terminal.readInput()).replace(/\r?\n$/, ""));
  if (!terminal.isInteractive)
    throw new CommandError(
      "there is no terminal to ask for a password: say --password-stdin or --generate-password",
    );
  const password = checkPassword(await terminal.askSecret("Password: "));
  if ((await terminal.askSecret("Once more: ")) !== password)
    throw new CommandError("the two passwords differ; nothing was done");
  return password;
}

function checkPassword(password: string): string {
  if (password.includes("\0")) throw new CommandError("the password must not have a NUL");
  const { data, error } = newPasswordSchema.safeParse(password);
  if (data === undefined) throw new CommandError(`the password ${error?.issues[0]?.message}`);
  return data;
}
