import statistics
import wave

from helpers import text

print(wave.pick([1, 2, 3]), wave.__name__, round(statistics.mean([1, 2, 4]), 2))
print(text.shout("hi"))
