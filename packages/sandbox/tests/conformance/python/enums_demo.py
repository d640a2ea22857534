from enum import Enum, Flag, IntEnum, auto, unique


class Color(Enum):
    RED = 1
    GREEN = 2
    CRIMSON = 1

    @property
    def hex(self):
        return {"RED": "#f00", "GREEN": "#0f0"}[self.name]

    @classmethod
    def default(cls):
        return cls.GREEN


class Permission(Flag):
    READ = auto()
    WRITE = auto()
    EXECUTE = auto()
    ALL = READ | WRITE | EXECUTE


class Priority(IntEnum):
    LOW = 1
    HIGH = 10


class Planet(Enum):
    EARTH = (5.976e24, 6.37814e6)
    MARS = (6.421e23, 3.3972e6)

    def __init__(self, mass, radius):
        self.mass = mass
        self.radius = radius

    @property
    def gravity(self):
        return 6.67430e-11 * self.mass / self.radius**2


class Token(str, Enum):
    PLUS = "+"
    MINUS = "-"


print(Color.RED, repr(Color.GREEN), Color(1) is Color.CRIMSON, Color["GREEN"].hex, Color.default().value)
print([color.name for color in Color], list(Color.__members__), len(Color), Color.RED in Color)
access = Permission.READ | Permission.WRITE
print(access & Permission.WRITE == Permission.WRITE, bool(access & Permission.EXECUTE), (Permission.ALL & ~access).name)
print(Priority.HIGH > Priority.LOW, Priority.LOW + 1, sorted([Priority.HIGH, Priority.LOW])[0].name, max(Priority).value)
for planet in Planet:
    print(planet.name, f"{planet.gravity:.2f}")
print(Token("+").name, Token.MINUS == "-", Token.PLUS.value * 3, {Color.RED: "dict key"}[Color.RED])
Status = Enum("Status", ["OPEN", "CLOSED"])
print(Status.OPEN.value, Status.CLOSED.name)
for attempt in (lambda: Color(9), lambda: Color["BLUE"], lambda: setattr(Color.RED, "value", 3)):
    try:
        attempt()
    except (ValueError, KeyError, AttributeError) as error:
        print(type(error).__name__)
try:

    @unique
    class Duplicated(Enum):
        A = 1
        B = 1

except ValueError as error:
    print("duplicate" in str(error))
