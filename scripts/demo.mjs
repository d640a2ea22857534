// A story against a running stack: three people, one project, live cursors, executed code.
// HTTP_URL and WS_URL say where the stack is; by default where `npm start` puts it.
import { randomBytes } from "node:crypto";
import { createRest } from "@workspace/client/rest";
import { io } from "socket.io-client";

const HTTP_URL = process.env.HTTP_URL ?? `http://localhost:${process.env.HTTP_PORT ?? 3000}`;
const WS_URL = process.env.WS_URL ?? `http://localhost:${process.env.WS_PORT ?? 3001}`;
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

async function signUp(name) {
  const email = `${name.toLowerCase()}-${randomBytes(4).toString("hex")}@example.com`;
  const password = randomBytes(12).toString("base64url");
  const rest = createRest({ url: HTTP_URL });
  await rest.auth.signUp({ email, password, name });
  const { token, user } = await rest.auth.logIn({ email, password });
  say(`  ${name} signs up as ${email}`);
  return { name, email, token, id: user.id, rest };
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

async function watchProgram(author, viewer, projectId) {
  const startedAt = performance.now();
  const tell = ({ chunk }) => {
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    say(`  after ${seconds} s: ${chunk.trim().replaceAll("\n", ", ")}`);
  };
  viewer.socket.on("job:output", tell);
  const program = { language: "python", files: COUNTDOWN };
  const { jobId } = await author.rest.jobs.submit(projectId, program);
  await hears(
    viewer,
    "job:updated",
    (job) => job.jobId === jobId && ["COMPLETED", "FAILED"].includes(job.status),
  );
  viewer.socket.off("job:output", tell);
  const { chunks } = await viewer.rest.jobs.output(jobId);
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
  const { id: projectId } = await owner.rest.projects.create({
    name: "Moon landing",
    description: "Guidance software",
  });
  for (const [person, role] of [
    [helper, "COLLABORATOR"],
    [reader, "VIEWER"],
  ]) {
    await owner.rest.collaborators.add(projectId, { email: person.email, role });
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
    const { status, result, error } = await ada.rest.jobs.run(projectId, { language, code });
    const output = result?.output.trim() ?? error?.message;
    say(
      `  ${language.padEnd(10)} ${status}  ${output}  (${result?.executionTime} ms, ${result?.isolation})`,
    );
  }
  const escape = await ada.rest.jobs.run(projectId, {
    language: "python",
    code: "print(open('/etc/passwd').read())",
  });
  say(`  reading /etc/passwd: ${escape.status}, ${escape.error?.code}`);
  const loop = ada.rest.jobs.run(projectId, { language: "javascript", code: "for (;;) {}" });
  await loop.cancel();
  const cancelled = await loop;
  say(`  an endless loop, cancelled: ${cancelled.status}, ${cancelled.error.code}`);

  chapter("Ada runs a program of two files; Linus watches what it prints");
  await watchProgram(ada, linus, projectId);

  chapter("Ada removes Linus, then deletes the project");
  await ada.rest.collaborators.remove(projectId, linus.id);
  await hears(linus, "project:left");
  const { status } = await linus.rest.projects.get(projectId).catch((refusal) => refusal);
  say(`  Linus asks for the project: ${status}`);
  await ada.rest.projects.delete(projectId);
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
  console.error(`The demo stopped: ${error.message}`);
  console.error("Is the stack running? Start it with `npm start` in another terminal.");
  process.exit(1);
}
process.exit(0);
