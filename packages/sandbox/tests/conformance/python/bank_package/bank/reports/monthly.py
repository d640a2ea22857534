from .. import Account


def summary(accounts):
    assert all(isinstance(account, Account) for account in accounts)
    return f"{len(accounts)} accounts, {sum(account.balance for account in accounts):.2f}"
