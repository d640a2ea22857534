import { MAX_CONTENT_BYTES, type ProjectChanges } from "@workspace/common/contracts/projects";
import { afterAll, describe, expect, test } from "vitest";
import { connectClient, type TestClient } from "../../tests/connect-client.js";
import { changeProject, createTeam, type Team } from "../../tests/create-team.js";
import { openBackends } from "../../tests/open-backends.js";
import { startGateway } from "../../tests/start-gateway.js";

const backends = await openBackends();
const [here, there] = await Promise.all([
  startGateway(backends, { endWith: afterAll }),
  startGateway(backends, { endWith: afterAll }),
]);

const readProject = ({ projectId }: Team) =>
  backends.services.database.prisma.project.findUniqueOrThrow({ where: { id: projectId } });

async function openRoom(): Promise<{ team: Team; owner: TestClient; viewer: TestClient }> {
  const team = await createTeam(backends);
  const [owner, viewer] = await Promise.all([
    connectClient(here.url, { token: team.owner.token }),
    connectClient(there.url, { token: team.viewer.token }),
  ]);
  await Promise.all([owner.join(team.projectId), viewer.join(team.projectId)]);
  return { team, owner, viewer };
}

test.each([
  { what: "a name", changes: { name: "New name" } },
  { what: "a description", changes: { description: "New description" } },
  { what: "the content", changes: { content: { board: { shapes: [1, 2] } } } },
  { what: "everything", changes: { name: "N", description: "D", content: { a: null, b: "ü" } } },
] as { what: string; changes: ProjectChanges }[])(
  "changing $what is kept, and everyone hears of it, the sender too",
  async ({ changes }) => {
    const { team, owner, viewer } = await openRoom();
    const { projectId } = team;
    const answer = await owner.send("project:update", { projectId, changes });
    expect(answer).toEqual({ ok: true, data: { version: 2, seq: 4 } });
    const { content: patch, ...fields } = changes;
    const { a: _removed, ...content } = patch ?? {};
    expect(await readProject(team)).toMatchObject({ ...fields, content, version: 2, seq: 4 });
    const { requestId } = await backends.services.database.prisma.projectEvent.findUniqueOrThrow({
      where: { projectId_seq: { projectId, seq: 4 } },
    });
    expect(requestId).toMatch(/^[\da-f-]{36}$/);
    for (const client of [owner, viewer])
      expect(await client.next("project:changed")).toEqual({
        projectId,
        changes,
        version: 2,
        seq: 4,
        requestId,
        userId: team.owner.userId,
      });
  },
);

test("a change over REST and one over a socket are heard alike, in the order of the log", async () => {
  const { team, owner, viewer } = await openRoom();
  await changeProject(backends, team, { name: "by REST" });
  await owner.send("project:update", { projectId: team.projectId, changes: { name: "by socket" } });
  for (const client of [owner, viewer]) {
    await client.next("project:changed", 2);
    expect(client.all("project:changed")).toMatchObject([
      { changes: { name: "by REST" }, version: 2, seq: 4 },
      { changes: { name: "by socket" }, version: 3, seq: 5 },
    ]);
  }
});

test("content is a merge patch: objects merge, null removes, all else replaces", async () => {
  const { team, owner } = await openRoom();
  const { projectId } = team;
  const patch = (content: object) =>
    owner.send("project:update", { projectId, changes: { content } });
  await patch({ board: { a: 1, b: [1, 2] }, title: "x" });
  await patch({ board: { a: null, b: [3], c: { d: null } }, title: null });
  expect((await readProject(team)).content).toEqual({ board: { b: [3], c: {} } });
});

test("of clients that change the same version at once, one succeeds and the others are told", async () => {
  const { team, owner } = await openRoom();
  const { projectId } = team;
  const answers = await Promise.all(
    Array.from({ length: 5 }, (_, n) =>
      owner.send("project:update", { projectId, changes: { name: `N${n}` }, baseVersion: 1 }),
    ),
  );
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  for (const answer of answers) if (!answer.ok) expect(answer.error.code).toBe("VERSION_CONFLICT");
  expect(await readProject(team)).toMatchObject({ version: 2, seq: 4 });
  const next = { projectId, changes: { name: "N" }, baseVersion: 2 };
  expect(await owner.send("project:update", next)).toMatchObject({ ok: true });
});

test("content grows to its limit and not beyond, however it is sent", async () => {
  const { team, owner } = await openRoom();
  const { projectId } = team;
  const put = (content: object) =>
    owner.send("project:update", { projectId, changes: { content } });
  const filling = "x".repeat(MAX_CONTENT_BYTES - '{"a":""}'.length);
  expect(await put({ a: filling })).toMatchObject({ ok: true });
  for (const content of [{ b: "" }, { a: `${filling}x` }])
    expect(await put(content)).toMatchObject({ ok: false, error: { code: "PAYLOAD_TOO_LARGE" } });
  expect(await readProject(team)).toMatchObject({ version: 2, content: { a: filling } });
  expect(await put({ a: null })).toMatchObject({ ok: true });
});

describe("a change that is none is refused and changes nothing", async () => {
  const team = await createTeam(backends);
  test.each([
    { what: "no changes", sent: {} },
    { what: "empty changes", sent: { changes: {} } },
    { what: "only unknown fields", sent: { changes: { ownerId: "me" } } },
    { what: "an empty name", sent: { changes: { name: "  " } } },
    { what: "a name that is too long", sent: { changes: { name: "x".repeat(201) } } },
    { what: "a NUL in the name", sent: { changes: { name: "a\0b" } } },
    { what: "content that is a list", sent: { changes: { content: [1] } } },
    { what: "content that is null", sent: { changes: { content: null } } },
    { what: "binary content", sent: { changes: { content: { a: Buffer.from("x") } } } },
    {
      what: "a prototype in the content",
      sent: { changes: JSON.parse('{"content":{"__proto__":{"a":1}}}') },
    },
    { what: "a version that is none", sent: { changes: { name: "N" }, baseVersion: 1.5 } },
  ] as { what: string; sent: object }[])("$what", async ({ sent }) => {
    const owner = await connectClient(here.url, { token: team.owner.token });
    await owner.join(team.projectId);
    const answer = await owner.send("project:update", { projectId: team.projectId, ...sent });
    expect(answer).toMatchObject({ ok: false, error: { code: "VALIDATION_FAILED" } });
    expect(await readProject(team)).toMatchObject({ name: "P", content: {}, version: 1, seq: 3 });
  });
});
