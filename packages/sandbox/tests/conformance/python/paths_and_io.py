import io
import os.path
from pathlib import PurePath, PurePosixPath, PureWindowsPath

path = PurePosixPath("/home/ann") / "docs" / "report.tar.gz"
print(path, path.name, path.stem, path.suffix, path.suffixes, path.parent, path.parts, path.parents[1])
print(path.with_suffix(".zip"), path.with_name("x.txt"), path.relative_to("/home"), path.match("*.gz"), path.is_absolute())
windows = PureWindowsPath(r"C:\Users\Bob\file.TXT")
print(windows.drive, windows.as_posix(), windows.suffix.lower(), windows == PureWindowsPath("c:/users/bob/FILE.txt"))
print(PurePath("a/./b//c"), PurePosixPath("a/../b"), sorted([PurePosixPath("b"), PurePosixPath("a/z")]))
print(os.path.join("a", "b", "/c"), os.path.normpath("a/./b/../c"), os.path.splitext("x.tar.gz"), os.path.commonpath(["/a/b", "/a/c"]))
print(os.path.basename("/x/y/"), os.path.dirname("/x/y/z"), os.path.relpath("/a/b", "/a/c"), os.path.exists("/no/such/file"))

stream = io.StringIO("first\nsecond\nthird")
print(stream.readline(), stream.read(3), stream.tell(), [line.strip() for line in stream])
stream.seek(0, io.SEEK_END)
stream.write("\nadded")
print(stream.getvalue().count("\n"), stream.closed)
with io.BytesIO(b"caf\xc3\xa9\r\n") as raw:
    reader = io.TextIOWrapper(raw, encoding="utf-8", newline="")
    print(repr(reader.read()))
buffered = io.BufferedReader(io.BytesIO(bytes(range(10))), buffer_size=4)
print(buffered.peek(2)[:2], buffered.read(3), buffered.read1(2))


class Tee(io.TextIOBase):
    def __init__(self, *targets):
        self.targets = targets

    def write(self, text):
        for target in self.targets:
            target.write(text)
        return len(text)


left, right = io.StringIO(), io.StringIO()
print("to both", file=Tee(left, right), end="!")
print(left.getvalue() == right.getvalue() == "to both!")
try:
    stream.close()
    stream.read()
except ValueError as error:
    print(error)
