from operator import attrgetter, itemgetter, methodcaller

people = [("Dave", 30, "Rome"), ("anna", 25, "Paris"), ("Bob", 30, "Paris"), ("Élodie", 25, "Rome"), ("carl", 41, "Oslo")]
print([p[0] for p in sorted(people, key=itemgetter(1))])
print([p[0] for p in sorted(people, key=lambda p: (-p[1], p[2], p[0]))])
print([p[0] for p in sorted(people, key=lambda p: p[0].lower(), reverse=True)])
print(sorted("banana", key="nab".index), sorted([True, 2, 0.5, False]), sorted([(1, "b"), (1, "a"), (0, "z")]))
by_city = sorted(sorted(people, key=itemgetter(0)), key=itemgetter(2))
print([(p[2], p[0]) for p in by_city], max(people, key=itemgetter(1))[0], min(people, key=lambda p: len(p[0])))
print(sorted(["x10", "x9", "x1"], key=lambda s: int(s[1:])), sorted(["b", "A"], key=methodcaller("lower")), sorted([1 + 2j, 3j], key=attrgetter("imag")))
try:
    sorted([1, "a"])
except TypeError as error:
    print(error)


def merge_sort(items):
    if len(items) < 2:
        return items
    middle = len(items) // 2
    left, right = merge_sort(items[:middle]), merge_sort(items[middle:])
    merged = []
    while left and right:
        merged.append((left if left[0] <= right[0] else right).pop(0))
    return merged + left + right


def quick_sort(items):
    if len(items) < 2:
        return items
    pivot, *rest = items
    return [*quick_sort([x for x in rest if x < pivot]), pivot, *quick_sort([x for x in rest if x >= pivot])]


def heap_sort(items):
    items = list(items)

    def sift(start, end):
        while (child := 2 * start + 1) < end:
            if child + 1 < end and items[child] < items[child + 1]:
                child += 1
            if items[start] >= items[child]:
                return
            items[start], items[child] = items[child], items[start]
            start = child

    for start in range(len(items) // 2, -1, -1):
        sift(start, len(items))
    for end in range(len(items) - 1, 0, -1):
        items[0], items[end] = items[end], items[0]
        sift(0, end)
    return items


def counting_sort(items):
    counts = [0] * (max(items) + 1)
    for item in items:
        counts[item] += 1
    return [value for value, count in enumerate(counts) for _ in range(count)]


seed = 42
numbers = []
for _ in range(200):
    seed = (seed * 1103515245 + 12345) % 2**31
    numbers.append(seed % 1000)
print([sort(numbers) == sorted(numbers) for sort in (merge_sort, quick_sort, heap_sort, counting_sort)], sorted(numbers)[:5])
