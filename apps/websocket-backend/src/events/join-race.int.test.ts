import type { JoinedProject } from "@workspace/common/contracts/socket-events";
import type { JsonObject } from "@workspace/common/contracts/projects";
import { applyMergePatch } from "@workspace/common/merge-patch";
import { eventually } from "@workspace/local-stack/eventually";
import { afterAll, expect, test } from "vitest";
import { connectClient, type TestClient } from "../../tests/connect-client.js";
import { changeProject, createTeam, type Team } from "../../tests/create-team.js";
import { openBackends } from "../../tests/open-backends.js";
import { startGateway } from "../../tests/start-gateway.js";

const backends = await openBackends();
const gateways = await Promise.all([
  startGateway(backends, { endWith: afterAll }),
  startGateway(backends, { endWith: afterAll }),
]);

const UPDATES = 60;
const CLIENTS = 6;

/** What a client makes of what it is told: a snapshot, then each change on top of it. */
class Replica {
  seq = 0;
  version = 0;
  content: JsonObject = {};
  joins = 0;
  problems: string[] = [];
  private isJoined = false;

  constructor(private readonly client: TestClient) {
    client.socket.on("project:changed", (change: Change) => this.apply(change));
  }

  /** Joins anew, now and then with the last number that it has had; the events continue from the answer. */
  async join(projectId: string, hasMemory: boolean): Promise<void> {
    const hadSeq = this.seq;
    // From the answer on, in the very step in which it arrives: what comes next builds on it.
    const joined = await new Promise<JoinedProject>((resolve, reject) => {
      const input = { projectId, ...(hasMemory && hadSeq > 0 ? { lastSeq: hadSeq } : {}) };
      this.client.socket.emit(
        "join:project",
        input,
        (answer: { ok: boolean; data: JoinedProject }) => {
          if (!answer.ok) return reject(new Error(JSON.stringify(answer)));
          this.take(answer.data, hadSeq);
          resolve(answer.data);
        },
      );
    });
    this.joins += 1;
    expect(joined.members.length).toBeGreaterThan(0);
  }

  private take({ project, seq, missed }: JoinedProject, hadSeq: number): void {
    const seqs = missed?.map(({ data }) => data.seq);
    const expected = Array.from({ length: seq - hadSeq }, (_, index) => hadSeq + 1 + index);
    if (seqs !== undefined && seqs.join() !== expected.join())
      this.problems.push(`missed ${seqs.join()} after ${hadSeq} up to ${seq}`);
    this.isJoined = true;
    this.seq = seq;
    this.version = project.version;
    this.content = project.content;
  }

  private apply({ seq, version, changes }: Change): void {
    // Until the answer, what is heard belongs to the earlier stay in the room.
    if (!this.isJoined) this.problems.push(`${seq} before the snapshot`);
    else if (seq !== this.seq + 1) this.problems.push(`${seq} after ${this.seq}`);
    this.seq = seq;
    this.version = version;
    this.content = applyMergePatch(this.content, changes.content ?? {});
  }

  async leave(projectId: string): Promise<void> {
    await this.client.send("leave:project", { projectId });
    this.isJoined = false;
  }
}

interface Change {
  seq: number;
  version: number;
  changes: { content?: JsonObject };
}

/** Changes the project as fast as it goes, in three streams: entries are published out of order. */
async function changeMuch(team: Team): Promise<void> {
  const streams = [0, 1, 2].map(async (stream) => {
    for (let n = 0; n < UPDATES / 3; n += 1)
      await changeProject(backends, team, {
        content: { [`key${stream}`]: n, last: `${stream}/${n}` },
      });
  });
  await Promise.all(streams);
}

test("whoever joins, leaves and joins again amid changes has no hole, no repeat, and the final state", async () => {
  const team = await createTeam(backends);
  const { projectId } = team;
  // Before the first change: all could be over before the last of them is connected.
  const clients = await Promise.all(
    Array.from({ length: CLIENTS }, (_, index) => {
      const user = [team.owner, team.collaborator, team.viewer][index % 3] ?? team.owner;
      return connectClient(gateways[index % 2]?.url ?? "", {
        token: user.token,
        transports: [index % 3 === 0 ? "polling" : "websocket"],
      });
    }),
  );
  const changes = { isOver: false };
  const changing = changeMuch(team).finally(() => {
    changes.isOver = true;
  });

  const replicas = await Promise.all(
    clients.map(async (client, index) => {
      const replica = new Replica(client);
      for (let round = 0; !changes.isOver; round += 1) {
        await replica.join(projectId, (round + index) % 2 === 0);
        if ((round + index) % 3 !== 0) await replica.leave(projectId);
      }
      await replica.join(projectId, true);
      return replica;
    }),
  );
  await changing;
  await changeProject(backends, team, { content: { last: "final" } });

  const project = await backends.services.database.prisma.project.findUniqueOrThrow({
    where: { id: projectId },
  });
  expect(project.seq).toBe(3 + UPDATES + 1);
  await eventually(() => replicas.every(({ seq }) => seq >= project.seq), {
    what: "every client to hear of the last change",
  });
  for (const { seq, version, content, problems, joins } of replicas) {
    expect(problems).toEqual([]);
    expect({ seq, version, content }).toEqual({
      seq: project.seq,
      version: project.version,
      content: project.content,
    });
    expect(joins).toBeGreaterThan(1);
  }
});
