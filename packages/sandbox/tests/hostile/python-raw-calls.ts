import { RAW_CALLS } from "./raw-calls.js";
import {
  BRIEF,
  ENDLESS,
  HUNGRY,
  programs,
  PYTHON_PRELUDE,
  type HostileProgram,
} from "./program.js";
import { REFUSED_NUMBERS } from "./syscall-numbers.js";

/** Raw calls in Python, which any program of the host's interpreter can make. */
const PRELUDE = `${PYTHON_PRELUDE}
import ctypes, re
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
def resolve(argument):
    if isinstance(argument, list):
        return ctypes.create_string_buffer(bytes(argument), len(argument))
    if isinstance(argument, int):
        return ctypes.c_long(argument)
    if argument == "$parent":
        return ctypes.c_long(os.getppid())
    if argument == "$self":
        return ctypes.c_long(os.getpid())
    kind, _, name = argument.partition(":")
    if kind == "$address":
        return resolve(list(bytes.fromhex(canary["addresses"][name])))
    if kind == "$length":
        return ctypes.c_long(len(canary["addresses"][name]) // 2)
    return ctypes.c_char_p(re.sub(r"^\\$(file|folder)", lambda match: canary[match[1]], argument).encode())
def raw(name, *args):
    number = canary["calls"].get(name)
    return -1 if number is None else libc.syscall(ctypes.c_long(number), *map(resolve, args))
def map_memory(length, protection, flags):
    return ctypes.c_ssize_t(libc.mmap(None, length, protection, flags, -1, 0)).value
def machine(*code):
    at = map_memory(4096, 7, 0x22)
    ctypes.memmove(at, bytes(code), len(code))
    return ctypes.CFUNCTYPE(ctypes.c_long)(at)
`;

const raw = { language: "python", prelude: PRELUDE } as const;

/** The same calls as JavaScript makes that has escaped. */
const GROUPS = programs(
  // To the end, so that none of the calls can have gone unmade.
  { ...raw, ends: [null] },
  Object.fromEntries(
    Object.entries(RAW_CALLS).map(([name, calls]) => [
      `${name} by raw calls`,
      `
for name, *args in json.loads(${JSON.stringify(JSON.stringify(calls))}):
    result = raw(name, *args)
    if result == 0 and re.search("fork|clone", name):
        os.execv("/bin/sleep", ["sleep", canary["marker"]])
    if result >= 0:
        print("BREACH", name, args, result)
print("tried all")
`,
    ]),
  ),
);

const OTHERS = [
  ...programs(raw, {
    "makes every other call there is": `
import errno
refusals = {errno.EPERM, errno.ENOENT, errno.ENOSYS, errno.EAGAIN, errno.ENOTTY, errno.EROFS}
for number in ${JSON.stringify(REFUSED_NUMBERS)}:
    result = libc.syscall(ctypes.c_long(number), *[ctypes.c_long(0)] * 6)
    if result >= 0 or ctypes.get_errno() not in refusals:
        print("BREACH", number, result, ctypes.get_errno())
print("tried all")
`,
    "makes namespaces with its threads": `
for flags in (0x7e010f00, 0x20010f00, 0x40010f00, 0x10010f00, 0x11f00, 0x18f00, 0x14f00, 0x12f00):
    if raw("clone", flags, 0, 0, 0, 0) >= 0:
        print("BREACH", hex(flags))
`,
    "maps memory that is not counted": `
for flags in (0x21, 0x23, 0x122, 0x40022, 0x60022, 0x123, 0x40021):
    if map_memory(1 << 20, 3, flags) != -1:
        print("BREACH mapped", hex(flags))
`,
    "asks for huge pages, of which it could keep a piece": `
at = map_memory(4 << 20, 3, 0x22)
for advice in (12, 14, 25):
    if libc.madvise(ctypes.c_void_p(at), ctypes.c_size_t(4 << 20), advice) == 0:
        print("BREACH advised", advice)
`,
    "calls the C library": `
libc.getenv.restype = ctypes.c_char_p
print(libc.getenv(b"SANDBOX_CANARY"), libc.system(b"touch " + canary["folder"].encode() + b"/system"), libc.daemon(0, 0))
attempt(lambda: ctypes.CDLL("libm.so.6") and None, lambda: libc.shm_open(b"/" + canary["marker"].encode(), 66, 438) >= 0 and "BREACH shared" or None)
`,
  }),
  ...programs(
    { ...raw, ends: ["RUNTIME_ERROR"] },
    {
      "uses the call table of x32": `
libc.syscall(ctypes.c_long(0x40000000 + 57))
print("BREACH x32")
`,
      // mov eax, 2 (fork); int 0x80; ret
      "enters the kernel as a program of 32 bits": `
machine(0xb8, 2, 0, 0, 0, 0xcd, 0x80, 0xc3)()
print("BREACH int 0x80")
`,
      "floods with threads": `
# Each sleeps for ever in a stack of a page: mov eax, 34 (pause); syscall; jmp back
code = map_memory(4096, 7, 0x22)
text = bytes([0xb8, 35, 0, 0, 0, 0x48, 0xbf]) + (code + 2048).to_bytes(8, "little") + bytes([0x31, 0xf6, 0x0f, 0x05, 0xeb, 0xe9])
ctypes.memmove(code, text, len(text))
ctypes.memmove(code + 2048, (10**6).to_bytes(8, "little") * 2, 16)
stacks = map_memory(64 << 20, 3, 0x22)
# clone(flags, stack); in the child: jmp code
for index in range(16000):
    top = stacks + 4096 * (index + 1)
    start = bytes([0xb8, 56, 0, 0, 0, 0xbf]) + (0x50f00 | 0x10000).to_bytes(4, "little") + bytes([0x48, 0xbe]) + top.to_bytes(8, "little") + bytes([0x31, 0xd2, 0x4d, 0x31, 0xd2, 0x4d, 0x31, 0xc0, 0x0f, 0x05, 0x85, 0xc0, 0x74, 0x03, 0x48, 0x98, 0xc3, 0x48, 0xb8]) + code.to_bytes(8, "little") + bytes([0xff, 0xe0])
    if machine(*start)() < 0:
        break
sys.exit(1)
`,
    },
  ),
  ...programs(
    { ...raw, ends: HUNGRY },
    {
      "fills page tables": `
size = 1 << 42
at = map_memory(size, 1, 0x4022)
if at == -1:
    sys.exit(1)
libc.madvise(ctypes.c_void_p(at), ctypes.c_size_t(size), 15)
for offset in range(0, size, 2 << 20):
    ctypes.c_ubyte.from_address(at + offset).value
print("BREACH filled")
`,
      "maps shared memory without end": `
while True:
    at = map_memory(16 << 20, 3, 0x8021)
    if at == -1:
        sys.exit(1)
`,
      "raises its break without end": `
libc.sbrk.restype = ctypes.c_void_p
while True:
    at = libc.sbrk(ctypes.c_long(16 << 20))
    if at in (None, 2 ** 64 - 1):
        sys.exit(1)
    ctypes.memset(at, 1, 16 << 20)
`,
    },
  ),
  ...programs(
    { ...raw, ends: [...ENDLESS, "RUNTIME_ERROR"], limits: BRIEF },
    {
      "ends its first thread and lives on": `
import threading
def again():
    while True:
        pass
threading.Thread(target=again).start()
raw("exit", 0)
`,
    },
  ),
];

export const PYTHON_RAW_CALLS: HostileProgram[] = [...GROUPS, ...OTHERS];
