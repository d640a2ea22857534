import math
import operator as op
from collections import ChainMap


class Procedure:
    def __init__(self, params, body, env):
        self.params, self.body, self.env = params, body, env

    def __call__(self, *args):
        return evaluate(self.body, ChainMap(dict(zip(self.params, args)), self.env))


def tokenize(text):
    return text.replace("(", " ( ").replace(")", " ) ").split()


def parse(tokens):
    token = tokens.pop(0)
    if token == "(":
        result = []
        while tokens[0] != ")":
            result.append(parse(tokens))
        tokens.pop(0)
        return result
    for kind in (int, float):
        try:
            return kind(token)
        except ValueError:
            pass
    return token


GLOBALS = ChainMap({
    "+": lambda *n: sum(n), "*": lambda *n: math.prod(n), "-": op.sub, "/": op.truediv, "<": op.lt, "=": op.eq,
    "list": lambda *x: list(x), "car": op.itemgetter(0), "cdr": lambda x: x[1:], "cons": lambda a, b: [a] + b, "null?": op.not_, "sqrt": math.sqrt,
})  # fmt: skip


def evaluate(x, env=GLOBALS):
    if isinstance(x, str):
        if x not in env:
            raise NameError(f"{x} is not defined")
        return env[x]
    if not isinstance(x, list):
        return x
    head, *rest = x
    if head == "quote":
        return rest[0]
    if head == "if":
        test, then, otherwise = rest
        return evaluate(then if evaluate(test, env) else otherwise, env)
    if head == "define":
        env[rest[0]] = evaluate(rest[1], env)
        return None
    if head == "lambda":
        return Procedure(*rest, env)
    return evaluate(head, env)(*(evaluate(argument, env) for argument in rest))


def show(value):
    return "(" + " ".join(map(show, value)) + ")" if isinstance(value, list) else str(value)


PROGRAM = """
(define fact (lambda (n) (if (< n 2) 1 (* n (fact (- n 1))))))
(fact 20)
(define map (lambda (f l) (if (null? l) (quote ()) (cons (f (car l)) (map f (cdr l))))))
(map (lambda (x) (* x x)) (list 1 2 3 4.5))
(define make-counter (lambda (n) (lambda (by) (+ n by))))
((make-counter 10) 5)
(quote (a (b c) 1))
(undefined 1)
"""
for line in PROGRAM.strip().splitlines():
    try:
        result = evaluate(parse(tokenize(line)))
        if result is not None:
            print(show(result))
    except NameError as error:
        print("error:", error)
