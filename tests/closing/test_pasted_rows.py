"""Rows pasted from Excel become texts and amounts."""

import pytest

from lib.closing.pasted import RowUnreadable, lines_of


@pytest.mark.parametrize(
    ("pasted", "lines"),
    [
        ("Hyra kontor\t1 250,50", [("Hyra kontor", 125_050)]),
        ("2026-01-31\tHyra\t-100\r\n\r\nFörsäkring\t33,10 kr\n", [("2026-01-31 Hyra", -10_000), ("Försäkring", 3_310)]),
        ("Hyra;1250,5", [("Hyra", 125_050)]),
        ("Hyra  1 250,50", [("Hyra", 125_050)]),
        ("Hyra kontor 1250,50", [("Hyra kontor", 125_050)]),
        ("1250,50", [("", 125_050)]),
        ("", []),
    ],
)
def test_the_last_column_is_the_amount(pasted: str, lines: list[tuple[str, int]]) -> None:
    assert lines_of(pasted) == lines


def test_a_row_without_an_amount_is_named() -> None:
    with pytest.raises(RowUnreadable, match="Row 2 cannot be read: “Summa” does not end with an amount"):
        lines_of("Hyra\t1\nSumma\n")
