import type { Architecture } from "../kernel/architecture.js";

/*
 * The launcher: reads a call list (see `call-list.ts`) from descriptor 3 and makes its system calls,
 * one after the other, until one of them executes the runtime. It stands here as machine code with
 * its assembly beside it, so that neither a compiler nor an assembler is needed to build or to check
 * the executables, and nothing of a runtime has to start before the real one does.
 *
 * Its steps: read eight bytes, the length of the whole list; read the rest; go to the first call. For
 * each call: load number and arguments, make it, store the result where the call says so, compare it
 * with what the call expects. A result that was not expected: write the call's label to descriptor 2
 * and end with the negated result, so that a failed call ends with its errno.
 *
 * To change it: assemble the right-hand columns with GNU as, put what `objdump -d` shows into the
 * left-hand ones (in the order of memory), build, and run `pnpm --filter @workspace/sandbox launchers`.
 */

/** As GNU as reads it with `.intel_syntax noprefix`. */
const X64 = `
                            ; _start:
  41 bc 00 00 60 00         ;   mov r12d, 0x600000
  45 31 ed                  ;   xor r13d, r13d
  41 be 08 00 00 00         ;   mov r14d, 8
                            ; read_more:
  bf 03 00 00 00            ;   mov edi, 3
  4b 8d 34 2c               ;   lea rsi, [r12+r13]
  4c 89 f2                  ;   mov rdx, r14
  4c 29 ea                  ;   sub rdx, r13
  31 c0                     ;   xor eax, eax
  0f 05                     ;   syscall
  48 85 c0                  ;   test rax, rax
  7e 1b                     ;   jle stop
  49 01 c5                  ;   add r13, rax
  4d 39 f5                  ;   cmp r13, r14
  72 e0                     ;   jb read_more
  49 83 fe 08               ;   cmp r14, 8
  75 19                     ;   jne run
  4d 8b 34 24               ;   mov r14, [r12]
  49 81 fe 00 00 08 00      ;   cmp r14, 0x80000
  76 cd                     ;   jbe read_more
                            ; stop:
  bf 01 00 00 00            ;   mov edi, 1
  b8 e7 00 00 00            ;   mov eax, 231
  0f 05                     ;   syscall
                            ; run:
  49 8b 5c 24 08            ;   mov rbx, [r12+8]
                            ; next:
  48 8b 03                  ;   mov rax, [rbx]
  48 8b 7b 08               ;   mov rdi, [rbx+8]
  48 8b 73 10               ;   mov rsi, [rbx+16]
  48 8b 53 18               ;   mov rdx, [rbx+24]
  4c 8b 53 20               ;   mov r10, [rbx+32]
  4c 8b 43 28               ;   mov r8, [rbx+40]
  4c 8b 4b 30               ;   mov r9, [rbx+48]
  0f 05                     ;   syscall
  48 8b 4b 38               ;   mov rcx, [rbx+56]
  48 85 c9                  ;   test rcx, rcx
  74 02                     ;   je check
  89 01                     ;   mov [rcx], eax
                            ; check:
  48 8b 4b 40               ;   mov rcx, [rbx+64]
  48 85 c9                  ;   test rcx, rcx
  74 12                     ;   je done
  48 83 e9 02               ;   sub rcx, 2
  72 07                     ;   jb not_negative
  48 39 c8                  ;   cmp rax, rcx
  75 0d                     ;   jne fail
  eb 05                     ;   jmp done
                            ; not_negative:
  48 85 c0                  ;   test rax, rax
  78 06                     ;   js fail
                            ; done:
  48 83 c3 58               ;   add rbx, 88
  eb b7                     ;   jmp next
                            ; fail:
  49 89 c7                  ;   mov r15, rax
  bf 02 00 00 00            ;   mov edi, 2
  48 8b 73 48               ;   mov rsi, [rbx+72]
  48 8b 53 50               ;   mov rdx, [rbx+80]
  b8 01 00 00 00            ;   mov eax, 1
  0f 05                     ;   syscall
  44 89 ff                  ;   mov edi, r15d
  f7 df                     ;   neg edi
  b8 e7 00 00 00            ;   mov eax, 231
  0f 05                     ;   syscall
`;

const ARM64 = `
                            ; _start:
  14 0c a0 d2               ;   movz x20, #0x60, lsl #16
  15 00 80 d2               ;   mov x21, #0
  16 01 80 d2               ;   mov x22, #8
                            ; read_more:
  60 00 80 d2               ;   mov x0, #3
  81 02 15 8b               ;   add x1, x20, x21
  c2 02 15 cb               ;   sub x2, x22, x21
  e8 07 80 d2               ;   mov x8, #63
  01 00 00 d4               ;   svc #0
  1f 00 00 f1               ;   cmp x0, #0
  2d 01 00 54               ;   b.le stop
  b5 02 00 8b               ;   add x21, x21, x0
  bf 02 16 eb               ;   cmp x21, x22
  e3 fe ff 54               ;   b.lo read_more
  df 22 00 f1               ;   cmp x22, #8
  e1 00 00 54               ;   b.ne run
  96 02 40 f9               ;   ldr x22, [x20]
  df 02 42 f1               ;   cmp x22, #128, lsl #12
  49 fe ff 54               ;   b.ls read_more
                            ; stop:
  20 00 80 d2               ;   mov x0, #1
  c8 0b 80 d2               ;   mov x8, #94
  01 00 00 d4               ;   svc #0
                            ; run:
  93 06 40 f9               ;   ldr x19, [x20, #8]
                            ; next:
  68 02 40 f9               ;   ldr x8, [x19]
  60 86 40 a9               ;   ldp x0, x1, [x19, #8]
  62 8e 41 a9               ;   ldp x2, x3, [x19, #24]
  64 96 42 a9               ;   ldp x4, x5, [x19, #40]
  01 00 00 d4               ;   svc #0
  69 1e 40 f9               ;   ldr x9, [x19, #56]
  49 00 00 b4               ;   cbz x9, check
  20 01 00 b9               ;   str w0, [x9]
                            ; check:
  69 22 40 f9               ;   ldr x9, [x19, #64]
  e9 00 00 b4               ;   cbz x9, done
  29 09 00 f1               ;   subs x9, x9, #2
  83 00 00 54               ;   b.lo not_negative
  1f 00 09 eb               ;   cmp x0, x9
  a1 00 00 54               ;   b.ne fail
  02 00 00 14               ;   b done
                            ; not_negative:
  60 00 f8 b7               ;   tbnz x0, #63, fail
                            ; done:
  73 62 01 91               ;   add x19, x19, #88
  ef ff ff 17               ;   b next
                            ; fail:
  f7 03 00 aa               ;   mov x23, x0
  40 00 80 d2               ;   mov x0, #2
  61 26 40 f9               ;   ldr x1, [x19, #72]
  62 2a 40 f9               ;   ldr x2, [x19, #80]
  08 08 80 d2               ;   mov x8, #64
  01 00 00 d4               ;   svc #0
  e0 03 17 4b               ;   neg w0, w23
  c8 0b 80 d2               ;   mov x8, #94
  01 00 00 d4               ;   svc #0
`;

/** @param listing bytes in hexadecimal, a semicolon, and what they mean, on each line */
function assemble(listing: string): Buffer {
  const columns = listing.split("\n").map((line) => line.split(";")[0] ?? "");
  return Buffer.from(columns.join("").replaceAll(" ", ""), "hex");
}

/** The launcher's instructions, the first to be executed first. They work at any address. */
export function launcherCode(architecture: Architecture): Buffer {
  return assemble(architecture.name === "x64" ? X64 : ARM64);
}
