import type { Acknowledgement, JoinedProject } from "@workspace/common/contracts/socket-events";
import { eventually } from "@workspace/local-stack/eventually";
import { io, type Socket } from "socket.io-client";
import { createBareReplica } from "./bare-replica.js";
import { createHearing } from "./hearing.js";
import type { Tab, TabDeps } from "./tab.js";

const ACK_TIMEOUT_MS = 10_000;

/** A tab that speaks the protocol itself, straight to a gateway. */
export function openBareTab({ plan, name, user, projectId }: TabDeps): Tab {
  const hearing = createHearing(name);
  const replica = createBareReplica(name, user.userId, hearing);
  let socket: Socket | null = null;
  let target = "";

  /** @param take is called in the step in which the answer arrives: the next event builds on it */
  function ask<Data>(event: string, input: object, take: (data: Data) => void): Promise<Data> {
    return new Promise((resolve, reject) => {
      const timed = socket?.timeout(ACK_TIMEOUT_MS);
      if (timed === undefined) throw new Error(`${name} has no connection`);
      const reply = (failure: Error | null, answer: Acknowledgement<Data>): void => {
        if (failure !== null) reject(Object.assign(failure, { code: "CONNECTION_LOST" }));
        else if (!answer.ok) reject(Object.assign(new Error(answer.error.message), answer.error));
        else {
          take(answer.data);
          resolve(answer.data);
        }
      };
      timed.emit(event, { projectId, ...input }, reply);
    });
  }

  async function connect(url: string): Promise<void> {
    socket?.disconnect();
    target = url;
    const opened = io(url, {
      transports: [plan.transport],
      reconnection: false,
      forceNew: true,
      auth: { token: user.token },
    });
    socket = opened;
    replica.listen(opened);
    await new Promise<void>((resolve, reject) => {
      opened.once("connect", resolve);
      opened.once("connect_error", (error) =>
        reject(Object.assign(error, { code: "NOT_CONNECTED" })),
      );
    });
  }

  const isConnected = (): boolean => socket?.connected === true;

  async function join(): Promise<void> {
    const lastSeq = replica.lostAt();
    await ask<JoinedProject>(
      "join:project",
      lastSeq === null ? {} : { lastSeq },
      replica.takeAnswer,
    );
  }

  const waitUntilLost = (): Promise<true> =>
    eventually(() => !isConnected(), { what: `${name} to lose its network` });

  async function comeBack(): Promise<void> {
    await waitUntilLost();
    const wasIn = replica.lostAt() !== null;
    await connect(target);
    if (wasIn) await join();
  }

  return {
    plan,
    userId: user.userId,
    hearing,
    isConnected,
    isIn: replica.isIn,
    view: replica.view,
    comeBack,
    async open(url) {
      if (!isConnected()) {
        replica.forget();
        await connect(url);
      }
      await join();
    },
    async leave() {
      await ask("leave:project", {}, replica.goOut);
    },
    close: () => void socket?.disconnect(),
    async drop(toUrl) {
      socket?.io.engine.close();
      await waitUntilLost();
      target = toUrl();
      await comeBack();
    },
    async vanish() {
      socket?.io.engine.close();
      await waitUntilLost();
    },
    retarget(url) {
      target = url ?? "";
    },
    async move(x) {
      await ask("cursor:move", { x, y: 0 }, () => {});
    },
    update: (changes) => ask<{ seq: number }>("project:update", { changes }, () => {}),
    async end() {
      socket?.disconnect();
    },
  };
}
