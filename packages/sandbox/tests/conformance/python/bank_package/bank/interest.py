def apply(accounts, rate):
    for account in accounts:
        account.balance = round(account.balance * (1 + rate), 2)
