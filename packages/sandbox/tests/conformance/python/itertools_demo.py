import itertools as it
import operator
from itertools import accumulate, chain, combinations, groupby, islice, permutations, product

print(["".join(p) for p in permutations("abc", 2)])
print(list(combinations(range(4), 2)), len(list(it.combinations_with_replacement("abcd", 3))))
print([f"{a}{b}" for a, b in product("xy", repeat=2)])
print(list(accumulate([3, 1, 4, 1, 5], max)), list(accumulate(range(1, 6), operator.mul)))
words = sorted(["apple", "bob", "cat", "alpha", "bee", "cherry"], key=len)
print({length: list(group) for length, group in groupby(words, key=len)})
print(list(islice(it.count(10, 5), 3)), list(chain.from_iterable([[1], [2, 3], []])))
print(list(it.zip_longest("abc", [1], fillvalue="-")), list(it.starmap(pow, [(2, 5), (3, 2)])))
print(list(it.takewhile(lambda n: n < 5, [1, 4, 6, 2])), list(it.dropwhile(lambda n: n < 5, [1, 4, 6, 2])))
print(list(it.compress("ABCDEF", [1, 0, 1, 0, 1, 1])), list(it.filterfalse(str.isdigit, "a1b2")))
first, second = it.tee(iter("xyz"))
next(second)
print(list(zip(first, second)), list(islice(it.cycle("AB"), 5)), list(it.repeat(7, 2)))


def run_length(text):
    return "".join(f"{sum(1 for _ in group)}{letter}" for letter, group in groupby(text))


def look_and_say(n, text="1"):
    for _ in range(n):
        yield text
        text = run_length(text)


def grouper(iterable, size):
    iterator = iter(iterable)
    while batch := tuple(islice(iterator, size)):
        yield batch


print(run_length("aaabccd"), list(look_and_say(6)))
print(list(grouper("ABCDEFG", 3)))
pythagorean = [(a, b, c) for a, b, c in combinations(range(1, 30), 3) if a * a + b * b == c * c]
print(pythagorean[:4], len(pythagorean))
