"""Compiles the files of one program and runs the first as __main__, the way the interpreter does.
Knows nothing of locks and channels, so that it serves CPython and Pyodide alike."""

import atexit
import gc
import os
import sys
import threading
import traceback
import types

from python_modules import ProgramFiles, ProgramImports, offer_files, show_sources

# Agreed with the parent; a program that exits with it itself is only taken for a hungry one.
OUT_OF_MEMORY_EXIT_CODE = 94
BALLAST_BYTES = 4 * 1024 * 1024
# What the interpreter itself shows.
TRACEBACK_FRAMES = 1000
HARNESS_FOLDER = os.path.dirname(sys._getframe().f_code.co_filename)
# Pyodide has one of its own.
USUAL_EXCEPTHOOK = sys.excepthook


def compile_program(files, args):
    """Compiles every file of a list of {name, content}, the one to start with first. Returns
    (Program, None) or, printing it too, (None, the text of the error)."""
    program_files = ProgramFiles(files)
    entry = files[0]["name"]
    sys.argv = [entry, *args]
    show_sources(program_files)
    codes = {}
    for name, content in program_files.contents.items():
        if not name.endswith(".py"):
            continue
        try:
            codes[name] = compile(without_mark(content), name, "exec", dont_inherit=True)
        except BaseException as error:
            text = "".join(traceback.format_exception_only(type(error), error))
            if getattr(error, "filename", None) is None:
                text = f"{name}: {text}"
            print(text, end="", file=sys.stderr, flush=True)
            return None, text
    offer_files(program_files)
    return Program(entry, codes, ProgramImports(program_files, codes, entry)), None


def without_mark(source):
    """Leaves out the byte order mark that some editors write, and that Python skips in files."""
    return source[1:] if source.startswith("\ufeff") else source


def exit_code_of(exit_request):
    code = exit_request.code
    if code is None:
        return 0
    if isinstance(code, int):
        # What is no C long counts as -1.
        return code & 0xFF if -(2**63) <= code < 2**63 else 0xFF
    print(code, file=sys.stderr)
    return 1


def is_hunger(error):
    """Whether it began with memory that could not be had."""
    while error is not None:
        if isinstance(error, MemoryError):
            return True
        error = error.__context__
    return False


def finish():
    """What the interpreter does after the last line: waits for threads, runs exit functions."""
    threading._shutdown()
    atexit._run_exitfuncs()


def release(module):
    """What the interpreter does last: lets go of a module's objects, so that their finalizers run."""
    # Daemons go on here, and must not lose their globals; in the interpreter they stand still.
    if threading.active_count() > 1:
        return
    names = module.__dict__
    for name in sorted(names, key=lambda name: not name.startswith("_")):
        if not name.startswith("__"):
            names[name] = None
    gc.collect()


def flush():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BaseException:
            # The program may have closed or replaced it.
            pass


class Program:
    """A program that is compiled. `codes` are its files that can be run, by name."""

    def __init__(self, entry, codes, imports):
        self.entry = entry
        self.codes = codes
        self.imports = imports
        # Given up when memory has run out, so that it can be said; reserved, and not touched.
        self.ballast = bytes(BALLAST_BYTES)

    def run(self):
        """Runs the program to its end; returns the exit code."""
        main = types.ModuleType("__main__")
        main.__dict__.update(__builtins__=__builtins__, __file__=self.entry, __cached__=None)
        sys.modules["__main__"] = main
        # What was here before the program is not its garbage, and takes long to go through.
        gc.freeze()
        try:
            status = self.attempt(lambda: exec(self.codes[self.entry], main.__dict__))
            status = self.attempt(finish) or status
            # They would see the harness, and globals that are gone.
            sys.settrace(None)
            sys.setprofile(None)
            release(main)
        except BaseException as error:
            status = OUT_OF_MEMORY_EXIT_CODE if is_hunger(error) else 1
        flush()
        return status

    def attempt(self, action):
        """Performs one part of a program; returns its exit code."""
        try:
            action()
            return 0
        except SystemExit as exit_request:
            return exit_code_of(exit_request)
        except BaseException as error:
            self.ballast = None
            status = OUT_OF_MEMORY_EXIT_CODE if is_hunger(error) else 1
            flush()
            try:
                self.print_error(error)
            except BaseException as failure:
                # Even describing what was thrown failed.
                if is_hunger(failure):
                    status = OUT_OF_MEMORY_EXIT_CODE
            return status

    def print_error(self, error):
        """A traceback from the program's own first frame on, or what the program has in its place."""
        frames = error.__traceback__
        while frames is not None and frames.tb_frame.f_code.co_filename not in self.codes:
            frames = frames.tb_next
        if sys.excepthook is not USUAL_EXCEPTHOOK:
            sys.excepthook(type(error), error, frames)
            return
        self.imports.perform_without(lambda: print_traceback(error, frames))


def print_traceback(error, frames):
    """As the interpreter does, which shows no more frames than these; the harness's are left out,
    which open files for a program."""
    # A program may have set a number of its own.
    limit = None if hasattr(sys, "tracebacklimit") else -TRACEBACK_FRAMES
    described = traceback.TracebackException(
        type(error), error, frames, limit=limit
    )
    leave_out_harness(described)
    for line in described.format():
        print(line, file=sys.stderr, end="")


def leave_out_harness(described):
    """Drops the harness's frames from an error and from all those that it came of."""
    todo = [described]
    while todo:
        one = todo.pop()
        if one is None:
            continue
        one.stack[:] = [frame for frame in one.stack if not is_harness(frame.filename)]
        todo += [one.__cause__, one.__context__, *(getattr(one, "exceptions", None) or [])]


def is_harness(filename):
    # In Pyodide it has no folder, and stands between no two frames of a program.
    return HARNESS_FOLDER != "" and os.path.dirname(filename) == HARNESS_FOLDER
