import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { eventually } from "@workspace/local-stack/eventually";
import { describe, expect, onTestFinished, test } from "vitest";
import { openDeployment } from "./support/deployment.js";
import { fillUp, openSmallDisk } from "./support/small-disk.js";
import type { Instance } from "./support/instance.js";
import { startLoad } from "./support/load.js";
import { survive } from "./support/survive.js";

const MINUTE_MS = 60_000;

describe("nothing is lost when", () => {
  test("clocks of some hosts jump by a minute, forth and back", async () => {
    const folder = mkdtempSync(join(tmpdir(), "workspace-clock-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const offsetFile = join(folder, "offset");
    const clock = fileURLToPath(new URL("support/jumping-clock.mjs", import.meta.url));
    const deployment = await openDeployment({
      http: 2,
      workers: 2,
      env: { NODE_OPTIONS: `--import=${clock}`, CLOCK_OFFSET_FILE: offsetFile },
    });
    const load = await startLoad(deployment);
    const jumping = [deployment.http, deployment.gateways, deployment.workers].map(([one]) => one);
    await survive("clocks jumped by a minute on half of the hosts", load, async () => {
      for (const offsetMs of [MINUTE_MS, -MINUTE_MS, 0]) {
        writeFileSync(offsetFile, String(offsetMs));
        for (const instance of jumping) instance?.signal("SIGUSR2");
        await delay(4000);
      }
    });
  });

  test("a worker's disk is full while it runs and while it starts", async () => {
    const disk = openSmallDisk();
    const deployment = await openDeployment({ gateways: 1 });
    const worker = await deployment.start("worker-backend", { TMPDIR: disk });
    const load = await startLoad(deployment);
    await survive("a worker's disk full, and the worker killed meanwhile", load, async () => {
      const empty = fillUp(disk);
      await delay(2000);
      await worker.end("SIGKILL");
      await delay(4000);
      empty();
      await eventually(() => worker.isReady(), { timeoutMs: MINUTE_MS });
    });
    expect(readdirSync(disk).filter((name) => name.includes("self-test"))).toEqual([]);
  });

  test("services run out of file descriptors", async () => {
    // More tries than there can be while a worker has none left to start programs with.
    const deployment = await openDeployment({ http: 2, env: { JOB_ATTEMPTS: "20" } });
    const load = await startLoad(deployment);
    const starved = [deployment.http, deployment.gateways, deployment.workers].map(([one]) => one!);
    await survive("file descriptors exhausted for 8 s", load, async () => {
      const restore = starved.map(starve);
      const idle = starved.flatMap((instance) => holdConnections(instance, 30));
      await delay(8000);
      for (const socket of idle) socket.destroy();
      for (const each of restore) each();
      for (const instance of starved)
        await eventually(() => instance.isReady(), { timeoutMs: MINUTE_MS });
    });
  });

  test.each([
    ["a head", "GET /health HTTP/1.1\r\nHost: x\r\n"],
    [
      "a body",
      "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{",
    ],
  ])("clients that send half of %s and wait are let go of", async (what, half) => {
    const deployment = await openDeployment({
      gateways: 1,
      env: { HTTP_HEADERS_TIMEOUT_MS: "1000", HTTP_REQUEST_TIMEOUT_MS: "3000" },
    });
    const load = await startLoad(deployment);
    await survive(`200 clients that send half of ${what} and wait`, load, async () => {
      const clients = holdConnections(deployment.http[0]!, 200);
      for (const client of clients) client.write(half);
      await eventually(() => clients.every((client) => client.destroyed));
    });
  });
});

/** Leaves a process no file descriptor beyond those that it has. @returns gives it what it had */
function starve(instance: Instance): () => void {
  const pid = instance.pid();
  const open = readdirSync(`/proc/${pid}/fd`).length;
  const limit = (count: string): void => {
    execFileSync("prlimit", ["--pid", String(pid), `--nofile=${count}:`]);
  };
  const before = execFileSync("prlimit", [
    "--pid",
    String(pid),
    "--nofile",
    "--output=SOFT",
    "--noheadings",
  ]);
  limit(String(open));
  return () => limit(before.toString().trim());
}

function holdConnections({ port }: Instance, count: number): Socket[] {
  return Array.from({ length: count }, () => {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => {}).resume();
    onTestFinished(() => {
      socket.destroy();
    });
    return socket;
  });
}
