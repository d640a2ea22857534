import {
  AMPLE,
  BRIEF,
  ENDLESS,
  HUNGRY,
  programs,
  PYTHON_PRELUDE,
  type HostileProgram,
} from "./program.js";

const common = { language: "python", prelude: PYTHON_PRELUDE } as const;

const FILES = programs(common, {
  "reads a file": `print(open(canary["file"]).read())`,
  "reads a file through every door of os": `
import io, mmap
attempt(
    lambda: os.read(os.open(canary["file"], os.O_RDONLY), 100),
    lambda: io.FileIO(canary["file"]).read(),
    lambda: io.open_code(canary["file"]).read(),
    lambda: __import__("codecs").open(canary["file"]).read(),
    lambda: __import__("fileinput").input(canary["file"]).readline(),
    lambda: __import__("linecache").getline(canary["file"], 1),
    lambda: __import__("pathlib").Path(canary["file"]).read_text(),
    lambda: __import__("runpy").run_path(canary["file"]),
    lambda: __import__("tokenize").open(canary["file"]).read(),
    lambda: __import__("zipimport").zipimporter(canary["file"]),
    lambda: __import__("sqlite3").connect(canary["folder"] + "/database").execute("create table t(a)"),
    lambda: __import__("dbm").open(canary["folder"] + "/dbm", "c"),
    lambda: __import__("shelve").open(canary["folder"] + "/shelf"),
    lambda: __import__("logging").FileHandler(canary["folder"] + "/log"),
)
`,
  "imports a file": `
import importlib.util
spec = importlib.util.spec_from_file_location("stolen", canary["file"])
spec.loader.exec_module(importlib.util.module_from_spec(spec))
`,
  "puts a folder on the path": `
sys.path.insert(0, canary["folder"])
sys.meta_path.append(__import__("importlib.machinery").machinery.PathFinder)
sys.path_importer_cache.clear()
attempt(lambda: __import__("secret"), lambda: __import__("site").addsitedir(canary["folder"]))
`,
  "lists folders": `attempt(lambda: os.listdir(canary["folder"]), lambda: list(os.walk("/proc")) or None, lambda: os.scandir("/").__next__())`,
  "writes where everybody may": `
import tempfile
for folder in (canary["folder"], "/tmp", "/dev/shm", "/var/tmp", ".", "/run"):
    attempt(
        lambda: "BREACH wrote " + folder if open(folder + "/" + canary["marker"], "w") else None,
        lambda: "BREACH made " + os.mkdir(folder + "/" + canary["marker"]),
        lambda: "BREACH made " + tempfile.mkdtemp(dir=folder, prefix=canary["marker"]),
    )
attempt(lambda: tempfile.TemporaryFile(dir=canary["folder"]))
`,
  "removes, renames and links files": `
attempt(
    lambda: os.unlink(canary["file"]),
    lambda: os.rename(canary["file"], canary["folder"] + "/moved"),
    lambda: os.link(canary["file"], canary["folder"] + "/linked"),
    lambda: os.symlink(canary["file"], canary["folder"] + "/symlinked"),
    lambda: os.mkdir(canary["folder"] + "/made"),
    lambda: os.mkfifo(canary["folder"] + "/fifo"),
    lambda: os.mknod(canary["folder"] + "/node"),
    lambda: os.chmod(canary["file"], 0),
    lambda: os.chown(canary["file"], 1, 1),
    lambda: os.utime(canary["file"], (1, 1)),
    lambda: os.truncate(canary["file"], 0),
    lambda: os.setxattr(canary["file"], "user.x", b"x"),
    lambda: os.remove(canary["unixPath"]),
    lambda: __import__("shutil").rmtree(canary["folder"]),
    lambda: __import__("shutil").copy(canary["file"], canary["folder"] + "/copied"),
)
`,
  "opens every descriptor number": `
for fd in range(3, 1100):
    attempt(lambda: os.write(fd, b"junk") and None, lambda: os.read(fd, 10) if fd > 3 else None, lambda: os.ftruncate(fd, 0), lambda: os.sendfile(1, fd, 0, 100) and None)
`,
  "opens devices and memory": `
for path in ("/dev/mem", "/proc/self/mem", f"/proc/{os.getppid()}/mem", "/dev/kmsg", "/dev/tty", "/dev/ptmx", "/dev/fuse", "/dev/kvm", "/proc/sysrq-trigger", "/dev/net/tun"):
    attempt(lambda: f"BREACH opened {path} {os.open(path, os.O_RDONLY)}", lambda: f"BREACH opened {path} {os.open(path, os.O_WRONLY)}")
`,
});

