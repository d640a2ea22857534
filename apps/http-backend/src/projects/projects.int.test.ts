import { domainEventSchema } from "@workspace/common/contracts/domain-events";
import { newId } from "@workspace/database/new-id";
import { pruneExpired } from "@workspace/database/prune";
import type { Response } from "supertest";
import { describe, expect, test } from "vitest";
import {
  addMember,
  callApi,
  createAccount,
  createProject,
  expectRefusal,
} from "../../tests/api.js";
import { openTestApp } from "../../tests/open-test-app.js";

const app = await openTestApp();

const isoTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string;

describe("POST /projects", () => {
  test("answers 201 with the documented body", async () => {
    const { id, token } = await createAccount(app);
    const body = { name: "My Project", description: "Project description" };
    const answer = await callApi(app, "POST /projects", { token, body }).expect(201);
    expect(answer.body).toEqual({
      id: expect.any(String),
      name: "My Project",
      description: "Project description",
      ownerId: id,
      createdAt: isoTime,
      content: {},
      version: 1,
      updatedAt: isoTime,
    });
  });

  test("takes a project without a description", async () => {
    const { token } = await createAccount(app);
    const answer = await callApi(app, "POST /projects", { token, body: { name: " Mine " } });
    expect(answer.body).toMatchObject({ name: "Mine", description: "" });
  });
});

describe("GET /projects", () => {
  test("answers 200 with the documented rows, newest first", async () => {
    const [owner, member] = [await createAccount(app), await createAccount(app)];
    const older = await createProject(app, owner, "Older");
    const newer = await createProject(app, member, "Newer");
    await addMember(app, owner, older, { email: member.email, role: "VIEWER" });
    const answer = await callApi(app, "GET /projects", { token: member.token }).expect(200);
    const rest = { description: "", createdAt: isoTime, updatedAt: isoTime };
    expect(answer.body).toEqual([
      { id: newer, name: "Newer", role: "OWNER", collaborators: 0, ...rest },
      { id: older, name: "Older", role: "VIEWER", collaborators: 1, ...rest },
    ]);
    expect(answer.headers).not.toHaveProperty("link");
  });

  test("answers an empty array to a user without projects", async () => {
    const { token } = await createAccount(app);
    expect((await callApi(app, "GET /projects", { token }).expect(200)).body).toEqual([]);
  });

  test("gives every project once over the pages that the Link header leads to", async () => {
    const owner = await createAccount(app);
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) ids.unshift(await createProject(app, owner, `P${n}`));
    const seen: string[] = [];
    const sizes: number[] = [];
    let next: string | undefined = "/projects?limit=2";
    while (next !== undefined) {
      const answer: Response = await callApi(app, `GET ${next}`, { token: owner.token });
      const page = answer.body as { id: string }[];
      sizes.push(page.length);
      seen.push(...page.map(({ id }) => id));
      next = /^<(\/api\/v1[^>]+)>; rel="next"$/.exec(answer.headers["link"] ?? "")?.[1];
    }
    expect({ seen, sizes }).toEqual({ seen: ids, sizes: [2, 2, 1] });
  });

  test.each(["limit=0", "limit=101", "limit=x", "cursor=x", "limit=1&limit=2"])(
    "refuses ?%s",
    async (query) => {
      const { token } = await createAccount(app);
      expectRefusal(
        await callApi(app, `GET /projects?${query}`, { token }),
        400,
        "VALIDATION_FAILED",
      );
    },
  );
});

describe("GET /projects/:id", () => {
  test("answers 200 with the documented body", async () => {
    const [owner, member] = [await createAccount(app, "Olga"), await createAccount(app, "Max")];
    const id = await createProject(app, owner, "Project 1");
    await addMember(app, owner, id, { email: member.email, role: "COLLABORATOR" });
    const answer = await callApi(app, `GET /projects/${id}`, { token: member.token }).expect(200);
    expect(answer.body).toEqual({
      id,
      name: "Project 1",
      description: "",
      owner: { id: owner.id, name: "Olga" },
      collaborators: [
        { user: { id: member.id, email: member.email, name: "Max" }, role: "COLLABORATOR" },
      ],
      ownerId: owner.id,
      content: {},
      version: 1,
      seq: 2,
      role: "COLLABORATOR",
      createdAt: isoTime,
      updatedAt: isoTime,
    });
    expect(answer.headers["etag"]).toBe('"1"');
  });

  test("keeps the e-mail address of the owner to itself", async () => {
    const [owner, member] = [await createAccount(app), await createAccount(app)];
    const id = await createProject(app, owner);
    await addMember(app, owner, id, { email: member.email, role: "VIEWER" });
    const answer = await callApi(app, `GET /projects/${id}`, { token: member.token });
    expect(answer.text).not.toContain(owner.email);
  });
});

