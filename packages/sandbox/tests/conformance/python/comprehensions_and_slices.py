matrix = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
print([row[::-1] for row in matrix], [*zip(*matrix)], [n for row in matrix for n in row if n % 2])
print({word: len(word) for word in "to be or not".split()}, {n % 3 for n in range(10)}, sum(n * n for n in range(100)))
print([[row[i] for row in matrix] for i in range(3)], [(x, y) for x in range(3) for y in range(x)])
print([y for x in range(5) if (y := x * x) > 3], y)

numbers = list(range(10))
numbers[2:5] = ["a"]
del numbers[::3]
print(numbers, numbers[-3:], numbers[5:1:-1], [1, 2, 3][10:], "hello"[-4:-1])
first, *middle, last = range(6)
(a, b), c = [1, 2], 3
print(first, middle, last, a, b, c, [*"ab", *(1, 2)], {**{"x": 1}, "y": 2, **{"x": 3}})
grid = [[0] * 3 for _ in range(2)]
grid[0][0] = 1
shared = [[0] * 3] * 2
shared[0][0] = 1
print(grid, shared, [1, 2] * 2 + [3], [1, [2, [3]]] == [1, [2, [3]]])


def chained(n):
    return "small" if n < 10 else "medium" if n < 100 else "large"


print([chained(n) for n in (5, 50, 500)], 1 < 2 < 3 != 4, not 1 == 2, None or "default", 0 and 1, [] or {} or "x")
for index, (left, right) in enumerate(zip("abc", [1, 2, 3]), start=10):
    if index == 11:
        continue
    print(index, left, right, end="; ")
else:
    print("done")
for n in range(2, 30):
    for d in range(2, int(n**0.5) + 1):
        if n % d == 0:
            break
    else:
        print(n, end=" ")
print()
while True:
    if len(numbers) < 3:
        break
    numbers.pop()
print(numbers, sorted({"b": 1, "a": 2}), list(reversed({"b": 1, "a": 2})), dict(zip("ab", range(2))), max({"b": 1, "a": 2}, key={"b": 1, "a": 2}.get))


def function(a, /, b, *args, c=10, **kwargs):
    return a, b, args, c, kwargs


print(function(1, 2), function(1, b=2, c=3, d=4), function(*range(4), **{"e": 5}))
accumulators = [lambda x, n=n: x + n for n in range(3)]
late = [lambda: n for n in range(3)]
print([f(10) for f in accumulators], [f() for f in late], (lambda *a, **k: (a, k))(1, z=2))
counter = 0


def outer():
    total = 0

    def inner(n):
        nonlocal total
        global counter
        total += n
        counter += 1
        return total

    return inner


add = outer()
print(add(5), add(6), counter, all([]), any([]), divmod(-7, 3), -7 // 2, -7 % 3, 2**-1, 7 // 2.0, 0xFF, 0b101, 1_000)
