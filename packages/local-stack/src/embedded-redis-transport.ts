import type { Socket } from "node:net";
import {
  createDefaultParkHandler,
  type ConnectionTransport,
  type ParkHandler,
} from "js-redis-server/core";

const parkUntilDone = createDefaultParkHandler();

/**
 * A client's connection that is read whether or not the server wants more input.
 *
 * The package's own stops reading while a command waits for data, and so does not see that the client has gone: the
 * command would still take the next element, for nobody.
 */
export class SocketTransport implements ConnectionTransport {
  readonly id: string;
  readonly signal: AbortSignal;
  private static nextId = 0;
  private readonly controller = new AbortController();
  private readonly received: Buffer[] = [];
  private hasEnded = false;
  private wake: () => void = () => undefined;
  private endWaiting: (() => void) | undefined;

  constructor(private readonly socket: Socket) {
    SocketTransport.nextId += 1;
    this.id = `client-${SocketTransport.nextId}`;
    this.signal = this.controller.signal;
    socket.on("data", (chunk: Buffer) => {
      this.received.push(chunk);
      this.wake();
    });
    socket.on("end", () => this.endInput());
    socket.on("error", () => this.endInput());
    socket.on("close", () => {
      this.endInput();
      this.controller.abort();
    });
  }

  async *read(): AsyncIterable<Buffer> {
    for (;;) {
      const chunk = this.received.shift();
      if (chunk) yield chunk;
      else if (this.hasEnded) return;
      else {
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
      }
    }
  }

  /**
   * Lets a command of this client wait for data, as long as the client is there. A client has one command at a time.
   *
   * @throws when the client goes; that ends its session
   */
  readonly park: ParkHandler = async (request) => {
    const gone = new Promise<never>((_, reject) => {
      this.endWaiting = () => reject(new Error("the client has gone"));
    });
    if (this.hasEnded) this.endWaiting?.();
    try {
      return await parkUntilDone({ ...request, waitFor: Promise.race([request.waitFor, gone]) });
    } finally {
      this.endWaiting = undefined;
    }
  };

  write(chunk: Buffer): Promise<void> {
    return new Promise((resolve) => {
      // A reply that the client no longer takes is no failure of the server.
      if (!this.socket.writable) resolve();
      else this.socket.write(chunk, () => resolve());
    });
  }

  close(): void {
    this.controller.abort();
    this.socket.destroySoon();
  }

  on(...[event, listener]: Parameters<ConnectionTransport["on"]>): () => void {
    this.socket.on(event, listener);
    return () => {
      this.socket.off(event, listener);
    };
  }

  private endInput(): void {
    this.hasEnded = true;
    this.endWaiting?.();
    this.wake();
  }
}
