type Check = { name: string; passed: boolean; detail?: string };
const checks: readonly Check[] = [
  { name: "arithmetic", passed: 0.1 + 0.2 !== 0.3 },
  { name: "strings", passed: "ß".toUpperCase() === "SS" },
  { name: "sorting", passed: [10, 9, 1].sort()[0] === 9, detail: "default order is by text" },
];
for (const { name, passed, detail } of checks) {
  console.log(`${passed ? "✓" : "✗"} ${name}${detail === undefined ? "" : ` (${detail})`}`);
}
const failures = checks.filter(({ passed }) => !passed).length;
if (failures > 0) console.error(`${failures} failed`);
process.on("exit", (code: number) => console.log(`status ${code}`));
process.exitCode = failures > 0 ? 12 : 0;
