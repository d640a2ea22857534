import asyncio
import traceback


class PaymentError(Exception):
    def __init__(self, code):
        super().__init__(f"payment {code}")
        self.add_note(f"code was {code}")


def collect(tasks):
    errors = []
    for task in tasks:
        try:
            print(task())
        except Exception as error:
            errors.append(error)
    if errors:
        raise ExceptionGroup("several failed", errors)


def pay():
    raise PaymentError(402)


try:
    collect([lambda: "fine", lambda: 1 / 0, pay, lambda: {}["k"]])
except* ArithmeticError as group:
    print("arithmetic", [str(error) for error in group.exceptions])
except* PaymentError as group:
    print("payment", group.exceptions[0].__notes__)
except* LookupError as group:
    print("lookup", repr(group.exceptions[0]))


async def work(n):
    await asyncio.sleep(0)
    if n % 2:
        raise ValueError(n)
    return n


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(work(n)) for n in range(3)]
    except* ValueError as errors:
        print("task group", errors.exceptions)
    print([task.result() for task in tasks if not task.cancelled() and not task.exception()])


async def hurry():
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(60)
    except TimeoutError:
        print("timeout")


asyncio.run(main())
asyncio.run(hurry())
nested = ExceptionGroup("outer", [ValueError(1), ExceptionGroup("inner", [TypeError("t"), ValueError(2)])])
matched, rest = nested.split(ValueError)
print(matched, rest.exceptions, nested.subgroup(lambda e: isinstance(e, TypeError)))
print("".join(traceback.format_exception(rest)), end="")
