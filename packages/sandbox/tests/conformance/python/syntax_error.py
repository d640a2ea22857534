def broken():
    values = [1, 2, 3
    return values


print(broken())
