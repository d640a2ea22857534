import type {
  Acknowledgement,
  ClientToServerEvents,
  JoinedProject,
  ServerToClientEvents,
  SocketError,
} from "@workspace/common/contracts/socket-events";
import { eventually } from "@workspace/local-stack/eventually";
import { io, type ManagerOptions, type Socket, type SocketOptions } from "socket.io-client";
import { afterAll, expect } from "vitest";
import { checkEvent, checkHandshakeRefusal, checkReply } from "./check-event.js";

const ACK_TIMEOUT_MS = 8000;

interface FileClients {
  sockets: Socket[];
  /** What was heard against the contracts. Thrown where it is heard, it would be no test's failure. */
  breaches: unknown[];
}

/** Those of the test file that runs. */
let fileClients: FileClients | null = null;

/** Ends the clients of the test file that calls this with the file, which fails for what they heard against the contracts. */
export function endClientsWithFile(): void {
  const clients: FileClients = { sockets: [], breaches: [] };
  fileClients = clients;
  afterAll(() => {
    fileClients = null;
    for (const socket of clients.sockets) socket.disconnect();
    expect(clients.breaches).toEqual([]);
  });
}

type ClientEvent = keyof ClientToServerEvents;
type ServerEvent = keyof ServerToClientEvents;
type EventData<Event extends ServerEvent> = Parameters<ServerToClientEvents[Event]>[0];

/** An event as it came. */
interface ReceivedEvent {
  event: string;
  data: unknown;
}

/** A client that keeps all that it receives, in order, and holds it against the contracts. */
export interface TestClient {
  socket: Socket;
  received: ReceivedEvent[];
  /** What has come of one kind of event. */
  all<Event extends ServerEvent>(event: Event): EventData<Event>[];
  /** Waits until `count` of one kind of event have come. @returns the last of them */
  next<Event extends ServerEvent>(event: Event, count?: number): Promise<EventData<Event>>;
  /** Sends any event with any data, and waits for the acknowledgement. */
  send(event: ClientEvent | (string & {}), ...data: unknown[]): Promise<Acknowledgement<unknown>>;
  /** Joins and gives the answer; throws the error where it is refused. */
  join(projectId: string, lastSeq?: number): Promise<JoinedProject>;
  /** Sends an engine packet as it is, for what no proper client would send. */
  sendRaw(data: string): void;
  /** Ends the connection without a word, as when a network fails. */
  drop(): void;
}

export interface ConnectOptions extends Partial<ManagerOptions & SocketOptions> {
  token?: string | undefined;
}

/**
 * Creates a client that is connecting; it ends with the test file.
 *
 * @throws where the file has not called {@link endClientsWithFile}, as `openBackends` does
 */
export function createClient(url: string, { token, ...options }: ConnectOptions = {}): TestClient {
  if (fileClients === null) throw new Error("nobody would end this client");
  const { sockets, breaches } = fileClients;
  const socket: Socket = io(url, {
    transports: ["websocket"],
    reconnection: false,
    forceNew: true,
    ...(token === undefined ? {} : { auth: { token } }),
    ...options,
  });
  const received: ReceivedEvent[] = [];
  socket.onAny((event: string, data: unknown) => {
    received.push({ event, data });
    try {
      checkEvent(event, data);
    } catch (error) {
      breaches.push(error);
    }
  });
  sockets.push(socket);

  const all = <Event extends ServerEvent>(event: Event): EventData<Event>[] =>
    received.filter((each) => each.event === event).map(({ data }) => data as EventData<Event>);
  const send: TestClient["send"] = async (event, ...data) => {
    const reply: unknown = await socket.timeout(ACK_TIMEOUT_MS).emitWithAck(event, ...data);
    checkReply(event, reply);
    return reply as Acknowledgement<unknown>;
  };

  return {
    socket,
    received,
    all,
    send,
    next: (event, count = 1) =>
      eventually(() => all(event)[count - 1], { what: `${count} × ${event}` }),
    async join(projectId, lastSeq) {
      const answer = await send("join:project", {
        projectId,
        ...(lastSeq === undefined ? {} : { lastSeq }),
      });
      if (!answer.ok) throw Object.assign(new Error(answer.error.message), answer.error);
      return answer.data as JoinedProject;
    },
    sendRaw(data) {
      socket.io.engine.write(data);
    },
    drop() {
      socket.io.engine.close();
    },
  };
}

/** Connects a client; throws the error of `connect_error` where it is refused. */
export async function connectClient(url: string, options: ConnectOptions): Promise<TestClient> {
  const client = createClient(url, options);
  await waitUntilConnected(client);
  return client;
}

export async function waitUntilConnected({ socket }: TestClient): Promise<void> {
  if (socket.connected) return;
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("connect_error", reject);
  });
}

/** Why a handshake is refused: what comes as `data` of `connect_error`, or its message where none does. */
export async function refusalOf(
  url: string,
  options: ConnectOptions,
): Promise<SocketError | string> {
  try {
    await connectClient(url, options);
  } catch (error) {
    const { data, message } = error as Error & { data?: SocketError };
    if (data === undefined) return message;
    checkHandshakeRefusal(data);
    return data;
  }
  throw new Error("the handshake was accepted");
}
