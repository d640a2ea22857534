"""The standard library held in memory, for a process that can open no file any more.

Source modules are read as they lie on disk (byte code where there is some) and executed when
imported; extension modules cannot be loaded later, so they are imported now."""

import importlib.machinery
import importlib.util
import marshal
import os
import sys

# Tests, graphical and installer packages: large, and of no use without files or a screen.
SKIPPED_PACKAGES = frozenset(
    ["__pycache__", "test", "tests", "idlelib", "lib2to3", "tkinter", "turtledemo", "ensurepip"]
    + ["distutils", "venv", "pydoc_data", "site-packages", "dist-packages", "__phello__"]
)
# Network, terminals, databases on disk, and the interpreter's own test modules.
SKIPPED_EXTENSIONS = (
    "_tkinter", "_test", "_xx", "xx", "_ssl", "_curses", "readline", "_dbm", "_gdbm", "nis",
    "ossaudiodev", "_crypt", "syslog", "termios", "_ctypes_test",
)  # fmt: skip
BYTE_CODE_HEADER_BYTES = 16


class InMemoryLoader(importlib.machinery.SourceFileLoader):
    """Executes one module from what was read before the lock. Python's own loader does so, and
    leaves itself out of tracebacks."""

    def __init__(self, name, path, source, byte_code):
        super().__init__(name, path)
        self.source = source
        self.byte_code = byte_code

    def get_code(self, name):
        if self.byte_code is not None:
            return marshal.loads(self.byte_code)
        return compile(self.source, self.path, "exec", dont_inherit=True)

    def get_source(self, name):
        return None


class InMemoryFinder:
    """Finds every module that was read."""

    def __init__(self, modules):
        self.modules = modules

    def find_spec(self, name, path=None, target=None):
        entry = self.modules.get(name)
        if entry is None:
            return None
        file_path, is_package, source, byte_code = entry
        loader = InMemoryLoader(name, file_path, source, byte_code)
        spec = importlib.machinery.ModuleSpec(
            name, loader, origin=file_path, is_package=is_package
        )
        spec.has_location = True
        if is_package:
            spec.submodule_search_locations = [os.path.dirname(file_path)]
        return spec


def read_bytes(path):
    descriptor = os.open(path, os.O_RDONLY)
    try:
        return os.read(descriptor, os.fstat(descriptor).st_size)
    finally:
        os.close(descriptor)


def read_module(path):
    """Returns (source, None), (None, byte code) or None for a file that cannot be read. A stale
    byte code file is worth nothing."""
    try:
        cached = read_bytes(importlib.util.cache_from_source(path))
        stat = os.stat(path)
        flags = int.from_bytes(cached[4:8], "little")
        is_fresh = cached[:4] == importlib.util.MAGIC_NUMBER and (
            flags != 0
            or (
                int.from_bytes(cached[8:12], "little") == int(stat.st_mtime) & 0xFFFFFFFF
                and int.from_bytes(cached[12:16], "little") == stat.st_size & 0xFFFFFFFF
            )
        )
        if is_fresh:
            return None, cached[BYTE_CODE_HEADER_BYTES:]
    except OSError:
        pass
    try:
        return read_bytes(path), None
    except OSError:
        # Distributions leave links that lead nowhere.
        return None


def read_folder(folder, prefix, modules):
    """Adds every module below a folder: name to (path, is package, source, byte code)."""
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            if name.endswith(".py") and name != "__init__.py":
                content = read_module(entry.path)
                if content is not None:
                    modules[prefix + name[:-3]] = (entry.path, False, *content)
            elif "." not in name and name not in SKIPPED_PACKAGES and entry.is_dir():
                initial = os.path.join(entry.path, "__init__.py")
                content = read_module(initial)
                if content is not None:
                    modules[prefix + name] = (initial, True, *content)
                    read_folder(entry.path, prefix + name + ".", modules)


def import_extensions(folder):
    suffixes = tuple(importlib.machinery.EXTENSION_SUFFIXES)
    for file_name in os.listdir(folder):
        name = file_name.split(".")[0]
        if file_name.endswith(suffixes) and not name.startswith(SKIPPED_EXTENSIONS):
            try:
                __import__(name)
            except Exception:
                # A library that the system lacks; the module stays absent.
                pass


def hold_in_memory():
    """Reads the library and makes it the only source of imports."""
    modules = {}
    folders = [path for path in sys.path if os.path.isdir(path)]
    for folder in folders:
        if os.path.basename(folder) == "lib-dynload":
            import_extensions(folder)
        else:
            read_folder(folder, "", modules)
    sys.meta_path[:] = [
        finder for finder in sys.meta_path if finder is not importlib.machinery.PathFinder
    ]
    sys.meta_path.append(InMemoryFinder(modules))
    sys.path_importer_cache.clear()
