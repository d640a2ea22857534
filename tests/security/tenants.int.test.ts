import { can } from "@workspace/common/permissions";
import { beforeAll, describe, expect, test } from "vitest";
import {
  type Account,
  addMember,
  callApi,
  createAccount,
  expectRefusal,
  logIn,
} from "../../apps/http-backend/tests/api.js";
import { listRoutes } from "../../apps/http-backend/tests/list-routes.js";
import { createTenant, type Tenant } from "./support/create-tenant.js";
import { digestRows } from "./support/digest-rows.js";
import { inBatches } from "./support/in-batches.js";
import { openAttackTarget } from "./support/open-attack-target.js";
import {
  fillRoute,
  NAMING_ROUTES,
  NEWCOMER_EMAIL,
  placesOf,
  type RouteCall,
  ROUTE_CALLS,
} from "./support/route-calls.js";

const target = await openAttackTarget();
const { app } = target;
const acme = await createTenant(target, "acme");
const bolt = await createTenant(target, "bolt");

let formerMember: Account;
let loggedOut: string;
beforeAll(async () => {
  await callApi(app, "POST /auth/signup", {
    body: { email: NEWCOMER_EMAIL, password: "password123", name: "Newcomer" },
  }).expect(201);
  formerMember = await createAccount(app, "Former member");
  for (const { projectId, owner } of [acme, bolt]) {
    await addMember(app, owner, projectId, { email: formerMember.email, role: "COLLABORATOR" });
    await callApi(app, `DELETE /projects/${projectId}/collaborators/${formerMember.id}`, {
      token: owner.token,
    }).expect(204);
  }
  loggedOut = (await logIn(app, acme.owner)).token;
  await callApi(app, "POST /auth/logout", { token: loggedOut }).expect(200);
});

/** Every way to fill places with ids of which one at least is the victim's: also mixed with one's own. */
function mixIds(places: string[], victims: string[], own: string[]): Record<string, string>[] {
  const all = places.reduce<Record<string, string>[]>(
    (mixes, place) =>
      mixes.flatMap((mix) =>
        [...victims, ...own].map((id) => Object.assign({}, mix, { [place]: id })),
      ),
    [{}],
  );
  return all.filter((mix) => Object.values(mix).some((id) => victims.includes(id)));
}

const send = (route: string, call: RouteCall, ids: Record<string, string>, token?: string) =>
  callApi(app, fillRoute(route, ids), { token, body: call.body?.(ids) });

/** What of a tenant is in an answer, head or body. */
const findSecrets = ({ secrets }: Tenant, answer: { text: string; headers: object }): string[] =>
  secrets.filter((secret) => `${JSON.stringify(answer.headers)}${answer.text}`.includes(secret));

describe("the table of calls", () => {
  test("has every route that the app has, and no other", () => {
    expect(Object.keys(ROUTE_CALLS).sort()).toEqual(listRoutes(app.app).sort());
  });

  test("says of no route with a parameter that it names nothing", () => {
    const silent = Object.keys(ROUTE_CALLS).filter((route) => ROUTE_CALLS[route] === null);
    expect(silent.filter((route) => route.includes(":"))).toEqual([]);
  });
});

