import type { Command } from "./types";

export function parseCommand(line: string): Command {
  const [verb, ...rest] = line.split(" ");
  if (verb === "add") return { kind: "add", text: rest.join(" ") };
  if (verb === "done") return { kind: "done", id: Number(rest[0]) };
  return verb === "list" ? { kind: "list" } : { kind: "unknown", line };
}
