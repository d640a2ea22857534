def table(accounts):
    return "\n".join(f"{account.owner:<6}{account.balance:>8.2f}" for account in accounts)
