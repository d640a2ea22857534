import { Agent, createServer, get, type IncomingMessage } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { expect, test } from "vitest";
import { closeServer } from "./listen.js";

/** A server that answers once it is told to. */
async function startServer() {
  const answers: (() => void)[] = [];
  const server = createServer((_request, response) => answers.push(() => response.end("done")));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, answers, port: (server.address() as AddressInfo).port };
}

const until = async (isTrue: () => boolean): Promise<void> => {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
};

test("requests under way are answered, and a connection that is kept busy is given up by its client", async () => {
  const { server, answers, port } = await startServer();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = (): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      get({ host: "127.0.0.1", port, agent }, (response) => resolve(response.resume())).once(
        "error",
        reject,
      );
    });
  const [first, second] = [ask(), ask()];
  await until(() => answers.length === 1);
  const closed = closeServer(server, 60_000);
  answers[0]?.();
  expect((await first).statusCode).toBe(200);
  // It was on its way over the same connection already.
  await until(() => answers.length === 2);
  answers[1]?.();
  expect((await second).headers.connection).toBe("close");
  await closed;
  agent.destroy();
});

test.each([
  ["nothing", ""],
  ["half of a request", "GET / HTTP/1.1\r\nHost: x\r\n"],
])("a client that sends %s does not keep a server open", async (_what, text) => {
  const { server, port } = await startServer();
  const client = connect(port, "127.0.0.1");
  client.on("error", () => {}).write(text);
  await new Promise((resolve) => server.once("connection", resolve));
  await closeServer(server, 100);
  client.destroy();
});
