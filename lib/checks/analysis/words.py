"""T22: whether a voucher's text says that something was put right, guessed or left open."""

import re
from typing import Any, Final

import polars as pl

from lib.checks.analysis.case import Case
from lib.checks.analysis.needs import vouchers
from lib.checks.analysis.registry import found, rule
from lib.checks.analysis.thresholds import Limits, Threshold, Unit
from lib.checks.registry import LISTED_AT_MOST, Found
from lib.core.findings import CheckText, Finding, Severity
from lib.core.languages import mark

_TITLE: Final = mark("Texts tell of nothing unfinished")
_TEXTS: Final = {
    "": CheckText(
        Severity.NOTE,
        _TITLE,
        mark("Voucher {voucher} of {date:date}, {amount:kr}, has the word “{word}” in its text: “{text}”."),
        mark("Open the voucher and see whether what the text speaks of is done with."),
    ),
    "short": CheckText(
        Severity.NOTE,
        _TITLE,
        mark("{count:count|voucher has|vouchers have} a text of fewer than {least:count} characters, first {voucher}."),
        mark("Ask that vouchers be given a text that says what the event was."),
    ),
}
_THRESHOLDS: Final = (
    Threshold(
        "words",
        "rättelse, korr, fel, obs, test, diff, okänd, privat, justering, ack, enl. ök",
        Unit.WORDS,
        mark("Words that a text is looked through for; each stands alone."),
    ),
    Threshold("length", 3, Unit.COUNT, mark("Texts of fewer characters are counted.")),
    Threshold("least", 0, Unit.ORE, mark("Vouchers below this total are let be.")),
)


@rule("T22", "unfinished-words", texts=_TEXTS, on=False, needs=(vouchers,), thresholds=_THRESHOLDS)
def unfinished_words(case: Case, limits: Limits) -> Found:
    """Vouchers with such a word in their text, and how many have hardly any text."""
    words = limits.words("words")
    text = pl.col("text").fill_null("")
    wanted = (pl.col("total") >= limits["least"]) & (pl.col("rows") > 0)
    large = case.vouchers.select("place", "text").filter(case.vouchers.select(wanted).to_series())
    pattern = rf"(?i)\b({'|'.join(map(re.escape, words))})\b"
    likely = large.filter(text.str.contains_any(list(words), ascii_case_insensitive=True)) if words else large.clear()
    spoken = likely.with_columns(word=text.str.extract(pattern)).filter(pl.col("word").is_not_null())
    short = large.filter(text.str.len_chars() < limits["length"])
    listed = spoken.head(LISTED_AT_MOST)
    rows = case.at(listed["place"].to_numpy()).with_columns(listed["word"]).iter_rows(named=True)
    told = Found(spoken.height, tuple(_finding(row) for row in rows))
    if short.is_empty():
        return told
    first = case.at(short["place"].head(1).to_numpy())["label"][0]
    few = found("unfinished-words:short", voucher=first, count=short.height, least=limits["length"])
    return Found(told.total + 1, (few, *told.findings))


def _finding(row: dict[str, Any]) -> Finding:
    told = {"text": row["text"], "amount": row["total"], "word": row["word"]}
    return found("unfinished-words", voucher=row["label"], date=row["date"].isoformat() if row["date"] else "", **told)
