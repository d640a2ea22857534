import type { SocketError } from "@workspace/common/contracts/socket-events";
import { backoffMs } from "./backoff.js";
import { isFinalRefusal, toConnectError, toDisconnectError } from "./connection-errors.js";
import { createEmitter, type Emitter } from "./emitter.js";
import type { ClientSocket } from "./protocol.js";
import type { Tokens } from "./tokens.js";
import { clientError, isTokenRefusal, type WorkspaceError } from "./workspace-error.js";

/** An attempt to connect that has come to nothing by then is given up for another. */
const ATTEMPT_TIMEOUT_MS = 20_000;

/** `connecting` is the first time; `ended` is for good. */
export type ConnectionStatus = "connecting" | "connected" | "reconnecting" | "ended";

/** A socket that comes back by itself for as long as its token is accepted. */
export interface KeptConnection {
  status(): ConnectionStatus;
  /** Why the last attempt failed or the connection ended; null while connected. */
  lastError(): WorkspaceError | null;
  readonly events: Emitter<ConnectionEvents>;
  close(): void;
}

interface ConnectionEvents {
  status: ConnectionStatus;
  ended: WorkspaceError;
}

interface KeepConnectedDeps {
  socket: ClientSocket;
  tokens: Tokens;
  /** What the handshake asks for beside the token. */
  handshake: Record<string, string>;
  reconnectionDelayMs: number;
  /** Before the listeners of `status` are told. */
  onConnected: () => void;
  onLost: () => void;
}

/**
 * Connects a socket and keeps it so. Every loss is handled here, in one way: socket.io-client itself gives up
 * when a handshake is refused and when a gateway says goodbye.
 */
export function keepConnected({
  socket,
  tokens,
  handshake,
  reconnectionDelayMs,
  onConnected,
  onLost,
}: KeepConnectedDeps): KeptConnection {
  const events = createEmitter<ConnectionEvents>();
  let status: ConnectionStatus = "connecting";
  let lastError: WorkspaceError | null = null;
  /** What `session:ended` said, until the gateway disconnects. */
  let farewell: SocketError | null = null;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const hasEnded = (): boolean => status === "ended";

  function setStatus(next: ConnectionStatus): void {
    if (status === next || hasEnded()) return;
    status = next;
    events.emit("status", next);
  }

  async function attempt(): Promise<void> {
    try {
      const token = await tokens.next();
      socket.auth = { ...handshake, token };
    } catch (error) {
      fail(error as WorkspaceError);
      return;
    }
    if (hasEnded() || socket.connected) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      socket.disconnect();
      fail(clientError("TIMED_OUT", "The gateway did not answer"));
    }, ATTEMPT_TIMEOUT_MS);
    socket.connect();
  }

  function fail(error: WorkspaceError): void {
    if (hasEnded()) return;
    clearTimeout(timer);
    lastError = error;
    if (isFinalRefusal(error) || (isTokenRefusal(error) && !tokens.refuse(error))) {
      end(error);
      return;
    }
    timer = setTimeout(
      () => void attempt(),
      backoffMs(failures++, reconnectionDelayMs, Math.random()),
    );
    if (status === "connected") setStatus("reconnecting");
  }

  function end(error: WorkspaceError): void {
    if (hasEnded()) return;
    clearTimeout(timer);
    lastError = error;
    setStatus("ended");
    socket.disconnect();
    events.emit("ended", error);
  }

  socket.on("connect", () => {
    clearTimeout(timer);
    failures = 0;
    farewell = null;
    lastError = null;
    onConnected();
    setStatus("connected");
  });
  socket.on("connect_error", (cause) => fail(toConnectError(cause)));
  socket.on("session:ended", (data) => {
    farewell = data;
  });
  socket.on("disconnect", (reason) => {
    // What socket.io-client keeps for a dead connection would reach the next one before the joins.
    socket.sendBuffer = [];
    onLost();
    fail(toDisconnectError(reason, farewell));
    farewell = null;
  });
  void attempt();

  return {
    status: () => status,
    lastError: () => lastError,
    events,
    close() {
      if (hasEnded()) return;
      clearTimeout(timer);
      lastError = clientError("CLOSED", "The connection was closed");
      setStatus("ended");
      socket.disconnect();
    },
  };
}
