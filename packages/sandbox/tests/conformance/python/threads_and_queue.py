import queue
import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed

jobs, results = queue.Queue(), []
lock = threading.Lock()


def worker():
    while True:
        n = jobs.get()
        if n is None:
            break
        with lock:
            results.append(n * n)
        jobs.task_done()


threads = [threading.Thread(target=worker, name=f"worker-{i}", daemon=i == 2) for i in range(3)]
for thread in threads:
    thread.start()
for n in range(20):
    jobs.put(n)
jobs.join()
for _ in threads:
    jobs.put(None)
for thread in threads:
    thread.join()
print(sorted(results) == [n * n for n in range(20)], [t.name for t in threads], threading.active_count())

with ThreadPoolExecutor(max_workers=3) as pool:
    print(list(pool.map(lambda n: n**2, range(5))))
    futures = {pool.submit(int, text): text for text in ("1", "x", "3")}
    outcomes = {}
    for future in as_completed(futures):
        error = future.exception()
        outcomes[futures[future]] = type(error).__name__ if error else future.result()
    print(sorted(outcomes.items()))

counter, barrier, ready = 0, threading.Barrier(4), threading.Event()
local = threading.local()


def count():
    global counter
    local.mine = 0
    barrier.wait()
    for _ in range(1000):
        with lock:
            counter += 1
        local.mine += 1
    assert local.mine == 1000


group = [threading.Thread(target=count) for _ in range(4)]
[thread.start() for thread in group]
[thread.join() for thread in group]
print(counter, hasattr(local, "mine"))

timer = threading.Timer(0.001, ready.set)
timer.start()
print(ready.wait(10), threading.current_thread() is threading.main_thread())
condition, items = threading.Condition(), []


def consume():
    with condition:
        condition.wait_for(lambda: items)
        print("consumed", items.pop())


consumer = threading.Thread(target=consume)
consumer.start()
with condition:
    items.append("item")
    condition.notify()
consumer.join()


def crash():
    raise ValueError("in a thread")


threading.excepthook = lambda args: print("hook:", args.exc_type.__name__, args.exc_value)
crashing = threading.Thread(target=crash)
crashing.start()
crashing.join()
leaving = threading.Event()
threading.Thread(target=lambda: (leaving.wait(), time.sleep(0.001), print("after main"))).start()
print("end of main")
leaving.set()
