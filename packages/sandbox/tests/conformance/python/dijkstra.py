import heapq
from collections import defaultdict

EDGES = [
    ("A", "B", 7), ("A", "C", 9), ("A", "F", 14), ("B", "C", 10), ("B", "D", 15),
    ("C", "D", 11), ("C", "F", 2), ("D", "E", 6), ("E", "F", 9), ("X", "Y", 1),
]


def build(edges):
    graph = defaultdict(dict)
    for start, end, cost in edges:
        graph[start][end] = graph[end][start] = cost
    return graph


def dijkstra(graph, source):
    distance, previous = {source: 0}, {}
    queue = [(0, source)]
    while queue:
        cost, node = heapq.heappop(queue)
        if cost > distance[node]:
            continue
        for neighbour, weight in graph[node].items():
            candidate = cost + weight
            if candidate < distance.get(neighbour, float("inf")):
                distance[neighbour] = candidate
                previous[neighbour] = node
                heapq.heappush(queue, (candidate, neighbour))
    return distance, previous


def path(previous, target):
    steps = [target]
    while steps[-1] in previous:
        steps.append(previous[steps[-1]])
    return " -> ".join(reversed(steps))


graph = build(EDGES)
distance, previous = dijkstra(graph, "A")
for node in sorted(graph):
    if node in distance:
        print(f"{node}: {distance[node]:>3}  {path(previous, node)}")
    else:
        print(f"{node}: unreachable")
