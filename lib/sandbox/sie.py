"""A SIE type 4E file of one year of the model, in the layout that Fortnox exports, by a small writer of its own."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from lib.sandbox.books import Books, BooksYear, Mark, Row, Voucher

CENTRE, PROJECT = 1, 6
PERIODS, OBJECTS, TRANSACTIONS = 2, 3, 4
"""The types of file from which on there are balances by period, objects, and vouchers."""
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


@dataclass(frozen=True, slots=True)
class Extract:
    """What a file is to hold: its type, the days and vouchers (series, first, last number), unused accounts or not.

    `made` is the day that it says it was made on; without one, the last day that was booked until.
    """

    kind: int = 4
    made: date | None = None
    first: date = date.min
    last: date = date.max
    selection: tuple[tuple[str, int, int], ...] = ()
    everything: bool = True

    def __contains__(self, voucher: Voucher) -> bool:
        picked = not self.selection or any(
            voucher.series == series and first <= voucher.number <= last for series, first, last in self.selection
        )
        return picked and self.first <= voucher.day <= self.last


WHOLE: Final = Extract()


def sie_lines(company: Company, books: Books, place: int, extract: Extract = WHOLE) -> list[str]:
    """The file's lines for the year at `place` in `books.years`, without line ends."""
    year = books.years[place]
    before = books.years[place - 1] if place else None
    if extract.last < year.through:
        kept = tuple(voucher for voucher in year.vouchers if voucher.day <= extract.last)
        year = replace(year, through=extract.last, vouchers=kept)
    shown = [voucher for voucher in year.vouchers if voucher in extract] if extract.kind == TRANSACTIONS else []
    return [
        *_identity(company, year, before, extract),
        "",
        *(_objects(books, None if extract.everything else year) if extract.kind >= OBJECTS else ()),
        *_chart(books, None if extract.everything else {*year.opening, *year.movement}),
        *_balances(year, before),
        *(_periods(year, extract) if extract.kind >= PERIODS else ()),
        *(line for voucher in _by_series(shown) for line in _voucher(voucher)),
    ]


def sie_file(company: Company, books: Books, place: int) -> bytes:
    """The file for the year at `place`: CP437, CRLF."""
    return encoded(sie_lines(company, books, place))


def encoded(lines: Iterable[str]) -> bytes:
    """Lines as the bytes of a file: CP437, CRLF; what CP437 lacks becomes a question mark."""
    return "".join(f"{line}\r\n" for line in lines).encode("cp437", "replace")


def _identity(company: Company, year: BooksYear, before: BooksYear | None, extract: Extract) -> Iterator[str]:
    yield from ("#FLAGGA 0", "#FORMAT PC8", f"#SIETYP {extract.kind}", '#PROGRAM "Fortnox" 3.61.17')
    yield f"#GEN {extract.made or year.through:%Y%m%d}"
    yield f"#FNR {company.database}"
    yield f"#FNAMN {_quoted(company.name)}"
    yield f'#ADRESS {_quoted(company.contact)} {_quoted(company.street)} {_quoted(company.town)} "" '
    for index, one in ((0, year), (-1, before)):
        if one:
            yield f"#RAR {index} {one.span.start:%Y%m%d} {one.span.end:%Y%m%d}"
    yield f"#ORGNR {company.org_number}"
    if extract.kind >= PERIODS:
        yield f"#OMFATTN {year.through:%Y%m%d}"
    yield "#KPTYP EUBAS97"


def _objects(books: Books, used: BooksYear | None) -> Iterator[str]:
    rows = [row for voucher in used.vouchers for row in voucher.booked] if used else []
    for dimension, name, known, taken in (
        (CENTRE, "Kostnadsställe", books.centres, {row.centre for row in rows}),
        (PROJECT, "Projekt", books.projects, {row.project for row in rows}),
    ):
        yield f"#DIM {dimension} {_quoted(name)}"
        yield from (
            f"#OBJEKT {dimension} {_quoted(code)} {_quoted(title)}"
            for code, title in known.items()
            if used is None or code in taken
        )


def _chart(books: Books, used: Collection[str] | None) -> Iterator[str]:
    for account in books.chart:
        if used is None or account.number in used:
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


def _periods(year: BooksYear, extract: Extract) -> Iterator[str]:
    begun = f"{max(extract.first, year.span.start):%Y%m}"
    sums: Counter[tuple[str, str, str]] = Counter()
    for (account, month), amount in year.months.items():
        sums[account, month, "{}"] = amount
    if extract.kind == OBJECTS:
        for voucher in year.vouchers:
            for row in voucher.booked:
                for pair in _pairs(row):
                    sums[row.account, f"{voucher.day:%Y%m}", f"{{{pair}}}"] += row.amount
    for (account, month, objects), amount in sorted(sums.items()):
        if amount and month >= begun:
            yield f"#PSALDO 0 {month} {account} {objects} {kronor(amount)} 0"


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
    return "{" + " ".join(_pairs(row)) + "}"


def _pairs(row: Row) -> list[str]:
    objects = ((CENTRE, row.centre), (PROJECT, row.project))
    return [f"{dimension} {_quoted(code)}" for dimension, code in objects if code]


def _quoted(text: str) -> str:
    escaped = " ".join(text.splitlines()).replace('"', r"\"")
    return f'"{escaped}"'


def kronor(ore: int) -> str:
    """An amount as Fortnox writes it, without decimals that say nothing: `1997`, `-1.85`, `12.5`."""
    whole, rest = divmod(abs(ore), 100)
    decimals = f".{rest:02}".rstrip("0") if rest else ""
    return f"{'-' if ore < 0 else ''}{whole}{decimals}"
