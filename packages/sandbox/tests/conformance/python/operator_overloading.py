import math
from numbers import Real


class Vector:
    __slots__ = ("x", "y")
    __match_args__ = ("x", "y")

    def __init__(self, x=0, y=0):
        self.x, self.y = x, y

    def __repr__(self):
        return f"Vector({self.x}, {self.y})"

    def __iter__(self):
        yield self.x
        yield self.y

    def __eq__(self, other):
        return tuple(self) == tuple(other) if isinstance(other, Vector) else NotImplemented

    def __hash__(self):
        return hash((self.x, self.y))

    def __add__(self, other):
        return Vector(*(a + b for a, b in zip(self, other)))

    __radd__ = __add__

    def __sub__(self, other):
        return self + -other

    def __neg__(self):
        return self * -1

    def __mul__(self, scale):
        return Vector(self.x * scale, self.y * scale) if isinstance(scale, Real) else NotImplemented

    def __rmul__(self, scale):
        return self * scale

    def __matmul__(self, other):
        return self.x * other.x + self.y * other.y

    def __abs__(self):
        return math.hypot(*self)

    def __bool__(self):
        return any(self)

    def __getitem__(self, index):
        return (self.x, self.y)[index]

    def __format__(self, spec):
        return f"<{self.x:{spec}}|{self.y:{spec}}>"

    def __iadd__(self, other):
        self.x += other[0]
        self.y += other[1]
        return self


class Polynomial:
    def __init__(self, *coefficients):
        self.coefficients = coefficients

    def __call__(self, x):
        return sum(c * x**n for n, c in enumerate(self.coefficients))

    def __mul__(self, other):
        result = [0] * (len(self.coefficients) + len(other.coefficients) - 1)
        for i, a in enumerate(self.coefficients):
            for j, b in enumerate(other.coefficients):
                result[i + j] += a * b
        return Polynomial(*result)

    def __len__(self):
        return len(self.coefficients)

    def __contains__(self, root):
        return self(root) == 0

    def __str__(self):
        return " + ".join(f"{c}x^{n}" for n, c in enumerate(self.coefficients) if c)


a, b = Vector(3, 4), Vector(1, -2)
print(a + b, a - b, 2 * a, a @ b, abs(a), bool(Vector()), a == Vector(3, 4), a != b, len({a, Vector(3, 4)}))
print(sum([a, b], Vector()), a[0], a[-1], f"{a:.1f}", [*a], (1, 1) + b)
alias = a
alias += (10, 10)
print(a, alias is a)
for attempt in (lambda: a * "x", lambda: a < b, lambda: setattr(a, "z", 1)):
    try:
        attempt()
    except (TypeError, AttributeError) as error:
        print(type(error).__name__)
p = Polynomial(-1, 0, 1)
print(p(3), p * Polynomial(1, 1), len(p), 1 in p, 2 in p)
