from __future__ import annotations

from dataclasses import dataclass, field
from typing import Dict, Iterator, Optional


@dataclass
class TrieNode:
    children: Dict[str, TrieNode] = field(default_factory=dict)
    weight: int = 0


class Trie:
    def __init__(self, words=()):
        self.root = TrieNode()
        for word, weight in words:
            node = self.root
            for letter in word:
                node = node.children.setdefault(letter, TrieNode())
            node.weight = weight

    def complete(self, prefix, limit=3):
        node = self.root
        for letter in prefix:
            if (node := node.children.get(letter)) is None:
                return []
        found = sorted(self._walk(node, prefix), key=lambda item: (-item[1], item[0]))
        return [word for word, _ in found[:limit]]

    def _walk(self, node, prefix):
        if node.weight:
            yield prefix, node.weight
        for letter, child in node.children.items():
            yield from self._walk(child, prefix + letter)


class Tree:
    def __init__(self, value, left: Optional[Tree] = None, right: Optional[Tree] = None):
        self.value, self.left, self.right = value, left, right

    def insert(self, value):
        side = "left" if value < self.value else "right"
        child = getattr(self, side)
        if child:
            child.insert(value)
        else:
            setattr(self, side, Tree(value))
        return self

    def __iter__(self) -> Iterator:
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right

    def __contains__(self, value):
        if value == self.value:
            return True
        child = self.left if value < self.value else self.right
        return child is not None and value in child

    def height(self):
        return 1 + max((child.height() for child in (self.left, self.right) if child), default=0)

    def draw(self, prefix="", label=""):
        print(prefix + label + str(self.value))
        for name, child in (("L ", self.left), ("R ", self.right)):
            if child:
                child.draw(prefix + "  ", name)

    def invert(self):
        self.left, self.right = self.right and self.right.invert(), self.left and self.left.invert()
        return self


trie = Trie({"car": 5, "card": 2, "care": 9, "cat": 7, "dog": 3, "猫": 1}.items())
print(trie.complete("car"), trie.complete("c", 10), trie.complete("x"), trie.complete("猫"))
tree = Tree(50)
for value in (30, 70, 20, 40, 60, 80, 65):
    tree.insert(value)
print(*tree, tree.height(), 65 in tree, 66 in tree)
tree.draw()
print(*tree.invert())
