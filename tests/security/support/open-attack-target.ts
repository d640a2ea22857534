import { afterAll } from "vitest";
import { openTestApp, type TestApp } from "../../../apps/http-backend/tests/open-test-app.js";
import {
  type Backends,
  openBackends,
} from "../../../apps/websocket-backend/tests/open-backends.js";
import {
  startGateway,
  type TestGateway,
} from "../../../apps/websocket-backend/tests/start-gateway.js";

/** What an attacker can reach, and what a test needs to see whether they got anything. */
export interface AttackTarget {
  /** The REST service, listening. */
  app: TestApp;
  /** A gateway on the same database, the same Redis and the same secret. */
  gateway: TestGateway;
  /** A node that stands for any other service, such as a worker. */
  backends: Backends;
}

interface AttackTargetOptions {
  app?: Parameters<typeof openTestApp>[0];
  gateway?: Omit<Parameters<typeof startGateway>[1], "endWith">;
}

/**
 * Both services that the outside world talks to, on a database and a Redis of their own, until the end of the
 * test file that calls this. As in the tests of each, login limits are off unless `app` asks for them.
 */
export async function openAttackTarget(options: AttackTargetOptions = {}): Promise<AttackTarget> {
  const backends = await openBackends();
  const [app, gateway] = await Promise.all([
    openTestApp({ ...options.app, beside: backends }),
    startGateway(backends, { ...options.gateway, endWith: afterAll }),
  ]);
  return { app, gateway, backends };
}
