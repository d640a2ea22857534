import copy
import pickle
import weakref
from dataclasses import dataclass, field


@dataclass
class Node:
    name: str
    children: list = field(default_factory=list)

    def __repr__(self):
        return f"Node({self.name}, {len(self.children)})"


class Session:
    def __init__(self, user):
        self.user = user
        self.cache = {"big": 1}

    def __getstate__(self):
        return {"user": self.user}

    def __setstate__(self, state):
        self.__dict__.update(state, cache={})

    def __copy__(self):
        return Session(self.user + "'")


root = Node("root", [Node("a"), Node("b")])
root.children.append(root)
shallow, deep = copy.copy(root), copy.deepcopy(root)
print(shallow.children is root.children, deep.children[0] is root.children[0], deep.children[2] is deep)
clone = pickle.loads(pickle.dumps(root))
print(clone, clone.children[2] is clone, clone.children[0] == Node("a"))
session = pickle.loads(pickle.dumps(Session("ann")))
print(session.user, session.cache, copy.copy(session).user)
print(pickle.loads(pickle.dumps({"set": {1}, "bytes": b"x", "none": None, "range": range(3), "type": Node})))
try:
    pickle.dumps(lambda: 1)
except (pickle.PicklingError, AttributeError) as error:
    print("cannot pickle a lambda")
node = Node("short lived")
reference = weakref.ref(node, lambda _: print("collected"))
print(reference() is node)
del node
print(reference())
registry = weakref.WeakValueDictionary()
kept = Node("kept")
registry["kept"], registry["lost"] = kept, Node("lost")
print(sorted(registry), a := [1, 2], a is a[:], a == a[:], id(a) == id(a))
defaults = []


def append(item, target=[]):
    target.append(item)
    return target


print(append(1), append(2), append(3, []), append.__defaults__)
