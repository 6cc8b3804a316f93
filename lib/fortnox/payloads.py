"""Rows of Fortnox's registers -> a ledger's frames, with exact arithmetic from its decimals to öre."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final

import polars as pl
from polars.exceptions import PolarsError

from lib.core.money import ORE_PER_KRONA
from lib.fortnox.failures import AnswerUnreadable
from lib.fortnox.fields import Row, certain_day, day, decimal, flag, number, text
from lib.fortnox.frames import INVOICES, PAYMENTS, WRITE_OFFS, Ledger
from lib.fortnox.registers import Year
from lib.fortnox.resources import LEDGERS, Kind

KRONOR: Final = "SEK"
SUPPLIER_INVOICE: Final = "SUPPLIERINVOICE"
ORDINARY: Final = "INVOICE"
CREDIT: Final = "CREDIT"
_ROUNDING: Final = 2
"""Öre by which the sum of a foreign invoice's payments may miss by rounding alone."""
_MILLIONTH: Final = Decimal("0.000001")
_VOUCHER: Final = (None, None, None)

Values = tuple[object, ...]
Voucher = tuple[str | None, str | None, date | None]
"""Series, number and first day of the financial year; all None when there is none."""


def receivables(
    invoices: Iterable[Row],
    payments: Iterable[Row],
    payment_items: Iterable[Row],
    years: Sequence[Year],
    invoice_items: Iterable[Row] = (),
) -> Ledger:
    """The customer ledger of all rows of invoices and payments, and of what was fetched by itself.

    Items tell what lists do not: of a payment its voucher and write-offs, of an invoice its tax reduction.
    Raises AnswerUnreadable.
    """
    shared = {text(item, "DocumentNumber"): number(item, "TaxReduction") for item in invoice_items}
    reading = _Reading({year.id: year.start for year in years}, shared)
    return reading.ledger(Kind.INVOICES, Kind.INVOICE_PAYMENTS, invoices, payments, payment_items)


def payables(
    invoices: Iterable[Row], payments: Iterable[Row], payment_items: Iterable[Row], years: Sequence[Year]
) -> Ledger:
    """The supplier ledger, likewise."""
    reading = _Reading({year.id: year.start for year in years}, {})
    return reading.ledger(Kind.SUPPLIER_INVOICES, Kind.SUPPLIER_INVOICE_PAYMENTS, invoices, payments, payment_items)


def with_write_offs(payments: Iterable[Row]) -> tuple[str, ...]:
    """The payments that must be fetched by themselves, because something was written off with them."""
    return tuple(text(row, "Number") for row in payments if flag(row, "WriteOffExist"))


def unexplained(ledger: Ledger) -> tuple[str, ...]:
    """The invoices whose balance is not what their payments leave: to be fetched for their tax reduction."""
    booked = ledger.payments.filter(pl.col("booked")).group_by("invoice").agg(pl.col("settled").sum())
    off = ledger.write_offs.group_by("invoice").agg(pl.col("amount").sum())
    left = (
        ledger.invoices.filter(pl.col("booked") & ~pl.col("cancelled"))
        .join(booked, left_on="number", right_on="invoice", how="left")
        .join(off, left_on="number", right_on="invoice", how="left")
    )
    gap = pl.col("total") - pl.col("settled").fill_null(0) - pl.col("amount").fill_null(0) - pl.col("balance")
    return tuple(left.filter(gap.abs() > _ROUNDING)["number"])


@dataclass(slots=True)
class _Document:
    """What a payment must know of its invoice; `paid` is in hundredths of the currency, `settled` in öre."""

    rate: Decimal
    paid: Decimal = Decimal(0)
    settled: int = 0


