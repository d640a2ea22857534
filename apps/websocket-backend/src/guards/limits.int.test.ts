import { eventually } from "@workspace/local-stack/eventually";
import { describe, expect, onTestFinished, test } from "vitest";
import { connectClient, createClient, type TestClient } from "../../tests/connect-client.js";
import { createOwnedProject } from "../../tests/create-team.js";
import { openBackends } from "../../tests/open-backends.js";
import { startGateway, type TestGateway } from "../../tests/start-gateway.js";
import { type BystanderRoom, watchBystander } from "../../tests/watch-bystander.js";
import type { GatewayLimits } from "../gateway.js";
import type { LimitName } from "./limit-counters.js";

const backends = await openBackends();
const transports = ["websocket", "polling"] as const;

interface Watched extends BystanderRoom {
  gateway: TestGateway;
  /** The owner, in the room: the one who breaks a limit. */
  breaker: TestClient;
  /** Asserts that these limits were met so often, and no others. */
  expectCounted(counts: Partial<Record<LimitName, number>>): void;
}

async function startWatched(
  limits: Partial<GatewayLimits>,
  transport: (typeof transports)[number] = "websocket",
): Promise<Watched> {
  const gateway = await startGateway(backends, { limits, endWith: onTestFinished });
  const room = await watchBystander(backends, gateway);
  const { token } = room.team.owner;
  const breaker = await connectClient(gateway.url, { token, transports: [transport] });
  await breaker.join(room.team.projectId);
  return {
    ...room,
    gateway,
    breaker,
    expectCounted(counts) {
      const met = Object.entries(gateway.limits()).filter(([, count]) => count > 0);
      expect(Object.fromEntries(met)).toEqual(counts);
    },
  };
}

describe.each(transports)("over %s", (transport) => {
  test("an event that is too large is refused, and its socket stays", async () => {
    const { breaker, team, expectCounted, expectUndisturbed } = await startWatched(
      { maxMessageBytes: 10_000 },
      transport,
    );
    const update = { projectId: team.projectId, changes: { description: "x".repeat(10_000) } };
    expect(await breaker.send("project:update", update)).toMatchObject({
      ok: false,
      error: { code: "PAYLOAD_TOO_LARGE" },
    });
    breaker.socket.emit("project:update", update);
    expect(await breaker.next("error:event")).toMatchObject({
      event: "project:update",
      code: "PAYLOAD_TOO_LARGE",
    });
    expectCounted({ eventsTooLarge: 2 });
    expect(breaker.socket.connected).toBe(true);
    await expectUndisturbed();
  });

  test("a message that is too large to be read ends its own connection", async () => {
    const { breaker, team, expectCounted, expectUndisturbed } = await startWatched(
      { maxFrameBytes: 100_000 },
      transport,
    );
    breaker.socket.emit("cursor:move", { projectId: team.projectId, x: "x".repeat(100_000) });
    await eventually(() => !breaker.socket.connected);
    expectCounted({ framesTooLarge: 1 });
    await expectUndisturbed();
  });

  test("a message in many parts ends its connection when they are too large together", async () => {
    const { breaker, team, expectCounted, expectUndisturbed } = await startWatched(
      { maxFrameBytes: 100_000 },
      transport,
    );
    const data = Array.from({ length: 10 }, () => Buffer.alloc(20_000));
    breaker.socket.emit("cursor:move", { projectId: team.projectId, data });
    await eventually(() => !breaker.socket.connected);
    expectCounted({ framesTooLarge: 1 });
    await expectUndisturbed();
  });

  test("a flood of what is no event is disconnected as well", async () => {
    const { breaker, expectCounted, expectUndisturbed } = await startWatched(
      { maxRefusedEvents: 300 },
      transport,
    );
    // Acknowledgements that nobody asked for, and connections to what there is not.
    for (let n = 0; n < 8000; n += 1) breaker.sendRaw(n % 2 === 0 ? `3${n}[]` : "0/other,");
    await eventually(() => !breaker.socket.connected);
    expectCounted({ floodsDisconnected: 1 });
    await expectUndisturbed();
  });

  test("events that come too fast are refused, and a flood that goes on is disconnected", async () => {
    const { gateway, breaker, team, expectUndisturbed } = await startWatched(
      // More than the one who moves all the time beside it needs.
      { eventsPerSecond: 100, eventBurst: 200, maxRefusedEvents: 300 },
      transport,
    );
    const { projectId } = team;
    for (let x = 0; x < 400; x += 1) breaker.socket.emit("cursor:move", { projectId, x, y: 1 });
    expect(await breaker.next("error:event", 100)).toMatchObject({ code: "RATE_LIMITED" });
    expect(breaker.socket.connected).toBe(true);
    expect(gateway.limits().eventsRateLimited).toBeGreaterThanOrEqual(100);
    for (let x = 0; x < 4000; x += 1) breaker.socket.emit("cursor:move", { projectId, x, y: 1 });
    await eventually(() => !breaker.socket.connected);
    expect(gateway.limits().floodsDisconnected).toBe(1);
    await expectUndisturbed();
  });

  test("a socket is in as many rooms as it may, and not in one more", async () => {
    const { breaker, team, expectCounted, expectUndisturbed } = await startWatched(
      { maxRoomsPerSocket: 2 },
      transport,
    );
    const [second, third] = await Promise.all([
      createOwnedProject(backends, team.owner),
      createOwnedProject(backends, team.owner),
    ]);
    expect(await breaker.send("join:project", { projectId: second })).toMatchObject({ ok: true });
    expect(await breaker.send("join:project", { projectId: third })).toMatchObject({
      error: { code: "TOO_MANY_ROOMS" },
    });
    expectCounted({ roomsRefused: 1 });
    await expectUndisturbed();
  });

  test("a user has as many sockets as they may, and the one too many hears why", async () => {
    const { gateway, breaker, team, expectCounted, expectUndisturbed } = await startWatched(
      { maxSocketsPerUser: 1 },
      transport,
    );
    const surplus = createClient(gateway.url, {
      token: team.owner.token,
      transports: [transport],
    });
    expect(await surplus.next("session:ended")).toMatchObject({ code: "TOO_MANY_SOCKETS" });
    await eventually(() => !surplus.socket.connected);
    expect(breaker.socket.connected).toBe(true);
    expectCounted({ userSocketsRefused: 1 });
    await expectUndisturbed();
  });
});

test("60 moves a second are never refused", async () => {
  // The defaults of production.
  const { breaker, team, expectCounted, expectUndisturbed } = await startWatched({
    eventsPerSecond: 120,
    eventBurst: 240,
  });
  let moves = 0;
  const moving = setInterval(() => {
    moves += 1;
    breaker.socket.emit("cursor:move", { projectId: team.projectId, x: moves, y: 2 });
  }, 1000 / 60);
  onTestFinished(() => clearInterval(moving));
  await eventually(() => moves > 200);
  expect(
    await breaker.send("cursor:move", { projectId: team.projectId, x: 0, y: 2 }),
  ).toMatchObject({ ok: true });
  expectCounted({});
  await expectUndisturbed();
});
