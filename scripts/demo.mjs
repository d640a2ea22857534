// A story against a running stack: three people, one project, live cursors, executed code.
// HTTP_URL and WS_URL say where the stack is; by default where `npm start` puts it.
import { randomBytes } from "node:crypto";
import { io } from "socket.io-client";

const HTTP_URL = process.env.HTTP_URL ?? `http://localhost:${process.env.HTTP_PORT ?? 3000}`;
const WS_URL = process.env.WS_URL ?? `http://localhost:${process.env.WS_PORT ?? 3001}`;
const API = `${HTTP_URL}/api/v1`;
const JOB_TIMEOUT_MS = 60_000;
const ACK_TIMEOUT_MS = 10_000;
const EVENT_TIMEOUT_MS = 5000;

const PROGRAMS = {
  javascript:
    "const squares = [1, 2, 3].map((n) => n * n);\nconsole.log('squares', squares.join(' '));",
  typescript:
    "const greet = (name: string): string => `hello, ${name}`;\nconsole.log(greet('team'));",
  python: "import math\nprint('pi is about', round(math.pi, 4))",
};

/** Prints at its leisure, from a file beside it, what the others are to see while it runs. */
const COUNTDOWN = [
  {
    name: "main.py",
    content:
      "import time\nfrom countdown import steps\nfor step in steps(3):\n    print(step, flush=True)\n    time.sleep(0.4)\nprint('lift-off')",
  },
  {
    name: "countdown.py",
    content: "def steps(first):\n    yield from range(first, 0, -1)",
  },
];

const say = (line = "") => console.log(line);
const chapter = (title) => say(`\n${title}`);

/** Calls the REST API. Anything but a 2xx ends the story. */
async function call(method, path, { token, body, headers = {} } = {}) {
  const response = await fetch(`${API}${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  const data = text === "" ? null : JSON.parse(text);
  return { status: response.status, data };
}

async function mustCall(method, path, options) {
  const { status, data } = await call(method, path, options);
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(data)}`);
  return data;
}

async function signUp(name) {
  const email = `${name.toLowerCase()}-${randomBytes(4).toString("hex")}@example.com`;
  const password = randomBytes(12).toString("base64url");
  await mustCall("POST", "/auth/signup", { body: { email, password, name } });
  const { data } = await mustCall("POST", "/auth/login", { body: { email, password } });
  say(`  ${name} signs up as ${email}`);
  return { name, email, token: data.token, id: data.user.id };
}

/** Connects a person's browser, so to say, and keeps a diary of what it is told. */
function connect(person) {
  const socket = io(WS_URL, { query: { token: person.token }, forceNew: true });
  const diary = [];
  socket.onAny((event, data) => diary.push({ event, data }));
  const ready = new Promise((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("connect_error", (error) =>
      reject(new Error(`cannot connect to ${WS_URL}: ${error.message}`)),
    );
  });
  return {
    ...person,
    socket,
    diary,
    ready,
    ask: async (event, data) => {
      const answer = await socket.timeout(ACK_TIMEOUT_MS).emitWithAck(event, data);
      if (!answer.ok) throw new Error(`${event}: ${JSON.stringify(answer.error)}`);
      return answer.data;
    },
  };
}

