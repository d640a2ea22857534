import heapq
import random
from collections import namedtuple

Event = namedtuple("Event", "time order action")


class Simulation:
    def __init__(self):
        self.now, self.queue, self.order = 0.0, [], 0

    def at(self, delay, action):
        self.order += 1
        heapq.heappush(self.queue, Event(self.now + delay, self.order, action))

    def process(self, generator):
        def resume():
            try:
                delay = next(generator)
            except StopIteration:
                return
            self.at(delay, resume)

        resume()

    def run(self, until):
        while self.queue and self.queue[0].time <= until:
            self.now, _, action = heapq.heappop(self.queue)
            action()


def bank(simulation, rng, clerks=2):
    waiting, served, free = [], [], clerks

    def serve():
        nonlocal free
        while waiting and free:
            arrived, name = waiting.pop(0)
            free -= 1
            wait = simulation.now - arrived
            print(f"{simulation.now:6.2f} {name} waited {wait:.2f}")

            def leave(wait=wait):
                nonlocal free
                free += 1
                served.append(wait)
                serve()

            simulation.at(rng.uniform(2, 6), leave)

    def arrivals():
        for n in range(8):
            waiting.append((simulation.now, f"customer {n}"))
            serve()
            yield rng.expovariate(0.7)

    simulation.process(arrivals())
    simulation.run(until=60)
    return served


def clock(simulation, times):
    for n in range(times):
        print(f"{simulation.now:6.2f} tick {n}")
        yield 7.5


simulation = Simulation()
simulation.process(clock(simulation, 2))
served = bank(simulation, random.Random(11))
print(len(served), round(sum(served) / len(served), 3), round(max(served), 3))
