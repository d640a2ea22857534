import { randomBytes } from "node:crypto";
import { newPasswordSchema } from "@workspace/common/contracts/fields";
import { loadEnv } from "@workspace/common/env";
import bcrypt from "bcrypt";
import { z } from "zod";
import { CommandError, type Context } from "./command.js";
import { passwordEnv } from "./env.js";

const GENERATED_BYTES = 18;

/** How a command comes by a new password. It is no argument, since others on the machine can see those. */
export const PASSWORD_OPTIONS = {
  "password-stdin": { type: "boolean", description: "Reads the password from standard input" },
  "generate-password": {
    type: "boolean",
    description: "Makes up a password and prints it, this once",
  },
} as const;

/** The fields of {@link PASSWORD_OPTIONS} in a command's schema. */
export const passwordFields = {
  "password-stdin": z.boolean().optional(),
  "generate-password": z.boolean().optional(),
};
type PasswordInput = z.infer<z.ZodObject<typeof passwordFields>>;

/** What a schema with {@link passwordFields} is refined by. */
export const oneSource = [
  (input: PasswordInput): boolean =>
    input["password-stdin"] !== true || input["generate-password"] !== true,
  { error: "--password-stdin and --generate-password exclude each other" },
] as const;

/** A password as it is kept, and itself where it was made up: to be printed once what it is for has been done. */
interface NewPassword {
  hash: string;
  generated: string | null;
}

/** @throws {CommandError} when it is not one that an account may have, or nobody can be asked for it */
export async function takeNewPassword(
  input: PasswordInput,
  context: Context,
): Promise<NewPassword> {
  const { BCRYPT_COST } = loadEnv(passwordEnv, context.env);
  const isGenerated = input["generate-password"] === true;
  const password = isGenerated
    ? randomBytes(GENERATED_BYTES).toString("base64url")
    : await readPassword(context, input["password-stdin"] === true);
  const hash = await bcrypt.hash(password, BCRYPT_COST);
  return { hash, generated: isGenerated ? password : null };
}

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
