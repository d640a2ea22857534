import csv
import json
import os
from pathlib import Path

here = Path(__file__).parent
config = json.loads((here / "config.json").read_text(encoding="utf-8"))
with open(os.path.join(os.path.dirname(__file__), "data", "people.csv"), newline="", encoding="utf-8") as file:
    people = list(csv.DictReader(file))
for person in sorted(people, key=lambda row: row[config["sort"]]):
    print(config["format"].format(**person))
with open(here / "data" / "people.csv", "rb") as file:
    print(len(file.read().split(b"\n")))
try:
    open(here / "missing.txt")
except OSError as error:
    print(type(error).__name__ in ("FileNotFoundError", "PermissionError"))
