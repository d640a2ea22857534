from fractions import Fraction
from math import gcd, lcm


def determinant(matrix):
    rows = [[Fraction(cell) for cell in row] for row in matrix]
    result = Fraction(1)
    for i in range(len(rows)):
        pivot = next((r for r in range(i, len(rows)) if rows[r][i]), None)
        if pivot is None:
            return Fraction(0)
        if pivot != i:
            rows[i], rows[pivot] = rows[pivot], rows[i]
            result = -result
        result *= rows[i][i]
        for r in range(i + 1, len(rows)):
            factor = rows[r][i] / rows[i][i]
            rows[r] = [a - factor * b for a, b in zip(rows[r], rows[i])]
    return result


def solve(matrix, right):
    """Solves a system of equations by elimination."""
    n = len(matrix)
    rows = [[*map(Fraction, row), Fraction(value)] for row, value in zip(matrix, right)]
    for i in range(n):
        pivot = max(range(i, n), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [cell / rows[i][i] for cell in rows[i]]
        for r in range(n):
            if r != i:
                rows[r] = [a - rows[r][i] * b for a, b in zip(rows[r], rows[i])]
    return [row[n] for row in rows]


def egyptian(fraction):
    parts = []
    while fraction:
        denominator = -(-fraction.denominator // fraction.numerator)
        parts.append(denominator)
        fraction -= Fraction(1, denominator)
    return parts


print(determinant([[2, -3, 1], [2, 0, -1], [1, 4, 5]]), determinant([[1, 2], [2, 4]]))
print(*solve([[2, 1, -1], [-3, -1, 2], [-2, 1, 2]], [8, -11, -3]), *solve([[3, 2], [1, 7]], [1, 1]))
print([str(determinant([[Fraction(1, i + j + 1) for j in range(n)] for i in range(n)])) for n in (2, 3, 4)])
print(egyptian(Fraction(7, 15)), egyptian(Fraction(5, 121))[:2])
print(Fraction("0.125"), Fraction(0.5), Fraction(3.141592653589793).limit_denominator(1000), repr(Fraction(-6, 8)))
print(sum(Fraction(1, n) for n in range(1, 11)), float(Fraction(1, 3)), Fraction(7, 2) // 1, round(Fraction(7, 2)), divmod(Fraction(7, 2), 1))
print(gcd(84, 126), lcm(4, 6, 10), Fraction(1, 3) < 0.34, hash(Fraction(2, 1)) == hash(2))
