import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { LOOPBACK_HOST } from "./free-port.js";

/** A TCP connection between two parts that can fail in all the ways in which a network does. */
export interface Wire {
  readonly port: number;
  /** Who gets the connections from now on, in turn, as behind a load balancer; those that are open stay. */
  setTargets(ports: readonly number[]): void;
  /** Ends every connection without a word, and holds nothing back any more; the next ones go through. */
  cut(): void;
  /**
   * From now on nothing arrives on either side, and neither hears of that; connections can still be made.
   * `false` ends them, since parts of what they carried are lost, and lets the next ones work.
   */
  setSilent(isSilent: boolean): void;
  /** What arrives from now on is on its way for so long, in each direction. */
  setDelay(delayMs: number): void;
  /**
   * Keeps back the first message to the target that has this text in it, and what comes after it on its
   * connection. Resolves when it has come. A cut drops it, and a text that has not come is not waited for any more.
   */
  holdAt(text: string): Promise<void>;
  /** As {@link Wire.holdAt}, but the message arrives and all that is kept back is what is answered from then on. */
  holdAnswerTo(text: string): Promise<void>;
  close(): Promise<void>;
}

/** What a test waits for on a wire. */
interface Hold {
  text: string;
  keeps: "message" | "answer";
  resolve: () => void;
}

/** One connection over a wire. */
interface Line {
  client: Socket;
  upstream: Socket;
  /** The end of what was sent to the target, for a text that comes in two parts. */
  tail: Buffer;
  keepsMessages: boolean;
  keepsAnswers: boolean;
}

const TAIL_BYTES = 256;

/** Listens on a port of the loopback address and passes on what comes. */
export async function startWire(targets: readonly number[]): Promise<Wire> {
  let ports = targets;
  let turn = 0;
  let isSilent = false;
  let delayMs = 0;
  let holds: Hold[] = [];
  const open = new Set<Socket>();

  function track(socket: Socket): Socket {
    open.add(socket);
    socket.on("error", () => socket.destroy());
    socket.once("close", () => open.delete(socket));
    return socket;
  }

  /** @returns a connection to the next target that takes one; null where none does */
  async function dial(): Promise<Socket | null> {
    for (let tried = 0; tried < ports.length; tried += 1) {
      const port = ports[(turn += 1) % ports.length] ?? 0;
      const upstream = track(connect({ host: LOOPBACK_HOST, port, noDelay: true }));
      const isUp = await once(upstream, "connect").then(
        () => true,
        () => false,
      );
      if (isUp) return upstream;
    }
    return null;
  }

  async function accept(client: Socket): Promise<void> {
    track(client).pause();
    const upstream = await dial();
    if (upstream === null || client.destroyed) {
      client.destroy();
      upstream?.destroy();
      return;
    }
    const line = {
      client,
      upstream,
      tail: Buffer.alloc(0),
      keepsMessages: false,
      keepsAnswers: false,
    };
    const [passOn, passBack] = [passTo(client, upstream), passTo(upstream, client)];
    client.on("data", (chunk: Buffer) => {
      applyHolds(line, chunk);
      if (!line.keepsMessages) passOn(chunk);
    });
    upstream.on("data", (chunk: Buffer) => {
      if (!line.keepsAnswers) passBack(chunk);
    });
    endTogether(client, upstream);
    endTogether(upstream, client);
    client.resume();
  }

  function applyHolds(line: Line, chunk: Buffer): void {
    if (holds.length === 0) return;
    const text = Buffer.concat([line.tail, chunk]);
    line.tail = text.subarray(-TAIL_BYTES);
    for (const hold of holds.filter((each) => text.includes(each.text))) {
      holds = holds.filter((each) => each !== hold);
      line.tail = Buffer.alloc(0);
      if (hold.keeps === "message") line.keepsMessages = true;
      else line.keepsAnswers = true;
      hold.resolve();
    }
  }

  /** One direction of a connection: what comes later arrives later, also when the delay has become shorter. */
  function passTo(from: Socket, to: Socket): (chunk: Buffer) => void {
    const onTheirWay: { chunk: Buffer; dueAt: number }[] = [];
    const arrive = (): void => {
      for (let next = onTheirWay[0]; next !== undefined; next = onTheirWay[0]) {
        const waitMs = next.dueAt - performance.now();
        if (waitMs > 0) return void setTimeout(arrive, waitMs);
        onTheirWay.shift();
        write(next.chunk);
      }
    };
    const write = (chunk: Buffer): void => {
      if (to.destroyed || to.write(chunk)) return;
      from.pause();
      to.once("drain", () => from.resume());
    };
    return (chunk) => {
      if (isSilent) return;
      onTheirWay.push({ chunk, dueAt: performance.now() + delayMs });
      if (onTheirWay.length === 1) arrive();
    };
  }

  function endTogether(one: Socket, other: Socket): void {
    const unlessSilent = (end: () => void) => () => {
      if (!isSilent) setTimeout(end, delayMs);
    };
    one.once(
      "end",
      unlessSilent(() => other.end()),
    );
    one.once(
      "close",
      unlessSilent(() => other.destroy()),
    );
  }

  const hold = (text: string, keeps: Hold["keeps"]): Promise<void> =>
    new Promise((resolve) => holds.push({ text, keeps, resolve }));
  const cut = (): void => {
    holds = [];
    for (const socket of open) socket.destroy();
  };
  const server = createServer({ noDelay: true }, (client) => void accept(client));
  server.listen(0, LOOPBACK_HOST);
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    setTargets(next) {
      ports = next;
    },
    cut,
    setSilent(next) {
      isSilent = next;
      if (!next) cut();
    },
    setDelay(next) {
      delayMs = next;
    },
    holdAt: (text) => hold(text, "message"),
    holdAnswerTo: (text) => hold(text, "answer"),
    async close() {
      const closed = once(server, "close");
      server.close();
      cut();
      await closed;
    },
  };
}
