import { existsSync } from "node:fs";
import { loadEnv } from "@workspace/common/env";
import { z } from "zod";
import { audit } from "../audit.js";
import {
  CommandError,
  confirm,
  type Context,
  defineCommand,
  noOperands,
  YES_OPTION,
} from "../command.js";
import { secretEnv } from "../env.js";
import {
  createSecret,
  dropPrevious,
  isRotating,
  prepareSecret,
  readWrittenAt,
  rotateSecret,
  type SecretPaths,
} from "../secrets/secret-files.js";

const schema = z
  .object({
    prepare: z.boolean().optional(),
    finish: z.boolean().optional(),
    yes: z.boolean().optional(),
    operands: noOperands,
  })
  .refine(({ prepare, finish }) => prepare !== true || finish !== true, {
    error: "--prepare and --finish exclude each other",
  });
type Input = z.infer<typeof schema>;
type SecretEnv = ReturnType<typeof loadEnv<typeof secretEnv>>;

export const rotateJwtSecretCommand = defineCommand({
  name: "rotate-jwt-secret",
  summary: "Puts a new secret in the place of the one that signs tokens.",
  details:
    "Tokens of the previous one are accepted until it is dropped, so that nobody is logged out.",
  options: {
    prepare: {
      type: "boolean",
      description: "First, where several http-backends run: a secret that only is accepted",
    },
    finish: { type: "boolean", description: "Last: drops the previous secret" },
    ...YES_OPTION,
  },
  schema,
  async run(input, context) {
    const env = loadEnv(secretEnv, context.env);
    if (env.JWT_SECRET !== undefined) tellVariables(input, env, context);
    else await changeFiles(input, env, context);
  },
});

const EVERY_SERVICE = "restart every websocket-backend, then every http-backend, one by one";

/** Where the secret stands in the environment, only its owner can change it. */
function tellVariables({ prepare, finish }: Input, env: SecretEnv, { terminal }: Context): void {
  const print = (...lines: string[]): void => lines.forEach((line) => terminal.print(line));
  if (finish === true) {
    print("# Remove from the services' environment:", "JWT_SECRET_PREVIOUS=");
    terminal.note(`Then ${EVERY_SERVICE}.`);
    return;
  }
  if (prepare === true) {
    print("# Add to the services' environment:", `JWT_SECRET_NEXT=${createSecret()}`);
    terminal.note(`Then ${EVERY_SERVICE}, and go on with rotate-jwt-secret.`);
    return;
  }
  if (env.JWT_SECRET_PREVIOUS !== undefined && env.JWT_SECRET_NEXT === undefined)
    throw new CommandError(UNDER_WAY);
  const isPrepared = env.JWT_SECRET_NEXT !== undefined;
  print("# Set in the services' environment, the values of now in the place of the names:");
  print(`JWT_SECRET=${isPrepared ? "<JWT_SECRET_NEXT>" : createSecret()}`);
  print("JWT_SECRET_PREVIOUS=<JWT_SECRET>");
  if (isPrepared) print("JWT_SECRET_NEXT=");
  tellHowToGoOn(env, new Date(), terminal);
}

const UNDER_WAY =
  "a rotation is under way: end it first (--finish), or tokens of the secret before would be refused";

async function changeFiles(input: Input, env: SecretEnv, context: Context): Promise<void> {
  const { terminal } = context;
  const paths = readPaths(env);
  if (input.prepare === true) {
    if (prepareSecret(paths)) audit(context, "a secret for tokens has been prepared", {});
    terminal.print(`the next secret is in ${paths.next}`);
    terminal.note(`Now ${EVERY_SERVICE}, and go on with rotate-jwt-secret.`);
    return;
  }
  if (input.finish === true) return finish(input, paths, env, context);
  if (isRotating(paths)) throw new CommandError(UNDER_WAY);
  await confirm(
    context,
    "Put another secret in the place of the one that signs tokens?",
    input.yes,
  );
  rotateSecret(paths);
  audit(context, "the secret of tokens has been rotated", {});
  terminal.print(`the new secret is in ${paths.current}, the one before in ${paths.previous}`);
  tellHowToGoOn(env, new Date(), terminal);
}

async function finish(
  input: Input,
  paths: SecretPaths,
  env: SecretEnv,
  context: Context,
): Promise<void> {
  const { terminal } = context;
  if (existsSync(paths.previous)) {
    const endsAt = readEnd(env, readWrittenAt(paths.previous));
    if (endsAt.getTime() > Date.now())
      await confirm(
        context,
        `Some tokens of the previous secret may stand until ${endsAt.toISOString()}. Drop it now, and log their users out?`,
        input.yes,
      );
  }
  if (!dropPrevious(paths)) {
    terminal.print("there is no previous secret");
    return;
  }
  audit(context, "the previous secret of tokens has been dropped", {});
  terminal.print(`${paths.previous} is gone`);
  terminal.note(`It is accepted until the services are restarted: ${EVERY_SERVICE}.`);
}

/** @throws {CommandError} when the services would not see what this writes */
function readPaths(env: SecretEnv): SecretPaths {
  const {
    JWT_SECRET_FILE: current,
    JWT_SECRET_PREVIOUS_FILE: previous,
    JWT_SECRET_NEXT_FILE: next,
  } = env;
  if (current === undefined)
    throw new CommandError("neither JWT_SECRET nor JWT_SECRET_FILE is set");
  if (!existsSync(current)) throw new CommandError(`there is no ${current}`);
  if (previous === undefined || next === undefined)
    throw new CommandError(
      "JWT_SECRET_PREVIOUS_FILE and JWT_SECRET_NEXT_FILE must be set, here and for the services: they name what the secrets beside the current one are read from",
    );
  return { current, previous, next };
}

/** A token lives for as long as JWT_EXPIRES_IN says, however often its session is renewed. */
const readEnd = ({ JWT_EXPIRES_IN: seconds }: SecretEnv, rotatedAt: Date): Date =>
  new Date(rotatedAt.getTime() + seconds * 1000);

function tellHowToGoOn(env: SecretEnv, now: Date, terminal: Context["terminal"]): void {
  terminal.note(`Now ${EVERY_SERVICE}.`);
  terminal.note(
    `Once the last one has been restarted, its older tokens stand for up to ${env.JWT_EXPIRES_IN} s: not before ${readEnd(env, now).toISOString()} drop the previous secret with rotate-jwt-secret --finish.`,
  );
}
