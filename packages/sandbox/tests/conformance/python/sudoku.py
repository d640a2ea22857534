PUZZLE = """
53..7....
6..195...
.98....6.
8...6...3
4..8.3..1
7...2...6
.6....28.
...419..5
....8..79
"""
DIGITS = set("123456789")


def peers(cell):
    row, column = cell
    box = (row // 3 * 3, column // 3 * 3)
    return (
        {(row, c) for c in range(9)}
        | {(r, column) for r in range(9)}
        | {(box[0] + r, box[1] + c) for r in range(3) for c in range(3)}
    ) - {cell}


PEERS = {(r, c): peers((r, c)) for r in range(9) for c in range(9)}


def options(grid, cell):
    return DIGITS - {grid[peer] for peer in PEERS[cell]}


def solve(grid):
    empty = [(len(options(grid, cell)), cell) for cell, digit in grid.items() if digit == "."]
    if not empty:
        return grid
    _, cell = min(empty)
    for digit in sorted(options(grid, cell)):
        solution = solve({**grid, cell: digit})
        if solution:
            return solution
    return None


grid = {(r, c): digit for r, line in enumerate(PUZZLE.split()) for c, digit in enumerate(line)}
solution = solve(grid)
for r in range(9):
    if r in (3, 6):
        print("------+-------+------")
    line = [solution[r, c] for c in range(9)]
    print(" | ".join(" ".join(line[start : start + 3]) for start in (0, 3, 6)))
print(all(set(solution[r, c] for c in range(9)) == DIGITS for r in range(9)), len(PEERS[0, 0]))
