import functools
from functools import cached_property, lru_cache, partial, reduce, singledispatch, total_ordering, wraps


@lru_cache(maxsize=None)
def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


@singledispatch
def describe(value):
    return f"something: {value!r}"


@describe.register
def _(value: int):
    return f"int {value:,}"


@describe.register(list)
@describe.register(tuple)
def _(value):
    return f"sequence of {len(value)}: " + "; ".join(map(describe, value))


@total_ordering
class Card:
    RANKS = "23456789TJQKA"

    def __init__(self, text):
        self.rank, self.suit = text

    def __eq__(self, other):
        return self.rank == other.rank

    def __lt__(self, other):
        return self.RANKS.index(self.rank) < self.RANKS.index(other.rank)

    def __repr__(self):
        return self.rank + self.suit


class Circle:
    def __init__(self, radius):
        self.radius = radius
        self.computed = 0

    @cached_property
    def area(self):
        self.computed += 1
        return round(3.14159 * self.radius**2, 3)


def traced(function=None, *, prefix="->"):
    if function is None:
        return partial(traced, prefix=prefix)

    @wraps(function)
    def wrapper(*args, **kwargs):
        result = function(*args, **kwargs)
        shown = ", ".join([*map(repr, args), *(f"{k}={v!r}" for k, v in kwargs.items())])
        print(f"{prefix} {function.__name__}({shown}) = {result!r}")
        return result

    return wrapper


@traced
def add(a, b=1):
    """Adds."""
    return a + b


@traced(prefix="**")
def power(base, *, exponent=2):
    return base**exponent


print(fibonacci(90), fibonacci.cache_info().misses)
print(describe(1234567), describe([1, (2, 3)]), describe("x"))
print(sorted(map(Card, ["KS", "2H", "AD", "TC"])), Card("QH") >= Card("QS"), max(Card("9S"), Card("JD")))
circle = Circle(2)
print(circle.area, circle.area, circle.computed)
add(1)
add(2, b=5)
power(3, exponent=3)
print(add.__name__, add.__doc__, reduce(lambda a, b: a * b, range(1, 11)))
print(list(map(partial(pow, 2), range(5))), sorted("bAc", key=functools.cmp_to_key(lambda a, b: (a.lower() > b.lower()) - 1)))
