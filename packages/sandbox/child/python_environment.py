"""What a program expects of its interpreter that an isolated one does without, or that would be
looked for in files."""

import _thread
import builtins
import ctypes
import io
import mmap
import os
import site
import sys
import threading
import time

THREAD_STACK_BYTES = 1024 * 1024
FLUSH_INTERVAL_SECONDS = 0.05
STREAM_PATHS = {
    **{f"/dev/{name}": number for number, name in enumerate(("stdin", "stdout", "stderr"))},
    **{f"/dev/fd/{number}": number for number in range(3)},
}


def install_builtins():
    """Adds `exit`, `quit`, `help` and their like."""
    site.setquit()
    site.setcopyright()
    site.sethelper()


def open_streams_by_path():
    """Lets `open` find the standard streams under their paths, which cannot be opened."""
    usual_open = io.open

    def open_stream(
        file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None
    ):  # fmt: skip
        path = os.fspath(file) if isinstance(file, (str, os.PathLike)) else None
        number = STREAM_PATHS.get(path)
        if number is not None:
            file, closefd, opener = number, False, None
        return usual_open(file, mode, buffering, encoding, errors, newline, closefd, opener)

    builtins.open = io.open = open_stream


def answer_for_streams():
    """Lets programs ask what the standard streams are: the C library does so by a call that could
    ask of any file, and is refused."""
    known = {number: os.fstat(number) for number in range(3)}
    usual_fstat, usual_stat = os.fstat, os.stat

    def fstat(fd):
        return known[fd] if fd in known else usual_fstat(fd)

    def stat(path, *, dir_fd=None, follow_symlinks=True):
        if isinstance(path, int) and path in known:
            return known[path]
        return usual_stat(path, dir_fd=dir_fd, follow_symlinks=follow_symlinks)

    os.fstat, os.stat = fstat, stat


def map_private_memory():
    """Anonymous memory is shared by default, which is refused, as there is nobody to share it with."""

    class PrivateMap(mmap.mmap):
        def __new__(cls, fileno, length, *args, **settings):
            if fileno == -1 and not args and "flags" not in settings:
                settings["flags"] = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
            return super().__new__(cls, fileno, length, *args, **settings)

    PrivateMap.__name__ = PrivateMap.__qualname__ = "mmap"
    PrivateMap.__module__ = "mmap"
    mmap.mmap = PrivateMap


def flush_while_running():
    """Shows what a program prints while it runs, and keeps it when the program is killed: a thread
    that `threading` knows nothing of empties the buffer. To flush each line makes printing ten times slower."""
    stream, sleep = sys.stdout, time.sleep

    def flush_regularly():
        while True:
            sleep(FLUSH_INTERVAL_SECONDS)
            try:
                stream.flush()
            except ValueError:
                # The program has closed it.
                return
            except BaseException:
                # No memory for now.
                pass

    _thread.start_new_thread(flush_regularly, ())


def load_thread_exit():
    """Loads what the C library looks up when a thread of Python 3.8 ends, and aborts without."""
    try:
        ctypes.CDLL("libgcc_s.so.1")
    except OSError:
        # Another C library, which needs none.
        pass


def install_environment():
    load_thread_exit()
    # The usual eight mebibytes each would leave room for few.
    threading.stack_size(THREAD_STACK_BYTES)
    answer_for_streams()
    map_private_memory()
    install_builtins()
    open_streams_by_path()
