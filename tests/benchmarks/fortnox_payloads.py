"""A large ledger's rows, as Fortnox answers them, put into frames: 20,000 invoices and as many payments."""

from datetime import date
from decimal import Decimal
from typing import Final

from lib.fortnox import payloads
from lib.fortnox.fields import Row
from lib.fortnox.registers import Year
from tests.benchmarks.figures import MILLISECONDS, Figure, median_ms

BAR: Final = 1000.0
ROWS: Final = 20_000
_YEARS: Final = (Year(4, date(2026, 1, 1), date(2026, 12, 31), "ACCRUAL"),)


def run() -> list[Figure]:
    """The median of some runs."""
    invoices, payments = [_invoice(number) for number in range(ROWS)], [_payment(number) for number in range(ROWS)]
    taken = median_ms(lambda: payloads.receivables(invoices, payments, [], _YEARS), times=5)
    return [Figure(f"{ROWS} invoices and payments to frames", taken, BAR, MILLISECONDS)]


def _invoice(number: int) -> Row:
    return {
        "DocumentNumber": str(number),
        "CustomerNumber": str(number % 700),
        "CustomerName": f"Kund {number % 700} AB",
        "InvoiceDate": "2026-01-15",
        "DueDate": "2026-02-14",
        "Currency": "EUR" if number % 10 == 0 else "SEK",
        "CurrencyRate": "11.2345" if number % 10 == 0 else "1",
        "CurrencyUnit": 1,
        "Total": Decimal(number) / 100,
        "Balance": 0,
        "Booked": True,
        "Cancelled": False,
        "InvoiceType": "INVOICE",
        "VoucherSeries": "B",
        "VoucherNumber": number + 1,
        "VoucherYear": 4,
        "FinalPayDate": "2026-02-10",
    }


def _payment(number: int) -> Row:
    return {
        "Number": str(number),
        "InvoiceNumber": number,
        "PaymentDate": "2026-02-10",
        "Amount": Decimal(number) / 100,
        "Booked": True,
        "Currency": "SEK",
        "CurrencyRate": 1,
        "CurrencyUnit": 1,
        "Source": "manual",
        "WriteOffExist": False,
    }