/** Waits until a person has been told something. */
async function hears(person, event, matches = () => true) {
  const deadline = Date.now() + EVENT_TIMEOUT_MS;
  for (;;) {
    const entry = person.diary.find((seen) => seen.event === event && matches(seen.data));
    if (entry !== undefined) return entry.data;
    if (Date.now() > deadline) throw new Error(`${person.name} never heard ${event}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function submit(person, projectId, payload) {
  const { jobId } = await mustCall("POST", "/jobs/submit", {
    token: person.token,
    body: { projectId, type: "CODE_EXECUTION", payload },
  });
  return jobId;
}

async function runProgram(person, projectId, language, code) {
  const jobId = await submit(person, projectId, { language, code });
  const deadline = Date.now() + JOB_TIMEOUT_MS;
  for (;;) {
    const job = await mustCall("GET", `/jobs/${jobId}`, { token: person.token });
    if (job.status === "COMPLETED" || job.status === "FAILED") return job;
    if (Date.now() > deadline) throw new Error(`job ${jobId} is still ${job.status}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function watchProgram(author, viewer, projectId) {
  const startedAt = performance.now();
  const tell = ({ chunk }) => {
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    say(`  after ${seconds} s: ${chunk.trim().replaceAll("\n", ", ")}`);
  };
  viewer.socket.on("job:output", tell);
  const jobId = await submit(author, projectId, { language: "python", files: COUNTDOWN });
  await hears(
    viewer,
    "job:updated",
    (job) => job.jobId === jobId && ["COMPLETED", "FAILED"].includes(job.status),
  );
  viewer.socket.off("job:output", tell);
  const { chunks } = await mustCall("GET", `/jobs/${jobId}/output`, { token: viewer.token });
  say(`  and read again afterwards: ${JSON.stringify(chunks.map(({ chunk }) => chunk).join(""))}`);
}

function describe({ event, data }, names) {
  const who = (id) => names.get(id) ?? "somebody";
  switch (event) {
    case "user:joined":
      return `${data.name} came in`;
    case "user:left":
      return `${data.name} left`;
    case "cursor:update":
      return `${data.name}'s cursor at ${data.x}, ${data.y} in ${data.color}`;
    case "project:changed":
      return `${who(data.userId)} changed ${JSON.stringify(data.changes)} (version ${data.version})`;
    case "member:changed":
      return `${who(data.userId)} is ${data.role === null ? "no longer a member" : `now ${data.role}`}`;
    case "project:deleted":
      return `${who(data.userId)} deleted the project`;
    case "project:left":
      return `the room closed: ${data.reason}`;
    default:
      return event;
  }
}

/** A diary as lines, with all that happened to one job on one line. */
function retell(diary, names) {
  const lines = [];
  const jobs = new Map();
  for (const entry of diary) {
    if (entry.event === "job:output") continue;
    if (entry.event !== "job:updated") {
      lines.push([describe(entry, names)]);
      continue;
    }
    const { jobId, submittedBy, status, error } = entry.data;
    const outcome = error === null ? status : `${status} (${error.code})`;
    const told = jobs.get(jobId);
    if (told === undefined) {
      const line = [`a job of ${names.get(submittedBy)}: ${outcome}`];
      jobs.set(jobId, line);
      lines.push(line);
    } else told.push(outcome);
  }
  return lines.map((parts) => parts.join(" -> "));
}

async function main() {
  chapter("Three people sign up");
  const people = [await signUp("Ada"), await signUp("Grace"), await signUp("Linus")];
  const names = new Map(people.map(({ id, name }) => [id, name]));

  chapter("Ada shares a project");
  const [owner, helper, reader] = people;
  const { id: projectId } = await mustCall("POST", "/projects", {
    token: owner.token,
    body: { name: "Moon landing", description: "Guidance software" },
  });
  for (const [person, role] of [
    [helper, "COLLABORATOR"],
    [reader, "VIEWER"],
  ]) {
    await mustCall("POST", `/projects/${projectId}/collaborators`, {
      token: owner.token,
      body: { email: person.email, role },
    });
    say(`  ${person.name} is a ${role}`);
  }

  chapter("All of them open it");
  const [ada, grace, linus] = people.map(connect);
  for (const person of [ada, grace, linus]) {
    await person.ready;
    const { role, members } = await person.ask("join:project", { projectId });
    say(
      `  ${person.name} joins as ${role}; here now: ${members.map(({ name }) => name).join(", ")}`,
    );
  }

  chapter("Grace and Linus move their cursors");
  grace.socket.emit("cursor:move", { projectId, x: 120, y: 80, color: "#FF0000" });
  linus.socket.emit("cursor:move", { projectId, x: 300, y: 40, color: "#0000FF" });
  await hears(ada, "cursor:update", ({ userId }) => userId === grace.id);
  await hears(ada, "cursor:update", ({ userId }) => userId === linus.id);
  say("  Ada sees both");

  chapter("Grace renames the project and pins a note; Linus, a viewer, may not");
  await grace.ask("project:update", {
    projectId,
    changes: { name: "Moon landing 2", content: { notes: { n1: { text: "Check the fuel" } } } },
  });
  await hears(linus, "project:changed");
  const refusal = await linus.socket
    .timeout(ACK_TIMEOUT_MS)
    .emitWithAck("project:update", { projectId, changes: { name: "Mine" } });
  say(`  Linus is told: ${refusal.error.code}, ${refusal.error.message}`);

  chapter("Ada runs code, safely");
  for (const [language, code] of Object.entries(PROGRAMS)) {
    const { status, result, error } = await runProgram(ada, projectId, language, code);
    const output = result?.output.trim() ?? error?.message;
    say(
      `  ${language.padEnd(10)} ${status}  ${output}  (${result?.executionTime} ms, ${result?.isolation})`,
    );
  }
  const escape = await runProgram(ada, projectId, "python", "print(open('/etc/passwd').read())");
  say(`  reading /etc/passwd: ${escape.status}, ${escape.error?.code}`);
  const loop = await submit(ada, projectId, { language: "javascript", code: "for (;;) {}" });
  await mustCall("POST", `/jobs/${loop}/cancel`, { token: ada.token });
  const cancelled = await hears(
    ada,
    "job:updated",
    ({ jobId, error }) => jobId === loop && error !== null,
  );
  say(`  an endless loop, cancelled: ${cancelled.status}, ${cancelled.error.code}`);

  chapter("Ada runs a program of two files; Linus watches what it prints");
  await watchProgram(ada, linus, projectId);

  chapter("Ada removes Linus, then deletes the project");
  await mustCall("DELETE", `/projects/${projectId}/collaborators/${linus.id}`, {
    token: ada.token,
  });
  await hears(linus, "project:left");
  const { status } = await call("GET", `/projects/${projectId}`, { token: linus.token });
  say(`  Linus asks for the project: ${status}`);
  await mustCall("DELETE", `/projects/${projectId}`, { token: ada.token });
  for (const person of [ada, grace]) await hears(person, "project:left");

  for (const person of [ada, grace, linus]) {
    chapter(`What ${person.name} saw`);
    for (const line of retell(person.diary, names)) say(`  ${line}`);
    person.socket.disconnect();
  }
}

try {
  await main();
} catch (error) {
  console.error(`The demo stopped: ${error.cause?.message ?? error.message}`);
  console.error("Is the stack running? Start it with `npm start` in another terminal.");
  process.exit(1);
}
process.exit(0);
