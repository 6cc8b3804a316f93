"""Ledgers written by hand for tests: invoices, payments and write-offs with what a test is about, the rest as usual."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl

from lib.core.periods import FinancialYear
from lib.fortnox.frames import INVOICES, PAYMENTS, WRITE_OFFS, Ledger
from lib.ledger import YearBooks, books_of
from tests.ledger.sie_texts import YEAR, kronor, sie, voucher

Row = dict[str, Any]
DAY = date(2025, 3, 1)
Rows = Sequence[tuple[str, int]]


def invoice(number: str, total: int, day: date = DAY, *, ver: str | None = None, **more: object) -> Row:
    """An invoice of öre, 30 days to pay; `ver` names its voucher of 2025 (`B 1`)."""
    series, _, voucher_number = (ver or "").partition(" ")
    usual = {
        "number": number,
        "external": "",
        "party_number": "7",
        "party": "Kund i Ån AB",
        "date": day,
        "due": day + timedelta(days=30),
        "currency": "SEK",
        "rate": Decimal(1),
        "total": total,
        "total_currency": total,
        "balance": 0,
        "tax_reduction": None,
        "booked": True,
        "cancelled": False,
        "kind": "INVOICE",
        "series": series or None,
        "voucher_number": voucher_number or None,
        "year_start": YEAR.start if ver else None,
        "final_pay_date": None,
    }
    return usual | more


def payment(number: str, of: str, amount: int, day: date, *, ver: str | None = None, **more: object) -> Row:
    """A payment of öre."""
    series, _, voucher_number = (ver or "").partition(" ")
    usual = {
        "number": number,
        "invoice": of,
        "date": day,
        "amount": amount,
        "settled": amount,
        "currency": "SEK",
        "booked": True,
        "source": "manual",
        "series": series or None,
        "voucher_number": voucher_number or None,
        "year_start": YEAR.start if ver else None,
    }
    return usual | more


def write_off(of_payment: str, of: str, amount: int, day: date, account: str = "3740") -> Row:
    """Öre written off with a payment."""
    return {"payment": of_payment, "invoice": of, "date": day, "account": account, "amount": amount}


def ledger(invoices: Iterable[Row], payments: Iterable[Row] = (), write_offs: Iterable[Row] = ()) -> Ledger:
    """The ledger of these rows."""
    return Ledger(
        pl.DataFrame(list(invoices), schema=dict(INVOICES)),
        pl.DataFrame(list(payments), schema=dict(PAYMENTS)),
        pl.DataFrame(list(write_offs), schema=dict(WRITE_OFFS)),
    )


def sold(label: str, day: date, total: int, share: int = 0) -> str:
    """The voucher of a customer's invoice; `share` of it is the tax agency's."""
    rows = [("1510", total - share), *([("1513", share)] if share else []), ("3001", -total)]
    return voucher(label, day, rows, "Kundfaktura")


def received(label: str, day: date, amount: int, account: str = "1510") -> str:
    """The voucher of a customer's payment."""
    return voucher(label, day, [("1930", amount), (account, -amount)], "Inbetalning")


def year_of(records: str, opening: Mapping[str, int] | None = None, year: FinancialYear = YEAR) -> YearBooks:
    """A year of books with opening balances in öre."""
    balances = "".join(f"#IB 0 {account} {kronor(ore)}\n" for account, ore in (opening or {}).items())
    years = f"#RAR 0 {year.start:%Y%m%d} {year.end:%Y%m%d}\n"
    return books_of(sie(balances + records, years=years))[0][0]
