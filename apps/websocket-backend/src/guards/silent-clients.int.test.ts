import { onTestFinished, expect, test } from "vitest";
import { eventually } from "@workspace/local-stack/eventually";
import { startWire } from "@workspace/local-stack/wire";
import { connectClient } from "../../tests/connect-client.js";
import { openBackends } from "../../tests/open-backends.js";
import { startGateway } from "../../tests/start-gateway.js";
import { watchBystander } from "../../tests/watch-bystander.js";

const backends = await openBackends();
const HEARTBEAT = { pingIntervalMs: 500, pingTimeoutMs: 500 };
const RETURN_GRACE_MS = 2000;
/** For the processors that tests share. */
const MARGIN_MS = 3000;

test.each(["websocket", "polling"] as const)(
  "a client over %s whose network vanishes leaves the roster once, on every gateway, and in time",
  async (transport) => {
    const [gateway, other] = await Promise.all([
      startGateway(backends, { limits: HEARTBEAT, endWith: onTestFinished }),
      startGateway(backends, { limits: HEARTBEAT, endWith: onTestFinished }),
    ]);
    const { team, bystander, expectUndisturbed } = await watchBystander(backends, gateway);
    const { projectId, owner, collaborator } = team;
    const far = await connectClient(other.url, { token: collaborator.token });
    await far.join(projectId);

    const network = await startWire([Number(new URL(gateway.url).port)]);
    onTestFinished(network.close);
    const ghost = await connectClient(`http://127.0.0.1:${network.port}`, {
      token: owner.token,
      transports: [transport],
    });
    await ghost.join(projectId);
    const [hereJoined] = await Promise.all([
      bystander.next("user:joined", 2),
      far.next("user:joined"),
    ]);
    expect(hereJoined).toMatchObject({ userId: owner.userId });

    network.setSilent(true);
    const silentSinceMs = performance.now();
    await Promise.all([bystander.next("user:left"), far.next("user:left")]);
    const { pingIntervalMs, pingTimeoutMs } = HEARTBEAT;
    expect(performance.now() - silentSinceMs).toBeLessThan(
      pingIntervalMs + pingTimeoutMs + RETURN_GRACE_MS + MARGIN_MS,
    );
    expect(gateway.limits().silentClientsDisconnected).toBe(1);

    // Whoever comes and goes after it is seen after all that there was to see of it.
    const later = await connectClient(gateway.url, { token: owner.token });
    const { members } = await later.join(projectId);
    expect(members).toHaveLength(3);
    later.socket.disconnect();
    for (const watcher of [bystander, far]) {
      await watcher.next("user:left", 2);
      expect(watcher.all("user:left").map(({ userId }) => userId)).toEqual([
        owner.userId,
        owner.userId,
      ]);
    }
    await expectUndisturbed();
    await eventually(() => gateway.gateway.counts().sockets === 2);
  },
);
