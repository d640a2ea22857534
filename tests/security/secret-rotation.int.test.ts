import type { TokenSecrets } from "@workspace/common/access-token";
import { afterAll, describe, expect, test } from "vitest";
import {
  callApi,
  createAccount,
  createProject,
  expectRefusal,
  logIn,
} from "../../apps/http-backend/tests/api.js";
import { openTestApp, type TestApp } from "../../apps/http-backend/tests/open-test-app.js";
import { connectClient, refusalOf } from "../../apps/websocket-backend/tests/connect-client.js";
import { openBackends } from "../../apps/websocket-backend/tests/open-backends.js";
import { startGateway } from "../../apps/websocket-backend/tests/start-gateway.js";

const OLD = "the secret of before the rotation";
const NEW = "the secret of after the rotation";

/** What an instance knows at each step of a rotation. */
const STEPS = {
  before: { current: OLD },
  prepared: { current: OLD, next: NEW },
  rotated: { current: NEW, previous: OLD },
  finished: { current: NEW },
} satisfies Record<string, TokenSecrets>;
type Step = keyof typeof STEPS;

const backends = await openBackends();

/** One instance of each service, as they are started in a step. */
async function start(tokenSecrets: TokenSecrets) {
  const [app, gateway] = await Promise.all([
    openTestApp({ beside: backends, tokenSecrets }),
    startGateway(backends, { tokenSecrets, endWith: afterAll }),
  ]);
  return { app, gateway };
}

const instances = {
  before: await start(STEPS.before),
  prepared: await start(STEPS.prepared),
  rotated: await start(STEPS.rotated),
  finished: await start(STEPS.finished),
} satisfies Record<Step, unknown>;

async function expectAccepted({ app, gateway }: (typeof instances)[Step], token: string) {
  await callApi(app, "GET /auth/me", { token }).expect(200);
  const projects = await callApi(app, "GET /projects", { token }).expect(200);
  const client = await connectClient(gateway.url, { token });
  const [project] = projects.body as { id: string }[];
  expect(await client.send("join:project", { projectId: project?.id })).toMatchObject({ ok: true });
  client.socket.disconnect();
}

/** Someone with a project who has logged in to an instance. */
async function logInTo(app: TestApp) {
  const account = await createAccount(app);
  await createProject(app, account);
  return account;
}

describe("a token that was given by one instance is accepted by another, on REST and sockets:", () => {
  test.each<[signer: Step, other: Step]>([
    // The first round of restarts.
    ["before", "prepared"],
    ["prepared", "before"],
    // The second.
    ["prepared", "rotated"],
    ["rotated", "prepared"],
    // The third.
    ["rotated", "finished"],
    ["finished", "rotated"],
    // With one http-backend, whose gateways are restarted first.
    ["before", "rotated"],
  ])("%s and %s", async (signer, other) => {
    const { token } = await logInTo(instances[signer].app);
    await expectAccepted(instances[other], token);
    await expectAccepted(instances[signer], token);
  });
});

test("nobody can be let in with the previous secret once it has been dropped", async () => {
  const { token } = await logInTo(instances.prepared.app);
  const { app, gateway } = instances.finished;
  expectRefusal(await callApi(app, "GET /auth/me", { token }), 401, "UNAUTHENTICATED");
  expect(await refusalOf(gateway.url, { token })).toMatchObject({ code: "UNAUTHENTICATED" });
});

test("a session that has been ended stays so, whichever secret its token is of", async () => {
  const account = await logInTo(instances.prepared.app);
  const { token: newer } = await logIn(instances.rotated.app, account);
  for (const token of [account.token, newer]) {
    await callApi(instances.rotated.app, "POST /auth/logout", { token }).expect(200);
    for (const { app, gateway } of [instances.prepared, instances.rotated]) {
      expectRefusal(await callApi(app, "GET /auth/me", { token }), 401, "SESSION_REVOKED");
      expect(await refusalOf(gateway.url, { token })).toMatchObject({ code: "SESSION_REVOKED" });
    }
  }
});
