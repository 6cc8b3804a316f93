"""The frames that Fortnox's ledgers become: invoices, payments and write-offs, amounts in öre."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

INVOICES: Final[Mapping[str, pl.DataType]] = {
    "number": pl.String(),
    "external": pl.String(),
    "party_number": pl.String(),
    "party": pl.String(),
    "date": pl.Date(),
    "due": pl.Date(),
    "currency": pl.String(),
    "rate": pl.Decimal(18, 6),
    "total": pl.Int64(),
    "total_currency": pl.Int64(),
    "balance": pl.Int64(),
    "tax_reduction": pl.Int64(),
    "booked": pl.Boolean(),
    "cancelled": pl.Boolean(),
    "kind": pl.String(),
    "series": pl.String(),
    "voucher_number": pl.String(),
    "year_start": pl.Date(),
    "final_pay_date": pl.Date(),
}
"""One row an invoice, credit notes negative. `number` is Fortnox's own (DocumentNumber, GivenNumber),
`external` the supplier's. `total` and `balance` (today's) are öre at the document's `rate`, SEK for one
unit of the currency; `total_currency` hundredths of the currency. `tax_reduction` is null where it is
not known. `year_start` begins the financial year of the voucher `series` + `voucher_number`, all null
where there is none."""
PAYMENTS: Final[Mapping[str, pl.DataType]] = {
    "number": pl.String(),
    "invoice": pl.String(),
    "date": pl.Date(),
    "amount": pl.Int64(),
    "settled": pl.Int64(),
    "currency": pl.String(),
    "booked": pl.Boolean(),
    "source": pl.String(),
    "series": pl.String(),
    "voucher_number": pl.String(),
    "year_start": pl.Date(),
}
"""One row a payment: `amount` in öre at the payment's rate, `settled` at the document's, which is what it
takes off the open item. The voucher is known only where the payment was fetched by itself."""
WRITE_OFFS: Final[Mapping[str, pl.DataType]] = {
    "payment": pl.String(),
    "invoice": pl.String(),
    "date": pl.Date(),
    "account": pl.String(),
    "amount": pl.Int64(),
}
"""What was written off with a payment, in öre; positive takes off the open item."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """A customer or supplier ledger, as `INVOICES`, `PAYMENTS` and `WRITE_OFFS`."""

    invoices: pl.DataFrame
    payments: pl.DataFrame
    write_offs: pl.DataFrame
