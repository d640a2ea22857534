import { eventually } from "@workspace/local-stack/eventually";
import { describe, expect, inject, test } from "vitest";
import { call, connect, createTeam, finished, signUp, submit } from "./client.js";

const UUID = expect.stringMatching(
  /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/,
);
const ISO_TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

describe("the specification's tour", () => {
  test("signs up and logs in", async () => {
    const email = `john-${Date.now()}@example.com`;
    const signup = await call("POST", "/auth/signup", {
      body: { email, password: "password123", name: "John Doe" },
    });
    expect(signup).toMatchObject({
      status: 201,
      body: { success: true, data: { email, name: "John Doe" } },
    });
    const login = await call("POST", "/auth/login", { body: { email, password: "password123" } });
    expect(login).toMatchObject({
      status: 200,
      body: {
        success: true,
        data: { token: expect.any(String), user: { id: UUID, email, name: "John Doe" } },
      },
    });
  });

  test("creates, lists, reads, changes and deletes a project with its collaborators", async () => {
    const [owner, friend] = await Promise.all([signUp("Olga"), signUp("Finn")]);
    const { token } = owner;
    const created = await call<{ id: string }>("POST", "/projects", {
      token,
      body: { name: "My Project", description: "Project description" },
    });
    expect(created).toMatchObject({
      status: 201,
      body: {
        id: UUID,
        name: "My Project",
        description: "Project description",
        ownerId: owner.id,
        createdAt: ISO_TIME,
      },
    });
    const { id } = created.body;
    const collaborators = `/projects/${id}/collaborators`;

    const added = await call("POST", collaborators, {
      token,
      body: { email: friend.email, role: "COLLABORATOR" },
    });
    expect(added).toMatchObject({
      status: 201,
      body: { projectId: id, userId: friend.id, role: "COLLABORATOR" },
    });
    expect(await call("GET", "/projects", { token })).toMatchObject({
      status: 200,
      body: [{ id, name: "My Project", role: "OWNER", collaborators: 1 }],
    });
    expect(await call("GET", `/projects/${id}`, { token })).toMatchObject({
      status: 200,
      body: {
        id,
        name: "My Project",
        description: "Project description",
        owner: { id: owner.id, name: "Olga" },
        collaborators: [{ user: { id: friend.id, email: friend.email }, role: "COLLABORATOR" }],
      },
    });
    const changed = await call("PUT", `/projects/${id}`, {
      token: friend.token,
      body: { name: "Updated Name", description: "Updated description" },
    });
    expect(changed).toMatchObject({
      status: 200,
      body: { id, name: "Updated Name", description: "Updated description" },
    });
    const regraded = await call("PUT", `${collaborators}/${friend.id}`, {
      token,
      body: { role: "VIEWER" },
    });
    expect(regraded).toMatchObject({ status: 200, body: { role: "VIEWER" } });
    expect(await call("DELETE", `${collaborators}/${friend.id}`, { token })).toMatchObject({
      status: 204,
      body: null,
    });
    expect(await call("DELETE", `/projects/${id}`, { token })).toMatchObject({ status: 204 });
    expect(await call("GET", `/projects/${id}`, { token })).toMatchObject({ status: 404 });
  });

  test("runs the specification's job", async () => {
    const { projectId, collaborator } = await createTeam();
    const { token } = collaborator;
    const receipt = await call<{ jobId: string }>("POST", "/jobs/submit", {
      token,
      body: {
        projectId,
        type: "CODE_EXECUTION",
        payload: { code: "console.log('Hello')", language: "javascript" },
      },
    });
    expect(receipt).toMatchObject({
      status: 201,
      body: { jobId: UUID, status: "PENDING", createdAt: ISO_TIME },
    });
    expect(await finished(token, receipt.body.jobId)).toMatchObject({
      id: receipt.body.jobId,
      projectId,
      type: "CODE_EXECUTION",
      status: "COMPLETED",
      result: { output: "Hello\n", executionTime: expect.any(Number) },
      completedAt: ISO_TIME,
    });
  });

  test.for(["websocket", "polling"] as const)("carries the events over %s", async (transport) => {
    const { projectId, owner, viewer } = await createTeam();
    const [olga, vera] = await Promise.all([connect(owner, transport), connect(viewer, transport)]);
    // As a client would that waits for no answer.
    vera.socket.emit("join:project", { projectId });
    await vera.join(projectId);
    olga.socket.emit("join:project", { projectId });
    olga.socket.emit("cursor:move", { projectId, x: 100, y: 200, color: "#FF0000" });
    expect(await vera.hears("user:joined")).toMatchObject({ userId: owner.id, name: "Olga" });
    expect(await vera.hears("cursor:update")).toEqual({
      projectId,
      userId: owner.id,
      name: "Olga",
      x: 100,
      y: 200,
      color: "#FF0000",
    });
    olga.socket.emit("project:update", { projectId, changes: { name: "New Name" } });
    expect(await vera.hears("project:changed")).toMatchObject({
      projectId,
      changes: { name: "New Name" },
      userId: owner.id,
    });
    olga.socket.disconnect();
    expect(await vera.hears("user:left")).toMatchObject({ userId: owner.id });
    expect(await call("GET", `/projects/${projectId}`, { token: viewer.token })).toMatchObject({
      body: { name: "New Name", version: 2 },
    });
  });

  test("answers health checks on every service", async () => {
    for (const url of Object.values(inject("serviceUrls")))
      for (const path of ["/health", "/health/ready"])
        // What takes more than a second to answer counts as down, as on a busy machine it may for once.
        await eventually(async () => {
          const response = await fetch(url + path);
          expect(await response.json()).toMatchObject({ database: "up", redis: "up" });
          return response.status === 200;
        });
  });

  test("submits with stdin and arguments in each language", async () => {
    const { projectId, owner } = await createTeam();
    const programs = {
      javascript: `import { readFileSync } from "node:fs";
        console.log(readFileSync(0, "utf8").trim(), process.argv[2]);`,
      typescript: `import { readFileSync } from "node:fs";
        const text: string = readFileSync(0, "utf8").trim();
        console.log(text, process.argv[2]);`,
      python: "import sys\nprint(sys.stdin.read().strip(), sys.argv[1])",
    };
    for (const [language, code] of Object.entries(programs)) {
      const jobId = await submit(owner.token, projectId, {
        language,
        code,
        stdin: "in",
        args: ["arg"],
      });
      expect(await finished(owner.token, jobId)).toMatchObject({
        status: "COMPLETED",
        result: { stdout: "in arg\n", stderr: "", exitCode: 0 },
      });
    }
  });
});
