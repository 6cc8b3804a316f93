"""A SIE type 4E file of one year of the model, in the layout that Fortnox exports, by a small writer of its own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from lib.sandbox.books import Books, BooksYear, Mark, Row, Voucher

CENTRE, PROJECT = 1, 6
_LABEL: Final = {Mark.NONE: "#TRANS", Mark.ADDED: "#RTRANS", Mark.STRUCK: "#BTRANS"}


@dataclass(frozen=True, slots=True)
class Company:
    """What the head of the file says about the company; `database` is the number the program knows it by."""

    name: str
    org_number: str
    database: int
    contact: str
    street: str
    town: str


def sie_lines(company: Company, books: Books, place: int) -> list[str]:
    """The file's lines for the year at `place` in `books.years`, without line ends."""
    year = books.years[place]
    before = books.years[place - 1] if place else None
    return [
        *_identity(company, year, before),
        "",
        *_objects(books),
        *_chart(books),
        *_balances(year, before),
        *(line for voucher in _by_series(year.vouchers) for line in _voucher(voucher)),
    ]


def sie_file(company: Company, books: Books, place: int) -> bytes:
    """The file for the year at `place`: CP437, CRLF."""
    return encoded(sie_lines(company, books, place))


def encoded(lines: Iterable[str]) -> bytes:
    """Lines as the bytes of a file: CP437, CRLF."""
    return "".join(f"{line}\r\n" for line in lines).encode("cp437")


def _identity(company: Company, year: BooksYear, before: BooksYear | None) -> Iterator[str]:
    yield from ("#FLAGGA 0", "#FORMAT PC8", "#SIETYP 4", '#PROGRAM "Fortnox" 3.61.17')
    yield f"#GEN {year.through:%Y%m%d}"
    yield f"#FNR {company.database}"
    yield f"#FNAMN {_quoted(company.name)}"
    yield f'#ADRESS {_quoted(company.contact)} {_quoted(company.street)} {_quoted(company.town)} "" '
    for index, one in ((0, year), (-1, before)):
        if one:
            yield f"#RAR {index} {one.span.start:%Y%m%d} {one.span.end:%Y%m%d}"
    yield f"#ORGNR {company.org_number}"
    yield f"#OMFATTN {year.through:%Y%m%d}"
    yield "#KPTYP EUBAS97"


def _objects(books: Books) -> Iterator[str]:
    for dimension, name, known in ((CENTRE, "Kostnadsställe", books.centres), (PROJECT, "Projekt", books.projects)):
        yield f"#DIM {dimension} {_quoted(name)}"
        yield from (f"#OBJEKT {dimension} {_quoted(code)} {_quoted(title)}" for code, title in known.items())


def _chart(books: Books) -> Iterator[str]:
    for account in books.chart:
        yield f"#KONTO {account.number} {_quoted(account.name)}"
        if account.sru:
            yield f"#SRU {account.number} {account.sru}"


def _balances(year: BooksYear, before: BooksYear | None) -> Iterator[str]:
    for index, one in ((0, year), (-1, before)):
        if one:
            for label, amounts in (("IB", one.opening), ("UB", one.closing), ("RES", one.results)):
                yield from (
                    f"#{label} {index} {account} {kronor(amounts[account])} 0"
                    for account in sorted(amounts)
                    if amounts[account]
                )
    for (account, month), amount in sorted(year.months.items()):
        if amount:
            yield f"#PSALDO 0 {month} {account} {{}} {kronor(amount)} 0"


def _by_series(vouchers: Iterable[Voucher]) -> list[Voucher]:
    return sorted(vouchers, key=lambda voucher: (voucher.series, voucher.number))


def _voucher(voucher: Voucher) -> Iterator[str]:
    text = _quoted(voucher.text)
    yield f"#VER {voucher.series} {voucher.number} {voucher.day:%Y%m%d} {text} {voucher.registered:%Y%m%d}"
    yield "{"
    for row in voucher.rows:
        fields = f'{row.account} {_object_list(row)} {kronor(row.amount)} "" {_quoted(row.text)} 0'
        if row.mark is not Mark.NONE:
            yield f"{_LABEL[row.mark]} {fields} {_quoted(row.signature)}"
        if row.mark is not Mark.STRUCK:
            yield f"#TRANS {fields}"
    yield "}"


def _object_list(row: Row) -> str:
    pairs = ((CENTRE, row.centre), (PROJECT, row.project))
    return "{" + " ".join(f"{dimension} {_quoted(code)}" for dimension, code in pairs if code) + "}"


def _quoted(text: str) -> str:
    escaped = text.replace('"', r"\"")
    return f'"{escaped}"'


def kronor(ore: int) -> str:
    """An amount as Fortnox writes it, without decimals that say nothing: `1997`, `-1.85`, `12.5`."""
    whole, rest = divmod(abs(ore), 100)
    decimals = f".{rest:02}".rstrip("0") if rest else ""
    return f"{'-' if ore < 0 else ''}{whole}{decimals}"
