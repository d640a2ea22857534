import { expect, test } from "vitest";
import { clampRlimits, planStartUpRlimits } from "./rlimits.js";

const LIMITS = {
  cpuSeconds: 40,
  dataBytes: 400_000_000,
  fileBytes: 16_000_000,
  openFiles: 64,
  addressSpaceBytes: null,
  hasOwnUser: false,
};
const OWN_LIMITS = `Limit                     Soft Limit           Hard Limit           Units
Max cpu time              unlimited            unlimited            seconds
Max file size             1000000              2000000              bytes
Max data size             unlimited            unlimited            bytes
Max stack size            8388608              unlimited            bytes
Max core file size        0                    unlimited            bytes
Max resident set          unlimited            unlimited            bytes
Max processes             96236                96236                processes
Max open files            20                   32                   files
Max locked memory         8388608              8388608              bytes
Max msgqueue size         819200               819200               bytes
`;

test("limits are lowered to what the process may give, and none is raised", () => {
  const planned = planStartUpRlimits(LIMITS);
  const clamped = clampRlimits(planned, OWN_LIMITS);
  const changed = clamped.filter(({ hard }, index) => hard !== planned[index]?.hard);
  expect(changed).toEqual([
    { resource: 1, soft: 2_000_000, hard: 2_000_000 },
    { resource: 7, soft: 32, hard: 32 },
  ]);
});

test("every limit of a start has a row in the kernel's table", () => {
  const none = OWN_LIMITS.replaceAll(/\S+( +)\S+( +)(\w+)$/gm, "0$10$2$3");
  for (const { hard } of clampRlimits(planStartUpRlimits(LIMITS), none)) expect(hard).toBe(0);
});
