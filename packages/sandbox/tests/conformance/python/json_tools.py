import json
from collections import OrderedDict
from datetime import date
from decimal import Decimal


class Encoder(json.JSONEncoder):
    def default(self, value):
        if isinstance(value, (set, frozenset)):
            return sorted(value)
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, complex):
            return {"re": value.real, "im": value.imag}
        return super().default(value)


data = {"set": {3, 1, 2}, "day": date(2024, 2, 29), "z": 1 + 2j, "none": None, "flag": True, "text": "é\n\"q\" \u2028", 5: [1.0, 1e100, -0.0]}
print(json.dumps(data, cls=Encoder))
print(json.dumps({"b": [1, {"c": []}], "a": "ü"}, indent=2, sort_keys=True, ensure_ascii=False))
print(json.dumps([1, 2, {"k": (3, 4)}], separators=(",", ":")), json.dumps(float("inf")))

text = '{"a": 1.10, "b": [true, null, "\\u00e9\\ud83d\\ude00"], "a": 2}'
print(json.loads(text), json.loads("1.10", parse_float=Decimal) * 3)
print(json.loads(text, object_pairs_hook=OrderedDict)["b"], json.loads(text, object_pairs_hook=list))


def flatten(value, path="$"):
    if isinstance(value, dict):
        for key, child in value.items():
            yield from flatten(child, f"{path}.{key}")
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from flatten(child, f"{path}[{index}]")
    else:
        yield path, value


nested = json.loads('{"users": [{"name": "Ann", "tags": ["x", "y"]}, {"name": "Bob", "tags": []}], "total": 2}')
for path, value in flatten(nested):
    print(f"{path} = {value!r}")
for broken in ('{"a": }', "[1, 2", "{'a': 1}", "nul"):
    try:
        json.loads(broken)
    except json.JSONDecodeError as error:
        print(f"line {error.lineno} column {error.colno}", isinstance(error, ValueError))
try:
    json.dumps({"f": object})
except TypeError as error:
    print(error)
loop = []
loop.append(loop)
try:
    json.dumps(loop)
except ValueError as error:
    print(error)
