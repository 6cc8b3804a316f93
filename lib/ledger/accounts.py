"""What kind of account each is: by the source's own word, else by the BAS class."""

from typing import Final

import polars as pl

from lib.core.accounts import BALANCE_TYPES, bas_type

_TYPE_BY_CLASS: Final = {digit: bas_type(digit) for digit in "12345678"}


def bas_type_of(account: pl.Expr) -> pl.Expr:
    """The type letter that the BAS class of an account number gives; null where it gives none."""
    return account.str.slice(0, 1).replace_strict(_TYPE_BY_CLASS, default=None, return_dtype=pl.String)


def is_balance_account(kind: pl.Expr) -> pl.Expr:
    """Whether a type letter is a balance account's; null where the type is unknown."""
    return kind.is_in([str(letter) for letter in sorted(BALANCE_TYPES)])


def chart(accounts: pl.DataFrame) -> pl.DataFrame:
    """The chart of accounts with each account once (the last one stated), typed, by number.

    Takes and gives the columns of `lib.sie.frames.ACCOUNTS`. An account's own `#KTYP` goes first.
    """
    letters = pl.col("type").str.to_uppercase()
    own = pl.when(letters.is_in(["T", "S", "K", "I"])).then(letters)
    return (
        accounts.unique("account", keep="last")
        .sort("account")
        .with_columns(type=pl.coalesce(own, bas_type_of(pl.col("account"))))
    )
