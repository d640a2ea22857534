import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Writable } from "node:stream";
import { describe, expect, it, onTestFinished } from "vitest";
import { findArchitecture } from "../src/kernel/architecture.js";
import { BUFFER_BYTES, CallList } from "../src/launcher/call-list.js";
import { probeKernel } from "../src/launcher/launch-calls.js";
import { childScript } from "../src/runtime-files.js";
import { runLauncher } from "../src/tiers/launcher.js";

const architecture = findArchitecture(process.arch);
if (architecture === null) throw new Error(`no launcher for ${process.arch}`);
const { launcherCalls: calls } = architecture;
const EBADF = 9;
const NOWHERE = 77;

/** Runs the launcher with what it reads, given in pieces; closes its channel after them. */
async function launch(...pieces: Buffer[]) {
  const child = spawn(childScript(`launch-${process.arch}`), [], {
    env: {},
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const output = { stdout: Buffer.alloc(0), stderr: "" };
  child.stdout?.on("data", (bytes: Buffer) => {
    output.stdout = Buffer.concat([output.stdout, bytes]);
  });
  child.stderr?.on("data", (bytes: Buffer) => {
    output.stderr += bytes.toString();
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const channel = child.stdio[3] as Writable;
  channel.on("error", () => undefined);
  for (const piece of pieces) {
    channel.write(piece);
    await delay(5);
  }
  channel.end();
  const exitCode = await ended;
  return { ...output, exitCode, pid: child.pid };
}

/** A list that prints and then ends by a call that fails. */
function listGreeting(): CallList {
  const list = new CallList();
  const text = list.placeText("hello");
  list.add({ label: "greet", number: calls.write, arguments: [1, text, 5] });
  list.add({ label: "write to nowhere", number: calls.write, arguments: [NOWHERE, text, 5] });
  return list;
}

describe("the launcher", () => {
  it("makes the calls in order, and tells which one failed and why", async () => {
    expect(await launch(listGreeting().encode())).toMatchObject({
      stdout: Buffer.from("hello"),
      stderr: "write to nowhere\n",
      exitCode: EBADF,
    });
  });

  it("reads a list that arrives in pieces", async () => {
    const bytes = listGreeting().encode();
    const pieces = [bytes.subarray(0, 3), bytes.subarray(3, 20), bytes.subarray(20)];
    expect(await launch(...pieces)).toMatchObject({ stdout: Buffer.from("hello") });
  });

  it("leaves in its channel what follows the list", async () => {
    const list = new CallList();
    const words = ["sh", "-c", "exec /bin/cat <&3"].map((text) => list.placeText(text));
    list.add({
      label: "execve",
      number: calls.execve,
      arguments: [list.placeText("/bin/sh"), list.placeWords([...words, 0]), list.placeWords([0])],
    });
    const { stdout } = await launch(Buffer.concat([list.encode(), Buffer.from("the rest")]));
    expect(stdout.toString()).toBe("the rest");
  });

  it("stores a result where a later call finds it", async () => {
    const list = new CallList();
    const pid = list.place(Buffer.alloc(4));
    list.add({ label: "getpid", number: calls.getpid, resultAddress: pid });
    list.add({ label: "write", number: calls.write, arguments: [1, pid, 4] });
    list.add({ label: "end", number: calls.write, arguments: [NOWHERE, pid, 4] });
    const { stdout, pid: expected } = await launch(list.encode());
    expect(stdout.readUInt32LE(0)).toBe(expected);
  });

  it("goes on after a failure that it was told to ignore", async () => {
    const list = new CallList();
    list.add({ label: "ignored", number: calls.write, arguments: [NOWHERE], expects: "anything" });
    list.add({ label: "told", number: calls.write, arguments: [NOWHERE] });
    expect(await launch(list.encode())).toMatchObject({ stderr: "told\n", exitCode: EBADF });
  });

  it("ends at a result that is not the expected one", async () => {
    const list = new CallList();
    const text = list.placeText("hello");
    const write = { number: calls.write, arguments: [1, text, 5] };
    list.add({ ...write, label: "five", expects: { result: 5 } });
    list.add({ ...write, label: "six", expects: { result: 6 } });
    expect(await launch(list.encode())).toMatchObject({ stderr: "six\n", exitCode: 256 - 5 });
  });

  it("ends when its channel does", async () => {
    expect(await launch()).toMatchObject({ exitCode: 1 });
    expect(await launch(listGreeting().encode().subarray(0, 50))).toMatchObject({ exitCode: 1 });
  });

  it("takes no list that is longer than its buffer", async () => {
    const length = Buffer.alloc(8);
    length.writeUInt32LE(BUFFER_BYTES + 1);
    expect(await launch(length, Buffer.alloc(64))).toMatchObject({ exitCode: 1 });
    const list = new CallList();
    list.place(Buffer.alloc(BUFFER_BYTES));
    expect(() => list.encode()).toThrow(/takes \d+ bytes/);
  });

  it("finds out what the kernel has", async () => {
    const features = await probeKernel(architecture, async (list) => {
      const { exitCode } = await launch(list);
      return exitCode ?? -1;
    });
    expect(features).toEqual({
      landlockAbi: expect.any(Number) as number,
      hasCloseRange: expect.any(Boolean) as boolean,
    });
    expect(features.landlockAbi).toBeLessThan(50);
  });
});

it("is ended where it hangs while the machine is found out about", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "launcher-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const hanging = path.join(folder, "launch");
  writeFileSync(hanging, "#!/bin/sh\nexec sleep 600\n", { mode: 0o700 });
  await expect(runLauncher(hanging, Buffer.alloc(0), 50)).rejects.toThrow("SIGKILL");
});
