// @ts-check
"use strict";
const fs = require("node:fs");

const LANDLOCK_CREATE_RULESET = 444;
const LANDLOCK_ADD_RULE = 445;
const LANDLOCK_RESTRICT_SELF = 446;
const CREATE_RULESET_VERSION = 1;
const RULE_PATH_BENEATH = 1;

const EXECUTE = 0x1;
const READ_FILE = 0x4;
const READ_DIR = 0x8;
const O_PATH = 0o10000000;

/**
 * File rights that each ABI version knows; whatever is handled and not granted is refused.
 * @param {number} abi
 */
function handledFileRights(abi) {
  if (abi >= 5) return 0xffff;
  if (abi >= 3) return 0x7fff;
  if (abi >= 2) return 0x3fff;
  return 0x1fff;
}

/** @param {number} abi */
function encodeRuleset(abi) {
  const attributes = Buffer.alloc(24);
  attributes.writeBigUInt64LE(BigInt(handledFileRights(abi)), 0);
  // TCP bind and connect.
  if (abi >= 4) attributes.writeBigUInt64LE(3n, 8);
  // Abstract UNIX sockets and signals to processes outside.
  if (abi >= 6) attributes.writeBigUInt64LE(3n, 16);
  const size = abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
  return attributes.subarray(0, size);
}

/**
 * Restricts this process and all that it executes to reading the given paths.
 * @param {ReturnType<typeof import('./libc.cjs').openLibc>} libc
 * @param {string[]} readablePaths missing ones are skipped
 * @returns {number} the ABI version, 0 when the kernel has no Landlock and nothing was restricted
 */
function applyLandlock({ library, check }, readablePaths) {
  const call = library.func("syscall", "long", ["long", "uint8*", "ulong", "ulong", "ulong"]);
  const addRule = library.func("syscall", "long", ["long", "long", "ulong", "uint8*", "ulong"]);
  const restrict = library.func("syscall", "long", ["long", "long", "ulong"]);

  const abi = Number(call(LANDLOCK_CREATE_RULESET, null, 0, CREATE_RULESET_VERSION, 0));
  if (abi < 1) return 0;
  const attributes = encodeRuleset(abi);
  const ruleset = Number(call(LANDLOCK_CREATE_RULESET, attributes, attributes.length, 0, 0));
  check("landlock_create_ruleset", ruleset);

  for (const path of readablePaths) {
    let descriptor;
    try {
      descriptor = fs.openSync(path, O_PATH);
    } catch {
      continue;
    }
    const isDirectory = fs.fstatSync(descriptor).isDirectory();
    const rule = Buffer.alloc(12);
    rule.writeBigUInt64LE(BigInt(EXECUTE | READ_FILE | (isDirectory ? READ_DIR : 0)), 0);
    rule.writeInt32LE(descriptor, 8);
    check(
      `landlock_add_rule ${path}`,
      addRule(LANDLOCK_ADD_RULE, ruleset, RULE_PATH_BENEATH, rule, 0),
    );
    fs.closeSync(descriptor);
  }
  check("landlock_restrict_self", restrict(LANDLOCK_RESTRICT_SELF, ruleset, 0));
  fs.closeSync(ruleset);
  return abi;
}

module.exports = { applyLandlock };
