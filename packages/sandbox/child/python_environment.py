"""What a program expects of its interpreter that an isolated one does without, or that would be
looked for in files."""

import builtins
import ctypes
import io
import os
import site

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


def load_thread_exit():
    """Loads what the C library looks up when a thread of Python 3.8 ends, and aborts without."""
    try:
        ctypes.CDLL("libgcc_s.so.1")
    except OSError:
        # Another C library, which needs none.
        pass


def install_environment():
    load_thread_exit()
    install_builtins()
    open_streams_by_path()
