from abc import ABC, abstractmethod
from datetime import date


class InsufficientFunds(Exception):
    def __init__(self, needed, available):
        super().__init__(f"need {needed:.2f}, have {available:.2f}")
        self.missing = needed - available


class Account(ABC):
    _next_number = 1000

    def __init__(self, owner, balance=0.0):
        self.owner = owner
        self.__balance = balance
        self.number = Account._next_number
        Account._next_number += 1
        self._history = []

    @property
    def balance(self):
        return self.__balance

    def deposit(self, amount):
        if amount <= 0:
            raise ValueError(f"cannot deposit {amount}")
        self.__balance += amount
        self._history.append(("deposit", amount))
        return self

    def withdraw(self, amount):
        if amount > self.__balance + self.overdraft():
            raise InsufficientFunds(amount, self.__balance)
        self.__balance -= amount
        self._history.append(("withdraw", amount))
        return self

    @abstractmethod
    def overdraft(self): ...

    def __str__(self):
        return f"{type(self).__name__} {self.number} of {self.owner}: {self.balance:,.2f}"

    def __lt__(self, other):
        return self.balance < other.balance

    def statement(self):
        for kind, amount in self._history:
            print(f"  {kind:<10}{amount:>10.2f}")


class Checking(Account):
    def overdraft(self):
        return 100


class Savings(Account):
    def __init__(self, owner, balance=0.0, *, rate=0.02, opened=date(2024, 1, 1)):
        super().__init__(owner, balance)
        self.rate, self.opened = rate, opened

    def overdraft(self):
        return 0

    def add_interest(self, today):
        years = (today - self.opened).days / 366
        return self.deposit(round(self.balance * self.rate * years, 2))


ann, bob = Checking("Ann").deposit(50), Savings("Bob", 1000, rate=0.05)
ann.withdraw(120.5)
bob.add_interest(date(2024, 7, 2))
for account in sorted([bob, ann]):
    print(account)
    account.statement()
for attempt in (lambda: ann.withdraw(1000), lambda: bob.deposit(-1), lambda: setattr(ann, "balance", 5), lambda: ann.__balance, lambda: Account("x")):
    try:
        attempt()
    except InsufficientFunds as error:
        print("insufficient:", error, error.missing)
    except (ValueError, AttributeError, TypeError) as error:
        print(type(error).__name__)
print(ann._Account__balance, hasattr(ann, "rate"), isinstance(bob, Account), Savings.__mro__[1].__name__)
