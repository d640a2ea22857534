import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { eventually } from "./eventually.js";
import { findFreePort, isPortFree } from "./free-port.js";
import { isProcessAlive } from "./server-process.js";
import { SERVICE_NAMES, type ServiceName } from "./service-process.js";
import {
  startServices,
  type RunningServices,
  type StartServicesOptions,
} from "./start-services.js";

const HEALTHY_SERVICE = `
  import { createServer } from "node:http";
  const server = createServer((request, response) => response.end(process.env.GREETING));
  server.listen(Number(process.env.PORT), "::");
  for (const event of ["SIGTERM", "disconnect"]) process.on(event, () => process.exit(0));`;

/** A repository with nothing but three services, of which some have another program. */
function makeRepository(programs: Partial<Record<ServiceName, string>> = {}): string {
  const rootDir = mkdtempSync(join(tmpdir(), "services test-"));
  onTestFinished(() => rmSync(rootDir, { recursive: true, force: true }));
  writeFileSync(join(rootDir, "package.json"), '{ "type": "module" }');
  for (const name of SERVICE_NAMES) {
    mkdirSync(join(rootDir, "apps", name, "dist"), { recursive: true });
    writeFileSync(
      join(rootDir, "apps", name, "dist", "main.js"),
      programs[name] ?? HEALTHY_SERVICE,
    );
  }
  return rootDir;
}

async function makeOptions(rootDir: string): Promise<StartServicesOptions> {
  const http = await findFreePort();
  const websocket = await findFreePort();
  const worker = await findFreePort();
  return {
    rootDir,
    ports: { "http-backend": http, "websocket-backend": websocket, "worker-backend": worker },
    env: { ...process.env, GREETING: "hello" },
    output: "inherit",
  };
}

async function start(options: StartServicesOptions): Promise<RunningServices> {
  const services = await startServices(options);
  onTestFinished(() => services.stop());
  return services;
}

test("services are ready when they are handed over, and gone after the stop", async () => {
  const services = await startServices(await makeOptions(makeRepository()));
  const pids = Object.values(services.pids);
  for (const name of SERVICE_NAMES) {
    expect(await (await fetch(`${services.urls[name]}/health`)).text()).toBe("hello");
  }
  await services.stop();
  for (const pid of pids) expect(isProcessAlive(pid ?? 0)).toBe(false);
});

test("a service that is killed comes back", async () => {
  const services = await start(await makeOptions(makeRepository()));
  const killed = services.pids["worker-backend"] ?? 0;
  process.kill(killed, "SIGKILL");
  await eventually(() => services.pids["worker-backend"] !== killed);
  await eventually(async () => (await fetch(`${services.urls["worker-backend"]}/health`)).ok);
});

test("a service that ignores SIGTERM is killed at the deadline", async () => {
  const stubborn = HEALTHY_SERVICE.replace("process.exit(0)", "undefined");
  const services = await start(await makeOptions(makeRepository({ "http-backend": stubborn })));
  const DEADLINE_MS = 200;
  const pid = services.pids["http-backend"] ?? 0;
  await services.stop(DEADLINE_MS);
  expect(isProcessAlive(pid)).toBe(false);
});

test("a service that ends before it is ready fails the start and leaves nothing running", async () => {
  const options = await makeOptions(makeRepository({ "websocket-backend": "process.exit(3);" }));
  await expect(startServices(options)).rejects.toThrow(
    "websocket-backend ended with exit code 3 before it was ready",
  );
  for (const port of Object.values(options.ports)) expect(await isPortFree(port)).toBe(true);
});

test("a port in use is told before anything starts", async () => {
  const options = await makeOptions(makeRepository());
  const squatter = createServer().listen(options.ports["worker-backend"], "127.0.0.1");
  onTestFinished(() => void squatter.close());
  await eventually(() => squatter.listening);
  const port = options.ports["worker-backend"];
  await expect(startServices(options)).rejects.toThrow(`port ${port} for worker-backend is in use`);
});
