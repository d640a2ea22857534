import { projectTopic } from "@workspace/common/contracts/bus-topics";
import type { DomainEvent } from "@workspace/common/contracts/domain-events";
import { listEvents } from "@workspace/database/project-log";
import { eventually } from "@workspace/local-stack/eventually";
import { expect, test } from "vitest";
import {
  type Account,
  addMember,
  callApi,
  createAccount,
  createJob,
  createProject,
  jobInput,
} from "../../apps/http-backend/tests/api.js";
import { connectClient } from "../../apps/websocket-backend/tests/connect-client.js";
import { openAttackTarget } from "./support/open-attack-target.js";

const ROUNDS = 12;
/** Of some 40 requests and frames, on a machine that has much else to do. */
const LONGEST_ROUND_MS = 10_000;

const { app, gateway, backends } = await openAttackTarget();
const { bus, database } = backends.services;
const owner = await createAccount(app, "Owner");

/** A project, and someone in it who is about to lose their right to change it. */
interface Scene {
  projectId: string;
  actor: Account;
  /** Everything by which the actor can write; each says whether it was accepted, or how it was refused. */
  writes: (() => Promise<string>)[];
  /** The project's log as far as it is known, also of a project that is gone. */
  readLog(): Promise<DomainEvent[]>;
}

async function openScene(role: "COLLABORATOR" | "VIEWER"): Promise<Scene> {
  const [actor, projectId] = await Promise.all([
    createAccount(app, "Actor"),
    createProject(app, owner),
  ]);
  await addMember(app, owner, projectId, { email: actor.email, role });
  const [first, second] = [
    await createJob(app, owner, projectId),
    await createJob(app, owner, projectId),
  ];
  const client = await connectClient(gateway.url, { token: actor.token });
  await client.join(projectId);
  const heard: DomainEvent[] = [];
  await bus.subscribe(projectTopic(projectId), (message) => {
    if (message.kind === "event") heard.push(message.event);
  });

  const call = (route: string, body?: object) => async (): Promise<string> => {
    const answer = await callApi(app, route, { token: actor.token, body });
    if (answer.status < 300) return "accepted";
    return (answer.body as { error: { code: string } }).error.code;
  };
  const emit = (event: string, input: object) => async (): Promise<string> => {
    const answer = await client.send(event, input);
    return answer.ok ? "accepted" : answer.error.code;
  };
  const changes = { name: "Mine" };
  const update = call(`PUT /projects/${projectId}`, changes);
  const emitUpdate = emit("project:update", { projectId, changes });
  const submit = call("POST /jobs/submit", jobInput(projectId));
  return {
    projectId,
    actor,
    writes: [
      update,
      emitUpdate,
      submit,
      call(`POST /jobs/${first}/cancel`),
      emit("job:cancel", { jobId: second }),
      update,
      emitUpdate,
      submit,
    ],
    async readLog() {
      const rows = await listEvents(database, { projectId, after: 0, limit: 1000 });
      const bySeq = new Map([...heard, ...rows].map((event) => [event.seq, event]));
      return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
    },
  };
}

const callAsOwner = (route: string, body?: object) =>
  callApi(app, route, { token: owner.token, body });

/** Ways to lose the right to write: what takes it, and how the log tells of it. */
const TAKINGS = [
  {
    what: "a collaborator who becomes a viewer",
    role: "COLLABORATOR",
    take: ({ projectId, actor }: Scene) =>
      callAsOwner(`PUT /projects/${projectId}/collaborators/${actor.id}`, { role: "VIEWER" }),
    event: "member.updated",
  },
  {
    what: "a collaborator who is removed",
    role: "COLLABORATOR",
    take: ({ projectId, actor }: Scene) =>
      callAsOwner(`DELETE /projects/${projectId}/collaborators/${actor.id}`),
    event: "member.removed",
  },
  {
    what: "a collaborator whose project is deleted",
    role: "COLLABORATOR",
    take: ({ projectId }: Scene) => callAsOwner(`DELETE /projects/${projectId}`),
    event: "project.deleted",
  },
  {
    what: "a viewer who is removed",
    role: "VIEWER",
    take: ({ projectId, actor }: Scene) =>
      callAsOwner(`DELETE /projects/${projectId}/collaborators/${actor.id}`),
    event: "member.removed",
  },
] as const;

const REFUSALS = ["FORBIDDEN", "NOT_FOUND", "NOT_JOINED"];

/** Lets all writes and what takes the right to them run at once; each round the latter begins later. */
async function race(taking: (typeof TAKINGS)[number], round: number): Promise<string[]> {
  const scene = await openScene(taking.role);
  const { actor, writes } = scene;
  const place = round % writes.length;
  let taken: PromiseLike<unknown> | undefined;
  const early: Promise<string>[] = [];
  for (const [index, write] of writes.entries()) {
    // Supertest sends when it is awaited.
    if (index === place) taken = Promise.resolve(taking.take(scene).expect((r) => r.ok));
    early.push(write());
  }
  await taken;
  const late = await Promise.all(writes.map((write) => write()));
  for (const outcome of late) expect(REFUSALS).toContain(outcome);

  const outcomes = await Promise.all(early);
  const accepted = outcomes.filter((outcome) => outcome === "accepted");
  const log = await eventually(async () => {
    const events = await scene.readLog();
    // A deleted project's log is known from when we began to listen.
    const isWhole = events.every(({ seq }, index) => seq === (events[0]?.seq ?? 0) + index);
    return isWhole && events.some(({ type }) => type === taking.event) && events;
  });
  const end = log.find(({ type }) => type === taking.event)?.seq ?? 0;
  const byActor = log.filter(({ actorId }) => actorId === actor.id);
  // What was accepted is what the log has of them, and all of it came before they lost the right.
  expect(byActor.map(({ type }) => type)).toHaveLength(accepted.length);
  expect(byActor.filter(({ seq }) => seq > end)).toEqual([]);
  return outcomes;
}

test.each(TAKINGS)(
  "$what writes nothing more from then on",
  { timeout: ROUNDS * LONGEST_ROUND_MS },
  async (taking) => {
    const outcomes: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1) outcomes.push(...(await race(taking, round)));
    // A race that only one side ever wins would show nothing.
    const isAccepted = taking.role === "COLLABORATOR";
    expect(outcomes.includes("accepted")).toBe(isAccepted);
    expect(outcomes.some((outcome) => REFUSALS.includes(outcome))).toBe(true);
  },
);
