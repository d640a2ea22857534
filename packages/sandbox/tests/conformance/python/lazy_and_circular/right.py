import left

name = "right"


def partner():
    return left.name
