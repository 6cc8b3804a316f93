"""Rows pasted from Excel become rows of an entry."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.closing.entries import EntryRow
from lib.closing.pasted_entries import EntryRowUnreadable, entry_rows_of
from lib.core.money import sek

RENT = [EntryRow("5010", 10_000_50), EntryRow("1930", -10_000_50)]


@pytest.mark.parametrize(
    "pasted",
    [
        "5010\t10 000,50\t\n1930\t\t10 000,50\n",
        "5010\t10 000,50\t-\r\n\r\n1930\t-\t10 000,50\r\n",
        "5010\t10 000,50\t0,00\n1930\t0,00\t10 000,50 kr\n",
        "5010\t10000,50\n1930\t-10000,50",
        "5010;10000.50\n1930;−10000.50",
        "5010\tLokalhyra\t10 000,50\t\n1930\tBank\t\t10 000,50\n",
        "Konto\tBenämning\tDebet\tKredit\n5010\tLokalhyra\t10 000,50\t\n1930\tBank\t\t10 000,50\n",
        "Belopp\tKonto\n10 000,50\t5010\n-10 000,50\t1930\n",
    ],
)
def test_debit_and_credit_or_one_amount_are_told_apart(pasted: str) -> None:
    assert entry_rows_of(pasted) == RENT


def test_text_cost_centre_and_project_follow_the_amount() -> None:
    assert entry_rows_of("5010\t10\tHyra\tK1\tP2\n1930\t-10\t2026") == [
        EntryRow("5010", 10_00, "Hyra", (("1", "K1"), ("6", "P2"))),
        EntryRow("1930", -10_00, "2026"),
    ]


def test_headings_may_name_the_columns_in_any_order() -> None:
    pasted = "Projekt\tText\tKredit\tKonto\tDebet\nP2\tHyra\t\t5010\t10\n\t\t10\t1930\t\n"
    assert entry_rows_of(pasted) == [EntryRow("5010", 10_00, "Hyra", (("6", "P2"),)), EntryRow("1930", -10_00)]


def test_nothing_pasted_is_no_rows() -> None:
    assert entry_rows_of("\n\t\n") == []


@pytest.mark.parametrize(
    ("pasted", "told"),
    [
        ("5010\t10\nSumma:\t10", "Row 2 cannot be read: “Summa: 10”; it does not begin with an account."),
        ("Konto\tDebet\tKredit\n5010\t1\t2", "Row 2 cannot be read: “5010 1 2”; it has both debit and credit."),
        ("Konto\tBelopp\n5010\tmycket", "Row 2 cannot be read: “5010 mycket”; its amount is no number."),
        ("5010\t10\n1930", "Row 2 cannot be read: “1930”; it has no amount."),
    ],
)
def test_a_row_that_cannot_be_read_is_named_with_the_reason(pasted: str, told: str) -> None:
    with pytest.raises(EntryRowUnreadable) as refused:
        entry_rows_of(pasted)
    assert refused.value.sentence("en") == told


amounts = st.integers(-(10**12), 10**12).filter(bool)
cells = st.text("abcåäö 1930-:", max_size=8).map(str.strip)


@given(st.lists(st.tuples(st.integers(1000, 999999).map(str), amounts, cells), min_size=1, max_size=6))
def test_what_excel_shows_under_headings_is_read_back(rows: list[tuple[str, int, str]]) -> None:
    lines = [
        "\t".join((account, sek(ore) if ore > 0 else "", sek(-ore) if ore < 0 else "", text))
        for account, ore, text in rows
    ]
    pasted = "\n".join(["Konto\tDebet\tKredit\tText", *lines])
    assert entry_rows_of(pasted) == [EntryRow(*row) for row in rows]
