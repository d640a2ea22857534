import csv
import io
import sys
from collections import defaultdict
from statistics import mean

reader = csv.DictReader(sys.stdin)
by_team = defaultdict(list)
for row in reader:
    by_team[row["team"]].append((row["name"], float(row["score"] or 0)))
print(reader.fieldnames, reader.line_num)
print(f"{'team':<10}|{'players':^9}|{'mean':>8}")
print("-" * 10 + "+" + "-" * 9 + "+" + "-" * 8)
for team, players in sorted(by_team.items(), key=lambda item: -mean(score for _, score in item[1])):
    print(f"{team:<10}|{len(players):^9}|{mean(score for _, score in players):>8.2f}")

best = max((score, name) for players in by_team.values() for name, score in players)
print("best:", best)
output = io.StringIO()
writer = csv.writer(output, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
writer.writerow(["name", "quote"])
writer.writerows([["Ann, Jr.", 'say "hi"'], ["multi\nline", 3.5]])
print(output.getvalue())
print(list(csv.reader(["a;b;'c;d'"], delimiter=";", quotechar="'")))
dictionary = csv.DictWriter(sys.stdout, ["x", "y"], extrasaction="ignore", lineterminator="\n")
dictionary.writeheader()
dictionary.writerow({"x": 1, "y": "é", "z": 0})
print(csv.Sniffer().sniff("a;b;c\n1;2;3").delimiter, csv.list_dialects()[0])
