import operator
import re

TOKEN = re.compile(r"\s*(?:(?P<number>\d+\.?\d*(?:e[+-]?\d+)?)|(?P<name>[a-z_]\w*)|(?P<op>\*\*|//|[-+*/%()=,]))", re.I)


class Calculator:
    BINARY = {"+": (1, operator.add), "-": (1, operator.sub), "*": (2, operator.mul), "/": (2, operator.truediv), "//": (2, operator.floordiv), "%": (2, operator.mod), "**": (4, operator.pow)}
    FUNCTIONS = {"max": max, "min": min, "abs": abs, "round": round}

    def __init__(self):
        self.variables = {"pi": 3.141592653589793}

    def tokenize(self, text):
        position, text = 0, text.rstrip()
        while position < len(text):
            match = TOKEN.match(text, position)
            if not match:
                raise SyntaxError(f"unexpected {text[position:].lstrip()[0]!r}")
            yield match.lastgroup, match.group(match.lastgroup)
            position = match.end()
        yield "end", ""

    def run(self, line):
        self.tokens = list(self.tokenize(line))
        target = None
        if len(self.tokens) > 2 and self.tokens[0][0] == "name" and self.tokens[1] == ("op", "="):
            target = self.tokens[0][1]
            del self.tokens[:2]
        value = self.expression(0)
        if self.tokens[0][0] != "end":
            raise SyntaxError(f"unexpected {self.tokens[0][1]!r}")
        if target:
            self.variables[target] = value
        return value

    def accept(self, text):
        if self.tokens[0] == ("op", text):
            return self.tokens.pop(0)

    def expression(self, minimum):
        left = self.atom()
        while (entry := self.BINARY.get(self.tokens[0][1])) and entry[0] >= minimum:
            symbol = self.tokens.pop(0)[1]
            precedence, apply = entry
            left = apply(left, self.expression(precedence + (symbol != "**")))
        return left

    def atom(self):
        if self.accept("-"):
            return -self.expression(3)
        if self.accept("("):
            value = self.expression(0)
            if not self.accept(")"):
                raise SyntaxError("expected )")
            return value
        kind, text = self.tokens.pop(0)
        if kind == "number":
            return float(text) if "." in text or "e" in text else int(text)
        if kind == "name" and self.accept("("):
            arguments = [self.expression(0)]
            while self.accept(","):
                arguments.append(self.expression(0))
            if not self.accept(")"):
                raise SyntaxError("expected )")
            return self.FUNCTIONS[text](*arguments)
        if kind == "name":
            return self.variables[text]
        raise SyntaxError(f"unexpected {text!r}" if text else "unexpected end")


calculator = Calculator()
for line in (
    "1 + 2 * 3", "2 ** 3 ** 2", "-2 ** 2", "x = (4 - 1) * 1.5e1", "x // 4 % 3", "max(1, x, 7) - abs(-3)", "round(pi, 2)",
    "7 / 0", "1 +", "2 $ 3", "y * 2", "nope(1)", "(1 + 2", "1 2", "10 - 3 - 2",
):  # fmt: skip
    try:
        print(f"{line:<24}= {calculator.run(line)}")
    except (SyntaxError, KeyError, ZeroDivisionError) as error:
        print(f"{line:<24}! {type(error).__name__}: {error}")
