import functools
import time


def retry(times, exceptions=(Exception,)):
    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            for attempt in range(1, times + 1):
                try:
                    return function(*args, **kwargs)
                except exceptions as error:
                    print(f"attempt {attempt}: {error}")
            raise RuntimeError(f"{function.__name__} failed {times} times") from error_of(times)

        return wrapper

    return decorate


def error_of(times):
    return ValueError(times)


class CountCalls:
    def __init__(self, function):
        functools.update_wrapper(self, function)
        self.function = function
        self.calls = 0

    def __call__(self, *args):
        self.calls += 1
        return self.function(*args)

    def __get__(self, instance, owner):
        return functools.partial(self, instance)


def singleton(cls):
    instances = {}

    @functools.wraps(cls, updated=())
    def get(*args, **kwargs):
        if cls not in instances:
            instances[cls] = cls(*args, **kwargs)
        return instances[cls]

    return get


outcomes = iter([ConnectionError("down"), ConnectionError("still down"), "up"])


@retry(3, (ConnectionError,))
def connect():
    outcome = next(outcomes)
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


@retry(2)
def broken():
    raise ValueError("no")


@CountCalls
def greet(name):
    "Says hello."
    return f"hello {name}"


@singleton
class Settings:
    def __init__(self, value):
        self.value = value

    @CountCalls
    def double(self):
        return self.value * 2


print(connect())
try:
    broken()
except RuntimeError as error:
    print(error, repr(error.__cause__))
print(greet("Ann"), greet("Bob"), greet.calls, greet.__doc__, greet.__name__)
print(Settings(1) is Settings(2), Settings(3).value, Settings(0).double())


def timed(function):
    def wrapper(*args):
        started = time.perf_counter()
        try:
            return function(*args)
        finally:
            assert time.perf_counter() >= started

    return wrapper


@timed
@functools.lru_cache
def slow(n):
    time.sleep(0.001)
    return n


print([slow(n) for n in (1, 1, 2)], slow.__name__)
