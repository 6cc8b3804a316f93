"""The records of SIE 4C: label, fields in order, how many it must have, and the frame it goes into."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple


class Kind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    MONTH = "month"
    AMOUNT = "amount"
    QUANTITY = "quantity"
    OBJECTS = "objects"


class Group(StrEnum):
    """The frame that a record's rows go into, or `HEADER` for what stands once a file."""

    HEADER = "header"
    YEARS = "years"
    ACCOUNTS = "accounts"
    TYPES = "types"
    UNITS = "units"
    SRU = "sru"
    DIMENSIONS = "dimensions"
    OBJECTS = "objects"
    BALANCES = "balances"
    PERIOD_BALANCES = "period_balances"
    VOUCHERS = "vouchers"
    TRANSACTIONS = "transactions"


class Record(NamedTuple):
    """One kind of record: its label without `#`, its fields, and how many of them it cannot do without.

    `last_text` says that the record ends in one free text, whose unescaped quotes can be told from
    its end (SIE files of SoftOne).
    """

    label: str
    group: Group
    names: tuple[str, ...]
    kinds: tuple[Kind, ...]
    needed: int
    last_text: bool = False


_T, _N, _D, _M, _A, _Q, _O = (
    Kind.TEXT,
    Kind.NUMBER,
    Kind.DAY,
    Kind.MONTH,
    Kind.AMOUNT,
    Kind.QUANTITY,
    Kind.OBJECTS,
)


def _record(label: str, group: Group, needed: int, *, last_text: bool = False, **fields: Kind) -> Record:
    return Record(label, group, tuple(fields), tuple(fields.values()), needed, last_text)


def _header(label: str, *, last_text: bool = False, **fields: Kind) -> Record:
    return _record(label, Group.HEADER, 0, last_text=last_text, **fields)


def _balance(label: str, **fields: Kind) -> Record:
    every = {"year_index": _N, "account": _T} | fields | {"amount": _A, "quantity": _Q}
    return Record(label, Group.BALANCES, tuple(every), tuple(every.values()), len(fields) + 3)


def _period(label: str) -> Record:
    group = Group.PERIOD_BALANCES
    return _record(label, group, 5, year_index=_N, month=_M, account=_T, objects=_O, amount=_A, quantity=_Q)


def _row(label: str) -> Record:
    group = Group.TRANSACTIONS
    return _record(label, group, 3, account=_T, objects=_O, amount=_A, date=_D, text=_T, quantity=_Q, signature=_T)


_ALL: Final = (
    _header("FLAGGA", flag=_T),
    _header("PROGRAM", program=_T, program_version=_T),
    _header("FORMAT", format=_T),
    _header("GEN", generated=_D, generated_by=_T),
    _header("SIETYP", sie_type=_T),
    _header("PROSA", last_text=True, comment=_T),
    _header("FTYP", company_type=_T),
    _header("FNR", company_id=_T),
    _header("ORGNR", org_number=_T),
    _header("BKOD", industry=_T),
    _header("ADRESS", contact=_T, street=_T, postal_address=_T, phone=_T),
    _header("FNAMN", last_text=True, company_name=_T),
    _header("TAXAR", tax_year=_T),
    _header("OMFATTN", balances_through=_D),
    _header("KPTYP", chart_type=_T),
    _header("VALUTA", currency=_T),
    _record("RAR", Group.YEARS, 3, year_index=_N, start=_D, end=_D),
    _record("KONTO", Group.ACCOUNTS, 1, last_text=True, account=_T, name=_T),
    _record("KTYP", Group.TYPES, 1, account=_T, type=_T),
    _record("ENHET", Group.UNITS, 1, account=_T, unit=_T),
    _record("SRU", Group.SRU, 1, account=_T, sru=_T),
    _record("DIM", Group.DIMENSIONS, 1, last_text=True, dimension=_N, name=_T),
    _record("UNDERDIM", Group.DIMENSIONS, 1, dimension=_N, name=_T, parent=_N),
    _record("OBJEKT", Group.OBJECTS, 2, last_text=True, dimension=_N, object=_T, name=_T),
    _balance("IB"),
    _balance("UB"),
    _balance("OIB", objects=_O),
    _balance("OUB", objects=_O),
    _balance("RES"),
    _period("PSALDO"),
    _period("PBUDGET"),
    _record("VER", Group.VOUCHERS, 0, series=_T, number=_T, date=_D, text=_T, registered=_D, signature=_T),
    _row("TRANS"),
    _row("RTRANS"),
    _row("BTRANS"),
)
RECORDS: Final[Mapping[str, Record]] = {record.label: record for record in _ALL}
CHECKSUM: Final = "KSUMMA"