const NETWORK = programs(common, {
  "connects to TCP and UDP": `
import socket
attempt(
    lambda: socket.create_connection(("127.0.0.1", canary["tcpPort"]), 1),
    lambda: socket.create_connection(("::1", canary["tcp6Port"]), 1),
    lambda: socket.create_connection(("localhost", canary["tcpPort"]), 1),
    lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", canary["udpPort"])),
    lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM).sendto(b"x", ("::1", canary["udp6Port"])),
)
`,
  "connects to UNIX sockets": `
import socket
attempt(
    lambda: socket.socket(socket.AF_UNIX).connect(canary["unixPath"]),
    lambda: socket.socket(socket.AF_UNIX).connect("\\0" + canary["abstractName"]),
    lambda: socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b"x", canary["unixPath"]),
    lambda: socket.socketpair() and "BREACH made a pair",
)
`,
  "makes sockets of every family": `
import socket
for family in range(0, 64):
    for kind in (1, 2, 3, 5):
        attempt(lambda: f"BREACH socket {family} {kind} {socket.socket(family, kind)}")
`,
  "takes its own descriptors for sockets": `
import socket, array
for fd in range(0, 8):
    attempt(
        lambda: socket.socket(fileno=fd).sendto(b"x", canary["unixPath"]),
        lambda: socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, fileno=fd).connect(canary["unixPath"]),
        lambda: socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, fileno=fd).sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0]))]) and "BREACH passed a descriptor",
        lambda: socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, fileno=fd).recvmsg(10, 100, socket.MSG_DONTWAIT) and "BREACH received",
        lambda: socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, fileno=fd).getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12) and "BREACH asked for its peer",
        lambda: socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, fileno=fd).shutdown(2) or "BREACH shut down",
    )
`,
  fetches: `
import urllib.request, http.client, ftplib, smtplib
for url in (f"http://127.0.0.1:{canary['tcpPort']}", f"http://[::1]:{canary['tcp6Port']}", "file://" + canary["file"], f"ftp://127.0.0.1:{canary['tcpPort']}"):
    attempt(lambda: urllib.request.urlopen(url, timeout=1).read())
attempt(lambda: http.client.HTTPConnection("127.0.0.1", canary["tcpPort"], timeout=1).request("GET", "/"), lambda: smtplib.SMTP("127.0.0.1", canary["tcpPort"], timeout=1))
`,
  "serves with asyncio": `
import asyncio
async def main():
    for make in (lambda: asyncio.open_connection("127.0.0.1", canary["tcpPort"]), lambda: asyncio.open_unix_connection(canary["unixPath"]), lambda: asyncio.start_server(print, "127.0.0.1", 0), lambda: asyncio.create_subprocess_exec("/usr/bin/touch", canary["folder"] + "/async")):
        try:
            made = await make()
            # A server without a socket is none.
            if getattr(made, "sockets", True):
                print("BREACH asyncio", made)
        except BaseException:
            pass
asyncio.run(main())
`,
});

