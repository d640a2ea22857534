import type { WorkspaceConnection } from "@workspace/client/connect-workspace";
import type { LiveRoom } from "@workspace/client/live-room";
import { eventually } from "@workspace/local-stack/eventually";
import { startBalancer } from "../balancer.js";
import { openWorkspace } from "../workspace-client.js";
import { createHearing } from "./hearing.js";
import type { Tab, TabDeps } from "./tab.js";

/** A tab with the typed client, which comes back by itself, through an address that can lead to either gateway. */
export async function openTypedTab({ plan, name, user, projectId }: TabDeps): Promise<Tab> {
  const hearing = createHearing(name);
  let stopBalancer = async (): Promise<void> => {};
  const balancer = await startBalancer([], (stop) => {
    stopBalancer = stop;
  });
  let connection: WorkspaceConnection | null = null;
  let room: LiveRoom | null = null;
  let losses = 0;

  const isConnected = (): boolean => connection?.status === "connected";
  const isIn = (): boolean => room !== null && room.status !== "closed";
  const membersOf = ({ members }: LiveRoom): string[] => members.map(({ userId }) => userId);

  function connect(): WorkspaceConnection {
    const opened = openWorkspace(
      {
        url: balancer.url,
        token: user.token,
        transports: [plan.transport],
        cursors: plan.cursors,
      },
      () => {},
    );
    opened.onStatus((status) => {
      if (status === "reconnecting") losses += 1;
    });
    opened.socket.onAny((event: string, data: unknown) => {
      const isLive = room?.status === "live";
      hearing.takeMessage(
        event,
        data,
        room !== null && isLive ? { members: membersOf(room) } : null,
      );
    });
    return opened;
  }

  function watch(opened: LiveRoom): void {
    room = opened;
    hearing.begin(opened.seq);
    opened.on("event", ({ data }) => hearing.takeSeq(data.seq));
    opened.on("left", ({ userId }) => hearing.takeLeave(userId));
    opened.on("status", (status) => {
      const hasGap = status === "catchingUp" && connection?.socket.connected === true;
      if (hasGap) hearing.problems.push(`${name} was not told of an event`);
    });
    opened.on("resync", () => hearing.problems.push(`${name} was told to load anew`));
    opened.on("closed", ({ reason }) => {
      hearing.end();
      if (reason === "deleted" || reason === "refused")
        hearing.problems.push(`${name} was closed: ${reason}`);
    });
  }

  async function comeBack(): Promise<void> {
    await eventually(() => isConnected() && room?.status !== "catchingUp", {
      what: `${name} to come back`,
    });
  }

  async function loseNetwork(): Promise<void> {
    const before = losses;
    balancer.setTargets([]);
    balancer.cut();
    await eventually(() => losses > before, { what: `${name} to lose its network` });
  }

  return {
    plan,
    userId: user.userId,
    hearing,
    isConnected,
    isIn,
    comeBack,
    async open(url) {
      if (!isConnected()) {
        connection?.close();
        balancer.setTargets([url]);
        connection = connect();
      }
      await connection?.join(projectId, { onOpen: watch });
    },
    async leave() {
      await room?.leave();
    },
    close: () => connection?.close(),
    async drop(toUrl) {
      await loseNetwork();
      balancer.setTargets([toUrl()]);
      await comeBack();
    },
    async vanish() {
      await loseNetwork();
      // Only now, or it would say goodbye.
      connection?.close();
    },
    retarget: (url) => balancer.setTargets(url === null ? [] : [url]),
    async move(x) {
      room?.moveCursor(x, 0);
    },
    async update(changes) {
      if (room === null) throw new Error(`${name} is in no room`);
      return room.update(changes);
    },
    view() {
      if (room?.status !== "live") return null;
      const { role, project, seq } = room;
      const cursors = new Map(room.cursors.latest().map(({ userId, x }) => [userId, x]));
      return { members: membersOf(room), role, project, seq, cursors };
    },
    async end() {
      connection?.close();
      await stopBalancer();
    },
  };
}
