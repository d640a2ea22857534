import sys


def main():
    data = sys.stdin.read().split()
    rows, columns = int(data[0]), int(data[1])
    numbers = list(map(int, data[2:]))
    grid = [numbers[r * columns : (r + 1) * columns] for r in range(rows)]
    print("\n".join(" ".join(f"{n:>3}" for n in row) for row in grid))

    def spiral(grid):
        while grid:
            yield from grid[0]
            grid = [list(column) for column in zip(*grid[1:])][::-1]

    print(*spiral(grid))
    print([list(row) for row in zip(*grid[::-1])])
    print([sum(row) for row in grid], [max(column) for column in zip(*grid)])
    sys.stdout.write(f"trace {sum(grid[i][i] for i in range(min(rows, columns)))}\n")
    sys.stdout.buffer.flush()
    sys.stdout.flush()
    sys.stdout.buffer.write(b"bytes too\n")


main()
