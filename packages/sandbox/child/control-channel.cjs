// @ts-check
"use strict";
/**
 * The child's end of the control channel (descriptor 3). What it says before the program starts
 * is the harness speaking; afterwards the program could write here too, so that the parent takes
 * the goodbye as no more than a hint to look at its own figures.
 *
 * @typedef {{ name: string, content: string }} SourceFile
 * @typedef {{ files: SourceFile[], args: string[] }} Program the first file is the one to start with
 */
const fs = require("node:fs");

const CONTROL_DESCRIPTOR = 3;
const LENGTH_BYTES = 4;
const TIMESTAMP_BYTES = 8;
const USAGE_BYTES = 1 + 3 * 8;
const BYTES_PER_KIBIBYTE = 1024;

/** @param {Buffer} target */
function readFully(target) {
  let filled = 0;
  while (filled < target.length) {
    const count = fs.readSync(CONTROL_DESCRIPTOR, target, filled, target.length - filled, null);
    if (count === 0) return false;
    filled += count;
  }
  return true;
}

/**
 * Waits for the program: a 32-bit little-endian length, then JSON. Says that it has come.
 * @returns {Program | null} null when the parent has gone or needs this child no longer
 */
function receiveProgram() {
  const header = Buffer.alloc(LENGTH_BYTES);
  if (!readFully(header)) return null;
  const body = Buffer.alloc(header.readUInt32LE(0));
  if (!readFully(body)) return null;
  fs.writeSync(CONTROL_DESCRIPTOR, "P");
  return JSON.parse(body.toString("utf8"));
}

/** Locked and waiting for code. */
function sayReady() {
  fs.writeSync(CONTROL_DESCRIPTOR, "R");
}

/**
 * The program compiled and begins, by the clock that parent and child share.
 * @param {bigint} [atNs] now by default
 */
function sayStarted(atNs = process.hrtime.bigint()) {
  const message = Buffer.alloc(1 + TIMESTAMP_BYTES);
  message.write("S");
  message.writeBigInt64LE(atNs, 1);
  fs.writeSync(CONTROL_DESCRIPTOR, message);
}

/**
 * What this process uses, all threads together: for parents whose kernel does not tell them. They
 * believe it only of harnesses that let no program near this channel.
 */
function sayUsage() {
  const { user, system } = process.cpuUsage();
  const peakBytes = process.resourceUsage().maxRSS * BYTES_PER_KIBIBYTE;
  const message = Buffer.alloc(USAGE_BYTES);
  message.write("U");
  message.writeBigInt64LE(BigInt(user + system), 1);
  message.writeBigInt64LE(BigInt(process.memoryUsage.rss()), 9);
  message.writeBigInt64LE(BigInt(peakBytes), 17);
  fs.writeSync(CONTROL_DESCRIPTOR, message);
}

/** The program does not compile. */
function sayCompileError(/** @type {string} */ message) {
  fs.writeSync(CONTROL_DESCRIPTOR, `C${message}`);
}

/**
 * The program is over, with this exit status. The parent ends the process: by itself it would
 * first wait for V8's compilers.
 * @param {number} exitCode
 */
function sayOver(exitCode) {
  fs.writeSync(CONTROL_DESCRIPTOR, Buffer.from(["G".charCodeAt(0), exitCode]));
  fs.readSync(CONTROL_DESCRIPTOR, Buffer.alloc(1), 0, 1, null);
}

/** The program is over: waits until the parent has read this process's CPU time and memory. */
function sayGoodbye() {
  try {
    fs.writeSync(CONTROL_DESCRIPTOR, "G");
    fs.readSync(CONTROL_DESCRIPTOR, Buffer.alloc(1), 0, 1, null);
  } catch {
    // The program may have closed the channel: it only loses precision.
  }
}

module.exports = {
  receiveProgram,
  sayReady,
  sayStarted,
  sayUsage,
  sayCompileError,
  sayOver,
  sayGoodbye,
};
