import { eventually } from "@workspace/local-stack/eventually";
import { afterAll, expect, test } from "vitest";
import { connectClient, type TestClient } from "../../tests/connect-client.js";
import { createTeam, type Team } from "../../tests/create-team.js";
import { openBackends } from "../../tests/open-backends.js";
import { startGateway } from "../../tests/start-gateway.js";

const backends = await openBackends();
const BURST = 100;
const { url } = await startGateway(backends, {
  limits: { eventsPerSecond: 20, eventBurst: BURST },
  endWith: afterAll,
});

async function openRoom(): Promise<{ team: Team; flooder: TestClient; bystander: TestClient }> {
  const team = await createTeam(backends);
  const [flooder, bystander] = await Promise.all([
    connectClient(url, { token: team.owner.token }),
    connectClient(url, { token: team.viewer.token }),
  ]);
  await flooder.join(team.projectId);
  await bystander.join(team.projectId);
  return { team, flooder, bystander };
}

test("a flood is refused beyond the burst, serves again once it is over, and nobody else is slowed", async () => {
  const { team, flooder, bystander } = await openRoom();
  const { projectId } = team;
  const flood = Array.from({ length: 500 }, (_, x) =>
    flooder.send("cursor:move", { projectId, x, y: 0 }),
  );
  const served = await bystander.send("cursor:move", { projectId, x: 1, y: 1 });
  expect(served).toMatchObject({ ok: true });
  const answers = await Promise.all(flood);
  const accepted = answers.filter(({ ok }) => ok).length;
  expect(accepted).toBeGreaterThanOrEqual(BURST - 1);
  expect(accepted).toBeLessThan(400);
  for (const answer of answers) if (!answer.ok) expect(answer.error.code).toBe("RATE_LIMITED");
  await eventually(async () => (await flooder.send("cursor:move", { projectId, x: 7, y: 7 })).ok);
  expect(bystander.socket.connected).toBe(true);
});

test("events that there are not count as well, and each is refused once", async () => {
  const { flooder } = await openRoom();
  const sent = 300;
  for (let n = 0; n < sent; n += 1) flooder.socket.emit("nonsense", n);
  await flooder.next("error:event", sent);
  // Its answer comes after all others.
  await flooder.send("nonsense");
  expect(flooder.all("error:event")).toHaveLength(sent);
  const codes = flooder.all("error:event").map(({ code }) => code);
  expect(new Set(codes)).toEqual(new Set(["UNKNOWN_EVENT", "RATE_LIMITED"]));
  expect(codes.slice(0, BURST - 1).every((code) => code === "UNKNOWN_EVENT")).toBe(true);
});

test("a flood that does not heed its refusals is disconnected, and the others stay", async () => {
  const { team, flooder, bystander } = await openRoom();
  for (let x = 0; x < 4000; x += 1)
    flooder.socket.emit("cursor:move", { projectId: team.projectId, x, y: 0 });
  await eventually(() => !flooder.socket.connected);
  expect(await bystander.next("user:left")).toMatchObject({ userId: team.owner.userId });
  expect((await bystander.join(team.projectId)).members).toHaveLength(1);
});
