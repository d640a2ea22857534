from collections import Counter
from itertools import product

GLIDER = """
.#.
..#
###
"""
BLINKER_AND_BLOCK = """
......
.###..
......
...##.
...##.
"""


def parse(text):
    return {(x, y) for y, line in enumerate(text.strip().splitlines()) for x, cell in enumerate(line) if cell == "#"}


def step(cells):
    counts = Counter((x + dx, y + dy) for x, y in cells for dx, dy in product((-1, 0, 1), repeat=2) if (dx, dy) != (0, 0))
    return {cell for cell, n in counts.items() if n == 3 or (n == 2 and cell in cells)}


def show(cells, width=7, height=6):
    for y in range(height):
        print("".join("█" if (x, y) in cells else "·" for x in range(width)))


for name, pattern in (("glider", GLIDER), ("mixed", BLINKER_AND_BLOCK)):
    cells = parse(pattern)
    for generation in range(5):
        if generation % 4 == 0:
            print(name, generation, len(cells))
            show(cells)
        cells = step(cells)
