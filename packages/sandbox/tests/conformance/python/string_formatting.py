import string
from datetime import date

name, value, width = "Zoë", 1234.5678, 12
print(f"{name!r:>10}|{value:{width}.2f}|{value:<{width},.1f}|{value:+.3e}|{42:08b}|{255:#x}|{0.256:.1%}")
print(f"{'left':<8}{'mid':^8}{'right':>8}|{'fill':*^10}|{-5:=+6}|{10**9:_}|{3 + 4j:.1f}|{True:d}")
print(f"{value=:.1f} {name.upper()=} {date(2024, 2, 29):%d.%m.%Y} {{literal}} {'nested ' + f'{1 + 1}'}")
print("{0} {1} {0!r} {key[1]} {obj.year}".format("a", 2, key=[7, 8], obj=date(2000, 1, 1)))
print("%s %5d|%-5d|%05.1f %x %o %c %r %%" % ("s", 42, 42, 3.14159, 255, 8, "A", "q"), "%(a)s-%(b)02d" % {"a": 1, "b": 2})
print(string.Template("$who owes ${amount}$$").substitute(who="Ann", amount=5), string.Template("$x $y").safe_substitute(x=1))
print("abc".center(9, "-"), "7".zfill(3), "-7".zfill(4), "a\tb".expandtabs(4), "x".ljust(3) + "|")
print("Hello World".swapcase(), "hello world".title(), "they're".capitalize(), "ǅ".lower(), "STRASSE".casefold() == "straße".casefold())
print("a-b-c".rsplit("-", 1), "k=v=w".partition("="), "  x ".strip() + "|", "xxhixx".strip("x"), "www.a.b".removeprefix("www."))
print("banana".replace("a", "o", 2), "banana".count("an"), "banana".find("z"), "banana".rindex("n"), "abc"[::-1], "abcdef"[1:-1:2])
print(",".join(map(str, range(5))), "a b  c".split(), "a b  c".split(" "), "line1\nline2\r\nline3".splitlines())
print("abc" < "abd", "Z" < "a", max("hello"), sorted("hello"), "é" in "café", "%r" % ("tuple",), "ab" * 3)
print("123".isdigit(), "½".isnumeric(), "abc1".isalnum(), "Title Case".istitle(), "\t ".isspace(), "x_1".isidentifier(), "".isalpha())
print("rot13: " + "Hello".translate(str.maketrans(string.ascii_letters, "nopqrstuvwxyzabcdefghijklmNOPQRSTUVWXYZABCDEFGHIJKLM")))


class Angle:
    def __init__(self, degrees):
        self.degrees = degrees

    def __format__(self, spec):
        if spec.endswith("r"):
            return format(self.degrees * 3.141592653589793 / 180, spec[:-1] + "f")
        return f"{self.degrees}°"


print(f"{Angle(180):.4r} {Angle(90)} {Angle(45)!s:.6}"[:18])
print(1e16, 1e15, 0.1 + 0.2, 1 / 3, 1e-5, 0.0001, float("nan"), -0.0, 100000000000000000000.0, round(2.675, 2), round(0.5), round(1.5))
print(repr("tab\t\x00 'both\" \\ é\u200b \U0001f600"), ascii("é😀"), str(b"bytes\xff"), "\N{GREEK SMALL LETTER PI}")
