import bisect
import heapq
from dataclasses import dataclass, field
from typing import Any


def grade(score, limits=(60, 70, 80, 90), grades="FDCBA"):
    return grades[bisect.bisect(limits, score)]


class RangeIndex:
    """Counts how many values lie between two bounds."""

    def __init__(self, values):
        self.values = sorted(values)

    def add(self, value):
        bisect.insort(self.values, value)

    def count(self, low, high):
        return bisect.bisect_right(self.values, high) - bisect.bisect_left(self.values, low)


@dataclass(order=True)
class Job:
    priority: int
    name: Any = field(compare=False)


class RunningMedian:
    def __init__(self):
        self.low, self.high = [], []

    def add(self, value):
        heapq.heappush(self.low, -heapq.heappushpop(self.high, value))
        if len(self.low) > len(self.high):
            heapq.heappush(self.high, -heapq.heappop(self.low))
        return self.high[0] if len(self.high) > len(self.low) else (self.high[0] - self.low[0]) / 2


print([grade(score) for score in (33, 99, 77, 70, 89, 90, 100)])
index = RangeIndex([5, 1, 9, 5, 3])
index.add(4)
print(index.values, index.count(4, 5), index.count(10, 20))

jobs = [Job(3, "sweep"), Job(1, "fire"), Job(2, "mail")]
heapq.heapify(jobs)
heapq.heappush(jobs, Job(0, "alarm"))
print([heapq.heappop(jobs).name for _ in range(len(jobs))])
print(heapq.nlargest(2, ["aa", "b", "cccc"], key=len), heapq.nsmallest(3, [5, 1, 4, 2]))
print(list(heapq.merge([1, 4, 9], [2, 3], [0, 10])), heapq.heapreplace([1, 5, 3], 7))
median = RunningMedian()
print([median.add(n) for n in (5, 15, 1, 3, 8, 7)])


def longest_increasing(numbers):
    tails, positions, previous = [], [], [None] * len(numbers)
    for i, n in enumerate(numbers):
        at = bisect.bisect_left(tails, n)
        tails[at : at + 1] = [n]
        positions[at : at + 1] = [i]
        previous[i] = positions[at - 1] if at else None
    result, i = [], positions[-1]
    while i is not None:
        result.append(numbers[i])
        i = previous[i]
    return result[::-1]


print(longest_increasing([10, 9, 2, 5, 3, 7, 101, 18]))
