"""Writes a SIE file of type 4E or 4I from frames: CP437, CRLF, escapes as the specification has them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from lib.core.money import ORE_PER_KRONA
from lib.sie.alphabet import ENCODING, in_cp437
from lib.sie.checksum import crc_of_line
from lib.sie.frames import SieFile

NEWLINE: Final = "\r\n"
IMPORT: Final = "4I"
PROGRAM: Final = "Brygga"

_BARE: Final = re.compile(r"[0-9A-Za-z]+")
_ORG_NUMBER: Final = re.compile(r"[0-9-]+")
_NO_LIST: Final = "{}"
_ABSENT: Final = frozenset({"", '""'})

Lists = Mapping[int, str]


def write(file: SieFile, *, checksum: bool = False) -> bytes:
    r"""Make the bytes of `file`: type 4I when that is its type, else 4E (types 1-3 are written as 4E).

    4I has vouchers and what they name, but no balances (SIE 4C, section 11). A quote in a text is written
    `\"`, every other backslash stands for itself; a text that ends in a backslash gets a blank after it,
    since readers would take the two for an escape. Text is written as `lib.sie.alphabet.in_cp437` tells.
    An `#RTRANS` is written before every row that is marked as added and has none. What the format demands
    and the file lacks is filled in: flag 0, the program Brygga, today's date.

    `checksum` adds `#KSUMMA`. Raises nothing of its own.
    """
    lines = list(_lines(file))
    if checksum:
        # the sum opens after #FLAGGA, the first record, and does not count it
        lines = [lines[0], "#KSUMMA", *lines[1:], f"#KSUMMA {_crc(lines[1:])}"]
    return "".join(f"{line}{NEWLINE}" for line in lines).encode(ENCODING)


def _crc(lines: Iterable[str]) -> int:
    crc = 0
    for line in lines:
        crc = crc_of_line(line.encode(ENCODING), crc)
    return crc


def _lines(file: SieFile) -> Iterator[str]:
    lists = _object_lists(file)
    yield from _identity(file)
    yield from _chart(file)
    yield from _dimensions(file)
    if file.sie_type != IMPORT:
        yield from _balances(file, lists)
        yield from _period_balances(file, lists)
    yield from _vouchers(file, lists)


def _identity(file: SieFile) -> Iterator[str]:
    head = file.header.row(0, named=True)
    full = file.sie_type != IMPORT
    yield _record("FLAGGA", _word(head["flag"] or "0"))
    yield _record("PROGRAM", _text(head["program"] or PROGRAM), _word(head["program_version"]))
    yield _record("FORMAT", "PC8")
    yield _record("GEN", _day(head["generated"] or datetime.now(UTC).date()), _text(head["generated_by"]))
    yield _record("SIETYP", "4")
    yield from _stated("PROSA", _text(head["comment"]))
    yield from _stated("FTYP", _word(head["company_type"]))
    yield from _stated("FNR", _word(head["company_id"]))
    yield from _stated("ORGNR", _org_number(head["org_number"]))
    yield from _stated("BKOD", _word(head["industry"])) if full else ()
    yield from _stated("ADRESS", *(_text(head[name]) for name in ("contact", "street", "postal_address", "phone")))
    yield _record("FNAMN", _text(head["company_name"]), keep=1)
    for index, start, end in file.years.iter_rows():
        yield _record("RAR", str(index), _day(start), _day(end))
    yield from _stated("TAXAR", _word(head["tax_year"]))
    yield from _stated("OMFATTN", _day(head["balances_through"])) if full else ()
    yield from _stated("KPTYP", _word(head["chart_type"]))
    yield from _stated("VALUTA", _word(head["currency"]))


def _chart(file: SieFile) -> Iterator[str]:
    for account, name, kind, unit, codes in file.accounts.iter_rows():
        number = _word(account)
        yield _record("KONTO", number, _text(name), keep=2)
        yield from _stated("KTYP", number, _word(kind), needs=2)
        yield from _stated("ENHET", number, _text(unit), needs=2)
        yield from (_record("SRU", number, _word(code)) for code in codes or ())


def _dimensions(file: SieFile) -> Iterator[str]:
    for dimension, name, parent in file.dimensions.iter_rows():
        if parent is None:
            yield _record("DIM", str(dimension), _text(name), keep=2)
        else:
            yield _record("UNDERDIM", str(dimension), _text(name), str(parent))
    for dimension, code, name in file.objects.iter_rows():
        yield _record("OBJEKT", str(dimension), _text(code), _text(name), keep=3)


def _balances(file: SieFile, lists: Lists) -> Iterator[str]:
    for kind, index, account, objects, amount, quantity, _ in file.balances.iter_rows():
        of_object = (lists.get(objects, _NO_LIST),) if kind in {"OIB", "OUB"} else ()
        yield _record(kind, str(index), _word(account), *of_object, _amount(amount), _quantity(quantity))


def _period_balances(file: SieFile, lists: Lists) -> Iterator[str]:
    for kind, index, month, account, objects, amount, quantity, _ in file.period_balances.iter_rows():
        listed = lists.get(objects, _NO_LIST)
        yield _record(kind, str(index), f"{month:%Y%m}", _word(account), listed, _amount(amount), _quantity(quantity))


def _vouchers(file: SieFile, lists: Lists) -> Iterator[str]:
    rows: dict[int, list[str]] = {}
    announced = False
    for row in file.transactions.iter_rows(named=True):
        lines = rows.setdefault(row["voucher"], [])
        if row["added"] and not announced:
            lines.append(_row("RTRANS", row, lists))
        lines.append(_row(row["kind"], row, lists))
        announced = row["kind"] == "RTRANS"
    for voucher, series, number, day, text, registered, signature, _ in file.vouchers.iter_rows():
        fields = (_word(series), _word(number), _day(day), _text(text), _day(registered), _text(signature))
        yield _record("VER", *fields, keep=3)
        yield "{"
        yield from rows.get(voucher, ())
        yield "}"


def _row(label: str, row: Mapping[str, Any], lists: Lists) -> str:
    return _record(
        label,
        _word(row["account"]),
        lists.get(row["objects"], _NO_LIST),
        _amount(row["amount"]),
        _day(row["date"]),
        _text(row["text"]),
        _quantity(row["quantity"]),
        _text(row["signature"]),
    )


def _object_lists(file: SieFile) -> Lists:
    parts: dict[int, list[str]] = {}
    for number, dimension, code in file.object_lists.iter_rows():
        parts.setdefault(number, []).append(f"{dimension} {_text(code)}")
    return {number: "{" + " ".join(pairs) + "}" for number, pairs in parts.items()}


def _record(label: str, *fields: str, keep: int = 0) -> str:
    """A line; missing fields at its end are left off, those before a later field and the first `keep` are not."""
    last = max((place for place, field in enumerate(fields, 1) if field not in _ABSENT), default=0)
    return " ".join((f"#{label}", *fields[: max(last, keep)]))


def _stated(label: str, *fields: str, needs: int = 1) -> Iterator[str]:
    """A line, if its fields say more than the `needs - 1` that it begins with."""
    if any(field not in _ABSENT for field in fields[needs - 1 :]):
        yield _record(label, *fields)


@lru_cache(maxsize=100_000)
def _text(text: str | None) -> str:
    plain = in_cp437(text or "")
    if plain.endswith("\\"):
        plain += " "
    escaped = plain.replace('"', '\\"')
    return f'"{escaped}"'


def _word(text: str | None) -> str:
    """A field without quotes where it can do without."""
    return text if text and _BARE.fullmatch(text) else _text(text)


def _org_number(text: str | None) -> str:
    """Fortnox refuses a file whose organisation number stands in quotes (Felsökningsguide SIE-fil)."""
    return text if text and _ORG_NUMBER.fullmatch(text) else _text(text)


def _amount(ore: int) -> str:
    kronor, rest = divmod(abs(ore), ORE_PER_KRONA)
    return f"{'-' if ore < 0 else ''}{kronor}.{rest:02}"


def _quantity(quantity: Decimal | None) -> str:
    if quantity is None:
        return '""'
    written = f"{quantity:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


@lru_cache(maxsize=1000)
def _day(day: date | None) -> str:
    return f"{day:%Y%m%d}" if day else '""'