class _Reading:
    """One ledger on its way from rows to frames."""

    def __init__(self, starts: Mapping[int, date], tax_reductions: Mapping[str, Decimal]) -> None:
        self._starts = starts
        self._tax_reductions = tax_reductions
        self._documents: dict[str, _Document] = {}

    def ledger(
        self, kind: Kind, paid_by: Kind, invoices: Iterable[Row], payments: Iterable[Row], items: Iterable[Row]
    ) -> Ledger:
        supplier = kind is Kind.SUPPLIER_INVOICES
        try:
            frame = _frame([self._invoice(row, supplier=supplier) for row in invoices], INVOICES)
        except (TypeError, ValueError, ArithmeticError, AttributeError):
            raise AnswerUnreadable(what=LEDGERS[kind].name) from None
        try:
            known = {text(item, "Number"): item for item in items}
            rows = sorted(payments, key=lambda row: (text(row, "PaymentDate"), text(row, "Number").zfill(12)))
            paid = _frame([self._payment(row, known.get(text(row, "Number"), {})) for row in rows], PAYMENTS)
            off = _frame([values for item in known.values() for values in self._write_offs(item)], WRITE_OFFS)
        except (TypeError, ValueError, ArithmeticError, AttributeError):
            raise AnswerUnreadable(what=LEDGERS[paid_by].name) from None
        return Ledger(frame, paid, off)

    def _invoice(self, row: Row, *, supplier: bool) -> Values:
        name, side = ("GivenNumber", "Supplier") if supplier else ("DocumentNumber", "Customer")
        document, rate = text(row, name), _rate(row)
        self._documents[document] = _Document(rate)
        total, share = number(row, "Total"), self._tax_reductions.get(document)
        return (
            document,
            text(row, "InvoiceNumber") if supplier else "",
            text(row, f"{side}Number"),
            text(row, f"{side}Name"),
            certain_day(row, "InvoiceDate"),
            day(row, "DueDate"),
            text(row, "Currency") or KRONOR,
            rate,
            _ore(total * rate),
            _ore(total),
            _ore(number(row, "Balance") * rate),
            None if share is None else _ore(share * rate),
            flag(row, "Booked"),
            flag(row, "Cancel") or flag(row, "Cancelled"),
            (CREDIT if flag(row, "Credit") else ORDINARY) if supplier else text(row, "InvoiceType"),
            *(self._suppliers_voucher(row) if supplier else self._voucher(row)),
            day(row, "FinalPayDate"),
        )

    def _payment(self, row: Row, item: Row) -> Values:
        amount, rate, invoice = number(row, "Amount"), _rate(row), text(row, "InvoiceNumber")
        document = self._documents.setdefault(invoice, _Document(rate))
        in_currency = decimal(item["AmountCurrency"]) if item.get("AmountCurrency") is not None else amount / rate
        booked = flag(row, "Booked")
        return (
            text(row, "Number"),
            invoice,
            certain_day(row, "PaymentDate"),
            _ore(amount),
            _settled(document, in_currency, counts=booked),
            text(row, "Currency") or KRONOR,
            booked,
            text(row, "Source"),
            *self._voucher(item),
        )

    def _write_offs(self, item: Row) -> Iterable[Values]:
        invoice = text(item, "InvoiceNumber")
        for part in item.get("WriteOffs") or ():
            foreign = (text(part, "Currency") or KRONOR) != KRONOR and invoice in self._documents
            rate = self._documents[invoice].rate if foreign else 1
            yield (
                text(item, "Number"),
                invoice,
                certain_day(item, "PaymentDate"),
                text(part, "AccountNumber"),
                _ore(number(part, "Amount") * rate),
            )

    def _voucher(
        self, row: Row, names: tuple[str, str, str] = ("VoucherSeries", "VoucherNumber", "VoucherYear")
    ) -> Voucher:
        series, voucher, year = names
        if not row.get(voucher):
            return _VOUCHER
        return text(row, series), text(row, voucher), self._starts.get(int(number(row, year)))

    def _suppliers_voucher(self, row: Row) -> Voucher:
        """A supplier invoice's own fields stay null: its voucher stands in a list."""
        for voucher in row.get("Vouchers") or ():
            if voucher.get("ReferenceType") == SUPPLIER_INVOICE:
                return self._voucher(voucher, ("Series", "Number", "Year"))
        return self._voucher(row)


def _settled(document: _Document, in_currency: Decimal, *, counts: bool) -> int:
    """What a payment takes off the open item, in öre, so that parts that make up the whole also sum to it."""
    hundredths = (in_currency * ORE_PER_KRONA).to_integral_value(ROUND_HALF_UP)
    if not counts:
        return _whole(hundredths * document.rate)
    document.paid += hundredths
    before, document.settled = document.settled, _whole(document.paid * document.rate)
    return document.settled - before


def _rate(row: Row) -> Decimal:
    """SEK for one unit of the currency."""
    rate = row.get("CurrencyRate")
    return Decimal(1) if rate is None or rate == "" else _rate_of(str(rate), str(row.get("CurrencyUnit") or 1))


@lru_cache(maxsize=4096)
def _rate_of(rate: str, units: str) -> Decimal:
    one = (decimal(rate) / decimal(units)).quantize(_MILLIONTH)
    if one <= 0:
        raise ValueError(rate)
    return one


def _ore(kronor: Decimal) -> int:
    return _whole(kronor * ORE_PER_KRONA)


def _whole(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_HALF_UP))


def _frame(rows: list[Values], schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """The rows as a frame; raises ValueError, without the value, for a number that is too large for its column."""
    try:
        return _filled(rows, schema)
    except PolarsError:
        raise ValueError from None


def _filled(rows: list[Values], schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    columns = zip(*rows, strict=True) if rows else ([] for _ in schema)
    named = zip(schema.items(), columns, strict=True)
    return pl.DataFrame([pl.Series(name, values, dtype=kind) for (name, kind), values in named])
