import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";

/** Where commands read and write. */
export interface Terminal {
  /** Someone sits there who can be asked. */
  isInteractive: boolean;
  /** Writes what the command was called for. */
  print(line: string): void;
  /** Writes what is beside it: questions, warnings, what has been done. */
  note(line: string): void;
  ask(question: string): Promise<string>;
  /** Asks for what is not to be seen while it is typed. */
  askSecret(question: string): Promise<string>;
  /** All that comes on standard input. */
  readInput(): Promise<string>;
}

interface Streams {
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
}

/** The terminal, or the pipes, of a process. */
export function openTerminal({ stdin, stdout, stderr }: Streams): Terminal {
  /** Reads one line, and shows question and answer on `echo`. */
  async function readLine(question: string, echo: NodeJS.WritableStream): Promise<string> {
    const lines = createInterface({ input: stdin, output: echo, terminal: true });
    const aborted = new AbortController();
    lines.once("SIGINT", () => aborted.abort());
    lines.once("close", () => aborted.abort());
    try {
      return await lines.question(question, { signal: aborted.signal });
    } finally {
      lines.close();
    }
  }

  return {
    isInteractive: stdin.isTTY === true && stderr.isTTY === true,
    print: (line) => void stdout.write(`${line}\n`),
    note: (line) => void stderr.write(`${line}\n`),
    ask: (question) => readLine(question, stderr),
    async askSecret(question) {
      const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
      stderr.write(question);
      try {
        return await readLine("", nowhere);
      } finally {
        stderr.write("\n");
      }
    },
    readInput: () => text(stdin),
  };
}
