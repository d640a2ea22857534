import { existsSync, readFileSync, statSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";

/** A command line that starts a server, and what of the spawn options it needs. */
export interface Launch {
  command: string;
  args: string[];
}

/** The account that a server runs under when the caller is root. */
export interface Account {
  uid: number;
  gid: number;
}

const OTHERS_MAY_TRAVERSE = 0o001;
const GROUP_MAY_TRAVERSE = 0o010;
const OWNER_MAY_TRAVERSE = 0o100;
/** Bit numbers in a Linux capability set (capabilities(7)), the narrower of the two first. */
const TRAVERSAL_CAPABILITIES = [
  { name: "dac_read_search", bit: 2n },
  { name: "dac_override", bit: 1n },
] as const;

/**
 * The account that PostgreSQL, which refuses to run as root, gets when the caller is root; undefined for any other
 * caller, whose own account it is.
 *
 * `postgres` when the machine has it, else `nobody`: initdb insists on an account with a name. A data directory that
 * already belongs to one of them keeps its owner.
 *
 * @throws when the caller is root and the machine has neither account
 */
export function findServerAccount(existingDataDir: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readAccounts();
  const owner = existsSync(existingDataDir) ? statSync(existingDataDir).uid : 0;
  const account =
    (owner === 0
      ? undefined
      : [...accounts.values()].find((candidate) => candidate.uid === owner)) ??
    accounts.get("postgres") ??
    accounts.get("nobody");
  if (!account) {
    throw new Error(
      "PostgreSQL refuses to run as root, and this machine has no account named postgres or nobody",
    );
  }
  return account;
}

function readAccounts(): Map<string, Account> {
  const accounts = new Map<string, Account>();
  for (const line of readFileSync("/etc/passwd", "utf8").split("\n")) {
    const [name, , uid, gid] = line.split(":");
    if (name && Number(uid) > 0) accounts.set(name, { uid: Number(uid), gid: Number(gid) });
  }
  return accounts;
}

/**
 * Wraps a command so that the server runs as `account` and, on Linux, is told to stop by the kernel when its parent
 * dies, even by SIGKILL.
 *
 * A path that `account` may not traverse (a copy under /root, a `mktemp -d` of root) is made reachable with an ambient
 * capability to search directories, not by loosening the modes of directories that are not ours. The secure bit
 * `no_setuid_fixup` is what lets access(2), with which PostgreSQL looks for its own files, honour that capability.
 *
 * @throws when a path is out of reach and the machine offers no way to it
 */
export function launchAs(
  launch: Launch,
  options: {
    account?: Account | undefined;
    paths: string[];
    parentDeathSignal: "INT" | "TERM" | "KILL";
  },
): Launch {
  const setpriv = findOnPath("setpriv");
  const { account } = options;
  if (process.platform !== "linux" || !setpriv) {
    if (account)
      throw new Error(
        "PostgreSQL refuses to run as root: use another account, or install util-linux",
      );
    return launch;
  }
  const flags = ["--pdeathsig", options.parentDeathSignal];
  if (account) {
    flags.unshift("--reuid", String(account.uid), "--regid", String(account.gid), "--clear-groups");
    const unreachable = options.paths.find((path) => !canTraverse(path, account));
    if (unreachable !== undefined) {
      const capability = findTraversalCapability();
      if (!capability) {
        throw new Error(
          `the account that PostgreSQL runs under (uid ${account.uid}) cannot reach ${unreachable}`,
        );
      }
      flags.push(
        "--securebits",
        "+no_setuid_fixup",
        "--inh-caps",
        `+${capability}`,
        "--ambient-caps",
        `+${capability}`,
      );
    }
  }
  return { command: setpriv, args: [...flags, launch.command, ...launch.args] };
}

/** Whether `account` may search every directory above `path`, going by their modes. */
function canTraverse(path: string, account: Account): boolean {
  for (let directory = dirname(resolve(path)); ; directory = dirname(directory)) {
    const { mode, uid, gid } = statSync(directory);
    const needed =
      uid === account.uid
        ? OWNER_MAY_TRAVERSE
        : gid === account.gid
          ? GROUP_MAY_TRAVERSE
          : OTHERS_MAY_TRAVERSE;
    if ((mode & needed) === 0) return false;
    if (directory === dirname(directory)) return true;
  }
}

function findTraversalCapability(): string | undefined {
  const held = /^CapBnd:\s*([0-9a-f]+)$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
  const capabilities = BigInt(`0x${held ?? "0"}`);
  return TRAVERSAL_CAPABILITIES.find(({ bit }) => (capabilities >> bit) & 1n)?.name;
}

/** Absolute path of a program on PATH, or undefined. */
export function findOnPath(
  program: string,
  path: string = process.env["PATH"] ?? "",
): string | undefined {
  return path
    .split(delimiter)
    .filter((directory) => directory !== "")
    .map((directory) => join(directory, process.platform === "win32" ? `${program}.exe` : program))
    .find((candidate) => existsSync(candidate));
}
