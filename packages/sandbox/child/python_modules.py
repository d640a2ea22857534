"""The files of a program as Python finds them: modules, packages and data beside the file that it
starts with, all held in memory."""

import builtins
import importlib.machinery
import io
import linecache
import os
import sys

# What every interpreter has imported before it looks at a program's folder.
ALWAYS_IMPORTED = frozenset(
    ["abc", "codecs", "encodings", "genericpath", "importlib", "io", "os", "posixpath", "stat"]
)

# Asked before the lock, and not to be asked again.
WORKING_FOLDER = os.getcwd()


class ProgramFiles:
    """Names and contents. Names are relative paths, and stand for files in the working folder."""

    def __init__(self, files):
        # Half a character can be part of a string, but not of a file.
        self.contents = {
            file["name"]: file["content"].encode("utf-8", "replace").decode() for file in files
        }
        self.folders = {""}
        for name in self.contents:
            while "/" in name:
                name = name.rpartition("/")[0]
                self.folders.add(name)

    def name_of(self, path):
        """The name that a path has here, whether or not there is such a file; "" is the folder
        itself, None a place outside."""
        path = os.path.normpath(os.path.join(WORKING_FOLDER, path))
        if path == WORKING_FOLDER:
            return ""
        prefix = WORKING_FOLDER.rstrip("/") + "/"
        return path[len(prefix) :] if path.startswith(prefix) else None

    def read(self, path):
        """The bytes of a file; None when the program has no such file."""
        content = self.contents.get(self.name_of(path))
        return None if content is None else content.encode()


class ProgramLoader(importlib.machinery.SourceFileLoader):
    """Python's own loader of source files, except for where the files are."""

    def __init__(self, name, path, files, code):
        super().__init__(name, path)
        self.files = files
        self.code = code

    def get_code(self, fullname):
        return self.code

    def get_data(self, path):
        data = self.files.read(path)
        if data is None:
            raise FileNotFoundError(2, "No such file or directory", path)
        return data


class ProgramFinder:
    """Finds modules and packages in the folders of `sys.path` or of a package. Stands before the
    finder of the standard library, as the program's folder does in `sys.path`."""

    def __init__(self, files, codes):
        self.files = files
        self.codes = codes

    def find_spec(self, fullname, path=None, target=None):
        tail = fullname.rpartition(".")[2]
        for folder in self.folders_in(path):
            place = f"{folder}/{tail}" if folder else tail
            for file_name, is_package in ((f"{place}/__init__.py", True), (f"{place}.py", False)):
                if file_name in self.codes:
                    return self.spec(fullname, file_name, place if is_package else None)
        return None

    def folders_in(self, path):
        """The program's own among the folders of a search path."""
        names = (self.files.name_of(entry) for entry in (sys.path if path is None else path))
        return [name for name in dict.fromkeys(names) if name in self.files.folders]

    def spec(self, fullname, file_name, package_folder):
        loader = ProgramLoader(fullname, file_name, self.files, self.codes[file_name])
        spec = importlib.machinery.ModuleSpec(
            fullname, loader, origin=file_name, is_package=package_folder is not None
        )
        spec.has_location = True
        if package_folder is not None:
            spec.submodule_search_locations = [package_folder]
        return spec


class NamespaceFinder(ProgramFinder):
    """Finds folders without `__init__.py`. Stands last: a real module of that name wins."""

    def find_spec(self, fullname, path=None, target=None):
        tail = fullname.rpartition(".")[2]
        places = [f"{folder}/{tail}" if folder else tail for folder in self.folders_in(path)]
        found = [place for place in places if place in self.files.folders]
        if not found:
            return None
        spec = importlib.machinery.ModuleSpec(fullname, None, is_package=True)
        spec.submodule_search_locations = found
        return spec


class ProgramImports:
    """Makes a program's modules importable, those that are named like one of the standard library
    included. `codes` are what was compiled, by file name."""

    def __init__(self, files, codes, entry):
        sys.path.insert(0, os.path.join(WORKING_FOLDER, os.path.dirname(entry)))
        finder = ProgramFinder(files, codes)
        frozen = sys.meta_path.index(importlib.machinery.FrozenImporter)
        sys.meta_path.insert(frozen + 1, finder)
        sys.meta_path.append(NamespaceFinder(files, codes))
        # The harness has imported some already, which programs must not get in place of their own.
        self.hidden = {}
        for name in list(sys.modules):
            top = name.partition(".")[0]
            may_be_own = top not in ALWAYS_IMPORTED and top not in sys.builtin_module_names
            if may_be_own and top != "__main__" and finder.find_spec(top) is not None:
                self.hidden[name] = sys.modules.pop(name)

    def perform_without(self, action):
        """Does something of the harness's own, for which a program's `ast` will not do."""
        imported, meta_path = dict(sys.modules), list(sys.meta_path)
        for name, module in imported.items():
            if isinstance(getattr(module, "__loader__", None), ProgramLoader):
                del sys.modules[name]
        sys.modules.update(self.hidden)
        sys.meta_path[:] = [finder for finder in meta_path if not isinstance(finder, ProgramFinder)]
        try:
            action()
        finally:
            sys.modules.update(imported)
            sys.meta_path[:] = meta_path


def show_sources(files):
    """Puts the lines of files where tracebacks look for them."""
    for name, content in files.contents.items():
        # Python marks columns as if every line ended.
        ended = content if content.endswith(("\n", "\r")) else content + "\n"
        lines = io.StringIO(ended, newline=None).readlines()
        linecache.cache[name] = (len(content), None, lines, name)


def offer_files(files):
    """Lets the program read its files in the usual way. Pyodide has a disk in memory to put them on;
    elsewhere `open` knows them, and all else goes the usual way and is refused there."""
    if sys.platform == "emscripten":
        for name, content in files.contents.items():
            os.makedirs(os.path.join(WORKING_FOLDER, os.path.dirname(name)), exist_ok=True)
            with open(os.path.join(WORKING_FOLDER, name), "w", encoding="utf-8", newline="") as file:
                file.write(content)
        return
    usual_open = io.open

    def open_own(
        file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None
    ):  # fmt: skip
        path = os.fspath(file) if isinstance(file, (str, os.PathLike)) else None
        is_own = isinstance(path, str) and mode in ("r", "rt", "rb")
        data = files.read(path) if is_own else None
        if data is None:
            return usual_open(file, mode, buffering, encoding, errors, newline, closefd, opener)
        raw = io.BytesIO(data)
        if mode == "rb":
            return raw
        return io.TextIOWrapper(raw, encoding or "utf-8", errors, newline)

    builtins.open = io.open = open_own
    os.getcwd = lambda: WORKING_FOLDER
