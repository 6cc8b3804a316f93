"""Texts of others that would do something in a spreadsheet: in tables none of them begins a formula."""

import polars as pl
import pytest

from dashboard.inert import JOINER, inert

FORMULAS = ["=1+1", "+46", "-cmd|' /C calc'!A0", "@SUM(A1)", '=HYPERLINK("http://evil.example")', "\t=1", "\r=1"]


def shown(*texts: str | None) -> list[str | None]:
    return pl.DataFrame({"text": texts, "amount": [-1] * len(texts)}).with_columns(inert())["text"].to_list()


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_in_a_table_begins_a_formula(text: str) -> None:
    assert shown(text) == [f"{JOINER}{text}"]


def test_other_texts_and_figures_stay_as_they_are() -> None:
    assert shown("Hyra", "", None, "a=b", "−5", "Kaffe – te") == ["Hyra", "", None, "a=b", "−5", "Kaffe – te"]
    assert pl.DataFrame({"amount": [-1]}).with_columns(inert())["amount"].to_list() == [-1]


def test_what_is_read_piece_by_piece_is_treated_the_same() -> None:
    lazy = pl.LazyFrame({"text": ["=1+1"]}).with_columns(inert())
    assert lazy.collect()["text"].to_list() == [f"{JOINER}=1+1"]
