import string
from collections import Counter
from itertools import cycle

ALPHABET = string.ascii_lowercase


def shift(text, by):
    table = str.maketrans(ALPHABET + ALPHABET.upper(), ALPHABET[by:] + ALPHABET[:by] + (ALPHABET[by:] + ALPHABET[:by]).upper())
    return text.translate(table)


def crack(text):
    frequency = dict(zip("etaoinshrdlu", range(12, 0, -1)))
    return max(range(26), key=lambda by: sum(frequency.get(c, 0) for c in shift(text, by).lower()))


def vigenere(text, key, sign=1):
    keys = cycle(ALPHABET.index(k) for k in key)
    return "".join(ALPHABET[(ALPHABET.index(c) + sign * next(keys)) % 26] if c in ALPHABET else c for c in text)


def rail_fence(text, rails):
    rows = [[] for _ in range(rails)]
    path = cycle([*range(rails), *range(rails - 2, 0, -1)])
    for letter, row in zip(text, path):
        rows[row].append(letter)
    return "".join(map("".join, rows))


def xor(data, key):
    return bytes(a ^ b for a, b in zip(data, cycle(key)))


MORSE = dict(zip(ALPHABET, ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --..".split()))
secret = shift("The quick brown fox jumps over the lazy dog, then rests", 7)
print(secret, crack(secret), shift(secret, crack(secret)), sep="\n")
hidden = vigenere("attack at dawn", "lemon")
print(hidden, vigenere(hidden, "lemon", -1), rail_fence("wearediscoveredfleeatonce", 3))
print(xor(b"hello", b"key").hex(), xor(xor(b"hello", b"key"), b"key"))
print(" ".join(MORSE[c] for c in "sos"), {v: k for k, v in MORSE.items()}["--.."])
print(Counter("mississippi").most_common(), "".join(sorted(set("mississippi"))), [w for w in ("level", "noon", "abc") if w == w[::-1]])


def anagrams(words):
    groups = {}
    for word in words:
        groups.setdefault("".join(sorted(word)), []).append(word)
    return [group for group in groups.values() if len(group) > 1]


def luhn(number):
    digits = [int(d) for d in number if d.isdigit()][::-1]
    return (sum(digits[::2]) + sum(sum(divmod(2 * d, 10)) for d in digits[1::2])) % 10 == 0


print(anagrams("eat tea tan ate nat bat".split()), luhn("4539 1488 0343 6467"), luhn("8273 1232 7352 0569"))
print("".join(f"{ord(c):08b}" for c in "Hi"), chr(0b1001000), int("1010", 2), f"{ord('é'):x}", bytes([72, 105]).decode())
