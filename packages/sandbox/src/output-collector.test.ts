import { expect, it } from "vitest";
import { OutputCollector } from "./output-collector.js";
import type { OutputChunk } from "./types.js";

function collect(maxBytes: number, ...pieces: [OutputChunk["stream"], number[] | string][]) {
  const chunks: OutputChunk[] = [];
  const collector = new OutputCollector(maxBytes, (chunk) => chunks.push(chunk));
  for (const [stream, bytes] of pieces) collector.push(stream, Buffer.from(bytes as string));
  collector.end();
  return { collector, chunks };
}

it("keeps both streams apart and together in order", () => {
  const { collector, chunks } = collect(100, ["stdout", "a"], ["stderr", "b"], ["stdout", "c"]);
  expect(collector).toMatchObject({ output: "abc", stdout: "ac", stderr: "b", isTruncated: false });
  expect(chunks.map(({ data }) => data).join("")).toBe("abc");
});

it("joins a character that arrives in pieces", () => {
  const { collector } = collect(100, ["stdout", [0xe2, 0x82]], ["stderr", "x"], ["stdout", [0xac]]);
  expect(collector.stdout).toBe("€");
});

it("replaces invalid bytes, NUL and a character without its end", () => {
  const { collector } = collect(100, ["stdout", [0x61, 0xff, 0x00, 0xc3]]);
  expect(collector.stdout).toBe("a\uFFFD\uFFFD\uFFFD");
});

it("keeps a byte order mark", () => {
  expect(collect(100, ["stdout", "\uFEFFa"]).collector.stdout).toBe("\uFEFFa");
});

it("is full at its limit and truncated past it", () => {
  expect(collect(3, ["stdout", "abc"]).collector.isTruncated).toBe(false);
  const { collector } = collect(3, ["stdout", "ab"], ["stderr", "cd"], ["stdout", "e"]);
  expect(collector).toMatchObject({ output: "abc", isTruncated: true });
});

it("counts the bytes of the text, of which there are more than were printed", () => {
  const { collector } = collect(7, ["stdout", [0xff, 0xff, 0xff, 0xff]], ["stderr", "x"]);
  expect(collector).toMatchObject({ output: "\uFFFD\uFFFD", isTruncated: true });
});

it("survives a listener that throws", () => {
  const collector = new OutputCollector(10, () => {
    throw new Error("listener");
  });
  collector.push("stdout", Buffer.from("a"));
  expect(collector.output).toBe("a");
});
