import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { eventually } from "./eventually.js";
import { startWire, type Wire } from "./wire.js";

/** A server that says everything back, and what it has been told. */
async function startEcho() {
  let heard = "";
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      heard += chunk.toString();
      socket.write(chunk);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, heard: () => heard };
}

async function dial(wire: Wire) {
  let answer = "";
  const socket = connect(wire.port, "127.0.0.1").on("error", () => {});
  socket.on("data", (chunk) => (answer += chunk.toString()));
  onTestFinished(() => {
    socket.destroy();
  });
  await once(socket, "connect");
  return { socket, answer: () => answer };
}

async function openWire() {
  const echo = await startEcho();
  const wire = await startWire([echo.port]);
  onTestFinished(wire.close);
  return { echo, wire };
}

test("what comes is passed on in both directions", async () => {
  const { echo, wire } = await openWire();
  const { socket, answer } = await dial(wire);
  socket.write("hello");
  await eventually(() => answer() === "hello");
  expect(echo.heard()).toBe("hello");
});

test("a cut ends what is open, and the next connection works", async () => {
  const { wire } = await openWire();
  const { socket } = await dial(wire);
  socket.write("hello");
  wire.cut();
  await eventually(() => socket.destroyed);
  const next = await dial(wire);
  next.socket.write("again");
  await eventually(() => next.answer() === "again");
});

test("a silent wire loses what comes without a word", async () => {
  const { echo, wire } = await openWire();
  const { socket } = await dial(wire);
  wire.setSilent(true);
  socket.write("lost");
  const later = await dial(wire);
  later.socket.destroy();
  wire.setSilent(false);
  await eventually(() => socket.destroyed);
  const next = await dial(wire);
  next.socket.write("heard");
  await eventually(() => next.answer() === "heard");
  expect(echo.heard()).toBe("heard");
});

test("the message with a text in it is held back, also where it comes in two parts, and others pass", async () => {
  const { echo, wire } = await openWire();
  const [one, other] = [await dial(wire), await dial(wire)];
  const held = wire.holdAt("COMMIT");
  one.socket.write("BEGIN;COM");
  await eventually(() => one.answer() === "BEGIN;COM");
  one.socket.write("MIT;");
  await held;
  other.socket.write("x");
  await eventually(() => other.answer() === "x");
  expect(echo.heard()).toBe("BEGIN;COMx");
  other.socket.write("COMMIT");
  await eventually(() => echo.heard().endsWith("COMMIT"));
});

test("the answer to a message can be held back while the message arrives", async () => {
  const { echo, wire } = await openWire();
  const { socket, answer } = await dial(wire);
  const held = wire.holdAnswerTo("COMMIT");
  socket.write("COMMIT");
  await held;
  await eventually(() => echo.heard() === "COMMIT");
  expect(answer()).toBe("");
});

test("what is slow arrives in order, also when it becomes faster", async () => {
  const { echo, wire } = await openWire();
  const { socket } = await dial(wire);
  socket.write("1");
  await eventually(() => echo.heard() === "1");
  wire.setDelay(100);
  socket.write("2");
  await new Promise((resolve) => setTimeout(resolve, 20));
  wire.setDelay(0);
  socket.write("3");
  await eventually(() => echo.heard().length === 3);
  expect(echo.heard()).toBe("123");
});
