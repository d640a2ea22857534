import { parseArgs } from "node:util";
import { z } from "zod";
import type { Terminal } from "./terminal.js";

/** The command line is not one that there is; the message says what is wrong with it. */
export class UsageError extends Error {}

/** What was asked for cannot be done; the message is all that its reader needs. */
export class CommandError extends Error {}

/** What a command works with. */
export interface Context {
  env: Record<string, string | undefined>;
  terminal: Terminal;
}

interface OptionInfo {
  type: "string" | "boolean";
  description: string;
  /** What stands for the value in the help. */
  placeholder?: string;
}

interface CommandDefinition<Input> {
  /** One or two words. */
  name: string;
  summary: string;
  /** What else is to be known, for its own help. */
  details?: string;
  /** What stands behind the name, such as `<email>`. */
  operands?: string;
  options: Record<string, OptionInfo>;
  /** Of `{ ...options, operands: string[] }`. */
  schema: z.ZodType<Input>;
  /** @returns the exit code, 0 when left out */
  run: (input: Input, context: Context) => Promise<number | void>;
}

/** A command, as the command line calls it. */
export interface Command {
  name: string;
  summary: string;
  help: string;
  /** @throws {UsageError} */
  run(args: string[], context: Context): Promise<number>;
}

/** Makes a command of what it takes and does. `--help` is an option of each. */
export function defineCommand<Input>(definition: CommandDefinition<Input>): Command {
  const { name, summary, run, schema } = definition;
  const help = renderHelp(definition);
  return {
    name,
    summary,
    help,
    async run(args, context) {
      const { values, positionals } = parse(args, definition.options);
      if (values["help"] === true) {
        context.terminal.print(help);
        return 0;
      }
      const input = schema.safeParse({ ...values, operands: positionals });
      if (!input.success) throw new UsageError(describeIssue(input.error));
      return (await run(input.data, context)) ?? 0;
    },
  };
}

function parse(args: string[], options: Record<string, OptionInfo>) {
  const known = Object.entries({ ...options, help: { type: "boolean" as const } });
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: Object.fromEntries(known.map(([option, { type }]) => [option, { type }])),
    });
  } catch (error) {
    throw new UsageError((error as Error).message.split(". ")[0]);
  }
}

function describeIssue({ issues }: z.ZodError): string {
  const [issue] = issues;
  const [first] = issue?.path ?? [];
  if (first === undefined || first === "operands") return issue?.message ?? "wrong arguments";
  return `--${String(first)}: ${issue?.message}`;
}

function renderHelp({
  name,
  summary,
  details,
  operands,
  options,
}: Omit<CommandDefinition<unknown>, "schema" | "run">): string {
  const rows = Object.entries(options).map(([option, { placeholder, description }]) => [
    `  --${option}${placeholder === undefined ? "" : ` <${placeholder}>`}`,
    description,
  ]);
  const width = Math.max(0, ...rows.map(([left = ""]) => left.length));
  const usage = [name, operands, rows.length > 0 ? "[options]" : undefined]
    .filter((part) => part !== undefined)
    .join(" ");
  return [
    `Usage: ${usage}`,
    "",
    summary,
    ...(details === undefined ? [] : [details]),
    ...(rows.length === 0 ? [] : [""]),
    ...rows.map(([left = "", right]) => `${left.padEnd(width)}  ${right}`),
  ].join("\n");
}

/** No operand may stand behind the command. */
export const noOperands = z.array(z.string()).max(0, "takes no operands");

/** `--yes`, of each command that asks before it acts. */
export const YES_OPTION = {
  yes: { type: "boolean", description: "Does not ask" },
} as const satisfies Record<string, OptionInfo>;

/** `--json`, of each command that others may want to read. */
export const JSON_OPTION = {
  json: { type: "boolean", description: "Prints JSON" },
} as const satisfies Record<string, OptionInfo>;

/**
 * Asks whether to go on, where someone is there to answer.
 *
 * @throws {CommandError} when they say no, or nobody is there and `--yes` is not said
 */
export async function confirm(
  { terminal }: Context,
  question: string,
  isSaid: boolean | undefined,
): Promise<void> {
  if (isSaid === true) return;
  if (!terminal.isInteractive)
    throw new CommandError(`nobody can be asked here, so say --yes: ${question}`);
  const answer = await terminal.ask(`${question} [y/N] `);
  if (!/^y(?:es)?$/i.test(answer.trim())) throw new CommandError("nothing was done");
}
