import atexit
import sys
import warnings


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone:", self.name)


@atexit.register
def last_words():
    print("exit function")


def leave(code):
    try:
        sys.exit(code)
    except SystemExit as request:
        print("asked to exit with", request.code)
        raise
    finally:
        print("unwinding")


kept = Noisy("global")
temporary = Noisy("temporary")
del temporary
cycle = [Noisy("cycle")]
cycle.append(cycle)
for code in (None, 0, 5, "message"):
    try:
        leave(code)
    except SystemExit as request:
        print(repr(request), end=" ")
print()
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    warnings.warn("old", DeprecationWarning)
    print(caught[0].category.__name__, caught[0].message)
print("to stderr", file=sys.stderr)
sys.stdout.write("no newline")
exit("leaving with text")
