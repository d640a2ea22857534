import cmath
import math
import statistics as st

data = [2, 4, 4, 4, 5, 5, 7, 9]
print(st.mean(data), st.median(data), st.mode(data), st.pstdev(data), round(st.stdev(data), 6), st.variance([1.5, 2.5, 4]))
print(st.multimode("aabbc"), st.quantiles(range(1, 10), n=4), st.median_low([1, 2, 3, 4]), round(st.geometric_mean([54, 24, 36]), 1), st.fmean([1, 2]))
print(st.harmonic_mean([40, 60]), round(st.NormalDist(100, 15).cdf(130), 4), st.median_grouped([1, 2, 2, 3]))
try:
    st.mean([])
except st.StatisticsError as error:
    print(error)


def linear_regression(xs, ys):
    mean_x, mean_y = st.fmean(xs), st.fmean(ys)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys)) / sum((x - mean_x) ** 2 for x in xs)
    return slope, mean_y - slope * mean_x


print(linear_regression([1, 2, 3, 4], [3, 5, 7, 9]))
print(math.factorial(20), math.comb(52, 5), math.perm(5, 2), math.gcd(48, 36), math.isqrt(10**20 + 1), math.prod([2, 3, 4]))
print(math.ceil(-1.5), math.floor(-1.5), math.trunc(-1.5), round(-1.5), math.copysign(3, -0.0), math.fmod(-7, 3), -7 % 3)
print(f"{math.pi:.10f} {math.e:.10f} {math.tau:.6f} {math.sqrt(2):.12f} {math.log(10):.8f} {math.log2(1024)} {math.log10(1000):.1f}")
print(math.isclose(0.1 + 0.2, 0.3), math.fsum([0.1] * 10) == 1.0, math.inf > 10**308, math.nan == math.nan, math.dist((0, 0), (3, 4)))
print(round(math.degrees(math.pi / 3), 6), round(math.sin(math.radians(30)), 6), round(math.atan2(-1, -1), 6), math.hypot(1, 2, 2))
print(cmath.sqrt(-4), abs(3 + 4j), (1 + 2j) * (3 - 1j), (2 + 3j).conjugate(), [round(part, 3) for part in cmath.polar(1j)])
for attempt in (lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.exp(1000), lambda: math.factorial(-1)):
    try:
        attempt()
    except (ValueError, OverflowError) as error:
        print(type(error).__name__, end=" ")
print()


def newton(f, x, steps=50):
    for _ in range(steps):
        slope = (f(x + 1e-7) - f(x - 1e-7)) / 2e-7
        step = f(x) / slope
        x -= step
        if abs(step) < 1e-12:
            break
    return x


def simpson(f, a, b, n=1000):
    h = (b - a) / n
    return h / 3 * sum((1 if i in (0, n) else 4 if i % 2 else 2) * f(a + i * h) for i in range(n + 1))


print(f"{newton(lambda x: x**2 - 2, 1):.8f} {newton(math.cos, 1):.8f} {simpson(math.sin, 0, math.pi):.8f}")
