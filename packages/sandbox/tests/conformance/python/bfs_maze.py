from collections import deque

MAZE = """\
S.#.......
..#.####.#
.##....#..
....##.##.
.####....E
"""
grid = MAZE.splitlines()


def find(symbol):
    return next((r, line.index(symbol)) for r, line in enumerate(grid) if symbol in line)


def neighbours(cell):
    r, c = cell
    for dr, dc in ((-1, 0), (0, 1), (1, 0), (0, -1)):
        if 0 <= r + dr < len(grid) and 0 <= c + dc < len(grid[0]) and grid[r + dr][c + dc] != "#":
            yield r + dr, c + dc


def shortest(start, goal):
    came_from, queue = {start: None}, deque([start])
    while queue:
        cell = queue.popleft()
        if cell == goal:
            path = []
            while cell:
                path.append(cell)
                cell = came_from[cell]
            return path[::-1]
        for following in neighbours(cell):
            if following not in came_from:
                came_from[following] = cell
                queue.append(following)


path = shortest(find("S"), find("E"))
print(len(path) - 1, "steps")
for r, line in enumerate(grid):
    print("".join("*" if (r, c) in path[1:-1] else symbol for c, symbol in enumerate(line)))
print(shortest(find("S"), (1, 9)))


def flood_fill(seen, cell):
    stack, size = [cell], 0
    while stack:
        current = stack.pop()
        if current not in seen:
            seen.add(current)
            size += 1
            stack.extend(neighbours(current))
    return size


seen = set()
print([size for r, line in enumerate(grid) for c, s in enumerate(line) if s != "#" and (size := flood_fill(seen, (r, c)))])


def hanoi(n, source="A", target="C", spare="B"):
    if n:
        yield from hanoi(n - 1, source, spare, target)
        yield f"{source}{target}"
        yield from hanoi(n - 1, spare, target, source)


print(" ".join(hanoi(3)), sum(1 for _ in hanoi(10)))