describe("PUT /projects/:id", () => {
  test("answers 200 with the changed project", async () => {
    const owner = await createAccount(app);
    const { token } = owner;
    const id = await createProject(app, owner);
    const body = { name: "Updated Name", description: "Updated description" };
    const answer = await callApi(app, `PUT /projects/${id}`, { token, body }).expect(200);
    expect(answer.body).toEqual({
      id,
      ...body,
      ownerId: owner.id,
      content: {},
      version: 2,
      createdAt: isoTime,
      updatedAt: isoTime,
    });
    expect(answer.headers["etag"]).toBe('"2"');
    const read = await callApi(app, `GET /projects/${id}`, { token });
    expect(read.body).toMatchObject({ ...body, version: 2 });
  });

  test("merges content as a patch and cannot change what is not the caller's to change", async () => {
    const owner = await createAccount(app);
    const { token } = owner;
    const id = await createProject(app, owner);
    const put = async (body: object) =>
      (await callApi(app, `PUT /projects/${id}`, { token, body }).expect(200)).body as object;
    await put({ content: { a: { b: 1, c: 2 }, d: [1] } });
    expect(await put({ content: { a: { b: null } }, ownerId: newId(), version: 99 })).toMatchObject(
      {
        content: { a: { c: 2 }, d: [1] },
        ownerId: owner.id,
        version: 3,
      },
    );
  });

  test("with If-Match changes only the version that it names", async () => {
    const owner = await createAccount(app);
    const { token } = owner;
    const id = await createProject(app, owner);
    const put = (ifMatch: string) =>
      callApi(app, `PUT /projects/${id}`, {
        token,
        body: { name: "New" },
        headers: { "If-Match": ifMatch },
      });
    expect((await put('"1"').expect(200)).headers["etag"]).toBe('"2"');
    expectRefusal(await put('"1"'), 412, "VERSION_CONFLICT");
    expectRefusal(await put('"3"'), 412, "VERSION_CONFLICT");
    for (const tag of ["2", 'W/"2"', '"2", "3"', '"x"', '"99999999999"'])
      expectRefusal(await put(tag), 400, "VALIDATION_FAILED");
    expect((await put("*").expect(200)).headers["etag"]).toBe('"3"');
  });
});

test("DELETE /projects/:id answers 204 without a body, and then there is none", async () => {
  const owner = await createAccount(app);
  const { token } = owner;
  const id = await createProject(app, owner);
  const answer = await callApi(app, `DELETE /projects/${id}`, { token }).expect(204);
  expect(answer.text).toBe("");
  expectRefusal(await callApi(app, `GET /projects/${id}`, { token }), 404, "NOT_FOUND");
  expectRefusal(await callApi(app, `DELETE /projects/${id}`, { token }), 404, "NOT_FOUND");
  expect((await callApi(app, "GET /projects", { token })).body).toEqual([]);
});

describe("GET /projects/:id/events", () => {
  test("tells all that happened to a project, in order, from where the caller wants", async () => {
    const [owner, member] = [await createAccount(app), await createAccount(app, "Max")];
    const { token } = owner;
    const id = await createProject(app, owner);
    await addMember(app, owner, id, { email: member.email, role: "VIEWER" });
    await callApi(app, `PUT /projects/${id}`, { token, body: { content: { a: null } } }).expect(
      200,
    );
    const read = async (query: string) => {
      const answer = await callApi(app, `GET /projects/${id}/events${query}`, { token });
      expect(answer.status).toBe(200);
      return (answer.body as unknown[]).map((event) => domainEventSchema.parse(event));
    };
    const common = { projectId: id, actorId: owner.id, requestId: expect.any(String), at: isoTime };
    const events = await read("");
    expect(events).toEqual([
      { ...common, seq: 1, type: "project.created", payload: { name: "P", description: "" } },
      {
        ...common,
        seq: 2,
        type: "member.added",
        payload: { userId: member.id, name: "Max", role: "VIEWER" },
      },
      {
        ...common,
        seq: 3,
        type: "project.updated",
        payload: { changes: { content: { a: null } }, version: 2 },
      },
    ]);
    expect(await read("?after=1")).toEqual(events.slice(1));
    expect(await read("?after=1&limit=1")).toEqual(events.slice(1, 2));
    expect(await read("?after=3")).toEqual([]);
  });

  test("says so where entries are kept no longer", async () => {
    const owner = await createAccount(app);
    const { token } = owner;
    const id = await createProject(app, owner);
    for (const name of ["N2", "N3", "N4", "N5"])
      await callApi(app, `PUT /projects/${id}`, { token, body: { name } }).expect(200);
    const longAgo = new Date(0);
    await app.database.prisma.projectEvent.updateMany({
      where: { projectId: id },
      data: { createdAt: longAgo, publishedAt: longAgo },
    });
    const retention = { eventDays: 1, minEvents: 2, outputDays: 0, idempotencyTtlHours: 24 };
    await pruneExpired(app.database, retention, new AbortController().signal);
    const read = async (after: number) => {
      const route = `GET /projects/${id}/events?after=${after}`;
      const { body, headers } = await callApi(app, route, { token }).expect(200);
      const seqs = (body as { seq: number }[]).map(({ seq }) => seq);
      return { seqs, beginsAt: headers["log-begins-at"] };
    };
    for (const after of [0, 2]) expect(await read(after)).toEqual({ seqs: [4, 5], beginsAt: "4" });
    expect(await read(3)).toEqual({ seqs: [4, 5], beginsAt: undefined });
    expect(await read(4)).toEqual({ seqs: [5], beginsAt: undefined });
    expect(await read(5)).toEqual({ seqs: [], beginsAt: undefined });
  });

  test.each(["after=-1", "after=x", "limit=0", "limit=501"])("refuses ?%s", async (query) => {
    const owner = await createAccount(app);
    const route = `GET /projects/${await createProject(app, owner)}/events?${query}`;
    expectRefusal(await callApi(app, route, { token: owner.token }), 400, "VALIDATION_FAILED");
  });
});
