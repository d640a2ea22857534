// @ts-check
"use strict";
/**
 * The C library of the running process, called through koffi's native module.
 *
 * @typedef {{ bytes: string, pidOffsets: number[] }} EncodedFilter  base64 of `struct sock_filter[]`
 */

const PR_SET_PDEATHSIG = 1;
const PR_SET_DUMPABLE = 4;
const SIGKILL = 9;
const SECCOMP_SET_MODE_FILTER = 1;
const SECCOMP_FILTER_FLAG_TSYNC = 1;
const BYTES_PER_INSTRUCTION = 8;

/**
 * @param {string} koffiPath absolute path of `koffi.node`; its JavaScript wrapper is not needed
 */
function openLibc(koffiPath) {
  const koffi = require(koffiPath);
  const library = koffi.load(null);
  const prctl = library.func("int prctl(int, ulong, ulong, ulong, ulong)");
  const program = koffi.struct({ length: "uint16", filter: "uint8*" });
  const seccomp = library.func("syscall", "long", [
    "long",
    "ulong",
    "ulong",
    koffi.pointer(program),
  ]);

  /**
   * @param {string} what
   * @param {number | bigint} status
   */
  function check(what, status) {
    if (Number(status) < 0) throw new Error(`${what} failed with errno ${koffi.errno()}`);
  }

  return {
    library,
    check,

    /** The kernel kills this process when its parent dies. A change of uid clears it. */
    dieWithParent() {
      check("prctl(PR_SET_PDEATHSIG)", prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0));
    },

    /** Processes of the same user can no longer look into or trace this one. */
    forbidTracing() {
      check("prctl(PR_SET_DUMPABLE)", prctl(PR_SET_DUMPABLE, 0, 0, 0, 0));
    },

    /**
     * Loads a seccomp filter into all threads of this process, for good.
     * @param {number} seccompCall number of `seccomp(2)`
     * @param {EncodedFilter} encoded
     */
    loadFilter(seccompCall, encoded) {
      const filter = Buffer.from(encoded.bytes, "base64");
      for (const offset of encoded.pidOffsets) filter.writeUInt32LE(process.pid, offset);
      const length = filter.length / BYTES_PER_INSTRUCTION;
      const status = Number(
        seccomp(seccompCall, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, {
          length,
          filter,
        }),
      );
      check("seccomp", status);
      // A positive answer is the id of a thread that could not be brought under the filter.
      if (status > 0) throw new Error(`seccomp left thread ${status} outside`);
    },
  };
}

module.exports = { openLibc };
