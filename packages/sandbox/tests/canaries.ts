import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { createSocket } from "node:dgram";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

/** What a hostile program is told of the canaries. */
interface CanaryPlaces {
  file: string;
  folder: string;
  tcpPort: number;
  udpPort: number;
  unixPath: string;
  /** Argument by which a process that stays behind is recognised. */
  marker: string;
}

export interface CanaryCage {
  places: CanaryPlaces;
  /** Everything that was reached since the cage was made, as seen from outside. */
  findBreaches(output: string): Promise<string[]>;
  remove(): Promise<void>;
}

const SECRET_VARIABLE = "SANDBOX_CANARY";

function listening(server: Server, target: { port: number; host: string } | { path: string }) {
  return new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(target, resolve);
  });
}

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

/** Lays out one of everything that a program in a sandbox must not reach. */
export async function makeCage(): Promise<CanaryCage> {
  const secret = randomUUID();
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
  process.env[SECRET_VARIABLE] = secret;

  const reached: string[] = [];
  const tcp = createServer((socket) => {
    reached.push("TCP socket");
    socket.on("error", () => undefined).destroy();
  });
  const unix = createServer((socket) => {
    reached.push("UNIX socket");
    socket.on("error", () => undefined).destroy();
  });
  const udp = createSocket("udp4", () => reached.push("UDP socket"));
  const unixPath = path.join(folder, "socket");
  await listening(tcp, { port: 0, host: "127.0.0.1" });
  await listening(unix, { path: unixPath });
  await chmod(unixPath, 0o777);
  await new Promise<void>((resolve) => udp.bind(0, "127.0.0.1", resolve));
  const address = tcp.address();
  if (address === null || typeof address === "string") throw new Error("No TCP port");

  return {
    places: { file, folder, tcpPort: address.port, udpPort: udp.address().port, unixPath, marker },
    async findBreaches(output) {
      const breaches = [...reached];
      if (output.includes(secret)) breaches.push("secret");
      const left = await readdir(folder);
      for (const name of left) if (name !== "socket") breaches.push(`file ${name}`);
      const after = existsSync(file) ? await stat(file) : null;
      const isUntouched =
        after !== null &&
        after.mode === before.mode &&
        after.mtimeMs === before.mtimeMs &&
        after.nlink === before.nlink &&
        (await readFile(file, "utf8")) === secret;
      if (!isUntouched) breaches.push("canary file changed");
      for (const pid of findProcesses(marker)) breaches.push(`process ${pid}`);
      return breaches;
    },
    async remove() {
      for (const pid of findProcesses(marker)) {
        try {
          process.kill(pid, "SIGKILL");
        } catch {
          // It has ended by itself meanwhile.
        }
      }
      tcp.close();
      unix.close();
      udp.close();
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
