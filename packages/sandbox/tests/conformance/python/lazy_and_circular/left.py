import right

name = "left"


def partner():
    return right.name + " of " + right.partner()
