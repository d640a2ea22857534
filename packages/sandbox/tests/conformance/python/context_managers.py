from contextlib import ExitStack, closing, contextmanager, nullcontext, redirect_stdout, suppress
import io


class Timer:
    def __init__(self, name):
        self.name = name

    def __enter__(self):
        print(f"enter {self.name}")
        return self

    def __exit__(self, kind, value, traceback):
        print(f"exit {self.name} with {kind.__name__ if kind else None}")
        return kind is ZeroDivisionError


@contextmanager
def tag(name):
    print(f"<{name}>")
    try:
        yield name.upper()
    except ValueError as error:
        print(f"caught {error}")
    finally:
        print(f"</{name}>")


with Timer("outer") as outer, Timer("inner"):
    print(outer.name)
    1 / 0
print("after")

with tag("b") as upper:
    print(upper)
    raise ValueError("inside")

with suppress(KeyError, IndexError):
    [][1]

buffer = io.StringIO()
with redirect_stdout(buffer):
    print("captured")
print(repr(buffer.getvalue()))

with ExitStack() as stack:
    names = [stack.enter_context(tag(name)) for name in ("i", "u")]
    stack.callback(print, "callback", names)
    print("body")


class Resource:
    def close(self):
        print("closed")


with closing(Resource()), nullcontext(5) as five:
    print(five)


@tag("decorated")
def work(n):
    print("work", n)
    return n * 2


print(work(21))
try:
    with Timer("failing"):
        raise KeyError("k")
except KeyError as error:
    print("outside", error, error.__context__)
