import math
import sys


def is_prime(n):
    if n < 2:
        return False
    small = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)
    if any(n % p == 0 for p in small):
        return n in small
    d, r = n - 1, 0
    while d % 2 == 0:
        d, r = d // 2, r + 1
    for a in small:
        x = pow(a, d, n)
        if x in (1, n - 1):
            continue
        for _ in range(r - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


def next_prime(n):
    n |= 1
    while not is_prime(n):
        n += 2
    return n


def digits_of_pi(count):
    def arctan(inverse, unity):
        total = term = unity // inverse
        n, sign = 3, -1
        while term:
            term //= inverse * inverse
            total += sign * (term // n)
            n, sign = n + 2, -sign
        return total

    unity = 10 ** (count + 10)
    return str(4 * (4 * arctan(5, unity) - arctan(239, unity)))[: count + 1]


def rsa():
    p, q, e = next_prime(10**40), next_prime(10**42 + 12345), 65537
    n, d = p * q, pow(e, -1, (p - 1) * (q - 1))
    secret = int.from_bytes("attack at dawn ☀".encode(), "big")
    plain = pow(pow(secret, e, n), d, n)
    return p, q, plain.to_bytes((plain.bit_length() + 7) // 8, "big").decode()


print(math.factorial(50), sum(map(int, str(math.factorial(1000)))))
print(*rsa())
print(digits_of_pi(60))
print(2**127 - 1, is_prime(2**127 - 1), is_prime(561), (10**30 + 7) % 998244353, pow(3, 200, 10**9 + 7))
print(-7 // 2, -7 % 2, 7 // -2, divmod(-10**20, 7), (-5) ** 3, int("ff", 16), int("0b101", 0), int("z", 36), oct(64), hex(-255))
print((1 << 100).bit_length(), (2**70).to_bytes(9, "big").hex(), ~5, 6 ^ 3, -8 >> 1, bin(-5), f"{2**64:,}", 5 .__add__(3))
print(int(1e23), float(10**22), int("१२३"), int("  42\n"), int(-3.9), round(12345, -2), True + True, 10**18 == 1e18)
fib = [0, 1]
while len(str(fib[-1])) < 100:
    fib.append(fib[-1] + fib[-2])
print(len(fib) - 1, str(fib[-1])[:10])
if hasattr(sys, "set_int_max_str_digits"):
    try:
        str(10**5000)
    except ValueError as error:
        print("too long")
    sys.set_int_max_str_digits(0)
print(len(str(10**5000)))
