import gc
import sys
import time
import timeit
import tracemalloc

started, cpu, wall = time.perf_counter(), time.process_time(), time.monotonic_ns()
time.sleep(0.01)
print(time.perf_counter() - started >= 0.009, time.process_time() - cpu < 5, time.monotonic_ns() > wall)
print(time.time() > 1.7e9, time.gmtime(0)[:6], time.strftime("%Y-%m-%d %H:%M", time.gmtime(86400)), time.localtime(0).tm_year in (1969, 1970))
print(timeit.timeit("sum(range(10))", number=100) > 0, len(timeit.repeat("pass", number=1, repeat=2)))
tracemalloc.start()
blocks = [bytes(1000) for _ in range(100)]
current, peak = tracemalloc.get_traced_memory()
print(current > 100_000, peak >= current)
tracemalloc.stop()
print(sys.getsizeof([]) < sys.getsizeof([1] * 10), sys.getrefcount(blocks) >= 1, gc.isenabled(), gc.collect() >= 0)


def memory_of(n):
    return sys.getsizeof(range(n)), sys.getsizeof(x for x in range(n))


print(memory_of(10) == memory_of(10**6), sys.maxsize > 2**30, sys.byteorder, sys.float_info.max > 1e308, sys.implementation.name)
print(sys.version_info >= (3, 9), sys.stdin.isatty(), sys.stdout.encoding.lower(), sys.getdefaultencoding(), sys.flags.optimize)
