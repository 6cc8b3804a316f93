"""What is asked of books when they come in, and what was found.

Comes in: a read source, its books, and whose they should be.
Goes out: one `CheckResult` for each check of `lib.core.catalogue`, in its order.
Must not know the store, jobs or screens.
"""

from lib.checks import accounts, balances, company, reading, vouchers, years

__all__ = ["accounts", "balances", "company", "reading", "vouchers", "years"]
