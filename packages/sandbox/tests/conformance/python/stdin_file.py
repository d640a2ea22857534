import sys

with open("/dev/stdin") as source:
    header = source.readline().split()
    rows = [line.split() for line in source]
print(header, len(rows), sum(int(row[1]) for row in rows))
widths = [max(len(row[i]) for row in [header, *rows]) for i in range(2)]
for row in [header, *rows]:
    print(" ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
sys.stdout.flush()
with open(1, "w", closefd=False) as out:
    out.write("by descriptor\n")
try:
    open("/no/such/file.txt")
except OSError as error:
    print("cannot open", error.filename)
