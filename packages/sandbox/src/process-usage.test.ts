import { expect, it } from "vitest";
import { parseCpuMs, parseMemory, readPreciseCpuMs, readUsage } from "./process-usage.js";
import { parseMappedFiles } from "./runtime-files.js";

it("CPU time is read past a command that looks like fields", () => {
  const stat = "42 (a) S 1 2 (x) R 1 2 3 4 5 6 7 8 9 10 70 30 0 0 20 0 1";
  expect(parseCpuMs(stat)).toBe(1000);
});

it("memory is read in bytes, and is nothing for a process without any", () => {
  const status = "Name:\tnode\nVmHWM:\t    2048 kB\nVmRSS:\t    1024 kB\nThreads:\t7\n";
  expect(parseMemory(status)).toEqual({
    residentBytes: 1024 ** 2,
    peakBytes: 2 * 1024 ** 2,
    threads: 7,
  });
  expect(parseMemory("Name:\tnode\nState:\tZ (zombie)\n")).toEqual({
    residentBytes: 0,
    peakBytes: 0,
    threads: 0,
  });
});

it("memory that is not resident as pages counts too", () => {
  const status =
    "VmRSS:\t       1 kB\nVmPTE:\t      10 kB\nVmSwap:\t     100 kB\nHugetlbPages:\t    2048 kB\n";
  expect(parseMemory(status).residentBytes).toBe(2159 * 1024);
});

it("a process that does not exist has no figures", () => {
  expect(readUsage(2 ** 22 + 1)).toBeNull();
  expect(readPreciseCpuMs(2 ** 22 + 1)).toBeNull();
});

it("mapped files are those that can be executed and still exist", () => {
  const maps = [
    "55d0-55d1 r--p 00000000 08:01 11 /usr/bin/node",
    "55d1-55d2 r-xp 00000000 08:01 11 /usr/bin/node",
    "7f00-7f01 r-xp 00000000 08:01 12                         /opt/a b/libx.so",
    "7f01-7f02 r-xp 00000000 08:01 13 /tmp/gone.so (deleted)",
    "7f02-7f03 r-xp 00000000 00:00 0 [vdso]",
    "7f03-7f04 rw-p 00000000 00:00 0",
  ].join("\n");
  expect(parseMappedFiles(maps)).toEqual(["/usr/bin/node", "/opt/a b/libx.so"]);
});
