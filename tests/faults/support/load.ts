import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { connectWorkspace } from "@workspace/client/connect-workspace";
import type { WorkspaceError } from "@workspace/client/workspace-error";
import { eventually } from "@workspace/local-stack/eventually";
import { onTestFinished } from "vitest";
import type { Acknowledged, Watcher } from "./acknowledged.js";
import type { Deployment } from "./deployment.js";
import { expectNothingLost } from "./expect-nothing-lost.js";
import { sendUntilDone } from "./rest.js";
import { createTeam } from "./team.js";

/** What is done all the time while a fault happens. */
interface LoadOptions {
  projects?: number;
  /** Between two jobs of a project. */
  jobPauseMs?: number;
  /** Milliseconds that a program runs. */
  jobRunMs?: number;
}

/** People at work in several projects. */
export interface Load {
  readonly acknowledged: readonly Acknowledged[];
  /**
   * Does in each project what its members do, and waits until all of them have heard of it: a change over REST,
   * one over a socket, and that jobs come to their end.
   *
   * @returns milliseconds that it took
   */
  untilAllWorks(): Promise<number>;
  /** Ends the work, and checks that nothing that was acknowledged is lost or there twice. */
  finish(): Promise<void>;
  /** How much was done, for people. */
  describe(): string;
}

const CHANGE_PAUSE_MS = 150;
const PROJECT_PAUSE_MS = 1000;
const RECONNECT_MS = 100;
/** What a change over a socket may be refused with while parts of the product are away. */
const PASSING_REFUSALS = new Set([
  "CONNECTION_LOST",
  "NOT_CONNECTED",
  "NOT_JOINED",
  "TIMED_OUT",
  "UNAVAILABLE",
]);
const RECOVERY_TIMEOUT_MS = 90_000;

/** Begins the work, which goes on until {@link Load.finish}. */
export async function startLoad(
  deployment: Deployment,
  { projects = 2, jobPauseMs = 600, jobRunMs = 50 }: LoadOptions = {},
): Promise<Load> {
  const acknowledged = await Promise.all(
    Array.from({ length: projects }, () => openProject(deployment)),
  );
  const work = { isOver: false };
  onTestFinished(() => {
    work.isOver = true;
  });
  const repeat = async (pauseMs: number, task: () => Promise<void>): Promise<void> => {
    while (!work.isOver) {
      await task();
      await delay(pauseMs * (0.5 + Math.random()));
    }
  };
  const running = acknowledged.map((project) =>
    Promise.all([
      repeat(CHANGE_PAUSE_MS, () => changeOverRest(deployment, project)),
      repeat(CHANGE_PAUSE_MS, async () => {
        await changeOverSocket(project);
      }),
      repeat(PROJECT_PAUSE_MS, () => createOneMore(deployment, project)),
      repeat(jobPauseMs, async () => {
        await submitJob(deployment, project, jobRunMs);
      }),
    ]),
  );
  const all = Promise.all(running);
  // Awaited at the end; until then a failure must not end the process.
  all.catch(() => {});

  return {
    acknowledged,
    async untilAllWorks() {
      const startedAt = performance.now();
      await Promise.all(acknowledged.map((project) => doEverything(deployment, project)));
      return performance.now() - startedAt;
    },
    async finish() {
      work.isOver = true;
      await all;
      await expectNothingLost(deployment, acknowledged);
    },
    describe() {
      const sum = (count: (project: Acknowledged) => number): number =>
        acknowledged.reduce((total, project) => total + count(project), 0);
      const changes = sum(({ contentKeys }) => contentKeys.length);
      const jobs = sum((project) => project.jobs.length);
      const heard = sum(({ watchers }) => watchers.reduce((all, { told }) => all + told.length, 0));
      return `${changes} changes, ${jobs} jobs, ${heard} events heard`;
    },
  };
}

