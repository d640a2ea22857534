import re
from itertools import count, takewhile

NUMERALS = [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]


def to_roman(n):
    if not 0 < n < 4000:
        raise ValueError(f"{n} cannot be written")
    text = ""
    for value, symbol in NUMERALS:
        times, n = divmod(n, value)
        text += symbol * times
    return text


def from_roman(text):
    if not re.fullmatch(r"M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})", text):
        raise ValueError(f"{text} is not a numeral")
    values = [dict((s, v) for v, s in NUMERALS)[letter] for letter in text]
    return sum(-a if a < b else a for a, b in zip(values, values[1:] + [0]))


def sieve(limit):
    flags = bytearray([1]) * (limit + 1)
    flags[:2] = b"\0\0"
    for n in range(2, int(limit**0.5) + 1):
        if flags[n]:
            flags[n * n :: n] = bytes(len(range(n * n, limit + 1, n)))
    return [n for n, flag in enumerate(flags) if flag]


def primes():
    composites = {}
    for n in count(2):
        if n not in composites:
            yield n
            composites[n * n] = [n]
        else:
            for p in composites.pop(n):
                composites.setdefault(n + p, []).append(p)


def factorize(n):
    factors = {}
    for p in takewhile(lambda p: p * p <= n, primes()):
        while n % p == 0:
            factors[p] = factors.get(p, 0) + 1
            n //= p
    if n > 1:
        factors[n] = 1
    return factors


print([to_roman(n) for n in (1, 4, 9, 14, 400, 1994, 2024, 3999)], all(from_roman(to_roman(n)) == n for n in range(1, 4000)))
for attempt in (lambda: to_roman(0), lambda: from_roman("IIII")):
    try:
        attempt()
    except ValueError as error:
        print(error)
found = sieve(100_000)
print(len(found), found[-3:], list(takewhile(lambda p: p < 40, primes())))
print(factorize(600851475143), factorize(2**10 * 3**5), factorize(97))
print([n for n in range(2, 500) if sum(d for d in range(1, n // 2 + 1) if n % d == 0) == n])
for n in (3, 5, 15, 22):
    print("Fizz" * (n % 3 == 0) + "Buzz" * (n % 5 == 0) or n, end=" ")
print()


def collatz(n):
    steps = [n]
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps.append(n)
    return steps


print(collatz(7), len(collatz(27)), max(range(1, 5000), key=lambda n: len(collatz(n))))
