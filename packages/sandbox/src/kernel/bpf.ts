/**
 * Assembler for the classic BPF programs that seccomp runs: a list of rules, the first whose call
 * number matches decides, an action for everything else.
 *
 * Source: `linux/filter.h`, `linux/seccomp.h`. Both supported architectures are little-endian.
 */

/** What the kernel does with a call. */
export type FilterAction = "allow" | "kill" | { errno: number };

/** A condition on one of a call's arguments (`argument` is 0 to 5). */
export type ArgumentCheck =
  | { kind: "equals"; argument: number; value: number }
  /** The low 32 bits hold the calling process's own id, filled in by {@link FilterProgram.pidOffsets}. */
  | { kind: "ownPid"; argument: number }
  /** Every bit of `mask` is set. */
  | { kind: "hasBits"; argument: number; mask: number }
  /** No bit of `mask` is set. */
  | { kind: "lacksBits"; argument: number; mask: number }
  | { kind: "lessThan"; argument: number; value: number }
  /** All 64 bits are zero, as for a NULL pointer. */
  | { kind: "isNull"; argument: number };

export interface FilterRule {
  call: number;
  /** All must hold for `action`; with none, `action` is unconditional. */
  checks?: readonly ArgumentCheck[];
  action: FilterAction;
  /** Taken when a check fails. */
  otherwise?: FilterAction;
}

export interface FilterSpec {
  auditArch: number;
  foreignTableStart: number | null;
  rules: readonly FilterRule[];
  fallback: FilterAction;
}

/** An assembled filter. */
export interface FilterProgram {
  /** `struct sock_filter[]`, 8 bytes each. */
  bytes: Buffer;
  /** Byte offsets of 32-bit words that the child overwrites with its own pid before loading. */
  pidOffsets: number[];
}

const LOAD_WORD = 0x20;
const JUMP_EQUAL = 0x15;
const JUMP_AT_LEAST = 0x35;
const AND_CONSTANT = 0x54;
const RETURN = 0x06;

const RETURN_KILL_PROCESS = 0x80000000;
const RETURN_ALLOW = 0x7fff0000;
const RETURN_ERRNO = 0x00050000;

const OFFSET_OF_CALL = 0;
const OFFSET_OF_ARCH = 4;
const OFFSET_OF_ARGUMENTS = 16;
const BYTES_PER_ARGUMENT = 8;
const BYTES_PER_INSTRUCTION = 8;

interface Instruction {
  code: number;
  jumpIfTrue: number;
  jumpIfFalse: number;
  constant: number;
  isPid?: boolean;
}

function instruction(code: number, constant: number, jumpIfTrue = 0, jumpIfFalse = 0): Instruction {
  return { code, jumpIfTrue, jumpIfFalse, constant };
}

function returnAction(action: FilterAction): Instruction {
  if (action === "allow") return instruction(RETURN, RETURN_ALLOW);
  if (action === "kill") return instruction(RETURN, RETURN_KILL_PROCESS);
  return instruction(RETURN, RETURN_ERRNO | action.errno);
}

/** Emits a check that falls through when it holds and jumps to `failure` (relative) when not. */
function emitCheck(check: ArgumentCheck, otherwise: Instruction): Instruction[] {
  const low = OFFSET_OF_ARGUMENTS + check.argument * BYTES_PER_ARGUMENT;
  switch (check.kind) {
    case "equals":
      return [instruction(LOAD_WORD, low), instruction(JUMP_EQUAL, check.value, 1, 0), otherwise];
    case "ownPid":
      return [
        instruction(LOAD_WORD, low),
        { ...instruction(JUMP_EQUAL, 0, 1, 0), isPid: true },
        otherwise,
      ];
    case "hasBits":
      return [
        instruction(LOAD_WORD, low),
        instruction(AND_CONSTANT, check.mask),
        instruction(JUMP_EQUAL, check.mask, 1, 0),
        otherwise,
      ];
    case "lacksBits":
      return [
        instruction(LOAD_WORD, low),
        instruction(AND_CONSTANT, check.mask),
        instruction(JUMP_EQUAL, 0, 1, 0),
        otherwise,
      ];
    case "lessThan":
      return [
        instruction(LOAD_WORD, low),
        instruction(JUMP_AT_LEAST, check.value, 0, 1),
        otherwise,
      ];
    case "isNull":
      return [
        instruction(LOAD_WORD, low),
        instruction(JUMP_EQUAL, 0, 1, 0),
        otherwise,
        instruction(LOAD_WORD, low + 4),
        instruction(JUMP_EQUAL, 0, 1, 0),
        otherwise,
      ];
  }
}

/** Every path through a rule's body returns, so that the accumulator keeps the call number outside. */
function emitRule(rule: FilterRule, fallback: FilterAction): Instruction[] {
  const otherwise = returnAction(rule.otherwise ?? fallback);
  const body = (rule.checks ?? []).flatMap((check) => emitCheck(check, otherwise));
  body.push(returnAction(rule.action));
  return [instruction(JUMP_EQUAL, rule.call, 0, body.length), ...body];
}

/** Assembles a filter. Foreign architectures and call tables kill the process. */
export function assembleFilter(spec: FilterSpec): FilterProgram {
  const program: Instruction[] = [
    instruction(LOAD_WORD, OFFSET_OF_ARCH),
    instruction(JUMP_EQUAL, spec.auditArch, 1, 0),
    returnAction("kill"),
    instruction(LOAD_WORD, OFFSET_OF_CALL),
  ];
  if (spec.foreignTableStart !== null) {
    program.push(instruction(JUMP_AT_LEAST, spec.foreignTableStart, 0, 1), returnAction("kill"));
  }
  for (const rule of spec.rules) program.push(...emitRule(rule, spec.fallback));
  program.push(returnAction(spec.fallback));

  const bytes = Buffer.alloc(program.length * BYTES_PER_INSTRUCTION);
  const pidOffsets: number[] = [];
  for (const [index, step] of program.entries()) {
    const offset = index * BYTES_PER_INSTRUCTION;
    bytes.writeUInt16LE(step.code, offset);
    bytes.writeUInt8(step.jumpIfTrue, offset + 2);
    bytes.writeUInt8(step.jumpIfFalse, offset + 3);
    bytes.writeUInt32LE(step.constant >>> 0, offset + 4);
    if (step.isPid === true) pidOffsets.push(offset + 4);
  }
  return { bytes, pidOffsets };
}
