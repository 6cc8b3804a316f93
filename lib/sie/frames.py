"""The frames that a SIE file becomes: one row a record, amounts in öre, line numbers kept.

Accounts, series, voucher numbers and objects are strings, as in the file (`0351`, `FEL`, `#`).
A missing text is null in dates and types, and empty in names and texts. `line` is the record's
line in the file, the first being 1. `objects` points into `object_lists` (null: none).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from lib.core.findings import Finding

Schema = Mapping[str, pl.DataType]

ROW_KINDS: Final = pl.Enum(["TRANS", "RTRANS", "BTRANS"])
BALANCE_KINDS: Final = pl.Enum(["IB", "UB", "OIB", "OUB", "RES"])
PERIOD_KINDS: Final = pl.Enum(["PSALDO", "PBUDGET"])
QUANTITY: Final = pl.Decimal(38, 6)

HEADER: Final[Schema] = {
    "flag": pl.String(),
    "program": pl.String(),
    "program_version": pl.String(),
    "format": pl.String(),
    "generated": pl.Date(),
    "generated_by": pl.String(),
    "comment": pl.String(),
    "company_type": pl.String(),
    "company_id": pl.String(),
    "org_number": pl.String(),
    "industry": pl.String(),
    "contact": pl.String(),
    "street": pl.String(),
    "postal_address": pl.String(),
    "phone": pl.String(),
    "company_name": pl.String(),
    "tax_year": pl.String(),
    "balances_through": pl.Date(),
    "chart_type": pl.String(),
    "currency": pl.String(),
}
YEARS: Final[Schema] = {"year_index": pl.Int32(), "start": pl.Date(), "end": pl.Date()}
ACCOUNTS: Final[Schema] = {
    "account": pl.String(),
    "name": pl.String(),
    "type": pl.String(),
    "unit": pl.String(),
    "sru": pl.List(pl.String()),
}
DIMENSIONS: Final[Schema] = {"dimension": pl.Int32(), "name": pl.String(), "parent": pl.Int32()}
OBJECTS: Final[Schema] = {"dimension": pl.Int32(), "object": pl.String(), "name": pl.String()}
OBJECT_LISTS: Final[Schema] = {"objects": pl.UInt32(), "dimension": pl.Int32(), "object": pl.String()}
BALANCES: Final[Schema] = {
    "kind": BALANCE_KINDS,
    "year_index": pl.Int32(),
    "account": pl.String(),
    "objects": pl.UInt32(),
    "amount": pl.Int64(),
    "quantity": QUANTITY,
    "line": pl.UInt32(),
}
PERIOD_BALANCES: Final[Schema] = {
    "kind": PERIOD_KINDS,
    "year_index": pl.Int32(),
    "month": pl.Date(),
    "account": pl.String(),
    "objects": pl.UInt32(),
    "amount": pl.Int64(),
    "quantity": QUANTITY,
    "line": pl.UInt32(),
}
VOUCHERS: Final[Schema] = {
    "voucher": pl.UInt32(),
    "series": pl.String(),
    "number": pl.String(),
    "date": pl.Date(),
    "text": pl.String(),
    "registered": pl.Date(),
    "signature": pl.String(),
    "line": pl.UInt32(),
}
TRANSACTIONS: Final[Schema] = {
    "voucher": pl.UInt32(),
    "kind": ROW_KINDS,
    "added": pl.Boolean(),
    "account": pl.String(),
    "objects": pl.UInt32(),
    "amount": pl.Int64(),
    "date": pl.Date(),
    "text": pl.String(),
    "quantity": QUANTITY,
    "signature": pl.String(),
    "line": pl.UInt32(),
}


@dataclass(frozen=True, slots=True)
class SieFile:
    """One SIE file, read.

    `sie_type` is `1`, `2`, `3`, `4E`, `4I`, `5` (a `Sie` document) or `5I` (a `SieEntry`);
    `encoding` is `ascii`, `cp437`, `cp1252`, `utf-8` or `utf-8-sig`; `checksum` is `ok`, `bad` or
    `absent`. `vouchers.voucher` counts the file's vouchers from 0 and is what
    `transactions.voucher` names: series and number need not be unique.
    Booked are the rows of kind TRANS alone; `added` marks those that an RTRANS announced, and
    RTRANS and BTRANS are history that is never summed.
    """

    name: str
    size: int
    encoding: str
    sie_type: str
    checksum: str
    header: pl.DataFrame
    years: pl.DataFrame
    accounts: pl.DataFrame
    dimensions: pl.DataFrame
    objects: pl.DataFrame
    object_lists: pl.DataFrame
    balances: pl.DataFrame
    period_balances: pl.DataFrame
    vouchers: pl.DataFrame
    transactions: pl.DataFrame
    findings: tuple[Finding, ...] = ()

    def head(self, field: str) -> Any:  # noqa: ANN401 - a header field is a text, a date or null
        """One field of the header, null when the file does not state it."""
        return self.header[field][0]

    @property
    def booked(self) -> pl.DataFrame:
        """The rows that count: `#TRANS` alone."""
        return self.transactions.filter(pl.col("kind") == "TRANS")


def empty(schema: Schema) -> pl.DataFrame:
    """A frame of this schema without rows."""
    return pl.DataFrame(schema=dict(schema))