const PROCESSES = programs(common, {
  "reads the environment of itself and its parent": `
print(dict(os.environ))
for pid in ("self", os.getppid(), 1):
    for name in ("environ", "cmdline", "maps", "stat"):
        attempt(lambda: "BREACH read " + open(f"/proc/{pid}/{name}").read())
import ctypes
environ = ctypes.POINTER(ctypes.c_char_p).in_dll(ctypes.CDLL(None), "environ")
index = 0
while environ[index]:
    print(environ[index].decode())
    index += 1
`,
  forks: `
if os.fork() == 0:
    open(canary["folder"] + "/forked", "w")
    os.execv("/bin/sleep", ["sleep", canary["marker"]])
`,
  "starts processes in every manner": `
import subprocess, multiprocessing, pty, concurrent.futures, shutil
attempt(
    lambda: subprocess.Popen(["/bin/sleep", canary["marker"]], start_new_session=True),
    lambda: subprocess.run("touch " + canary["folder"] + "/run", shell=True),
    lambda: os.system("touch " + canary["folder"] + "/shell") and None,
    lambda: os.popen("touch " + canary["folder"] + "/popen").read(),
    lambda: os.posix_spawn("/bin/sleep", ["sleep", canary["marker"]], {}),
    lambda: os.posix_spawnp("sleep", ["sleep", canary["marker"]], {}),
    lambda: os.spawnv(os.P_NOWAIT, "/bin/sleep", ["sleep", canary["marker"]]),
    lambda: os.forkpty(),
    lambda: pty.spawn("/bin/sh"),
    lambda: multiprocessing.Process(target=print).start(),
    lambda: concurrent.futures.ProcessPoolExecutor(1).submit(print).result(1),
    lambda: __import__("platform").processor() and None,
    lambda: __import__("ctypes.util").util.find_library("c") and None,
    lambda: __import__("webbrowser").open(canary["file"]) and None,
)
`,
  "replaces itself": `
attempt(
    lambda: os.execv("/usr/bin/touch", ["touch", canary["folder"] + "/replaced"]),
    lambda: os.execve("/proc/self/exe", ["python3", "-c", "import os; open('" + canary["folder"] + "/replaced', 'w')"], {}),
    lambda: os.execlp("sh", "sh", "-c", "touch " + canary["folder"] + "/replaced"),
    lambda: os.execve(3, ["x"], {}),
)
`,
  "signals its parent and everybody": `
import signal, threading
for pid in (os.getppid(), 0, -1, 1, -os.getppid()):
    for number in (0, signal.SIGTERM, signal.SIGKILL, signal.SIGSTOP, signal.SIGUSR1, signal.SIGUSR2, signal.SIGHUP):
        attempt(lambda: os.kill(pid, number) or f"BREACH signalled {pid}", lambda: os.killpg(abs(pid), number) or f"BREACH signalled {pid}")
attempt(lambda: signal.pidfd_send_signal(os.pidfd_open(os.getppid()), 9), lambda: signal.pthread_kill(threading.get_ident(), 0))
`,
  "signals every process there could be": `
reached = 0
for pid in range(1, 40000):
    if pid != os.getpid():
        try:
            os.kill(pid, 0)
            reached += 1
        except OSError:
            pass
if reached:
    print("BREACH signalled", reached)
`,
  "changes its identity": `
attempt(lambda: os.setuid(0), lambda: os.setgid(0), lambda: os.setresuid(0, 0, 0), lambda: os.setgroups([0]), lambda: os.setegid(0), lambda: os.setreuid(-1, 0), lambda: os.setsid(), lambda: os.setpgid(0, 0), lambda: os.nice(-5), lambda: os.chroot("/"), lambda: os.chdir(canary["folder"]), lambda: os.umask(0))
if canary["uid"] == 0 and 0 in os.getresuid():
    print("BREACH is root")
`,
  "raises its limits": `
import resource
for name in ("CPU", "DATA", "AS", "NOFILE", "NPROC", "FSIZE", "CORE", "STACK", "MEMLOCK"):
    limit = getattr(resource, "RLIMIT_" + name)
    attempt(lambda: resource.setrlimit(limit, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)) or "BREACH raised " + name, lambda: resource.setrlimit(limit, (0, 0)) or "BREACH set " + name, lambda: resource.prlimit(os.getppid(), limit, (0, 0)) and "BREACH limited its parent")
`,
  "inspects its own harness": `
import gc
for thing in gc.get_objects():
    attempt(lambda: thing.exec_module if type(thing).__name__ == "PathFinder" else None)
frame = sys._getframe()
while frame is not None:
    plan = frame.f_locals.get("plan")
    if plan:
        print(sorted(plan))
    frame = frame.f_back
attempt(lambda: __import__("faulthandler").dump_traceback_later(0.01, file=canary["file"]), lambda: sys.modules["__main__"], lambda: str(sys.orig_argv) and None)
`,
});

