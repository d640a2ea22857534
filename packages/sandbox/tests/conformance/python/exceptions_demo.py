import sys
import traceback


class AppError(Exception):
    """Base of all."""


class NotFound(AppError):
    def __init__(self, key, *, hint=None):
        super().__init__(key)
        self.key = key
        self.hint = hint

    def __str__(self):
        return f"{self.key!r} not found" + (f", try {self.hint!r}" if self.hint else "")


class Inventory:
    def __init__(self, **items):
        self.items = items

    def take(self, name, amount=1):
        try:
            if self.items[name] < amount:
                raise ValueError(f"only {self.items[name]} left")
            self.items[name] -= amount
        except KeyError as error:
            raise NotFound(name, hint=min(self.items, default=None)) from error
        else:
            return self.items[name]
        finally:
            print(f"[{name}]", end=" ")


inventory = Inventory(pens=3, ink=1)
print(inventory.take("pens", 2))
for args in (("ink", 5), ("paper",)):
    try:
        inventory.take(*args)
    except NotFound as error:
        print(error, type(error.__cause__).__name__, error.args)
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)


def cleanup_order():
    log = []
    for n in range(3):
        try:
            if n == 1:
                continue
            log.append(n)
            if n == 2:
                return log
        finally:
            log.append(f"f{n}")


print(cleanup_order())
for code in ("1 +", "f(", "x = = 2", "  indented"):
    try:
        compile(code, "snippet", "exec")
    except SyntaxError as error:
        print(type(error).__name__, error.lineno)
for attempt in (
    lambda: [][0], lambda: {}["k"], lambda: int("x"), lambda: None.attr, lambda: "a" + 1, lambda: 1 / 0, lambda: undefined,
    lambda: next(iter([])), lambda: (1).real(), lambda: [1, 2].index(3), lambda: len(5), lambda: 2.0**10000, lambda: b"\xff".decode(),
    lambda: __import__("no_such_module"), lambda: object().x, lambda: (lambda a: a)(), lambda: iter(5),
):  # fmt: skip
    try:
        attempt()
    except Exception as error:
        print(type(error).__name__, end=" ")
print()
try:
    try:
        raise KeyError("first")
    except KeyError:
        raise RuntimeError("second")
except RuntimeError as error:
    print(repr(error.__context__), error.__cause__, error.__suppress_context__)
    print(traceback.format_exception_only(type(error), error))


def recurse(n):
    return recurse(n + 1)


try:
    recurse(0)
except RecursionError as error:
    print(str(error)[:32], sys.getrecursionlimit() >= 1000)
try:
    assert 1 > 2, "math works"
except AssertionError as error:
    print("assertion:", error)
