/** The Python counterpart of `HOSTILE_JAVASCRIPT`: the same canaries in the first argument. */
const PRELUDE = `
import json, os, sys
canary = json.loads(sys.argv[1])
`;

/** A C call past every check of the interpreter. */
const LIBC = `
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
`;

function program(body: string): string {
  return PRELUDE + body;
}

export const HOSTILE_PYTHON: Record<string, string> = {
  "reads a file": program(`print(open(canary["file"]).read())`),
  "reads a file through os": program(`print(os.read(os.open(canary["file"], os.O_RDONLY), 100))`),
  "reads a file through ctypes": program(`${LIBC}
fd = libc.open(canary["file"].encode(), 0)
buffer = ctypes.create_string_buffer(100)
print(fd, libc.read(fd, buffer, 100), buffer.value.decode())
`),
  "reads a file through raw calls": program(`${LIBC}
buffer = ctypes.create_string_buffer(100)
for number in (2, 257, 437, 56):
    fd = libc.syscall(number, -100, canary["file"].encode(), 0, 0)
    if fd >= 0:
        libc.read(fd, buffer, 100)
        print(buffer.value.decode())
`),
  "imports a file": program(`
import importlib.util
spec = importlib.util.spec_from_file_location("stolen", canary["file"])
spec.loader.exec_module(importlib.util.module_from_spec(spec))
`),
  "reads the environment of itself and its parent": program(`
print(dict(os.environ))
for pid in ("self", os.getppid(), 1):
    try:
        print(open(f"/proc/{pid}/environ").read())
    except OSError:
        pass
`),
  "lists folders": program(`print(os.listdir(canary["folder"]))`),
  "writes a file": program(`open(canary["folder"] + "/written", "w").write("x")`),
  "removes, renames and links files": program(`
for attempt in (
    lambda: os.unlink(canary["file"]),
    lambda: os.rename(canary["file"], canary["folder"] + "/moved"),
    lambda: os.link(canary["file"], canary["folder"] + "/linked"),
    lambda: os.symlink(canary["file"], canary["folder"] + "/symlinked"),
    lambda: os.mkdir(canary["folder"] + "/made"),
    lambda: os.mkfifo(canary["folder"] + "/fifo"),
    lambda: os.chmod(canary["file"], 0),
    lambda: os.utime(canary["file"], (1, 1)),
    lambda: os.truncate(canary["file"], 0),
):
    try:
        attempt()
    except Exception:
        pass
`),
  "makes a temporary file": program(`
import tempfile
tempfile.NamedTemporaryFile(dir=canary["folder"], delete=False)
`),
  "connects to TCP": program(`
import socket
socket.create_connection(("127.0.0.1", canary["tcpPort"]), 1)
`),
  "sends a datagram": program(`
import socket
socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", canary["udpPort"]))
`),
  "connects to a UNIX socket": program(`
import socket
socket.socket(socket.AF_UNIX).connect(canary["unixPath"])
`),
  "sockets through raw calls": program(`${LIBC}
print([libc.syscall(n, 2, 1, 0) for n in (41, 198, 53, 199)], libc.socket(16, 3, 0), libc.socket(17, 3, 0))
`),
  fetches: program(`
import urllib.request
urllib.request.urlopen(f"http://127.0.0.1:{canary['tcpPort']}", timeout=1)
`),
  forks: program(`
if os.fork() == 0:
    open(canary["folder"] + "/forked", "w")
    os.execv("/bin/sleep", ["sleep", canary["marker"]])
`),
  "forks through raw calls": program(`${LIBC}
for number in (57, 58, 56, 220, 435):
    if libc.syscall(number, 17, 0, 0, 0, 0) == 0:
        os.execv("/bin/sleep", ["sleep", canary["marker"]])
`),
  "runs a subprocess": program(`
import subprocess
subprocess.Popen(["/bin/sleep", canary["marker"]], start_new_session=True)
`),
  "runs a shell": program(`os.system("touch " + canary["folder"] + "/shell")`),
  "replaces itself": program(
    `os.execv("/usr/bin/touch", ["touch", canary["folder"] + "/replaced"])`,
  ),
  "spawns through posix_spawn": program(
    `os.posix_spawn("/bin/sleep", ["sleep", canary["marker"]], {})`,
  ),
  "starts processes with multiprocessing": program(`
import multiprocessing
multiprocessing.Process(target=print).start()
`),
  "signals its parent and everybody": program(`
import signal
for pid in (os.getppid(), 0, -1, 1, os.getpid()):
    for number in (0, signal.SIGTERM, signal.SIGKILL, signal.SIGSTOP, signal.SIGUSR1):
        try:
            os.kill(pid, number)
            print("signalled", pid, number)
        except OSError:
            pass
`),
  "traces its parent": program(`${LIBC}
print(libc.ptrace(16, os.getppid(), 0, 0), libc.ptrace(0, 0, 0, 0))
`),
  "reads memory of its parent": program(`${LIBC}
for number in (310, 311, 270, 434, 438):
    print(libc.syscall(number, os.getppid(), 0, 0, 0, 0, 0))
`),
  "changes its identity": program(`
for attempt in (lambda: os.setuid(0), lambda: os.setgid(0), lambda: os.setresuid(0, 0, 0), lambda: os.setgroups([0])):
    try:
        attempt()
        print("became", os.getuid())
    except OSError:
        pass
`),
  "raises its limits": program(`
import resource
resource.setrlimit(resource.RLIMIT_CPU, (1000, 1000))
resource.setrlimit(resource.RLIMIT_DATA, (-1, -1))
`),
  "changes namespaces and mounts": program(`${LIBC}
print(libc.unshare(0x10000000), libc.unshare(0x00020000), libc.mount(b"none", b"/tmp", b"tmpfs", 0, 0), libc.chroot(b"/"))
`),
  "loads kernel programs": program(`${LIBC}
print([libc.syscall(n, 0, 0, 0, 0, 0) for n in (321, 280, 298, 241, 323, 282, 425, 250, 219, 319, 279)])
`),
  "makes anonymous executables": program(`${LIBC}
fd = libc.memfd_create(b"x", 0)
print(fd)
`),
  "relaxes its filter": program(`${LIBC}
print(libc.prctl(22, 0, 0, 0, 0), libc.prctl(4, 1, 0, 0, 0), libc.prctl(1, 0, 0, 0, 0), libc.syscall(317, 1, 0, 0))
`),
  "attaches shared memory": program(`
import multiprocessing.shared_memory as shared
shared.SharedMemory(create=True, size=4096)
`),
  "maps the devices": program(`
import mmap
mmap.mmap(os.open("/dev/mem", os.O_RDWR), 4096)
`),
  "talks on the control channel": program(`
for text in (b"R", b"S", b"C forged", b"G", b"S" * 9):
    try:
        os.write(3, text)
    except OSError:
        pass
sys.exit(7)
`),
  "closes every descriptor": program(`os.closerange(0, 64)`),
  "forges a verdict and exits with 1": program(
    `print(json.dumps({"error": None, "exitCode": 0})); sys.exit(1)`,
  ),
  aborts: program(`os.abort()`),
  "crashes the runtime": program(`
import ctypes
ctypes.string_at(0)
`),
  "loops for ever": program(`
while True:
    pass
`),
  "loops while it handles interrupts": program(`
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
`),
  "loops in an exit function": program(`
import atexit
def again():
    while True:
        pass
atexit.register(again)
`),
  "loops in what describes its error": program(`
class Endless(Exception):
    def __str__(self):
        while True:
            pass
raise Endless()
`),
  "ignores every signal": program(`
import signal, time
for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
time.sleep(1000)
`),
  "replaces what the harness uses": program(`
import builtins, traceback
os.write = os.read = os._exit = traceback.print_exception = builtins.print = None
raise ValueError("end")
`),
  "starts threads without end": program(`
import threading, time
while True:
    threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
`),
  "recurses without end": program(`
sys.setrecursionlimit(10**9)
def again():
    again()
again()
`),
};
