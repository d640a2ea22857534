from dataclasses import dataclass


@dataclass
class Num:
    value: float


@dataclass
class Op:
    symbol: str
    left: object
    right: object


def evaluate(node):
    match node:
        case Num(value):
            return value
        case Op("+", left, right):
            return evaluate(left) + evaluate(right)
        case Op("*", Num(0), _) | Op("*", _, Num(0)):
            return 0
        case Op("*", left, right):
            return evaluate(left) * evaluate(right)
        case Op(symbol=s):
            raise ValueError(f"unknown operator {s!r}")


def respond(command):
    match command.split():
        case []:
            return "say something"
        case ["quit" | "exit"]:
            return "bye"
        case ["go", ("north" | "south") as direction]:
            return f"going {direction}"
        case ["drop", *items] if items:
            return f"dropping {', '.join(items)}"
        case [verb, *rest]:
            return f"cannot {verb} ({len(rest)})"


def classify(value):
    match value:
        case None | True | False:
            return "constant"
        case int(n) if n < 0:
            return "negative"
        case int() | float():
            return "number"
        case str():
            return "text"
        case (x, y):
            return f"pair {x} {y}"
        case [first, *_, last]:
            return f"from {first} to {last}"
        case {"type": "circle", "r": r, **rest}:
            return f"circle {r} {rest}"
        case {}:
            return "mapping"
        case _:
            return type(value).__name__


print(evaluate(Op("+", Num(2), Op("*", Num(3), Num(4)))), evaluate(Op("*", Num(0), None)))
try:
    evaluate(Op("^", 1, 2))
except ValueError as error:
    print(error)
for command in ("", "exit", "go north", "go up", "drop a b", "drop"):
    print(repr(command), "->", respond(command))
for value in (None, True, -5, 2.5, "s", (1, 2), [1, 2, 3], {"type": "circle", "r": 1, "c": "red"}, {"x": 1}, {1}, b"b"):
    print(classify(value))
