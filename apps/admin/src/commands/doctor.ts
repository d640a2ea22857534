import { z } from "zod";
import { defineCommand, JSON_OPTION, noOperands } from "../command.js";
import { examine } from "../doctor/examine.js";
import type { Finding } from "../doctor/finding.js";

export const doctorCommand = defineCommand({
  name: "doctor",
  summary: "Says what can be reached, how programs are isolated, and what is weak.",
  details: "Ends with 1 when something does not work. Prints no secret.",
  options: JSON_OPTION,
  schema: z.object({ json: z.boolean().optional(), operands: noOperands }),
  async run({ json }, context) {
    const findings = await examine(context);
    const { terminal } = context;
    if (json === true) terminal.print(JSON.stringify(findings, null, 2));
    else for (const line of render(findings)) terminal.print(line);
    return findings.some(({ level }) => level === "FAIL") ? 1 : 0;
  },
});

function render(findings: readonly Finding[]): string[] {
  const width = Math.max(...findings.map(({ about }) => about.length));
  const indent = " ".repeat(width + 8);
  const lines = findings.flatMap(({ level, about, message, advice }) => [
    `${level.padEnd(4)}  ${about.padEnd(width)}  ${message}`,
    ...(advice === undefined ? [] : [`${indent}-> ${advice}`]),
  ]);
  const count = (wanted: Finding["level"]) =>
    findings.filter(({ level }) => level === wanted).length;
  return [...lines, "", `${count("ok")} ok, ${count("warn")} warn, ${count("FAIL")} FAIL`];
}
