import { randomUUID } from "node:crypto";
import type {
  Acknowledgement,
  ClientToServerEvents,
  JoinedProject,
  ServerToClientEvents,
} from "@workspace/common/contracts/socket-events";
import type { JobBody } from "@workspace/common/contracts/jobs";
import type { ProjectBody } from "@workspace/common/contracts/projects";
import { eventually } from "@workspace/local-stack/eventually";
import { io, type Socket } from "socket.io-client";
import { expect, inject, onTestFinished } from "vitest";
import { checkEvent, checkReply } from "../../apps/websocket-backend/tests/check-event.js";
import { PASSWORD } from "../setup/password.js";
import { type Answer, sendRequest, type Sent } from "../setup/rest.js";

const ACK_TIMEOUT_MS = 10_000;
const JOB_TIMEOUT_MS = 30_000;

/** Calls the REST API of the running services. */
export const call = <Body = never>(
  method: string,
  path: string,
  sent?: Sent,
): Promise<Answer<Body>> => sendRequest(inject("serviceUrls").http, `${method} ${path}`, sent);

/** Someone with an account and a session of their own. */
export interface Person {
  id: string;
  name: string;
  email: string;
  token: string;
}

export async function signUp(name: string): Promise<Person> {
  const email = `${name.toLowerCase().replace(" ", ".")}-${randomUUID()}@example.com`;
  await call("POST", "/auth/signup", { body: { email, password: PASSWORD, name } });
  const token = await logIn(email);
  const { body } = await call<{ data: { user: { id: string } } }>("GET", "/auth/me", { token });
  return { id: body.data.user.id, name, email, token };
}

/** @returns the token of a new session */
export async function logIn(email: string): Promise<string> {
  const { body } = await call<{ data: { token: string } }>("POST", "/auth/login", {
    body: { email, password: PASSWORD },
  });
  return body.data.token;
}

/** A project with one member of each role, and someone who is none. */
export async function createTeam(): Promise<{
  projectId: string;
  owner: Person;
  collaborator: Person;
  viewer: Person;
  stranger: Person;
}> {
  const [owner, collaborator, viewer, stranger] = await Promise.all([
    signUp("Olga"),
    signUp("Carl"),
    signUp("Vera"),
    signUp("Sven"),
  ]);
  const { body } = await call<ProjectBody>("POST", "/projects", {
    token: owner.token,
    body: { name: "Plans" },
  });
  for (const [{ email }, role] of [
    [collaborator, "COLLABORATOR"],
    [viewer, "VIEWER"],
  ] as const)
    await call("POST", `/projects/${body.id}/collaborators`, {
      token: owner.token,
      body: { email, role },
    });
  return { projectId: body.id, owner, collaborator, viewer, stranger };
}

type ClientSocket = Socket<ServerToClientEvents, ClientToServerEvents>;
type Heard = { event: string; data: Record<string, unknown> };

/** A connected socket that remembers what it was told. */
export interface Listener {
  socket: ClientSocket;
  heard: Heard[];
  ask: <Data>(event: keyof ClientToServerEvents, input: unknown) => Promise<Acknowledgement<Data>>;
  join: (projectId: string, lastSeq?: number) => Promise<JoinedProject>;
  /** Waits until the socket has been told of an event whose data has these values. */
  hears: (event: string, values?: Record<string, unknown>) => Promise<Heard["data"]>;
}

/**
 * Connects as the specification says, with the token in the query. Disconnects after the test, which fails where
 * something was heard against the contracts.
 */
export async function connect(
  { token }: Pick<Person, "token">,
  transport: "websocket" | "polling" = "websocket",
): Promise<Listener> {
  const socket: ClientSocket = io(`${inject("serviceUrls").websocket}?token=${token}`, {
    transports: [transport],
    forceNew: true,
  });
  const breaches: unknown[] = [];
  onTestFinished(() => {
    socket.disconnect();
    expect(breaches).toEqual([]);
  });
  const heard: Heard[] = [];
  socket.onAny((event: string, data: Record<string, unknown>) => {
    heard.push({ event, data });
    try {
      checkEvent(event, data);
    } catch (error) {
      breaches.push(error);
    }
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("connect_error", reject);
  });
  const ask = async <Data>(event: string, input: unknown): Promise<Acknowledgement<Data>> => {
    const asking = socket.timeout(ACK_TIMEOUT_MS) as unknown as Socket;
    const reply: unknown = await asking.emitWithAck(event, input);
    checkReply(event, reply);
    return reply as Acknowledgement<Data>;
  };
  return {
    socket,
    heard,
    ask,
    async join(projectId, lastSeq) {
      const answer = await ask<JoinedProject>("join:project", {
        projectId,
        ...(lastSeq === undefined ? {} : { lastSeq }),
      });
      if (!answer.ok) throw new Error(answer.error.message);
      return answer.data;
    },
    hears: (event, values = {}) =>
      eventually(() => {
        const found = heard.find(
          (entry) =>
            entry.event === event &&
            Object.entries(values).every(([key, value]) => entry.data[key] === value),
        );
        if (found === undefined) throw new Error(`has not heard ${event}`);
        return found.data;
      }),
  };
}

/** Submits a program. @returns the job's id */
export async function submit(
  token: string,
  projectId: string,
  payload: { language: string; code: string; stdin?: string; args?: string[] },
): Promise<string> {
  const { status, body } = await call<{ jobId: string }>("POST", "/jobs/submit", {
    token,
    body: { projectId, type: "CODE_EXECUTION", payload },
  });
  if (status !== 201) throw new Error(`not submitted: ${status} ${JSON.stringify(body)}`);
  return body.jobId;
}

/** Waits until a job has ended. */
export function finished(token: string, jobId: string): Promise<JobBody> {
  return eventually(
    async () => {
      const { body } = await call<JobBody>("GET", `/jobs/${jobId}`, { token });
      if (body.status !== "COMPLETED" && body.status !== "FAILED")
        throw new Error(`the job is ${body.status}`);
      return body;
    },
    { timeoutMs: JOB_TIMEOUT_MS },
  );
}
