import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** A network between a client and a gateway that can vanish. */
export interface SilentProxy {
  url: string;
  /** From now on nothing arrives on either side, and neither hears that. */
  goSilent(): void;
}

export async function startSilentProxy(targetUrl: string): Promise<SilentProxy> {
  const open = new Set<Socket>();
  let isSilent = false;
  const track = (socket: Socket): Socket => {
    open.add(socket.on("error", () => socket.destroy()).on("close", () => open.delete(socket)));
    return socket;
  };
  const forward = (from: Socket, to: Socket): void => {
    from.on("data", (chunk) => {
      if (!isSilent) to.write(chunk);
    });
    from.on("close", () => {
      if (!isSilent) to.destroy();
    });
  };
  const server = createServer({ allowHalfOpen: true }, (client) => {
    track(client);
    const upstream = track(
      connect({ port: Number(new URL(targetUrl).port), host: "127.0.0.1", allowHalfOpen: true }),
    );
    forward(client, upstream);
    forward(upstream, client);
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    goSilent() {
      isSilent = true;
    },
  };
}
