import { eventually } from "@workspace/local-stack/eventually";
import { startRedis } from "@workspace/local-stack/start-redis";
import { startWire } from "@workspace/local-stack/wire";
import { expect, onTestFinished, test } from "vitest";
import { createLogger } from "./logger.js";
import { connectRedis, connectSubscriber } from "./redis.js";

const logger = createLogger({ service: "test", level: "silent" });

test.each([
  ["for commands", connectRedis],
  ["for subscriptions", connectSubscriber],
])(
  "a connection %s that has fallen silent is given up, and works again with the network",
  async (_what, connect) => {
    const server = await startRedis();
    onTestFinished(() => server.stop());
    const wire = await startWire([server.port]);
    onTestFinished(wire.close);
    const address = { host: server.host, port: wire.port, password: server.password };
    const redis = connect({ address, logger, purpose: "test" });
    onTestFinished(() => redis.disconnect());
    await eventually(() => redis.status === "ready");

    wire.setSilent(true);
    await eventually(() => redis.status !== "ready");
    wire.setSilent(false);
    await eventually(() => redis.status === "ready");
    expect(await redis.ping()).toBe("PONG");
  },
);
