/**
 * Landlock rules as bytes for the launcher. Nothing is writable, no TCP, and only the files that a
 * runtime loads can be opened.
 *
 * Source: `linux/landlock.h`; what an ABI version handles is in the kernel's
 * `Documentation/userspace-api/landlock.rst`.
 */

/** The same numbers on every architecture. */
export const LANDLOCK_CALLS = { createRuleset: 444, addRule: 445, restrictSelf: 446 } as const;
/** A flag of the first, which then answers with the ABI version. */
export const LANDLOCK_CREATE_RULESET_VERSION = 1;
export const LANDLOCK_RULE_PATH_BENEATH = 1;

const EXECUTE = 0x1;
const READ_FILE = 0x4;
const READ_DIR = 0x8;

/** File rights that each ABI version knows; whatever is handled and not granted is refused. */
function handledFileRights(abi: number): number {
  if (abi >= 5) return 0xffff;
  if (abi >= 3) return 0x7fff;
  if (abi >= 2) return 0x3fff;
  return 0x1fff;
}

/** `struct landlock_ruleset_attr`, as long as the ABI version has it. */
export function encodeRuleset(abi: number): Buffer {
  const attributes = Buffer.alloc(24);
  attributes.writeBigUInt64LE(BigInt(handledFileRights(abi)), 0);
  // TCP bind and connect.
  if (abi >= 4) attributes.writeBigUInt64LE(3n, 8);
  // Abstract UNIX sockets and signals to processes outside.
  if (abi >= 6) attributes.writeBigUInt64LE(3n, 16);
  return attributes.subarray(0, abi >= 6 ? 24 : abi >= 4 ? 16 : 8);
}

/** `struct landlock_path_beneath_attr`: reading and executing below an open file or folder. */
export function encodeReadableBeneath(descriptor: number, isFolder: boolean): Buffer {
  const rule = Buffer.alloc(12);
  rule.writeBigUInt64LE(BigInt(EXECUTE | READ_FILE | (isFolder ? READ_DIR : 0)), 0);
  rule.writeInt32LE(descriptor, 8);
  return rule;
}
