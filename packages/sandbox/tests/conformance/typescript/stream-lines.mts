import { createInterface } from "node:readline";
import { stdin } from "node:process";
import { Transform, type TransformCallback } from "node:stream";
import { pipeline } from "node:stream/promises";

class Numbered extends Transform {
  private line = 1;
  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    done(null, `${String(this.line++).padStart(3)}  ${chunk.toString()}\n`);
  }
}

async function* lines(): AsyncGenerator<string, void, undefined> {
  for await (const line of createInterface({ input: stdin, crlfDelay: Infinity })) yield line;
}
async function* withoutComments(source: AsyncIterable<string>): AsyncIterable<string> {
  for await (const line of source) {
    const code = line.replace(/\s*#.*$/, "");
    if (code !== "") yield code;
  }
}

let characters = 0;
await pipeline(
  withoutComments(lines()),
  new Numbered(),
  async function* (source: AsyncIterable<Buffer>) {
    for await (const chunk of source) {
      characters += chunk.length;
      yield chunk.toString().toUpperCase();
    }
  },
  async (source: AsyncIterable<string>) => {
    for await (const line of source) process.stdout.write(line);
  },
);
console.log(`${characters} bytes`);
