import { eventually } from "@workspace/local-stack/eventually";
import { expect, onTestFinished, test } from "vitest";
import { connectClient, createClient } from "../tests/connect-client.js";
import { changeProject, createTeam, submitJob } from "../tests/create-team.js";
import { openBackends } from "../tests/open-backends.js";
import { startGateway, type TestGateway } from "../tests/start-gateway.js";
import { watchGateway } from "./gateway-metrics.js";

const backends = await openBackends();

/** A gateway whose metrics nobody else moves. */
async function openGateway() {
  const started = await startGateway(backends, { endWith: onTestFinished });
  watchGateway(started.metrics, started.gateway);
  return started;
}

/** The lines of a scrape that are about something and not 0. */
const read = async ({ metrics }: TestGateway, about: string): Promise<string[]> =>
  (await metrics.render())
    .split("\n")
    .filter((line) => line.startsWith(`workspace_${about}`) && !line.includes("_bucket{"))
    .filter((line) => !line.includes("_sum{") && !line.endsWith(" 0"));

test("events are measured by name and outcome, whatever clients call theirs", async () => {
  const gateway = await openGateway();
  const team = await createTeam(backends);
  const { projectId } = team;
  const viewer = await connectClient(gateway.url, { token: team.viewer.token });
  await viewer.join(projectId);
  await viewer.send("project:update", { projectId, changes: { name: "N" } });
  await viewer.send("job:cancel", {});
  await viewer.send(projectId, {});
  const lines = await read(gateway, "gateway_event_duration_seconds");
  const named = (event: string, outcome: string) =>
    `workspace_gateway_event_duration_seconds_count{event="${event}",outcome="${outcome}"} 1`;
  expect(lines.sort()).toEqual(
    [
      named("join:project", "ok"),
      named("project:update", "FORBIDDEN"),
      named("job:cancel", "VALIDATION_FAILED"),
      named("unknown", "UNKNOWN_EVENT"),
    ].sort(),
  );
  const text = await gateway.metrics.render();
  for (const id of [projectId, team.viewer.userId]) expect(text).not.toContain(id);
});

test("sockets, rooms and places in them are there for as long as they are", async () => {
  const gateway = await openGateway();
  const [one, other] = [await createTeam(backends), await createTeam(backends)];
  const owner = await connectClient(gateway.url, { token: one.owner.token });
  const viewer = await connectClient(gateway.url, { token: one.viewer.token });
  const alone = await connectClient(gateway.url, { token: other.owner.token });
  for (const client of [owner, viewer]) await client.join(one.projectId);
  await alone.join(other.projectId);
  const gauges = async () => [
    ...(await read(gateway, "gateway_sockets")),
    ...(await read(gateway, "gateway_rooms")),
    ...(await read(gateway, "gateway_memberships")),
  ];
  expect(await gauges()).toEqual([
    "workspace_gateway_sockets 3",
    "workspace_gateway_rooms 2",
    "workspace_gateway_memberships 3",
  ]);
  for (const client of [owner, viewer, alone]) client.socket.disconnect();
  await eventually(async () => (await gauges()).length === 0);
});

test("cursors are counted on the way past everything else, and what is delivered to rooms", async () => {
  const gateway = await openGateway();
  const team = await createTeam(backends);
  const { projectId } = team;
  const mover = await connectClient(gateway.url, { token: team.owner.token });
  const watcher = await connectClient(gateway.url, { token: team.viewer.token });
  await mover.join(projectId);
  await watcher.join(projectId);
  mover.socket.emit("cursor:move", { projectId, x: 1, y: 2 });
  await watcher.next("cursor:update");
  await changeProject(backends, team, { name: "N" });
  await submitJob(backends, team);
  await watcher.next("job:updated");
  expect(await read(gateway, "gateway_cursor")).toEqual([
    "workspace_gateway_cursor_moves_total 1",
    "workspace_gateway_cursor_ticks_total 1",
    "workspace_gateway_cursor_writes_total 1",
    "workspace_gateway_cursor_positions_total 1",
  ]);
  expect(await read(gateway, "gateway_events_delivered_total")).toEqual([
    "workspace_gateway_events_delivered_total 2",
  ]);
});

test("handshakes are counted by outcome, and limits once, where they are counted anyway", async () => {
  const gateway = await openGateway();
  const { owner } = await createTeam(backends);
  await connectClient(gateway.url, { token: owner.token });
  for (const token of ["nonsense", undefined]) {
    const refused = createClient(gateway.url, { token });
    await eventually(() => refused.socket.disconnected && !refused.socket.active);
  }
  await eventually(async () =>
    expect(await read(gateway, "gateway_handshakes_total")).toEqual([
      `workspace_gateway_handshakes_total{outcome="UNAUTHENTICATED"} 2`,
      `workspace_gateway_handshakes_total{outcome="accepted"} 1`,
    ]),
  );
  expect(gateway.limits().tokensRefused).toBe(2);
  expect(await read(gateway, "limit_hits_total")).toEqual([
    `workspace_limit_hits_total{limit="tokensRefused"} 2`,
  ]);
});
