import random

random.seed(42)
print([random.randint(1, 6) for _ in range(10)], round(random.random(), 10), random.choice("abcdef"))
deck = [f"{rank}{suit}" for suit in "♠♥♦♣" for rank in "A23456789TJQK"]
rng = random.Random("a seed of text")
rng.shuffle(deck)
print(deck[:5], rng.sample(range(100), 5), rng.choices(["win", "lose"], weights=[1, 9], k=6))
print(round(rng.gauss(0, 1), 8), round(rng.uniform(10, 20), 8), rng.getrandbits(32), rng.randrange(0, 100, 7))
state = rng.getstate()
first = [rng.random() for _ in range(3)]
rng.setstate(state)
print(first == [rng.random() for _ in range(3)], random.Random(1).random() == random.Random(1).random())


def estimate_pi(rng, n):
    return 4 * sum(rng.random() ** 2 + rng.random() ** 2 < 1 for _ in range(n)) / n


def weighted_walk(rng, steps):
    position, highest = 0, 0
    for _ in range(steps):
        position += rng.choice((-1, 1))
        highest = max(highest, position)
    return position, highest


print(estimate_pi(random.Random(7), 20_000), weighted_walk(random.Random(7), 1000))
