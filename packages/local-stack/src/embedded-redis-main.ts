/**
 * Entry point of the embedded Redis as a process of its own, so that it can be killed and restarted as the real one.
 * Reads its options from standard input as JSON, and ends when its standard input tells that the parent is gone.
 */
import { startEmbeddedRedis, type EmbeddedRedisOptions } from "./embedded-redis.js";

const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
const options = JSON.parse(Buffer.concat(chunks).toString("utf8")) as EmbeddedRedisOptions;
const redis = await startEmbeddedRedis(options);

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    void redis.close().then(() => process.exit(0));
  });
}