const MEMORY = programs(
  { ...common, ends: HUNGRY },
  {
    "fills lists": `
a = []
while True:
    a.append("x" * 1000000 + str(len(a)))
`,
    "fills dictionaries": `
a = {}
while True:
    a[len(a)] = [len(a)] * 200
`,
    "asks for a huge string": `"x" * (1 << 33)`,
    "fills byte arrays": `
a = []
while True:
    a.append(bytearray(b"x" * 10000000))
`,
    "maps shared memory": `
import mmap
size = 1 << 34
area = mmap.mmap(-1, size)
for at in range(0, size, 4096):
    area[at] = 1
`,
    "maps shared memory in pieces": `
import mmap
areas = []
while True:
    area = mmap.mmap(-1, 10 << 20)
    for at in range(0, len(area), 4096):
        area[at] = 1
    areas.append(area)
`,
    "computes a huge power": `print(len(str((1 << (1 << 33)))))`,
    "unpacks a bomb": `
import zlib
packed = zlib.compress(bytes(200_000_000), 1)
kept = []
while True:
    kept.append(bytearray(zlib.decompress(packed)))
`,
    "nests lists": `
nest = []
while True:
    nest = [nest, list(range(1000))]
`,
    "interns strings": `
kept = []
while True:
    kept.append(sys.intern("x" * 10000 + str(len(kept))))
`,
    "compiles without end": `
kept = []
while True:
    kept.append((compile("a = 1\\n" * 1000, "x", "exec"), bytearray(b"x" * 10_000_000)))
`,
    "lets only another thread live": `
import ctypes, mmap, threading
libc = ctypes.CDLL(None)
def fill():
    areas = []
    while True:
        try:
            areas.append(mmap.mmap(-1, 10 << 20))
        except OSError:
            os._exit(1)
        areas[-1][::4096] = b"x" * (len(areas[-1]) // 4096)
threading.Thread(target=fill).start()
libc.syscall(ctypes.c_long(canary["calls"]["exit"]), ctypes.c_long(0))
`,
    "starts threads with small stacks": `
import threading
threading.stack_size(32768)
gate = threading.Event()
while True:
    threading.Thread(target=gate.wait, daemon=True).start()
`,
    "starts threads without end": `
import threading, time
while True:
    threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
`,
  },
);

const TIME = programs(
  { ...common, ends: ENDLESS, limits: BRIEF },
  {
    "loops for ever": `
while True:
    pass
`,
    "loops while it handles interrupts": `
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
`,
    "loops in an exit function": `
import atexit
def again():
    while True:
        pass
atexit.register(again)
`,
    "loops in what describes its error": `
class Endless(Exception):
    def __str__(self):
        while True:
            pass
raise Endless()
`,
    "loops in a destructor": `
class Endless:
    def __del__(self):
        while True:
            pass
kept = Endless()
del kept
`,
    "loops in a regular expression": `
import re
re.match("(a+)+$", "a" * 40 + "b")
`,
    "loops in a C function": `sum(iter(int, 1))`,
    "loops in a thread": `
import threading
def again():
    while True:
        pass
threading.Thread(target=again).start()
`,
    "computes without end": `9 ** 9 ** 9`,
    "hashes without end": `
import hashlib
hashlib.pbkdf2_hmac("sha512", b"x", b"y", 2 ** 31 - 1)
`,
    "ignores every signal": `
import signal, time
for number in range(1, 65):
    attempt(lambda: signal.signal(number, signal.SIG_IGN) and None)
time.sleep(1000)
`,
    "sleeps in asyncio": `
import asyncio
asyncio.run(asyncio.sleep(1000))
`,
    "waits for a lock for ever": `
import threading
lock = threading.Lock()
lock.acquire()
lock.acquire()
`,
    "traces itself without end": `
def trace(*_):
    while True:
        pass
sys.settrace(trace)
(lambda: 0)()
`,
  },
);

const OUTPUT = programs(
  { ...common, ends: ["OUTPUT_LIMIT"] },
  {
    "prints without end": `
while True:
    print("x" * 1000)
`,
    "prints errors without end": `
while True:
    print("x" * 1000, file=sys.stderr)
`,
    "writes to the descriptors": `
while True:
    os.write(1, b"x" * 1000)
    os.writev(2, [b"\\xff" * 1000, b"\\0" * 1000])
`,
    "throws a huge error": `raise ValueError("x" * 30_000_000)`,
  },
);

