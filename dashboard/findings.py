"""Findings as people read them: by check, worst first, each with its sentence, its remedy and its line."""

from collections.abc import Callable, Sequence
from typing import Final

import polars as pl
import streamlit as st

from dashboard import panels, tables
from dashboard.language import _, current
from dashboard.tables import Column, Kind
from lib.core.catalogue import CATALOGUE
from lib.core.errors import BryggaError
from lib.core.findings import CheckResult, Finding, Severity, Status
from lib.core.languages import mark
from lib.core.money import count

RawLine = Callable[[int], str]

COLUMNS: Final = (
    Column("line", mark("Line"), Kind.COUNT, width=80),
    Column("voucher", mark("Voucher"), width=90),
    Column("account", mark("Account"), width=90),
    Column("sentence", mark("Finding")),
)


def tally(counts: dict[str, int]) -> str:
    """How many findings of each severity, as one line of Markdown; that there is none is said too."""
    parts = [
        panels.weight(severity, f"{count(counts[severity])} {_(panels.WEIGHTS[severity].word)}")
        for severity in Severity
        if counts.get(severity)
    ]
    return " &nbsp; ".join(parts) or panels.status(panels.State.AGREES, _("nothing found"))


def listed(results: Sequence[CheckResult], raw_line: RawLine | None, *, key: str) -> None:
    """All results: what was found, then what was not run and why, then what is clean.

    `raw_line` gives a line of the source; None when the person may not see it.
    """
    found = [result for result in results if result.status is Status.FOUND and result.findings]
    for result in sorted(found, key=lambda result: list(Severity).index(result.findings[0].severity)):
        _found(result, raw_line, key)
    for result in results:
        if result.status is Status.NOT_RUN:
            text = _("not run: {check} ({reason})", check=_title(result), reason=_(result.reason))
            st.markdown(panels.status(panels.State.NOT_RUN, panels.plain(text)))
    clean = [_title(result) for result in results if result.status is Status.CLEAN]
    if clean:
        with st.expander(_("{checks:count|check|checks} found nothing", checks=len(clean)), type="compact"):
            st.markdown("\n".join(f"- {panels.status(panels.State.AGREES, panels.plain(title))}" for title in clean))


def _found(result: CheckResult, raw_line: RawLine | None, key: str) -> None:
    severity = result.findings[0].severity
    heading = f"{panels.weight(severity)} &nbsp; {panels.plain(_title(result))} &nbsp; :gray[{count(result.total)}]"
    with st.expander(heading, expanded=severity in {Severity.REFUSED, Severity.ERROR}, type="compact"):
        _findings(result, raw_line, f"{key}-{result.check}")
        st.markdown(f"{_('Next step')}: {panels.plain(_advice(result.findings[0]))}")
        if result.total > len(result.findings):
            shown, total = len(result.findings), result.total
            st.caption(_("The first {shown:count} of {total:count} are listed.", shown=shown, total=total))


def _findings(result: CheckResult, raw_line: RawLine | None, key: str) -> None:
    if len(result.findings) == 1 and not _line(result.findings[0]):
        st.markdown(panels.plain(_sentence(result.findings[0])))
        return
    rows = pl.DataFrame(
        {
            "line": [_line(finding) for finding in result.findings],
            "voucher": [finding.voucher or "" for finding in result.findings],
            "account": [finding.account or "" for finding in result.findings],
            "sentence": [_sentence(finding) for finding in result.findings],
        },
        schema_overrides={"line": pl.Int64},
    )
    clicked = tables.grid(rows, _filled(rows), key=key, alt=_title(result), opens=raw_line is not None, in_sight=8)
    if raw_line and clicked is not None and rows["line"][clicked] is not None:
        show_line(raw_line, int(rows["line"][clicked]))
    elif raw_line and rows["line"].drop_nulls().len():
        st.caption(_("Click a finding to see its line as it stands in the file."))


def show_line(raw_line: RawLine, number: int) -> None:
    """A line of the source as it stands in the file, or why it cannot be shown."""
    try:
        text = raw_line(number)
    except BryggaError as error:
        panels.problem(error)
        return
    st.caption(_("Line {line:count} as it stands in the file:", line=number))
    st.code(text, language=None, wrap_lines=True)


def _filled(rows: pl.DataFrame) -> list[Column]:
    """The columns that hold anything: a check of the whole file has neither voucher nor account."""
    empty = {name for name in ("line", "voucher", "account") if not any(rows[name].to_list())}
    return [column for column in COLUMNS if column.name not in empty]


def _title(result: CheckResult) -> str:
    return _(CATALOGUE[result.check].title)


def _sentence(finding: Finding) -> str:
    return CATALOGUE[finding.check].say(finding, current())


def _advice(finding: Finding) -> str:
    return CATALOGUE[finding.check].advise(finding, current())


def _line(finding: Finding) -> int | None:
    return finding.location.line if finding.location else None
