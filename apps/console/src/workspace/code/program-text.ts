import type { CodeExecutionPayload } from "@workspace/common/contracts/jobs";

/** A job's program as one text; several files one after another, each below its name. */
export function programText({ code, files = [], language }: CodeExecutionPayload): string {
  if (code !== undefined) return code;
  const mark = language === "python" ? "#" : "//";
  return files.map(({ name, content }) => `${mark} ${name}\n${content}`).join("\n\n");
}
