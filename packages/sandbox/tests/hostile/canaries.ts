import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer, type ListenOptions, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { encodeInet, encodeInet6, encodeUnix } from "./socket-addresses.js";
import { SYSCALL_NUMBERS } from "./syscall-numbers.js";

/** What a hostile program is told of the canaries. */
interface CanaryPlaces {
  file: string;
  folder: string;
  tcpPort: number;
  udpPort: number;
  /** Zero where the machine has no IPv6. */
  tcp6Port: number;
  udp6Port: number;
  unixPath: string;
  /** Name of a UNIX socket that lies in no folder. */
  abstractName: string;
  /** Argument by which a process that stays behind is recognised. */
  marker: string;
  /** User of the caller. */
  uid: number;
  /** `struct sockaddr` of each socket, as hexadecimal. */
  addresses: Record<string, string>;
  /** System calls of this machine: number by name. */
  calls: Readonly<Record<string, number>>;
}

export interface CanaryCage {
  places: CanaryPlaces;
  /**
   * Everything that was reached since the cage was made, as seen from outside, and what the program
   * itself says it did on lines that begin with BREACH.
   */
  findBreaches(output: string): Promise<string[]>;
  remove(): Promise<void>;
}

const SECRET_VARIABLE = "SANDBOX_CANARY";
const LOOPBACK = "127.0.0.1";
const LOOPBACK_6 = "::1";
/** Everything that can be caught; what cannot would end the tests. */
const SIGNALS: readonly NodeJS.Signals[] = [
  ...(["SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGALRM"] as const),
  ...(["SIGCONT", "SIGURG", "SIGIO", "SIGWINCH", "SIGTSTP"] as const),
];

/** Ids of living processes whose command line holds a text. */
export function findProcesses(text: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "latin1").includes(text);
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** Sockets of every kind that a program could reach; each notes that it was reached. */
async function listenEverywhere(unixPath: string, abstractName: string) {
  const reached: string[] = [];
  const open: (Server | Socket)[] = [];

  const listen = async (name: string, target: ListenOptions): Promise<number> => {
    const server = createServer((socket) => {
      reached.push(`${name} socket`);
      socket.on("error", () => undefined).destroy();
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(target, resolve);
    });
    open.push(server);
    const address = server.address();
    return address !== null && typeof address === "object" ? address.port : 0;
  };
  const bind = async (name: string, kind: "udp4" | "udp6", host: string): Promise<number> => {
    const socket = createSocket(kind, () => reached.push(`${name} socket`));
    await new Promise<void>((resolve, reject) => {
      socket.once("error", reject);
      socket.bind(0, host, resolve);
    });
    open.push(socket);
    return socket.address().port;
  };
  // Containers often have no IPv6.
  const orNone = (listening: Promise<number>): Promise<number> => listening.catch(() => 0);

  const [tcpPort, tcp6Port, udpPort, udp6Port] = await Promise.all([
    listen("TCP", { port: 0, host: LOOPBACK }),
    orNone(listen("TCP6", { port: 0, host: LOOPBACK_6 })),
    bind("UDP", "udp4", LOOPBACK),
    orNone(bind("UDP6", "udp6", LOOPBACK_6)),
    listen("UNIX", { path: unixPath }),
    listen("abstract UNIX", { path: `\0${abstractName}` }),
  ]);
  await chmod(unixPath, 0o777);
  return {
    reached,
    ports: { tcpPort, tcp6Port, udpPort, udp6Port },
    close: () =>
      Promise.all(open.map((one) => new Promise<void>((done) => one.close(() => done())))),
  };
}

/** Notes every signal that this process gets. */
function watchSignals(reached: string[]): () => void {
  const note = (signal: NodeJS.Signals): void => {
    reached.push(`signal ${signal}`);
  };
  for (const signal of SIGNALS) process.on(signal, note);
  return () => {
    for (const signal of SIGNALS) process.off(signal, note);
  };
}

/** Lays out one of everything that a program in a sandbox must not reach. */
export async function makeCage(): Promise<CanaryCage> {
  // Inherited by whatever this process starts without an environment of its own.
  const secret = (process.env[SECRET_VARIABLE] ??= randomUUID());
  // Unlikely as a duration, so that a sleeping process is recognised by it.
  const marker = String(100_000 + Math.floor(Math.random() * 900_000_000));
  const root = await mkdtemp(path.join(tmpdir(), "sandbox-cage-"));
  await chmod(root, 0o755);
  const folder = await mkdtemp(path.join(root, "open-"));
  await chmod(folder, 0o777);
  const file = path.join(root, "secret.js");
  await writeFile(file, secret, { mode: 0o666 });
  await chmod(file, 0o666);
  const before = await stat(file);
  const unixPath = path.join(folder, "socket");
  const abstractName = `sandbox-canary-${marker}`;
  const sockets = await listenEverywhere(unixPath, abstractName);
  const { reached, ports } = sockets;
  const stopWatching = watchSignals(reached);

  return {
    places: {
      file,
      folder,
      ...ports,
      unixPath,
      abstractName,
      marker,
      uid: process.getuid?.() ?? 0,
      addresses: {
        unix: encodeUnix(unixPath),
        abstract: encodeUnix(`\0${abstractName}`),
        tcp: encodeInet(ports.tcpPort),
        udp: encodeInet(ports.udpPort),
        tcp6: encodeInet6(ports.tcp6Port),
        udp6: encodeInet6(ports.udp6Port),
      },
      calls: SYSCALL_NUMBERS,
    },
    async findBreaches(output) {
      const breaches = [...reached, ...(output.match(/^BREACH.*$/gm) ?? [])];
      if (output.includes(secret)) breaches.push("secret");
      const left = await readdir(folder);
      if (!left.includes("socket")) breaches.push("file socket removed");
      for (const name of left) if (name !== "socket") breaches.push(`file ${name}`);
      const after = existsSync(file) ? await stat(file) : null;
      const isUntouched =
        after !== null &&
        after.mode === before.mode &&
        after.uid === before.uid &&
        after.mtimeMs === before.mtimeMs &&
        after.nlink === before.nlink &&
        (await readFile(file, "utf8")) === secret;
      if (!isUntouched) breaches.push("canary file changed");
      for (const pid of findProcesses(marker)) breaches.push(`process ${pid}`);
      return breaches;
    },
    async remove() {
      stopWatching();
      for (const pid of findProcesses(marker)) {
        try {
          process.kill(pid, "SIGKILL");
        } catch {
          // It has ended by itself meanwhile.
        }
      }
      await sockets.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** Runs a program with nothing around it, to prove that the canaries notice. */
export function runUnprotected(command: string, args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (bytes: Buffer) => (output += bytes.toString()));
    child.stderr.on("data", (bytes: Buffer) => (output += bytes.toString()));
    child.on("error", reject);
    // Not at its exit, when the last of its output may not have been read yet.
    child.on("close", () => resolve(output));
  });
}
