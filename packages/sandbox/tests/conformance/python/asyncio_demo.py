import asyncio
import inspect


async def fetch(name, delay):
    await asyncio.sleep(delay)
    if name == "bad":
        raise ValueError(f"{name} failed")
    return name.upper()


async def producer(queue, count):
    for n in range(count):
        await queue.put(n)
        await asyncio.sleep(0)
    await queue.put(None)


async def consumer(queue):
    items = []
    while (item := await queue.get()) is not None:
        items.append(item * item)
    return items


class Countdown:
    def __init__(self, start):
        self.current = start

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.current == 0:
            raise StopAsyncIteration
        self.current -= 1
        await asyncio.sleep(0)
        return self.current


class Connection:
    async def __aenter__(self):
        print("connected")
        return self

    async def __aexit__(self, *exc):
        print("disconnected")


async def ticks(n):
    for i in range(n):
        yield i
        await asyncio.sleep(0)


async def limited(semaphore, log, n):
    async with semaphore:
        log.append(f"+{n}")
        await asyncio.sleep(0.001)
        log.append(f"-{n}")


async def main():
    print(await asyncio.gather(fetch("a", 0.003), fetch("b", 0.001)))
    results = await asyncio.gather(fetch("ok", 0), fetch("bad", 0), return_exceptions=True)
    print([repr(result) for result in results])
    queue = asyncio.Queue(maxsize=2)
    _, items = await asyncio.gather(producer(queue, 5), consumer(queue))
    print(items)
    print([n async for n in Countdown(3)], [i async for i in ticks(3) if i % 2 == 0])
    async with Connection():
        print("using")
    try:
        await asyncio.wait_for(fetch("slow", 60), timeout=0.01)
    except asyncio.TimeoutError:
        print("timed out")
    task = asyncio.create_task(fetch("never", 60), name="sleeper")
    await asyncio.sleep(0)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print(task.get_name(), "cancelled", task.cancelled())
    log = []
    await asyncio.gather(*(limited(asyncio.Semaphore(1), log, n) for n in range(2)))
    print(sorted(log))
    done, pending = await asyncio.wait(
        [asyncio.ensure_future(fetch("fast", 0)), asyncio.ensure_future(fetch("late", 60))],
        return_when=asyncio.FIRST_COMPLETED,
    )
    print([t.result() for t in done], len(pending))
    for t in pending:
        t.cancel()
    event = asyncio.Event()
    asyncio.get_running_loop().call_later(0.001, event.set)
    print(await event.wait(), inspect.iscoroutinefunction(fetch))


asyncio.run(main())
