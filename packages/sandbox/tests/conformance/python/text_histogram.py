import sys
from collections import Counter
from statistics import mean, stdev

readings = []
for number, line in enumerate(sys.stdin, 1):
    line = line.split("#", 1)[0].strip()
    if not line:
        continue
    try:
        label, value = line.rsplit(maxsplit=1)
        readings.append((label, float(value)))
    except ValueError as error:
        print(f"line {number}: {error}", file=sys.stderr)

values = [value for _, value in readings]
print(f"n={len(values)} mean={mean(values):.2f} sd={stdev(values):.2f} min={min(values):g} max={max(values):g}")
width = max(len(label) for label, _ in readings)
for label, value in sorted(readings, key=lambda r: -r[1]):
    print(f"{label:>{width}} | {'█' * round(value * 2)}{'▌' if value % 1 >= 0.25 else ''} {value:g}")
buckets = Counter(int(value // 2) * 2 for value in values)
for bucket in range(0, 12, 2):
    print(f"{bucket:>2}-{bucket + 2:<2} {'#' * buckets[bucket]}")
if any(value > 9 for value in values):
    sys.exit(3)
