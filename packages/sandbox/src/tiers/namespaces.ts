import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { RuntimeFactories } from "../languages/runtimes.js";
import { findLockObstacle, type LaunchCommand, type Launcher } from "./launcher.js";
import type { Tier } from "./tier.js";

/** Devices among the readable paths; they need a bind mount that keeps them devices. */
const DEVICE_FOLDER = "/dev/";

export interface NamespacesTierOptions {
  launcher: Launcher;
  findRuntimes(): Promise<RuntimeFactories>;
  /** Where to look for `bwrap`, as in the variable PATH. */
  searchPath: string;
  /**
   * Whether children become an unprivileged user themselves (the parent is root). Then no user
   * namespace is made, because inside one they would still be the parent's user.
   */
  changesIdentity: boolean;
}

function findBwrap(searchPath: string): string | null {
  const candidates = searchPath
    .split(path.delimiter)
    .filter((folder) => path.isAbsolute(folder))
    .map((folder) => path.join(folder, "bwrap"));
  return candidates.find((candidate) => existsSync(candidate)) ?? null;
}

/** Where a bind mount is shadowed by one of its parents there is no need for it. */
function withoutNested(paths: readonly string[]): string[] {
  const sorted = [...new Set(paths)].sort();
  return sorted.filter(
    (candidate) =>
      !sorted.some((other) => other !== candidate && candidate.startsWith(`${other}/`)),
  );
}

/** The only child of a process, read from the kernel's own list. */
function onlyChildOf(pid: number): number | null {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "latin1").trim();
  if (children === "") return null;
  return Number(children.split(" ")[0]);
}

function buildArguments(options: LaunchCommand, changesIdentity: boolean): string[] {
  const binds = withoutNested(options.readablePaths)
    .filter((candidate) => existsSync(candidate))
    .flatMap((candidate) =>
      candidate.startsWith(DEVICE_FOLDER)
        ? ["--dev-bind", candidate, candidate]
        : ["--ro-bind", candidate, candidate],
    );
  const identity = changesIdentity
    ? ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    : ["--unshare-user", "--unshare-all", "--disable-userns"];
  const capabilities = changesIdentity
    ? ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    : ["--cap-drop", "ALL"];
  return [
    ...identity,
    ...capabilities,
    "--die-with-parent",
    "--new-session",
    "--clearenv",
    ...binds,
    "--chdir",
    "/",
    // The root of the new mount namespace is a tmpfs; nothing may be written there either.
    "--remount-ro",
    "/",
    "--",
    options.launcher,
  ];
}

/** The locked child of the lockdown tier, inside namespaces made by bubblewrap. */
export function createNamespacesTier(options: NamespacesTierOptions): Tier {
  const { launcher, findRuntimes, changesIdentity } = options;
  const bwrap = findBwrap(options.searchPath);
  return {
    name: "namespaces",
    description:
      "lockdown inside bubblewrap: own mounts (read-only), network, processes, IPC and host name",
    isDirectParent: false,
    hasTrustedReports: false,
    async findObstacle() {
      const obstacle = findLockObstacle(process.platform, process.arch);
      if (obstacle !== null) return obstacle;
      if (bwrap === null) return "bwrap (bubblewrap) is not installed";
      if (!existsSync(`/proc/${process.pid}/task/${process.pid}/children`)) {
        return "the kernel does not list the children of a process";
      }
      return launcher.prepare();
    },
    findRuntimes,
    buildCommand(options) {
      const launch = launcher.buildCommand(options, null);
      return {
        command: bwrap ?? "bwrap",
        args: buildArguments(launch, changesIdentity),
        preamble: launch.preamble,
      };
    },
    // bwrap, then the first process of the new process namespace, then the runtime.
    findRuntimePid(spawnedPid) {
      let pid = spawnedPid;
      for (let next = onlyChildOf(pid); next !== null; next = onlyChildOf(pid)) pid = next;
      return pid;
    },
  };
}