async function openProject(deployment: Deployment): Promise<Acknowledged> {
  const team = await createTeam(deployment.httpUrl);
  const watchers = await Promise.all(
    [team.owner, team.viewer].map(({ token }) => watch(deployment, team.projectId, token)),
  );
  return { team, contentKeys: [], jobs: [], projectNames: [], watchers };
}

async function watch(
  { gatewayUrl }: Deployment,
  projectId: string,
  token: string,
): Promise<Watcher> {
  const connection = connectWorkspace({
    url: gatewayUrl,
    token,
    transports: ["websocket"],
    reconnectionDelayMs: RECONNECT_MS,
  });
  onTestFinished(() => connection.close());
  const told: Watcher["told"] = [];
  const room = await connection.join(projectId, {
    onOpen(opened) {
      opened.on("event", ({ data }) => told.push(data.seq));
      opened.on("resync", () => told.push({ resyncedAt: opened.seq }));
    },
  });
  return { room, firstSeq: room.seq, told };
}

async function changeOverRest({ httpUrl }: Deployment, project: Acknowledged): Promise<void> {
  const { projectId, collaborator } = project.team;
  const key = randomUUID();
  await sendUntilDone(httpUrl, `PUT /projects/${projectId}`, {
    token: collaborator.token,
    body: { content: { [key]: 1 } },
  });
  project.contentKeys.push(key);
}

/** @returns whether it was acknowledged; what was not counts as not written, whether it was or not */
async function changeOverSocket(project: Acknowledged): Promise<boolean> {
  const room = project.watchers[0]?.room;
  const key = randomUUID();
  try {
    await room?.update({ content: { [key]: 1 } });
  } catch (error) {
    if (PASSING_REFUSALS.has((error as WorkspaceError).code)) return false;
    throw error;
  }
  project.contentKeys.push(key);
  return true;
}

async function createOneMore({ httpUrl }: Deployment, project: Acknowledged): Promise<void> {
  const name = randomUUID();
  await sendUntilDone(httpUrl, "POST /projects", {
    token: project.team.owner.token,
    body: { name },
    key: name,
  });
  project.projectNames.push(name);
}

async function submitJob(
  { httpUrl }: Deployment,
  project: Acknowledged,
  runMs: number,
): Promise<string> {
  const prints = randomUUID();
  const { body, startedAt, ms, retries } = await sendUntilDone<{ jobId: string }>(
    httpUrl,
    "POST /jobs/submit",
    {
      token: project.team.collaborator.token,
      body: {
        projectId: project.team.projectId,
        type: "CODE_EXECUTION",
        payload: {
          language: "javascript",
          code: `setTimeout(() => console.log("${prints}"), ${runMs})`,
        },
      },
      key: prints,
    },
  );
  project.jobs.push({ jobId: body.jobId, prints, answer: { startedAt, ms, retries } });
  return body.jobId;
}

async function doEverything(deployment: Deployment, project: Acknowledged): Promise<void> {
  const jobsEnd = whenJobsEnd(project);
  await Promise.all([
    changeOverRest(deployment, project),
    submitJob(deployment, project, 0),
    eventually(() => changeOverSocket(project), {
      timeoutMs: RECOVERY_TIMEOUT_MS,
      what: "a change over a socket",
    }),
  ]);
  await jobsEnd;
  const newest = Math.max(...project.watchers.map(({ room }) => room.seq));
  await eventually(() => project.watchers.every(({ room }) => room.seq >= newest), {
    timeoutMs: RECOVERY_TIMEOUT_MS,
    what: "every member to hear of everything",
  });
}

/** Waits until every member has heard of a job's end, from now on. */
async function whenJobsEnd({ watchers }: Acknowledged): Promise<void> {
  const deaf = new Set(watchers);
  const unsubscribe = watchers.map((watcher) =>
    watcher.room.on("jobUpdated", ({ status }) => {
      if (status === "COMPLETED" || status === "FAILED") deaf.delete(watcher);
    }),
  );
  await eventually(() => deaf.size === 0, {
    timeoutMs: RECOVERY_TIMEOUT_MS,
    what: "the end of a job",
  });
  for (const end of unsubscribe) end();
}
