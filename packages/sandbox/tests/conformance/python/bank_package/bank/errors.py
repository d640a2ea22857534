class InsufficientFunds(Exception):
    def __str__(self):
        return f"{self.args[0]:.2f} short"
