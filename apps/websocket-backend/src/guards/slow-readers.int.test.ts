import type { Socket as NetSocket } from "node:net";
import { eventually } from "@workspace/local-stack/eventually";
import { afterAll, expect, test } from "vitest";
import { connectClient, type TestClient } from "../../tests/connect-client.js";
import { changeProject, createTeam } from "../../tests/create-team.js";
import { openBackends } from "../../tests/open-backends.js";
import { startGateway } from "../../tests/start-gateway.js";

const backends = await openBackends();
const MAX_BUFFERED_BYTES = 1024 * 1024;
const { url, gateway } = await startGateway(backends, {
  // Nobody is to be found out by a ping instead, neither the reader that stalls nor another on a busy machine.
  limits: { maxBufferedBytes: MAX_BUFFERED_BYTES, pingIntervalMs: 60_000, pingTimeoutMs: 60_000 },
  endWith: afterAll,
});

/** What the two kernels take at most before bytes stay with the gateway. */
const KERNEL_BYTES = 16 * 1024 * 1024;
const EVENT_BYTES = 200_000;

/** The TCP connection under a client that uses a WebSocket. */
const tcpOf = (client: TestClient): NetSocket =>
  (client.socket.io.engine.transport as unknown as { ws: { _socket: NetSocket } }).ws._socket;

test("a reader that stops reading is cut off before much is kept for it, and has everything when it returns", async () => {
  const team = await createTeam(backends);
  const { projectId } = team;
  const [slow, quick] = await Promise.all([
    connectClient(url, { token: team.viewer.token }),
    connectClient(url, { token: team.collaborator.token }),
  ]);
  await slow.join(projectId);
  await quick.join(projectId);
  tcpOf(slow).pause();

  let sentBytes = 0;
  while (gateway.counts().sockets === 2) {
    await changeProject(backends, team, { content: { a: "x".repeat(EVENT_BYTES) } });
    sentBytes += EVENT_BYTES;
    // At the pace of a reader that keeps up: between two looks at the buffers nobody sends without bounds.
    await quick.next("project:changed", sentBytes / EVENT_BYTES);
    expect(sentBytes).toBeLessThan(KERNEL_BYTES + 2 * MAX_BUFFERED_BYTES);
  }
  expect(sentBytes).toBeGreaterThan(MAX_BUFFERED_BYTES);
  expect(await quick.next("user:left")).toMatchObject({ userId: team.viewer.userId });

  tcpOf(slow).resume();
  await eventually(() => !slow.socket.connected);
  const had = slow.all("project:changed").at(-1)?.seq ?? 3;
  const back = await connectClient(url, { token: team.viewer.token });
  // All that was kept for it before would be too much again.
  const { resync, missed, seq, project } = await back.join(projectId, had);
  expect({ resync, missed, seq }).toEqual({
    resync: true,
    missed: undefined,
    seq: 3 + sentBytes / EVENT_BYTES,
  });
  expect(project.content["a"]).toHaveLength(EVENT_BYTES);
});
