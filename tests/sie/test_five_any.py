"""Any SIE 5 document that is built here reads back as what it was built of."""

import xml.etree.ElementTree as ET
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lib.sie import SieFile, read
from tests.sie.documents import NAMESPACE

YEAR = 2026
MONTHS = [f"{YEAR}-{month:02}" for month in range(1, 13)]
TYPES = {"asset": "T", "liability": "S", "equity": "S", "cost": "K", "income": "I", "statistics": None}

# what XML allows; line ends and tabs in attributes are blanks to every reader
texts = st.text(
    st.characters(min_codepoint=32, blacklist_categories=("Cs", "Cc", "Cn"), max_codepoint=0xFFFD), max_size=12
)
numbers = st.text("0123456789", min_size=1, max_size=6)
amounts = st.integers(-(10**14), 10**14)
days = st.dates(date(YEAR, 1, 1), date(YEAR, 12, 31))
hands = st.tuples(days, texts)
references = st.lists(st.tuples(st.integers(1, 99), texts), max_size=2)


@dataclass(frozen=True)
class Account:
    number: str
    name: str
    type: str
    opening: int | None
    closing: int | None


@dataclass(frozen=True)
class Row:
    account: str
    amount: int
    text: str
    day: date | None
    quantity: Decimal | None
    objects: list[tuple[int, str]]
    added: tuple[date, str] | None
    struck: tuple[date, str] | None


@dataclass(frozen=True)
class Entry:
    number: int
    day: date
    text: str
    hand: tuple[date, str]
    rows: list[Row]


maybe = st.none() | amounts
accounts = st.lists(
    st.builds(Account, numbers, texts, st.sampled_from([*TYPES]), maybe, maybe),
    unique_by=lambda one: one.number,
    max_size=5,
)
rows = st.builds(
    Row,
    numbers,
    amounts,
    texts,
    st.none() | days,
    st.none() | st.decimals(-1000, 1000, places=3),
    references,
    st.none() | hands,
    st.none() | hands,
)
entries = st.builds(Entry, st.integers(0, 999), days, texts, hands, st.lists(rows, max_size=4))
journals = st.lists(st.tuples(texts.map(str.strip), st.lists(entries, max_size=3)), max_size=3)


def kronor(amount: int) -> str:
    return str(Decimal(amount) / 100)


def child(parent: ET.Element, name: str, /, **attributes: Any) -> ET.Element:  # noqa: ANN401 - written as text
    known = {key: str(value) for key, value in attributes.items() if value is not None}
    return ET.SubElement(parent, name, known)


def signed(parent: ET.Element, name: str, hand: tuple[date, str] | None) -> None:
    if hand:
        child(parent, name, date=hand[0], by=hand[1])


def built(chart: list[Account], books: list[tuple[str, list[Entry]]], encoding: str) -> bytes:
    whole = ET.Element("Sie", xmlns=NAMESPACE)
    years = child(child(whole, "FileInfo"), "FiscalYears")
    child(years, "FiscalYear", start=MONTHS[0], end=MONTHS[-1], primary="true")
    told = child(whole, "Accounts")
    for account in chart:
        one = child(told, "Account", id=account.number, name=account.name, type=account.type)
        if account.opening is not None:
            child(one, "OpeningBalance", month=MONTHS[0], amount=kronor(account.opening))
        if account.closing is not None:
            child(one, "ClosingBalance", month=MONTHS[-1], amount=kronor(account.closing))
    for series, vouchers in books:
        journal = child(whole, "Journal", id=series, name="")
        for entry in vouchers:
            voucher = child(journal, "JournalEntry", id=entry.number, journalDate=entry.day, text=entry.text)
            signed(voucher, "EntryInfo", entry.hand)
            for row in entry.rows:
                write_row(voucher, row)
    return bytes(ET.tostring(whole, encoding=encoding, xml_declaration=True))


def write_row(voucher: ET.Element, row: Row) -> None:
    one = child(
        voucher,
        "LedgerEntry",
        accountId=row.account,
        amount=kronor(row.amount),
        text=row.text,
        ledgerDate=row.day,
        quantity=None if row.quantity is None else f"{row.quantity:f}",
    )
    for dimension, name in row.objects:
        child(one, "ObjectReference", dimId=dimension, objectId=name)
    signed(one, "EntryInfo", row.added)
    signed(one, "Overstrike", row.struck)


def rows_of(row: Row, entry: Entry) -> list[tuple[Any, ...]]:
    """The rows of SIE 4 that tell the same: kind, added, account, amount, date, text, quantity, signature, objects."""

    def told(kind: str, day: date | None, hand: str, *, added: bool = False) -> tuple[Any, ...]:
        return kind, added, row.account, row.amount, day, row.text, row.quantity, hand, row.objects

    later = row.added if row.added != entry.hand else None
    if row.struck:
        return [told("BTRANS", *row.struck)]
    announced = [told("RTRANS", *later)] if later else []
    return [*announced, told("TRANS", row.day, later[1] if later else "", added=later is not None)]


def read_rows(file: SieFile) -> list[tuple[Any, ...]]:
    lists: dict[int | None, list[tuple[int, str]]] = {None: []}
    for number, dimension, name in file.object_lists.iter_rows():
        lists.setdefault(number, []).append((dimension, name))
    columns = ("voucher", "kind", "added", "account", "amount", "date", "text", "quantity", "signature", "objects")
    return [(*row[:-1], lists[row[-1]]) for row in file.transactions.select(columns).iter_rows()]


def reads_as_utf_8(content: bytes) -> bool:
    """Whether Latin letters happen to be such that they are UTF-8 too, and are read so."""
    try:
        return not content.decode().isascii()
    except UnicodeDecodeError:
        return False


@settings(deadline=None, max_examples=150)
@given(chart=accounts, books=journals, encoding=st.sampled_from(["utf-8", "iso-8859-1", "us-ascii"]))
def test_a_document_reads_back_as_it_was_built(
    chart: list[Account], books: list[tuple[str, list[Entry]]], encoding: str
) -> None:
    content = built(chart, books, encoding)
    assume(encoding != "iso-8859-1" or not reads_as_utf_8(content))
    file = read(content, name="prov.sie")
    vouchers = [(series, entry) for series, told in books for entry in told]
    assert file.accounts.select("account", "name", "type").rows() == [
        (one.number, one.name, TYPES[one.type]) for one in chart
    ]
    assert file.vouchers.drop("line").rows() == [
        (place, series, str(entry.number), entry.day, entry.text, *entry.hand)
        for place, (series, entry) in enumerate(vouchers)
    ]
    assert read_rows(file) == [
        (place, *told)
        for place, (_, entry) in enumerate(vouchers)
        for row in entry.rows
        for told in rows_of(row, entry)
    ]
    stated = file.balances.with_columns(closed=pl.col("kind") != "IB").select("account", "closed", "amount").rows()
    assert stated == [
        (one.number, closed, amount)
        for one in chart
        for closed, amount in ((False, one.opening), (True, one.closing))
        if amount is not None
    ]
