from __future__ import annotations

from dataclasses import FrozenInstanceError, asdict, astuple, dataclass, field, fields, replace
from typing import ClassVar, List


@dataclass(order=True)
class Version:
    major: int
    minor: int = 0
    tags: List[str] = field(default_factory=list, compare=False, repr=False)
    count: ClassVar[int] = 0

    def __post_init__(self):
        if self.major < 0:
            raise ValueError(f"negative major: {self.major}")
        type(self).count += 1

    @classmethod
    def parse(cls, text: str) -> Version:
        return cls(*map(int, text.split(".")))

    def __str__(self):
        return f"v{self.major}.{self.minor}"


@dataclass(frozen=True)
class Point:
    x: float
    y: float = 0.0

    def __add__(self, other: Point) -> Point:
        return Point(self.x + other.x, self.y + other.y)


@dataclass
class Employee:
    name: str
    salary: float
    manager: Employee | None = None
    _raises: list = field(default_factory=list, init=False)

    def raise_by(self, percent):
        self._raises.append(percent)
        self.salary = round(self.salary * (1 + percent / 100), 2)


versions = [Version.parse(text) for text in ("1.10", "1.2", "0.9")]
print([str(version) for version in sorted(versions)], max(versions), Version.count)
print(Version(1, 2) == Version(1, 2, ["x"]), Version(2) > Version(1, 99))
point = Point(1, 2) + Point(0.5)
print(point, hash(point) == hash(Point(1.5, 2.0)), {point: "here"}[Point(1.5, 2.0)])
try:
    point.x = 3
except FrozenInstanceError as error:
    print(type(error).__name__, error)
boss = Employee("Ann", 5000)
worker = Employee("Bob", 3000.0, boss)
worker.raise_by(3.5)
print(worker)
print(asdict(worker)["manager"]["name"], astuple(point), replace(point, y=-1))
print([f.name for f in fields(Employee)])
try:
    Version(-1)
except ValueError as error:
    print(error)
