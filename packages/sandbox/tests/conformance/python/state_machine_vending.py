from enum import Enum, auto


class State(Enum):
    IDLE = auto()
    PAYING = auto()
    DISPENSING = auto()
    BROKEN = auto()


class InvalidTransition(Exception):
    pass


def on(state, event, to):
    def decorate(method):
        method.transitions = [*getattr(method, "transitions", []), (state, event, to)]
        return method

    return decorate


class Machine:
    def __init_subclass__(cls):
        cls.table = {}
        for name, member in vars(cls).items():
            for state, event, to in getattr(member, "transitions", ()):
                cls.table[state, event] = (name, to)

    def __init__(self):
        self.state, self.log = State.IDLE, []

    def send(self, event, *args):
        try:
            name, to = self.table[self.state, event]
        except KeyError:
            raise InvalidTransition(f"{event} while {self.state.name}") from None
        following = getattr(self, name)(*args) or to
        self.log.append(f"{self.state.name}>{following.name}")
        self.state = following


class Vending(Machine):
    prices = {"cola": 150, "chips": 90}

    def __init__(self):
        super().__init__()
        self.credit = 0

    @on(State.IDLE, "coin", State.PAYING)
    @on(State.PAYING, "coin", State.PAYING)
    def insert(self, cents):
        self.credit += cents

    @on(State.PAYING, "choose", State.DISPENSING)
    def choose(self, product):
        if self.credit < self.prices[product]:
            print(f"{product} costs {self.prices[product] - self.credit} more")
            return State.PAYING
        self.credit -= self.prices[product]
        print(f"here is your {product}")

    @on(State.DISPENSING, "take", State.IDLE)
    @on(State.PAYING, "cancel", State.IDLE)
    def give_change(self):
        change, coins = self.credit, []
        for coin in (100, 50, 20, 10):
            count, change = divmod(change, coin)
            coins += [coin] * count
        self.credit = 0
        print("change", coins)


machine = Vending()
for event in (("coin", 100), ("choose", "cola"), ("coin", 100), ("choose", "cola"), ("coin", 10), ("take",), ("coin", 20), ("cancel",), ("choose", "cola")):
    try:
        machine.send(*event)
    except InvalidTransition as error:
        print("invalid:", error)
print(machine.log, machine.state, len(Vending.table))
