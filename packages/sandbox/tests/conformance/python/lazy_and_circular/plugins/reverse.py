from .upper import run as upper


def run(text):
    return upper(text)[::-1]
