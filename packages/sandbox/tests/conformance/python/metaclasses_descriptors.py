class Typed:
    def __init__(self, kind, default=None):
        self.kind, self.default = kind, default

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner):
        if instance is None:
            return self
        return instance.__dict__.get(self.name, self.default)

    def __set__(self, instance, value):
        if not isinstance(value, self.kind):
            raise TypeError(f"{self.name} must be {self.kind.__name__}, not {type(value).__name__}")
        instance.__dict__[self.name] = value

    def __delete__(self, instance):
        del instance.__dict__[self.name]


class ModelMeta(type):
    models = {}

    def __new__(meta, name, bases, namespace, **options):
        cls = super().__new__(meta, name, bases, namespace)
        cls._fields = [key for base in reversed(cls.__mro__) for key, v in vars(base).items() if isinstance(v, Typed)]
        cls._table = options.get("table", name.lower() + "s")
        if bases:
            meta.models[name] = cls
        return cls

    def __call__(cls, *args, **kwargs):
        instance = super().__call__()
        for key, value in {**dict(zip(cls._fields, args)), **kwargs}.items():
            if key not in cls._fields:
                raise AttributeError(f"{cls.__name__} has no field {key}")
            setattr(instance, key, value)
        return instance

    def __iter__(cls):
        return iter(cls._fields)


class Model(metaclass=ModelMeta):
    def __repr__(self):
        return f"{type(self).__name__}({', '.join(f'{key}={getattr(self, key)!r}' for key in self._fields)})"


class User(Model):
    name = Typed(str)
    age = Typed(int, 18)


class Admin(User, table="staff"):
    level = Typed(int, 1)


print(User("Ann", 30), Admin(name="Bob", level=2), list(Admin), Admin._table, sorted(ModelMeta.models))
user = User("Zed")
user.age = 5
del user.age
print(user.age, User.age.kind.__name__, type(User).__name__)
for attempt in (lambda: User(5), lambda: User("x", "y"), lambda: User(nope=1)):
    try:
        attempt()
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)


class Dynamic:
    def __getattr__(self, name):
        if name.startswith("get_"):
            return lambda *args: (name[4:], args)
        raise AttributeError(name)

    def __setattr__(self, name, value):
        super().__setattr__(name, value * 2 if isinstance(value, int) else value)

    def __dir__(self):
        return ["only"]


dynamic = Dynamic()
dynamic.n = 21
print(dynamic.n, dynamic.get_color("red"), hasattr(dynamic, "other"), dir(dynamic), getattr(dynamic, "x", "default"))
Point = type("Point", (), {"x": 1, "double": lambda self: self.x * 2, "__doc__": "Made at run time."})
print(Point().double(), Point.__doc__, Point.__name__)


class Temperature:
    def __init__(self, celsius):
        self._celsius = celsius

    @property
    def fahrenheit(self):
        "In degrees."
        return self._celsius * 9 / 5 + 32

    @fahrenheit.setter
    def fahrenheit(self, value):
        self._celsius = (value - 32) * 5 / 9

    @staticmethod
    def boiling():
        return Temperature(100)

    def __class_getitem__(cls, item):
        return f"{cls.__name__}[{item.__name__}]"


t = Temperature.boiling()
t.fahrenheit = 50
print(t._celsius, Temperature.fahrenheit.__doc__, Temperature[int])
