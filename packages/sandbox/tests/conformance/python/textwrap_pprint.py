import difflib
import pprint
import textwrap

text = """\
    It was the best of times, it was the worst of times, it was the age of wisdom,
    it was the age of foolishness, it was the epoch of belief."""
plain = " ".join(text.split())
print(textwrap.fill(plain, width=40, initial_indent="* ", subsequent_indent="  "))
print(textwrap.shorten(plain, width=30, placeholder="..."), textwrap.wrap("averyveryverylongword x", 10))
print(textwrap.dedent("    a\n      b\n    c\n"), end="")
print(textwrap.indent("one\n\ntwo", "> "))

data = {"name": "config", "values": list(range(25)), "nested": {"key": ("a" * 30, "b" * 30), "set": {3, 1, 2}}, "none": None}
pprint.pprint(data, width=60)
print(pprint.pformat([{"b": 1, "a": 2}] * 2, width=20), pprint.pformat({"deep": {"er": {"est": 1}}}, depth=2))

before = "red\ngreen\nblue\nyellow\n".splitlines(keepends=True)
after = "red\nblue\npurple\nyellow\n".splitlines(keepends=True)
print("".join(difflib.unified_diff(before, after, "old.txt", "new.txt", n=1)), end="")
print(difflib.get_close_matches("appel", ["ape", "apple", "peach", "puppy"]), round(difflib.SequenceMatcher(None, "abcd", "bcde").ratio(), 2))
print("".join(difflib.ndiff(["one\n", "two\n"], ["one\n", "tow\n"])), end="")


def columns(items, width=24):
    longest = max(map(len, items)) + 2
    per_row = max(1, width // longest)
    for start in range(0, len(items), per_row):
        print("".join(item.ljust(longest) for item in items[start : start + per_row]).rstrip())


columns("alpha beta gamma delta epsilon zeta eta".split())
