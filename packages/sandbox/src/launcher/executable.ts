import type { Architecture } from "../kernel/architecture.js";
import { BUFFER_ADDRESS, BUFFER_BYTES } from "./call-list.js";
import { launcherCode } from "./machine-code.js";

/*
 * The smallest static executable: one segment with the code, one for the call list, no libraries.
 *
 * Source: elf(5). Both supported architectures are 64-bit and little-endian.
 */

const MACHINES = { x64: 62, arm64: 183 } as const;
const CODE_ADDRESS = 0x400000;
/** The largest that arm64 has. */
const PAGE_BYTES = 0x10000;
const HEADER_BYTES = 64;
const SEGMENT_BYTES = 56;
const SEGMENTS = 3;
const CODE_OFFSET = HEADER_BYTES + SEGMENTS * SEGMENT_BYTES;

const TYPE_EXECUTABLE = 2;
const VERSION = 1;
const SEGMENT_LOAD = 1;
const SEGMENT_STACK = 0x6474e551;
const EXECUTE = 1;
const WRITE = 2;
const READ = 4;

interface Segment {
  type: number;
  flags: number;
  address: number;
  fileBytes: number;
  memoryBytes: number;
}

function encodeHeader(machine: number): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  // The magic number, 64 bits, little-endian, version 1.
  Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]).copy(header);
  header.writeUInt16LE(TYPE_EXECUTABLE, 16);
  header.writeUInt16LE(machine, 18);
  header.writeUInt32LE(VERSION, 20);
  header.writeBigUInt64LE(BigInt(CODE_ADDRESS + CODE_OFFSET), 24);
  header.writeBigUInt64LE(BigInt(HEADER_BYTES), 32);
  header.writeUInt16LE(HEADER_BYTES, 52);
  header.writeUInt16LE(SEGMENT_BYTES, 54);
  header.writeUInt16LE(SEGMENTS, 56);
  return header;
}

function encodeSegment({ type, flags, address, fileBytes, memoryBytes }: Segment): Buffer {
  const segment = Buffer.alloc(SEGMENT_BYTES);
  segment.writeUInt32LE(type, 0);
  segment.writeUInt32LE(flags, 4);
  // Each begins at the file's first byte, if it has any there.
  segment.writeBigUInt64LE(0n, 8);
  segment.writeBigUInt64LE(BigInt(address), 16);
  segment.writeBigUInt64LE(BigInt(address), 24);
  segment.writeBigUInt64LE(BigInt(fileBytes), 32);
  segment.writeBigUInt64LE(BigInt(memoryBytes), 40);
  segment.writeBigUInt64LE(BigInt(PAGE_BYTES), 48);
  return segment;
}

/** Builds the launcher of an architecture; the results lie in the child folder. */
export function buildExecutable(architecture: Architecture): Buffer {
  const code = launcherCode(architecture);
  const totalBytes = CODE_OFFSET + code.length;
  const empty = { fileBytes: 0, memoryBytes: 0, address: 0 };
  return Buffer.concat([
    encodeHeader(MACHINES[architecture.name]),
    encodeSegment({
      type: SEGMENT_LOAD,
      flags: READ | EXECUTE,
      address: CODE_ADDRESS,
      fileBytes: totalBytes,
      memoryBytes: totalBytes,
    }),
    encodeSegment({
      ...empty,
      type: SEGMENT_LOAD,
      flags: READ | WRITE,
      address: BUFFER_ADDRESS,
      memoryBytes: BUFFER_BYTES,
    }),
    // Says that the stack is not to be executable.
    encodeSegment({ ...empty, type: SEGMENT_STACK, flags: READ | WRITE }),
    code,
  ]);
}
