import sys


def read(lines):
    for number, line in enumerate(lines, start=1):
        yield number, line.rstrip("\n")


def parse(lines):
    for number, line in lines:
        if not line.strip():
            continue
        name, _, score = line.partition(":")
        try:
            yield name.strip(), float(score)
        except ValueError:
            print(f"line {number}: bad score {score.strip()!r}")


def running_mean():
    total, count = 0.0, 0
    mean = None
    while True:
        value = yield mean
        total += value
        count += 1
        mean = total / count


def averager(results):
    while True:
        key = yield
        if key is None:
            return len(results)
        results.append(key)


def delegate(results):
    count = yield from averager(results)
    print("delegated", count)


mean = running_mean()
next(mean)
for name, score in parse(read(sys.stdin)):
    print(f"{name:<8}{score:6.1f}{mean.send(score):8.3f}")
mean.close()

collected = []
worker = delegate(collected)
next(worker)
for item in ("a", "b", None):
    try:
        worker.send(item)
    except StopIteration:
        print(collected)


def countdown(n):
    try:
        while n:
            try:
                yield n
            except KeyError as error:
                print("told", error)
                n += 1
            n -= 1
    finally:
        print("cleanup")


counter = countdown(3)
print(next(counter), counter.throw(KeyError("again")), next(counter))
del counter
print(sum(x * x for x in range(10)), [*countdown(2)], max((len(w), w) for w in "a bb cc".split()))
