// @ts-check
"use strict";

const UNLIMITED = 0xffffffffffffffffn;
const BYTES_PER_RLIMIT = 16;

/**
 * Sets resource limits, never above what this process was given itself.
 * @param {ReturnType<typeof import('./libc.cjs').openLibc>} libc
 * @param {{ resource: number, soft: number, hard: number }[]} limits
 */
function applyRlimits({ library, check }, limits) {
  const getrlimit = library.func("int getrlimit(int, uint8*)");
  const setrlimit = library.func("int setrlimit(int, uint8*)");
  for (const { resource, soft, hard } of limits) {
    const limit = Buffer.alloc(BYTES_PER_RLIMIT);
    check(`getrlimit ${resource}`, getrlimit(resource, limit));
    const ceiling = limit.readBigUInt64LE(8);
    /** @param {number} value */
    const clamp = (value) =>
      ceiling !== UNLIMITED && BigInt(value) > ceiling ? ceiling : BigInt(value);
    limit.writeBigUInt64LE(clamp(soft), 0);
    limit.writeBigUInt64LE(clamp(hard), 8);
    check(`setrlimit ${resource}`, setrlimit(resource, limit));
  }
}

module.exports = { applyRlimits };
