import re
import sys
from collections import Counter

counts = Counter()
lines = characters = 0
for line in sys.stdin:
    lines += 1
    characters += len(line)
    counts.update(re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", line.lower()))

print(f"{lines} lines, {sum(counts.values())} words, {characters} characters")
for word, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:7]:
    print(f"{count:>3} {word:<12}{'#' * count}")
longest = max(counts, key=lambda word: (len(word), word))
print("longest:", longest, len(longest))
