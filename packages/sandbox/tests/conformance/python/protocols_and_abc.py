from abc import ABC, abstractmethod
from typing import Generic, Iterable, List, Optional, Protocol, TypeVar, runtime_checkable

T = TypeVar("T")


@runtime_checkable
class Drawable(Protocol):
    def draw(self) -> str: ...


class Square:
    def draw(self) -> str:
        return "[]"


class Text(str):
    def draw(self):
        return f"'{self}'"


class Storage(ABC, Generic[T]):
    @abstractmethod
    def load(self) -> List[T]: ...

    @property
    @abstractmethod
    def name(self) -> str: ...

    def first(self) -> Optional[T]:
        return next(iter(self.load()), None)


class MemoryStorage(Storage[T]):
    def __init__(self, items: Iterable[T] = ()):
        self._items = list(items)

    def load(self) -> List[T]:
        return self._items

    @property
    def name(self):
        return "memory"


class Half(Storage[int]):
    def load(self):
        return []


def render(shapes: Iterable[Drawable]) -> str:
    return " ".join(shape.draw() for shape in shapes)


print(render([Square(), Text("hi")]), isinstance(Square(), Drawable), isinstance(5, Drawable))
storage = MemoryStorage(["x", "y"])
print(storage.first(), MemoryStorage[int]().first(), storage.name, isinstance(storage, Storage))
for cls in (Storage, Half):
    try:
        cls()
    except TypeError as error:
        print(type(error).__name__, sorted(cls.__abstractmethods__))


class Duck(ABC):
    @classmethod
    def __subclasshook__(cls, other):
        return hasattr(other, "quack")


class Robot:
    def quack(self):
        return "beep"


print(issubclass(Robot, Duck), isinstance(object(), Duck), Robot().quack())


class Base:
    registry = {}

    def __init_subclass__(cls, /, key=None, **kwargs):
        super().__init_subclass__(**kwargs)
        Base.registry[key or cls.__name__.lower()] = cls


class Json(Base): ...


class Yaml(Base, key="yml"): ...


print({key: cls.__name__ for key, cls in Base.registry.items()}, [c.__name__ for c in MemoryStorage.__mro__])
