import { readFileSync } from "node:fs";

/** An unprivileged user that exists for one child at a time. */
export interface Identity {
  uid: number;
  gid: number;
}

const CAP_SETGID = 6n;
const CAP_SETUID = 7n;

/** Between systemd's ranges and below Debian's reserved ids; no account is expected there. */
const DEFAULT_FIRST_UID = 60_800;

/** Whether this process may become somebody else: root with the capabilities for it. */
export function canChangeIdentity(): boolean {
  try {
    const status = readFileSync("/proc/self/status", "utf8");
    const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1];
    if (effective === undefined) return false;
    const capabilities = BigInt(`0x${effective}`);
    return ((capabilities >> CAP_SETUID) & 1n) === 1n && ((capabilities >> CAP_SETGID) & 1n) === 1n;
  } catch {
    return false;
  }
}

/**
 * Hands out one user id per living child, so that children can never reach each other through a
 * common user. Without the right to change identity, children keep the parent's.
 */
export class IdentityPool {
  readonly #inUse = new Set<number>();
  readonly #firstUid: number | null;

  constructor(firstUid: number = DEFAULT_FIRST_UID) {
    this.#firstUid = canChangeIdentity() ? firstUid : null;
  }

  get isActive(): boolean {
    return this.#firstUid !== null;
  }

  acquire(): Identity | null {
    if (this.#firstUid === null) return null;
    let uid = this.#firstUid;
    while (this.#inUse.has(uid)) uid += 1;
    this.#inUse.add(uid);
    return { uid, gid: uid };
  }

  release(identity: Identity | null): void {
    if (identity !== null) this.#inUse.delete(identity.uid);
  }
}