describe.each([
  { attacker: bolt, victim: acme },
  { attacker: acme, victim: bolt },
])("$attacker.name gets nothing of $victim.name", ({ attacker, victim }) => {
  describe.each(NAMING_ROUTES)("by $route", ({ route, call }) => {
    /** Tries every mix, and checks that each is refused like this, tells nothing and changes no row. */
    async function expectRefused({ token, own = [], ids = victim.ids, codes }: Caller) {
      const before = await digestRows(app.database);
      const mixes = mixIds(placesOf(route, call), ids, own);
      const answers = await inBatches(mixes, (mix) => send(route, call, mix, token));
      for (const [index, answer] of answers.entries()) {
        expect(Object.keys(codes), JSON.stringify(mixes[index])).toContain(String(answer.status));
        expectRefusal(answer, answer.status, codes[answer.status] ?? "");
        expect(findSecrets(victim, answer)).toEqual([]);
      }
      expect(answers.length).toBeGreaterThan(0);
      expect(await digestRows(app.database)).toEqual(before);
    }
    interface Caller {
      token?: string;
      own?: string[];
      ids?: string[];
      codes: Record<number, string>;
    }
    const NOT_THEIRS = { 403: "FORBIDDEN", 404: "NOT_FOUND" };
    const oneOfEach = ({ projectId, jobs, viewer }: Tenant) => [projectId, jobs.waiting, viewer.id];

    test("as the owner of another project, with their own ids mixed in", () =>
      expectRefused({
        token: attacker.owner.token,
        own: oneOfEach(attacker),
        codes: NOT_THEIRS,
      }));

    test("as someone who was a collaborator once", () =>
      expectRefused({ token: formerMember.token, own: [formerMember.id], codes: NOT_THEIRS }));

    test("without a token", () =>
      expectRefused({ ids: oneOfEach(victim), codes: { 401: "UNAUTHENTICATED" } }));

    test("with a token whose session has ended", () =>
      expectRefused({
        token: loggedOut,
        ids: oneOfEach(victim),
        codes: { 401: "SESSION_REVOKED" },
      }));
  });

  test("in one's own listings, wherever they are said to begin", async () => {
    const { token } = attacker.owner;
    const { projectId } = attacker;
    const listings = ["/projects", `/projects/${projectId}/jobs`, `/projects/${projectId}/events`];
    const calls = listings.flatMap((listing) =>
      victim.ids.map(
        (id) => `GET ${listing}?limit=100&cursor=${id}&ownerId=${id}&userId=${id}&projectId=${id}`,
      ),
    );
    for (const answer of await inBatches(calls, (call) => callApi(app, call, { token }))) {
      expect(answer.status).toBe(200);
      expect(findSecrets(victim, answer)).toEqual([]);
    }
  });

  test("by repeating a request with the same Idempotency-Key", async () => {
    const headers = { "Idempotency-Key": `of-${victim.name}` };
    const body = { name: `${victim.name}-only secret plan` };
    const theirs = await callApi(app, "POST /projects", {
      token: victim.owner.token,
      body,
      headers,
    }).expect(201);
    const repeated = await callApi(app, "POST /projects", {
      token: attacker.owner.token,
      body,
      headers,
    }).expect(201);
    expect(repeated.headers).not.toHaveProperty("idempotency-replayed");
    const [their, own] = [theirs.body as { id: string }, repeated.body as { id: string }];
    expect(own).toMatchObject({ ownerId: attacker.owner.id });
    expect(own.id).not.toBe(their.id);
  });
});

describe("within a project a role gets what the table of permissions says, and no more", () => {
  const roles = ["OWNER", "COLLABORATOR", "VIEWER"] as const;
  const cells = NAMING_ROUTES.flatMap(({ route, call }) =>
    roles.map((role) => ({ route, call, role, isAllowed: can(role, call.needs) })),
  );
  let places = 0;
  /** What is read or refused leaves a place as it is for others. */
  const openPlace = async (isChanged: boolean): Promise<Tenant> =>
    isChanged ? createTenant(target, `place${(places += 1)}`) : acme;

  test.each(cells)("$route by $role: $isAllowed", async ({ route, call, role, isAllowed }) => {
    const tenant = await openPlace(isAllowed && !route.startsWith("GET"));
    const { projectId, jobs, viewer } = tenant;
    const ids = { id: projectId, projectId, userId: viewer.id, jobId: jobs.waiting };
    const { token } = tenant[role.toLowerCase() as "owner" | "collaborator" | "viewer"];
    const before = await digestRows(app.database);
    const answer = await send(route, call, ids, token);
    if (isAllowed) {
      expect(answer.status).toBeLessThan(300);
      return;
    }
    expectRefusal(answer, 403, "FORBIDDEN");
    expect(findSecrets(tenant, answer)).toEqual([]);
    expect(await digestRows(app.database)).toEqual(before);
  });
});
