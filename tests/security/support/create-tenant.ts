import type { OutputPiece } from "@workspace/common/contracts/jobs";
import { createOutputBuffer } from "@workspace/common/output-buffer";
import { finishAttempt, startAttempt } from "@workspace/database/job-attempts";
import {
  type Account,
  addMember,
  callApi,
  createAccount,
  jobInput,
} from "../../../apps/http-backend/tests/api.js";
import type { AttackTarget } from "./open-attack-target.js";
import { STORED_FIGURES } from "../../../apps/http-backend/tests/stored-figures.js";

/** A project with all that a project can have, and everyone who is in it. */
export interface Tenant {
  name: string;
  owner: Account;
  collaborator: Account;
  viewer: Account;
  projectId: string;
  /** One job in each stage. */
  jobs: { waiting: string; running: string; ended: string };
  /** Every id that belongs to it. */
  ids: string[];
  /** What no one else may get to read: its ids, its addresses, and the mark that each of its texts has. */
  secrets: string[];
}

/** @param name a word that is found nowhere else; every text of the tenant has it */
export async function createTenant({ app, backends }: AttackTarget, name: string): Promise<Tenant> {
  const { database, publisher } = backends.services;
  const mark = `${name}-only`;
  const [owner, collaborator, viewer] = await Promise.all([
    createAccount(app, `${mark} owner`),
    createAccount(app, `${mark} collaborator`),
    createAccount(app, `${mark} viewer`),
  ]);
  const { token } = owner;

  const created = await callApi(app, "POST /projects", {
    token,
    body: { name: `${mark} project`, description: `${mark} description` },
  }).expect(201);
  const { id: projectId } = created.body as { id: string };
  await addMember(app, owner, projectId, { email: collaborator.email, role: "COLLABORATOR" });
  await addMember(app, owner, projectId, { email: viewer.email, role: "VIEWER" });
  await callApi(app, `PUT /projects/${projectId}`, {
    token,
    body: { content: { note: `${mark} content` } },
  }).expect(200);

  async function submitJob(): Promise<string> {
    const body = jobInput(projectId);
    body.payload.code = `print("${mark} code")`;
    const answer = await callApi(app, "POST /jobs/submit", { token, body }).expect(201);
    return (answer.body as { jobId: string }).jobId;
  }

  /** As a worker does. */
  async function startJob(jobId: string) {
    const pieces: OutputPiece[] = [["stdout", `${mark} output`]];
    const { value, events } = await startAttempt(database, jobId);
    if (value === null) throw new Error("there was nothing to start");
    await publisher.publish(events);
    await createOutputBuffer(app.redis).append(value.attempt, 1, pieces);
    return { attempt: value.attempt, pieces };
  }

  const [waiting, running, ended] = [await submitJob(), await submitJob(), await submitJob()];
  await startJob(running);
  const { attempt, pieces } = await startJob(ended);
  const { events } = await finishAttempt(database, attempt, {
    status: "COMPLETED",
    result: { ...STORED_FIGURES, pieces },
    error: null,
  });
  await publisher.publish(events);

  const jobs = { waiting, running, ended };
  const people = [owner, collaborator, viewer];
  const ids = [projectId, ...Object.values(jobs), ...people.map(({ id }) => id)];
  const secrets = [mark, ...ids, ...people.map(({ email }) => email)];
  return { name, owner, collaborator, viewer, projectId, jobs, ids, secrets };
}
