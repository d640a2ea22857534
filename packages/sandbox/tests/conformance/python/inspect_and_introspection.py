import ast
import dis
import inspect
import io
import sys
import types
import typing
from contextlib import redirect_stdout


def greet(name: str, *names: str, punctuation: str = "!", **options: int) -> str:
    """Greets people.

    More text.
    """
    return f"hello {', '.join((name, *names))}{punctuation}"


class Shape:
    sides: int = 0

    def area(self) -> float:
        raise NotImplementedError

    @classmethod
    def make(cls): ...


signature = inspect.signature(greet)
print(signature, [p.kind.name for p in signature.parameters.values()])
print(inspect.getdoc(greet).splitlines()[0], greet.__name__, greet.__code__.co_argcount, greet.__kwdefaults__)
print(typing.get_type_hints(greet)["name"], typing.get_type_hints(Shape), Shape.area.__annotations__)
print([name for name, _ in inspect.getmembers(Shape, inspect.isroutine) if not name.startswith("_")])
print(inspect.getsource(Shape.area).strip().splitlines()[0], inspect.currentframe().f_lineno)
bound = signature.bind("Ann", "Bob", punctuation="?")
bound.apply_defaults()
print(bound.arguments, greet(*bound.args, **bound.kwargs))

tree = ast.parse("x = [n ** 2 for n in range(10)]\nprint(sum(x))")
print([type(node).__name__ for node in tree.body], ast.literal_eval("{'a': [1, (2, None)]}"))


class Renamer(ast.NodeTransformer):
    def visit_Name(self, node):
        return ast.copy_location(ast.Name("y" if node.id == "x" else node.id, node.ctx), node)


changed = ast.fix_missing_locations(Renamer().visit(tree))
namespace = {}
exec(compile(changed, "<changed>", "exec"), namespace)
print(namespace["y"][-1], eval("1 + 2 * y[0]", {"y": [5]}))
output = io.StringIO()
with redirect_stdout(output):
    dis.dis(lambda a: a + 1)
print("RETURN_VALUE" in output.getvalue())
module = types.ModuleType("plugin")
exec("def run(n):\n    return n * 3", module.__dict__)
sys.modules["plugin"] = module
import plugin  # noqa: E402

print(plugin.run(7), plugin.__name__, isinstance(plugin, types.ModuleType))
print(dir(Shape)[-2:], vars(Shape)["sides"], callable(greet), type(greet).__name__, hasattr(Shape, "missing"))
print(__name__, __file__.endswith(".py"), sys._getframe().f_code.co_name, [*globals()][:3])
