import importlib
import sys

import left

print(left.name, left.partner(), "plugins.upper" in sys.modules)
for name in ("upper", "reverse"):
    plugin = importlib.import_module(f"plugins.{name}")
    print(plugin.__name__, plugin.run("abc"))
try:
    importlib.import_module("plugins.missing")
except ModuleNotFoundError as error:
    print(error.name)
importlib.reload(sys.modules["plugins.upper"])
print(sorted(name for name in sys.modules if name.startswith("plugins")))
