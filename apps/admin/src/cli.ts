import { AppError } from "@workspace/common/app-error";
import { EnvError } from "@workspace/common/env";
import { isDatabaseUnavailable } from "@workspace/database/is-database-unavailable";
import { type Command, CommandError, type Context, UsageError } from "./command.js";
import { createAdminCommand } from "./commands/create-admin.js";
import { doctorCommand } from "./commands/doctor.js";
import { jobsFailedCommand } from "./commands/jobs-failed.js";
import { jobsRequeueCommand } from "./commands/jobs-requeue.js";
import { listAdminsCommand } from "./commands/list-admins.js";
import { revokeAdminCommand } from "./commands/revoke-admin.js";
import { rotateJwtSecretCommand } from "./commands/rotate-jwt-secret.js";
import { sessionsListCommand } from "./commands/sessions-list.js";
import { sessionsRevokeCommand } from "./commands/sessions-revoke.js";
import { setPasswordCommand } from "./commands/set-password.js";

const COMMANDS: readonly Command[] = [
  createAdminCommand,
  revokeAdminCommand,
  listAdminsCommand,
  setPasswordCommand,
  jobsFailedCommand,
  jobsRequeueCommand,
  sessionsListCommand,
  sessionsRevokeCommand,
  rotateJwtSecretCommand,
  doctorCommand,
];

/** What the command line did not say right. */
const WRONG_USAGE = 2;

/** Runs the command that the arguments name. @returns the exit code: 1 when it failed, 2 when there is none such */
export async function runCli(args: string[], context: Context): Promise<number> {
  const { terminal, env } = context;
  const command = COMMANDS.find(({ name }) => startsWith(args, name.split(" ")));
  if (command === undefined) return answerWithoutCommand(args, context);
  try {
    return await command.run(args.slice(command.name.split(" ").length), context);
  } catch (error) {
    for (const line of describeFailure(error)) terminal.note(`error: ${line}`);
    if (env["DEBUG"] !== undefined && error instanceof Error) terminal.note(String(error.stack));
    if (!(error instanceof UsageError)) return 1;
    terminal.note(`See: ${command.name} --help`);
    return WRONG_USAGE;
  }
}

const startsWith = (args: string[], words: string[]): boolean =>
  words.every((word, index) => args[index] === word);

function answerWithoutCommand(args: string[], { terminal }: Context): number {
  const [first] = args;
  if (first === undefined || first === "help" || first === "--help") {
    terminal.print(renderOverview());
    return 0;
  }
  const words = args.filter((word) => !word.startsWith("-")).slice(0, 2);
  terminal.note(`error: there is no command ${JSON.stringify(words.join(" ") || first)}`);
  terminal.note("See: --help");
  return WRONG_USAGE;
}

function renderOverview(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  const lines = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return ["Usage: <command> [options]", "", ...lines, "", "<command> --help tells more."].join(
    "\n",
  );
}

function describeFailure(error: unknown): string[] {
  if (error instanceof EnvError) return error.message.split("\n");
  if (error instanceof Error && error.name === "AbortError") return ["nothing was done"];
  if (isDatabaseUnavailable(error)) return [`PostgreSQL cannot be reached: ${rootOf(error)}`];
  if (error instanceof UsageError || error instanceof CommandError || error instanceof AppError)
    return [error.message];
  return [`${rootOf(error)} (DEBUG=1 tells more)`];
}

/** What is at the bottom of an error, in one line. */
function rootOf(error: unknown): string {
  const { cause, errors, message } = (error ?? {}) as {
    cause?: unknown;
    errors?: unknown[];
    message?: string;
  };
  const [deeper] = errors ?? [cause];
  if (deeper instanceof Error) return rootOf(deeper);
  return (message ?? String(error)).trim().split("\n").at(-1) ?? "";
}
