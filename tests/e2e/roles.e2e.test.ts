import { beforeAll, describe, expect, test } from "vitest";
import { call, connect, createTeam, type Person } from "./client.js";

type Team = Awaited<ReturnType<typeof createTeam>>;
type Caller = "owner" | "collaborator" | "viewer" | "stranger";

const CALLERS: Caller[] = ["owner", "collaborator", "viewer", "stranger"];

/** The specification's role table: each action as a request, and who may do it. */
const REST_ACTIONS: {
  action: string;
  allowed: Caller[];
  request: (team: Team, person: Person) => Promise<{ status: number }>;
}[] = [
  {
    action: "view the project",
    allowed: ["owner", "collaborator", "viewer"],
    request: ({ projectId }, { token }) => call("GET", `/projects/${projectId}`, { token }),
  },
  {
    action: "edit the project",
    allowed: ["owner", "collaborator"],
    request: ({ projectId }, { token }) =>
      call("PUT", `/projects/${projectId}`, { token, body: { description: "edited" } }),
  },
  {
    action: "add collaborators",
    allowed: ["owner"],
    request: ({ projectId, stranger }, { token }) =>
      call("POST", `/projects/${projectId}/collaborators`, {
        token,
        body: { email: stranger.email, role: "VIEWER" },
      }),
  },
  {
    action: "submit jobs",
    allowed: ["owner", "collaborator"],
    request: ({ projectId }, { token }) =>
      call("POST", "/jobs/submit", {
        token,
        body: {
          projectId,
          type: "CODE_EXECUTION",
          payload: { code: "1", language: "javascript" },
        },
      }),
  },
  {
    action: "delete the project",
    allowed: ["owner"],
    request: ({ projectId }, { token }) => call("DELETE", `/projects/${projectId}`, { token }),
  },
];

describe("roles on REST", () => {
  for (const { action, allowed, request } of REST_ACTIONS)
    for (const caller of CALLERS) {
      const may = allowed.includes(caller);
      test(`${caller} ${may ? "may" : "may not"} ${action}`, async () => {
        const team = await createTeam();
        const { status } = await request(team, team[caller]);
        if (may) expect(status).toBeLessThan(300);
        else expect(status).toBe(403);
      });
    }
});

describe("roles on sockets", () => {
  let team: Team;
  beforeAll(async () => {
    team = await createTeam();
  });

  test.for(CALLERS)(
    "%s joins, moves and updates only as far as the role allows",
    async (caller) => {
      const { projectId } = team;
      const listener = await connect(team[caller]);
      const join = await listener.ask("join:project", { projectId });
      const move = await listener.ask("cursor:move", { projectId, x: 1, y: 2, color: "#00FF00" });
      const update = await listener.ask("project:update", {
        projectId,
        changes: { description: `by ${caller}` },
      });
      const mayTakePart = caller !== "stranger";
      const mayEdit = caller === "owner" || caller === "collaborator";
      expect([join.ok, move.ok, update.ok]).toEqual([mayTakePart, mayTakePart, mayEdit]);
      if (!mayTakePart) expect(join).toMatchObject({ error: { code: "FORBIDDEN" } });
      if (caller === "viewer") expect(update).toMatchObject({ error: { code: "FORBIDDEN" } });
    },
  );
});
