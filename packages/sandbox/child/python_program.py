"""Compiles and runs one program as __main__, the way the interpreter does with a file. Knows nothing
of locks and channels, so that it serves CPython and Pyodide alike."""

import atexit
import linecache
import sys
import traceback
import types

FILE_NAME = "main.py"
# Agreed with the parent; a program that exits with it itself is only taken for a hungry one.
OUT_OF_MEMORY_EXIT_CODE = 94


def compile_program(source, args):
    """Returns (code, "") or, printing it too, (None, the text of the error)."""
    sys.argv = [FILE_NAME, *args]
    # Where tracebacks find the lines of a file that does not exist.
    linecache.cache[FILE_NAME] = (len(source), None, source.splitlines(keepends=True), FILE_NAME)
    try:
        return compile(source, FILE_NAME, "exec", dont_inherit=True), ""
    except BaseException as error:
        text = "".join(traceback.format_exception_only(type(error), error))
        print(text, end="", file=sys.stderr, flush=True)
        return None, text


def print_error(error):
    """A traceback from the program's own first frame on."""
    frames = error.__traceback__
    while frames is not None and frames.tb_frame.f_code.co_filename != FILE_NAME:
        frames = frames.tb_next
    traceback.print_exception(type(error), error, frames)


def exit_code_of(exit_request):
    code = exit_request.code
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF
    print(code, file=sys.stderr)
    return 1


def attempt(action):
    """Performs one part of a program; returns its exit code."""
    try:
        action()
        return 0
    except SystemExit as exit_request:
        return exit_code_of(exit_request)
    except MemoryError as error:
        sys.stdout.flush()
        print_error(error)
        return OUT_OF_MEMORY_EXIT_CODE
    except BaseException as error:
        sys.stdout.flush()
        print_error(error)
        return 1


def finish():
    """What the interpreter does after the last line: waits for threads, runs exit functions."""
    threading = sys.modules.get("threading")
    if threading is not None:
        threading._shutdown()
    atexit._run_exitfuncs()


def flush():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BaseException:
            # The program may have closed or replaced it.
            pass


def run_program(code):
    """Runs a program to its end; returns the exit code."""
    main = types.ModuleType("__main__")
    main.__dict__.update(__builtins__=__builtins__, __file__=FILE_NAME, __cached__=None)
    sys.modules["__main__"] = main
    try:
        status = attempt(lambda: exec(code, main.__dict__))
        status = attempt(finish) or status
    except BaseException:
        # Even describing what was thrown failed.
        status = 1
    flush()
    return status
