"""Named like a module of the standard library."""


def pick(items):
    return items[0]
