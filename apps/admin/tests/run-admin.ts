import { runCli } from "../src/cli.js";

/** What stands in the way of a command: its environment, and who answers it. */
interface RunOptions {
  env?: Record<string, string | undefined>;
  /** What is typed when it asks, one after the other; without it nobody is there. */
  answers?: string[];
  /** What comes on standard input. */
  input?: string;
}

/** What came of a command. */
export interface Outcome {
  code: number;
  /** What it was called for. */
  output: string;
  /** What it wrote beside that. */
  notes: string;
  /** What it asked. */
  questions: string[];
}

/** Runs a command as its process would, in this one. */
export async function runAdmin(
  args: string[],
  { env = {}, answers, input = "" }: RunOptions = {},
): Promise<Outcome> {
  const lines: string[] = [];
  const notes: string[] = [];
  const questions: string[] = [];
  const ask = async (question: string): Promise<string> => {
    questions.push(question);
    return answers?.[questions.length - 1] ?? "";
  };
  const code = await runCli(args, {
    env,
    terminal: {
      isInteractive: answers !== undefined,
      print: (line) => void lines.push(line),
      note: (line) => void notes.push(line),
      ask,
      askSecret: ask,
      readInput: async () => input,
    },
  });
  return { code, output: lines.join("\n"), notes: notes.join("\n"), questions };
}
