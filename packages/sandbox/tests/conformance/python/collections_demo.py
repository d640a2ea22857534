from collections import ChainMap, Counter, OrderedDict, UserDict, defaultdict, deque, namedtuple

text = "the quick brown fox jumps over the lazy dog the end"
counts = Counter(text.split())
print(counts.most_common(1), counts["missing"], sum(counts.values()))
print(sorted((Counter("hello") & Counter("yellow")).elements()), Counter(a=3, b=1) - Counter(a=1, b=2))

by_length = defaultdict(list)
for word in text.split():
    by_length[len(word)].append(word)
print(dict(by_length))

recent = deque(maxlen=3)
for n in range(6):
    recent.append(n)
recent.rotate(1)
recent.appendleft("front")
print(recent, recent.pop(), list(reversed(recent)))

Point = namedtuple("Point", "x y z", defaults=[0])
p = Point(1, 2)
print(p, p._replace(x=9), p._asdict(), Point._fields, p == (1, 2, 0), *p)

settings = ChainMap({"debug": True}, {"debug": False, "port": 80})
settings["port"] = 8080
print(settings["debug"], settings["port"], settings.maps, settings.parents["port"])

ordered = OrderedDict(a=1, b=2, c=3)
ordered.move_to_end("a")
print(list(ordered), ordered.popitem(last=False), OrderedDict(x=1, y=2) == OrderedDict(y=2, x=1))


class CaseInsensitive(UserDict):
    def __setitem__(self, key, value):
        super().__setitem__(key.lower(), value)

    def __getitem__(self, key):
        return super().__getitem__(key.lower())

    def __missing__(self, key):
        return f"no {key}"


headers = CaseInsensitive({"Content-Type": "text/html"})
headers["ACCEPT"] = "*/*"
print(headers["content-TYPE"], headers, len(headers))


def bfs(graph, start):
    queue, seen = deque([start]), {start}
    while queue:
        node = queue.popleft()
        yield node
        for neighbour in sorted(graph.get(node, ())):
            if neighbour not in seen:
                seen.add(neighbour)
                queue.append(neighbour)


print(list(bfs({1: {2, 3}, 2: {4}, 3: {4, 5}, 5: {1}}, 1)))
