import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** One address before several gateways, as a load balancer gives it: whoever is up gets the next connection. */
export interface Balancer {
  url: string;
  /** Who gets the connections from now on, in turn; those that are open stay. */
  setTargets(urls: readonly string[]): void;
  /** Cuts every connection without a word, as when a network fails. */
  cut(): void;
}

/** @param endWith takes the function that ends it: `afterAll` for a file's, `onTestFinished` for a test's */
export async function startBalancer(
  urls: readonly string[],
  endWith: (stop: () => Promise<void>) => void,
): Promise<Balancer> {
  let targets = urls.map((url) => Number(new URL(url).port));
  let turn = 0;
  const open = new Set<Socket>();

  function track(socket: Socket): Socket {
    open.add(socket);
    socket.on("error", () => {});
    socket.once("close", () => open.delete(socket));
    return socket;
  }

  /** @returns a connection to the next target that takes one; null where none does */
  async function dial(): Promise<Socket | null> {
    for (let tried = 0; tried < targets.length; tried += 1) {
      const port = targets[(turn += 1) % targets.length] ?? 0;
      const upstream = track(connect({ host: "127.0.0.1", port, noDelay: true }));
      const isUp = await once(upstream, "connect").then(
        () => true,
        () => false,
      );
      if (isUp) return upstream;
    }
    return null;
  }

  async function forward(client: Socket): Promise<void> {
    track(client).pause();
    const upstream = await dial();
    if (upstream === null || client.destroyed) {
      client.destroy();
      upstream?.destroy();
      return;
    }
    client.pipe(upstream).pipe(client);
    client.once("close", () => upstream.destroy());
    upstream.once("close", () => client.destroy());
  }

  const server = createServer({ noDelay: true }, (client) => void forward(client));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const cut = (): void => {
    for (const socket of open) socket.destroy();
  };
  endWith(async () => {
    const closed = once(server, "close");
    server.close();
    cut();
    await closed;
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    setTargets(next) {
      targets = next.map((url) => Number(new URL(url).port));
    },
    cut,
  };
}
