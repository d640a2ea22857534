import { createSocket } from "node:dgram";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { findFreePort, LOOPBACK_HOST } from "./free-port.js";

/** Claims a port as another process would. @throws where one has */
async function claim(port: number): Promise<void> {
  const socket = createSocket("udp4");
  onTestFinished(() => void socket.close());
  socket.bind({ port, address: LOOPBACK_HOST, exclusive: true });
  await once(socket, "listening");
}

test("a port that was found is this process's from then on, though nothing listens on it", async () => {
  await expect(claim(await findFreePort())).rejects.toMatchObject({ code: "EADDRINUSE" });
});

test("a port that another process has found is left to it", async () => {
  const next = (await findFreePort()) + 1;
  await claim(next);
  expect(await findFreePort()).not.toBe(next);
});
