def queens(n, row=0, columns=frozenset(), rising=frozenset(), falling=frozenset(), placed=()):
    if row == n:
        yield placed
        return
    for column in range(n):
        if column not in columns and row + column not in rising and row - column not in falling:
            yield from queens(
                n,
                row + 1,
                columns | {column},
                rising | {row + column},
                falling | {row - column},
                placed + (column,),
            )


def draw(placed):
    return "\n".join(" ".join("Q" if c == column else "." for c in range(len(placed))) for column in placed)


if __name__ == "__main__":
    for n in range(1, 8):
        print(n, sum(1 for _ in queens(n)))
    print(draw(next(queens(8))))
