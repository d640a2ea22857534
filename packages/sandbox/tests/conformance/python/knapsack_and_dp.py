from functools import lru_cache

ITEMS = {"map": (9, 150), "compass": (13, 35), "water": (153, 200), "sandwich": (50, 160), "glucose": (15, 60), "banana": (27, 60), "camera": (32, 30)}


def knapsack(items, capacity):
    best = [(0, ())] * (capacity + 1)
    for name, (weight, value) in items.items():
        for room in range(capacity, weight - 1, -1):
            total, chosen = best[room - weight]
            if total + value > best[room][0]:
                best[room] = (total + value, chosen + (name,))
    return best[capacity]


def edit_distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]


def lcs(a, b):
    @lru_cache(None)
    def solve(i, j):
        if i == len(a) or j == len(b):
            return ""
        if a[i] == b[j]:
            return a[i] + solve(i + 1, j + 1)
        return max(solve(i + 1, j), solve(i, j + 1), key=len)

    return solve(0, 0)


def coin_ways(amount, coins):
    ways = [1] + [0] * amount
    for coin in coins:
        for value in range(coin, amount + 1):
            ways[value] += ways[value - coin]
    return ways[amount]


def max_subarray(numbers):
    best = current = numbers[0]
    for n in numbers[1:]:
        current = max(n, current + n)
        best = max(best, current)
    return best


def matrix_chain(sizes):
    @lru_cache(None)
    def cost(i, j):
        if j - i < 2:
            return 0
        return min(cost(i, k) + cost(k, j) + sizes[i] * sizes[k] * sizes[j] for k in range(i + 1, j))

    return cost(0, len(sizes) - 1)


def word_break(text, words):
    ends = {0: []}
    for end in range(1, len(text) + 1):
        for word in words:
            start = end - len(word)
            if start in ends and text[start:end] == word:
                ends[end] = ends[start] + [word]
                break
    return ends.get(len(text))


for capacity in (50, 100, 250):
    print(capacity, *knapsack(ITEMS, capacity))
print(edit_distance("kitten", "sitting"), edit_distance("", "abc"), lcs("AGGTAB", "GXTXAYB"), coin_ways(100, (1, 2, 5, 10, 20, 50)))
print(max_subarray([-2, 1, -3, 4, -1, 2, 1, -5, 4]), matrix_chain((40, 20, 30, 10, 30)))
print(word_break("catsanddog", ["cat", "cats", "and", "sand", "dog"]), word_break("catsandog", ["cats", "dog", "sand", "and", "cat"]))