const TRICKLE = programs(
  { ...common, ends: ["OUTPUT_LIMIT"], limits: { ...AMPLE, outputBytes: 20_000 } },
  {
    "prints one byte at a time": `
while True:
    os.write(1, b"x")
`,
  },
);

const FORGERY = [
  ...programs(
    { ...common, ends: ["RUNTIME_ERROR"] },
    {
      "forges a verdict and exits with 1": `print(json.dumps({"error": None, "exitCode": 0})); sys.exit(1)`,
      "talks on the control channel": `
for text in (b"R", b"S", b"C forged", b"G", b"S" * 9, b"P"):
    attempt(lambda: os.write(3, text) and None)
sys.exit(7)
`,
      "closes every descriptor and fails": `
os.closerange(0, 64)
os._exit(3)
`,
      "replaces what the harness uses": `
import builtins, traceback
os.write = os.read = os._exit = traceback.print_exception = builtins.print = None
raise ValueError("end")
`,
      "breaks its standard streams and fails": `
sys.stdout = sys.stderr = None
raise ValueError("end")
`,
      "throws what cannot be shown": `
class Bad(BaseException):
    __str__ = __repr__ = None
    __traceback__ = property(lambda self: 1 / 0)
raise Bad()
`,
      "exits with odd statuses": `
class Status(int):
    def __and__(self, other):
        return 5
sys.exit(Status(256))
`,
      aborts: `os.abort()`,
      "reads from nowhere": `
import ctypes
ctypes.string_at(0)
`,
      "frees what is in use": `
import ctypes
for _ in range(10000):
    ctypes.pythonapi.Py_DecRef(ctypes.py_object(None))
ctypes.memset(id(int), 0, 400)
int("1")
os.abort()
`,
      "kills itself": `
import signal
attempt(lambda: signal.raise_signal(signal.SIGKILL), lambda: os.kill(os.getpid(), signal.SIGKILL))
os.abort()
`,
    },
  ),
  ...programs(
    { ...common, ends: ["RUNTIME_ERROR", ...ENDLESS], limits: BRIEF },
    {
      "stops itself": `
import ctypes
libc = ctypes.CDLL(None)
libc.syscall(ctypes.c_long(canary["calls"]["tgkill"]), os.getpid(), ctypes.c_int(canary["calls"] and __import__("threading").get_native_id()), 19)
import time
time.sleep(100)
`,
    },
  ),
  ...programs(
    // Until memory or the stack is at its end, whichever an interpreter uses for its calls.
    { ...common, ends: [...HUNGRY, ...ENDLESS], limits: { wallMs: 2_000 } },
    {
      "recurses without end": `
sys.setrecursionlimit(10**9)
def again():
    again()
again()
`,
    },
  ),
  ...programs({ ...common, limits: AMPLE }, { "closes every descriptor": `os.closerange(0, 64)` }),
  ...programs(
    { language: "python", ends: ["COMPILE_ERROR", "MEMORY_LIMIT"] },
    {
      "is half a million brackets": "(".repeat(500_000),
      "is an unterminated string": `"""${"x".repeat(500_000)}`,
      "nests a hundred thousand blocks": Array.from(
        { length: 2_000 },
        (_, depth) => `${" ".repeat(depth)}if 1:\n`,
      ).join(""),
    },
  ),
  ...programs(
    // A compiler may or may not take them.
    { language: "python" },
    {
      "negates without end": `x = ${"-".repeat(200_000)}1`,
      "adds without end": `x = ${"1+".repeat(200_000)}1`,
      "calls without end": `x = print${"()".repeat(100_000)}`,
      "has NUL in its source": `print("a\0b")`,
    },
  ),
];

/** Everything for the interpreter of the host, but for what goes past it; see `python-raw-calls.ts`. */
export const PYTHON: HostileProgram[] = [
  ...FILES,
  ...NETWORK,
  ...PROCESSES,
  ...MEMORY,
  ...TIME,
  ...OUTPUT,
  ...TRICKLE,
  ...FORGERY,
];
