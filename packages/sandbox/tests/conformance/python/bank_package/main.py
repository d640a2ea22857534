from bank import Account, InsufficientFunds, __version__
from bank.reports import monthly
from bank.reports.text import table
import bank.interest as interest


def main():
    accounts = [Account("Ann", 100), Account("Bob", 50)]
    accounts[0].transfer(accounts[1], 30)
    interest.apply(accounts, rate=0.1)
    print(table(accounts))
    print(monthly.summary(accounts), __version__, __name__, interest.__name__)
    try:
        accounts[1].withdraw(1000)
    except InsufficientFunds as error:
        print(type(error).__module__, error)


if __name__ == "__main__":
    main()
