"""A bank."""

from .account import Account
from .errors import InsufficientFunds

__all__ = ["Account", "InsufficientFunds"]
__version__ = "1.2"
