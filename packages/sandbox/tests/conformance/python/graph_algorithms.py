from collections import defaultdict, deque


class DisjointSet:
    def __init__(self):
        self.parent = {}

    def find(self, x):
        self.parent.setdefault(x, x)
        while self.parent[x] != x:
            self.parent[x] = self.parent[self.parent[x]]
            x = self.parent[x]
        return x

    def union(self, a, b):
        a, b = self.find(a), self.find(b)
        if a == b:
            return False
        self.parent[b] = a
        return True


def kruskal(edges):
    sets = DisjointSet()
    return [(a, b, w) for w, a, b in sorted((w, a, b) for a, b, w in edges) if sets.union(a, b)]


def topological(graph):
    indegree = defaultdict(int)
    for node, targets in graph.items():
        indegree[node] += 0
        for target in targets:
            indegree[target] += 1
    ready = deque(sorted(node for node, n in indegree.items() if n == 0))
    order = []
    while ready:
        node = ready.popleft()
        order.append(node)
        for target in sorted(graph.get(node, ())):
            indegree[target] -= 1
            if indegree[target] == 0:
                ready.append(target)
    if len(order) < len(indegree):
        raise ValueError("cycle among " + ", ".join(sorted(n for n, d in indegree.items() if d)))
    return order


def floyd_warshall(nodes, edges):
    infinity = float("inf")
    distance = {(a, b): 0 if a == b else infinity for a in nodes for b in nodes}
    distance.update({(a, b): w for a, b, w in edges})
    for k in nodes:
        for i in nodes:
            for j in nodes:
                distance[i, j] = min(distance[i, j], distance[i, k] + distance[k, j])
    return distance


def strongly_connected(graph):
    index, low, stack, result = {}, {}, [], []

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        for target in graph.get(node, ()):
            if target not in index:
                visit(target)
                low[node] = min(low[node], low[target])
            elif target in stack:
                low[node] = min(low[node], index[target])
        if low[node] == index[node]:
            component = []
            while True:
                component.append(stack.pop())
                if component[-1] == node:
                    break
            result.append(sorted(component))

    for node in graph:
        if node not in index:
            visit(node)
    return result


EDGES = [("A", "B", 7), ("A", "D", 5), ("B", "C", 8), ("B", "D", 9), ("B", "E", 7), ("C", "E", 5), ("D", "E", 15), ("D", "F", 6), ("E", "F", 8), ("E", "G", 9), ("F", "G", 11)]
tree = kruskal(EDGES)
print(tree, sum(w for *_, w in tree))
print(topological({"shirt": {"tie"}, "tie": {"jacket"}, "trousers": {"shoes", "belt"}, "belt": {"jacket"}, "socks": {"shoes"}}))
try:
    topological({"a": "b", "b": "c", "c": "b"})
except ValueError as error:
    print(error)
distances = floyd_warshall("ABC", [("A", "B", 3), ("B", "C", -1), ("A", "C", 5)])
print(distances["A", "C"], distances["C", "A"])
print(strongly_connected({1: [2], 2: [3], 3: [1], 4: [3, 5], 5: [6], 6: [4], 7: [6]}))
