import { createTokenKeys, signAccessToken } from "@workspace/common/access-token";
import { revokeSession } from "@workspace/database/sessions";
import { eventually } from "@workspace/local-stack/eventually";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import {
  connectClient,
  type ConnectOptions,
  createClient,
  refusalOf,
  waitUntilConnected,
} from "../../tests/connect-client.js";
import { createTeam, createUser } from "../../tests/create-team.js";
import { openBackends, openSession } from "../../tests/open-backends.js";
import { startGateway } from "../../tests/start-gateway.js";

const backends = await openBackends();
const { url } = await startGateway(backends, { endWith: afterAll });
const { projectId, owner } = await createTeam(backends);

const transports = ["websocket", "polling"] as const;
/** Where a client may put its token. */
const places: Record<string, (token: string) => ConnectOptions> = {
  query: (token) => ({ query: { token } }),
  auth: (token) => ({ auth: { token } }),
  header: (token) => ({ extraHeaders: { Authorization: `Bearer ${token}` } }),
};
const cells = transports.flatMap((transport) =>
  Object.entries(places).map(([place, put]) => ({ transport, place, put })),
);

describe("a token that stands lets a client in", () => {
  test.each(cells)("over $transport, from the $place", async ({ transport, put }) => {
    const client = await connectClient(url, { transports: [transport], ...put(owner.token) });
    expect(await client.join(projectId)).toMatchObject({ role: "OWNER", seq: 3 });
  });

  test("over polling that is then upgraded", async () => {
    const client = await connectClient(url, {
      transports: ["polling", "websocket"],
      token: owner.token,
    });
    await eventually(() => client.socket.io.engine.transport.name === "websocket");
    expect(await client.join(projectId)).toMatchObject({ role: "OWNER" });
  });
});

const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const inAnHour = new Date(Date.now() + 3_600_000);
const claims = { sub: owner.userId, sid: owner.sessionId, exp: inAnHour.getTime() / 1000 };

/** Tokens that do not stand, by why. */
const refused: Record<string, { makeToken: () => Promise<string> | string; code: string }> = {
  none: { makeToken: () => "", code: "UNAUTHENTICATED" },
  "not a token": { makeToken: () => "nonsense", code: "UNAUTHENTICATED" },
  unsigned: {
    makeToken: () => `${base64({ alg: "none", typ: "JWT" })}.${base64(claims)}.`,
    code: "UNAUTHENTICATED",
  },
  "signed with another secret": {
    makeToken: () =>
      signAccessToken(
        { userId: owner.userId, sessionId: owner.sessionId, expiresAt: inAnHour },
        createTokenKeys({ current: "another secret, of someone else's" }),
      ),
    code: "UNAUTHENTICATED",
  },
  expired: {
    makeToken: async () => (await openSession(backends, owner.userId, -1000)).token,
    code: "TOKEN_EXPIRED",
  },
  revoked: {
    async makeToken() {
      const { sessionId, token } = await openSession(backends, owner.userId);
      await revokeSession(backends.services.database, sessionId);
      return token;
    },
    code: "SESSION_REVOKED",
  },
  "of a session that never was": {
    makeToken: () =>
      signAccessToken(
        { userId: owner.userId, sessionId: projectId, expiresAt: inAnHour },
        backends.tokenKeys,
      ),
    code: "SESSION_REVOKED",
  },
  "of a deleted user": {
    async makeToken() {
      const user = await createUser(backends, "Gone");
      await backends.services.database.prisma.user.delete({ where: { id: user.userId } });
      return user.token;
    },
    code: "SESSION_REVOKED",
  },
};

const refusals = Object.entries(refused).flatMap(([why, { makeToken, code }]) =>
  cells.map(({ transport, place, put }) => ({ transport, place, put, why, makeToken, code })),
);

describe("a token that does not stand is refused with a code", () => {
  test.each(refusals)(
    "$why, over $transport, from the $place: $code",
    async ({ transport, put, makeToken, code }) => {
      const options = { transports: [transport], ...put(await makeToken()) };
      expect(await refusalOf(url, options)).toMatchObject({ code, message: expect.any(String) });
    },
  );

  test("and while the database cannot tell, with UNAVAILABLE", async () => {
    const { url, node } = await startGateway(backends, { endWith: onTestFinished });
    node.database.pool.query = () => Promise.reject(new Error("connection terminated"));
    await backends.services.redis.del(`session-of:${owner.sessionId}`);
    expect(await refusalOf(url, { token: owner.token })).toMatchObject({ code: "UNAVAILABLE" });
  });
});

test("a page of another origin is kept out, whatever its token", async () => {
  const { url } = await startGateway(backends, {
    origins: ["https://app.example"],
    endWith: onTestFinished,
  });
  const from = (origin: string, transport: "websocket" | "polling"): ConnectOptions => ({
    token: owner.token,
    transports: [transport],
    extraHeaders: { Origin: origin },
  });
  for (const transport of transports) {
    await connectClient(url, from("https://app.example", transport));
    expect(await refusalOf(url, from("https://evil.example", transport))).toEqual(
      expect.stringMatching(/error/),
    );
  }
});

test("a user's sockets on one gateway are limited, another user's are not counted", async () => {
  const { url, gateway } = await startGateway(backends, {
    limits: { maxSocketsPerUser: 2 },
    endWith: onTestFinished,
  });
  const [user, other] = await Promise.all([
    createUser(backends, "Many"),
    createUser(backends, "Other"),
  ]);
  const first = await connectClient(url, { token: user.token });
  await connectClient(url, { token: user.token });
  const third = createClient(url, { token: user.token });
  expect(await third.next("session:ended")).toMatchObject({ code: "TOO_MANY_SOCKETS" });
  await eventually(() => !third.socket.connected);
  await connectClient(url, { token: other.token });

  first.socket.disconnect();
  await eventually(() => gateway.counts().sockets === 2);
  const fourth = createClient(url, { token: user.token });
  await waitUntilConnected(fourth);
  expect(await fourth.send("leave:project", { projectId })).toMatchObject({
    error: { code: "NOT_JOINED" },
  });
});
