import { spawn } from "node:child_process";
import { expect, it } from "vitest";
import { ensureGone, isGroupAlive } from "../src/process-group.js";
import { eventually } from "./eventually.js";
import { findProcesses } from "./hostile/canaries.js";

it("a group is gone once all of its processes are", async () => {
  // A duration by which these are told from all others of the machine.
  const seconds = 100_000_000 + Math.floor(Math.random() * 900_000_000);
  const leader = spawn("/bin/sh", ["-c", `trap '' TERM; sleep ${seconds} & sleep ${seconds}`], {
    detached: true,
    stdio: "ignore",
  });
  const groupId = leader.pid ?? 0;
  const findSleepers = () => findProcesses(`sleep\x00${seconds}`);
  await eventually(() => expect(findSleepers()).toHaveLength(2));
  expect(isGroupAlive(groupId)).toBe(true);
  expect(await ensureGone(groupId, findSleepers(), 20_000)).toBe(true);
  expect(findSleepers()).toEqual([]);
});

it("a dead process that nobody reaps does not keep its group alive", async () => {
  // Python never asks for its child's status; the child is the group.
  const script = [
    "import os, time",
    "child = os.fork()",
    "if child == 0:",
    "    os.setpgid(0, 0)",
    "    os._exit(0)",
    "print(child, flush=True)",
    "time.sleep(60)",
  ].join("\n");
  const parent = spawn("python3", ["-c", script], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const groupId = await new Promise<number>((resolve) => {
      parent.stdout.once("data", (bytes: Buffer) => resolve(Number(bytes.toString())));
    });
    await eventually(() => {
      // It is still there for the kernel.
      process.kill(-groupId, 0);
      expect(isGroupAlive(groupId)).toBe(false);
    });
  } finally {
    parent.kill("SIGKILL");
  }
});
