// Checks a running stack from outside, as a client would: health, the console, sign-up, a project, a socket, programs.
//   node docker/verify-stack.mjs [http://localhost:3000 [http://localhost:3001 [http://localhost:3002]]]
// The worker's URL may be left out, or `-`: compose does not publish it. Needs an installed workspace (socket.io-client).
import { createRequire } from "node:module";
import process from "node:process";
import { setTimeout as delay } from "node:timers/promises";

const [httpUrl = "http://localhost:3000", websocketUrl = "http://localhost:3001", workerUrl = "-"] =
  process.argv.slice(2);
const READY_TIMEOUT_MS = 60_000;
const JOB_TIMEOUT_MS = 30_000;
const EVENT_TIMEOUT_MS = 10_000;
const POLL_MS = 100;

const PROGRAMS = {
  javascript: "console.log(6 * 7)",
  typescript: "const answer: number = 6 * 7;\nconsole.log(answer)",
  python: "print(6 * 7)",
};

const { io } = createRequire(new URL("../tests/package.json", import.meta.url))("socket.io-client");

try {
  await verify();
} catch (error) {
  process.stderr.write(`FAILED: ${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}

async function verify() {
  await waitUntilReady("http-backend", httpUrl);
  await waitUntilReady("websocket-backend", websocketUrl);
  if (workerUrl !== "-") {
    const health = await waitUntilReady("worker-backend", workerUrl);
    report("isolation", `${health.sandbox.tier}`);
    for (const { name, isAvailable, reason } of health.sandbox.tiers) {
      if (!isAvailable) report("", `${name} is not available: ${reason}`);
    }
  }

  report("console", await verifyConsole());

  const email = `verify-${Date.now()}@example.com`;
  const password = "correct horse battery";
  await call("POST", "/auth/signup", { status: 201, body: { email, password, name: "Verify" } });
  const login = await call("POST", "/auth/login", { status: 200, body: { email, password } });
  const { token, user } = login.data;
  report("sign-up and login", user.id);

  const project = await call("POST", "/projects", { token, status: 201, body: { name: "Verify" } });
  report("project", project.id);

  const socket = await openSocket(token);
  try {
    const joined = await socket
      .timeout(EVENT_TIMEOUT_MS)
      .emitWithAck("join:project", { projectId: project.id });
    expect(joined.ok, `join:project answered ${JSON.stringify(joined)}`);
    const changed = nextEvent(socket, "project:changed");
    await call("PUT", `/projects/${project.id}`, {
      token,
      status: 200,
      body: { name: "Verified" },
    });
    const { changes } = await changed;
    expect(changes.name === "Verified", `project:changed brought ${JSON.stringify(changes)}`);
    report("socket", `${socket.io.engine.transport.name}, told of a change made through REST`);

    for (const language of Object.keys(PROGRAMS))
      await verifyLanguage({ token, projectId: project.id, language });
  } finally {
    socket.disconnect();
  }
  await call("DELETE", `/projects/${project.id}`, { token, status: 204 });
}

/** The page, and the first script that it names. */
async function verifyConsole() {
  const page = await fetch(httpUrl, { headers: { accept: "text/html" } });
  const path = /src="(\/assets\/[^"]+\.js)"/.exec(await page.text())?.[1];
  expect(page.ok && path !== undefined, `GET / answered ${page.status} and names no script`);
  const script = await fetch(new URL(path, httpUrl));
  const { byteLength } = await script.arrayBuffer();
  expect(script.ok, `GET ${path} answered ${script.status}`);
  return `${path}, ${byteLength} bytes`;
}

async function verifyLanguage({ token, projectId, language }) {
  const code = PROGRAMS[language];
  const { jobId } = await call("POST", "/jobs/submit", {
    token,
    status: 201,
    body: { projectId, type: "CODE_EXECUTION", payload: { code, language } },
  });
  const job = await eventually(`the job in ${language}`, JOB_TIMEOUT_MS, async () => {
    const found = await call("GET", `/jobs/${jobId}`, { token, status: 200 });
    return found.status === "COMPLETED" || found.status === "FAILED" ? found : undefined;
  });
  const { output, executionTime, isolation } = job.result ?? {};
  expect(
    job.status === "COMPLETED" && output?.trim() === "42",
    `${language}: ${JSON.stringify(job)}`,
  );
  report(language, `${executionTime} ms, isolation ${JSON.stringify(isolation)}`);
}

async function call(method, path, { token, body, status }) {
  const response = await fetch(`${httpUrl}/api/v1${path}`, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body && { "content-type": "application/json" }),
    },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  expect(
    response.status === status,
    `${method} ${path}: ${response.status} instead of ${status}: ${text}`,
  );
  return text === "" ? undefined : JSON.parse(text);
}

async function openSocket(token) {
  const socket = io(websocketUrl, {
    query: { token },
    transports: ["websocket"],
    reconnection: false,
  });
  await Promise.race([
    nextEvent(socket, "connect"),
    nextEvent(socket, "connect_error").then((error) => Promise.reject(error)),
  ]);
  return socket;
}

function nextEvent(socket, name) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`no ${name} within ${EVENT_TIMEOUT_MS} ms`)),
      EVENT_TIMEOUT_MS,
    );
    timer.unref();
    socket.once(name, (payload) => {
      clearTimeout(timer);
      resolve(payload);
    });
  });
}

async function waitUntilReady(name, url) {
  const startedAt = performance.now();
  const health = await eventually(`${name} to be ready`, READY_TIMEOUT_MS, async () => {
    const response = await fetch(`${url}/health/ready`).catch(() => undefined);
    return response?.ok ? response.json() : undefined;
  });
  report(name, `ready after ${Math.round(performance.now() - startedAt)} ms`);
  return health;
}

async function eventually(what, timeoutMs, probe) {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    const found = await probe();
    if (found !== undefined) return found;
    await delay(POLL_MS);
  }
  throw new Error(`waited ${timeoutMs} ms for ${what}`);
}

function expect(isTrue, message) {
  if (!isTrue) throw new Error(message);
}

function report(what, how) {
  process.stdout.write(`ok  ${what.padEnd(18)} ${how}\n`);
}
