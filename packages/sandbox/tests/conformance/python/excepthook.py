import os
import sys
import threading


def report(kind, error, trace):
    depth = 0
    while trace:
        depth += 1
        trace = trace.tb_next
    print(f"crash report: {kind.__name__}: {error} ({depth} frames)")


def nested(n):
    if n == 0:
        raise LookupError("deep down")
    nested(n - 1)


sys.excepthook = report
print(os.path.basename(os.getcwd()) == os.path.basename(os.path.abspath(".")), os.path.isabs(os.path.abspath("data.txt")))
print(threading.current_thread().name, sys.argv[1:], sys.exc_info())
try:
    nested(1)
except LookupError:
    kind, error, trace = sys.exc_info()
    print(kind.__name__, error, trace.tb_lineno == error.__traceback__.tb_lineno)
nested(2)
