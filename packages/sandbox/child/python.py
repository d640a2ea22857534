"""Runs one program inside a system Python child: prepares, locks itself, says it is ready on the
control channel (descriptor 3), waits for the program, runs it as __main__."""

import base64
import ctypes
import json
import os
import resource
import signal
import struct
import sys
import time

CONTROL_DESCRIPTOR = 3

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
SECCOMP_SET_MODE_FILTER = 1
SECCOMP_FILTER_FLAG_TSYNC = 1
BYTES_PER_INSTRUCTION = 8


class FilterProgram(ctypes.Structure):
    """struct sock_fprog"""

    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]


def prctl(libc, option, argument, extra=None):
    if libc.prctl(option, argument, extra, None, None) != 0:
        raise OSError(ctypes.get_errno(), f"prctl {option}")


def set_rlimits(limits):
    """Sets resource limits, never above what this process was given itself."""
    for limit in limits:
        _, ceiling = resource.getrlimit(limit["resource"])
        if ceiling == resource.RLIM_INFINITY:
            ceiling = limit["hard"]
        soft, hard = min(limit["soft"], ceiling), min(limit["hard"], ceiling)
        resource.setrlimit(limit["resource"], (soft, hard))


def lock(plan):
    """Gives up the worker's identity and loads the strict filter into all threads, of which there
    should be one."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl.argtypes = [ctypes.c_int, ctypes.c_ulong] + [ctypes.c_void_p] * 3
    identity = plan["identity"]
    if identity is not None:
        os.setgroups([])
        os.setresgid(*[identity["gid"]] * 3)
        os.setresuid(*[identity["uid"]] * 3)
        # The change of identity has cleared it.
        prctl(libc, PR_SET_PDEATHSIG, signal.SIGKILL)
        if plan["parentPid"] is not None and os.getppid() != plan["parentPid"]:
            os._exit(1)
    set_rlimits(plan["rlimits"])
    prctl(libc, PR_SET_DUMPABLE, 0)

    code = bytearray(base64.b64decode(plan["allowlist"]["bytes"]))
    for offset in plan["allowlist"]["pidOffsets"]:
        struct.pack_into("<I", code, offset, os.getpid())
    buffer = (ctypes.c_char * len(code)).from_buffer(code)
    program = FilterProgram(len(code) // BYTES_PER_INSTRUCTION, ctypes.addressof(buffer))
    status = libc.syscall(
        ctypes.c_long(plan["seccompCall"]),
        ctypes.c_ulong(SECCOMP_SET_MODE_FILTER),
        ctypes.c_ulong(SECCOMP_FILTER_FLAG_TSYNC),
        ctypes.byref(program),
    )
    # A positive answer is the id of a thread that could not be brought under the filter.
    if status != 0:
        raise OSError(ctypes.get_errno(), f"seccomp answered {status}")


def read_fully(count):
    chunks = []
    while count > 0:
        chunk = os.read(CONTROL_DESCRIPTOR, count)
        if not chunk:
            return None
        chunks.append(chunk)
        count -= len(chunk)
    return b"".join(chunks)


def receive_program():
    """A 32-bit little-endian length, then JSON; None when the parent has gone."""
    header = read_fully(4)
    body = None if header is None else read_fully(struct.unpack("<I", header)[0])
    if body is None:
        return None
    say(b"P")
    return json.loads(body)


def say(message):
    os.write(CONTROL_DESCRIPTOR, message)


def leave(code):
    """Waits until the parent has read this process's figures, and ends at once."""
    try:
        say(b"G")
        os.read(CONTROL_DESCRIPTOR, 1)
    except OSError:
        # The program may have closed the channel: it only loses precision.
        pass
    os._exit(code)


def import_own_modules():
    """Imports what lies beside this file, which an isolated interpreter does not look at."""
    folder = os.path.dirname(os.path.abspath(__file__))
    sys.path.insert(0, folder)
    import python_environment
    import python_event_loop
    import python_modules
    import python_program
    import python_stdlib

    sys.path.remove(folder)
    for module in (
        python_environment, python_event_loop, python_modules, python_program, python_stdlib
    ):  # fmt: skip
        del sys.modules[module.__name__]
    return python_environment, python_event_loop, python_program, python_stdlib


def main():
    plan = json.loads(sys.argv[1])
    environment, event_loop, program_runner, stdlib = import_own_modules()
    environment.install_environment()
    event_loop.install_event_loop(has_threads=True)
    stdlib.hold_in_memory()
    lock(plan)
    say(b"R")

    program = receive_program()
    if program is None:
        os._exit(0)
    compiled, error_text = program_runner.compile_program(program["files"], program["args"])
    if compiled is None:
        say(b"C" + error_text.encode("utf-8", "replace"))
        os._exit(1)
    environment.flush_while_running()
    say(b"S" + struct.pack("<q", time.monotonic_ns()))
    leave(compiled.run())


if __name__ == "__main__":
    main()
