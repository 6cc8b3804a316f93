"""Findings as people read them: by check, worst first, each with its sentence, its remedy and its line."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import polars as pl
import streamlit as st

from dashboard import panels, reader, tables
from dashboard.language import _, current
from dashboard.tables import Column, Kind
from lib.core import fetched
from lib.core.catalogue import CATALOGUE
from lib.core.errors import BryggaError
from lib.core.findings import CheckResult, Finding, Severity, Status
from lib.core.languages import Language, mark
from lib.core.masking import masked_finding

RawLine = Callable[[int, str], str]
"""A line of the source as it stands there, by its number and its file."""
Advise = Callable[[Finding, Language], str]
"""The next step for a finding."""

COLUMNS: Final = (
    Column("line", mark("Line"), Kind.COUNT, width=70),
    Column("voucher", mark("Voucher"), width=85),
    Column("account", mark("Account"), width=65),
    Column("sentence", mark("Finding"), width=650),
)
FILE: Final = Column("file", mark("File"), width=130)
"""Where the findings of an import stand in several files."""
IN_FULL: Final = 3
"""So many findings of a check are written out, each in its whole length; more stand in a grid."""
ROWS_IN_SIGHT: Final = 8

UNKNOWN: Final = {"findings": "", "findings_colour": ""}
"""The cell of an import that no check has looked at yet."""
COUNTED: Final = {
    Severity.REFUSED: mark("refused"),
    Severity.ERROR: mark("{n:count|error|errors}"),
    Severity.WARNING: mark("{n:count|warning|warnings}"),
    Severity.NOTE: mark("{n:count|note|notes}"),
}


def tally(counts: dict[str, int]) -> str:
    """How many findings of each severity, as one line of Markdown; that there is none is said too."""
    parts = [
        panels.weight(severity, _(COUNTED[severity], n=counts[severity]))
        for severity in Severity
        if counts.get(severity)
    ]
    return " &nbsp; ".join(parts) or panels.status(panels.State.AGREES, _("nothing found"))


def cell(counts: dict[str, int]) -> dict[str, str]:
    """The same as a cell of a grid, in the colour of the worst."""
    found = [severity for severity in Severity if counts.get(severity)]
    if not found:
        return panels.cell("findings", panels.State.AGREES, _("nothing found"))
    parts = [f"{panels.WEIGHTS[severity].shape} {_(COUNTED[severity], n=counts[severity])}" for severity in found]
    return {"findings": ", ".join(parts), "findings_colour": panels.WEIGHTS[found[0]].colour}


def as_seen(client_id: int, results: Sequence[CheckResult]) -> Sequence[CheckResult]:
    """Results as the person at the screen may see them: names and amounts hidden from support without consent."""
    if reader.sees(client_id):
        return results
    return [
        replace(result, findings=tuple(masked_finding(one, CATALOGUE[one.check]) for one in result.findings))
        for result in results
    ]


def listed(results: Sequence[CheckResult], raw_line: RawLine | None, *, key: str, from_fortnox: bool = False) -> None:
    """All results: what was found, then what was not run and why, then what is clean.

    `raw_line` gives a line of the source; None when the person may not see it. What was lost on the way
    from Fortnox stands first of its weight.
    """
    advise = fetched.advise if from_fortnox else _of_a_file
    found = [result for result in results if result.status is Status.FOUND and result.findings]
    files = {_file(finding) for result in found for finding in result.findings}
    for result in sorted(found, key=lambda result: _order(result, from_fortnox=from_fortnox)):
        _found(result, raw_line, key, advise, several=len(files) > 1)
    for result in results:
        if result.status is Status.NOT_RUN:
            text = _("not run: {check} ({reason})", check=_title(result), reason=_(result.reason))
            st.markdown(panels.status(panels.State.NOT_RUN, panels.plain(text)))
    clean = [_title(result) for result in results if result.status is Status.CLEAN]
    if clean:
        with st.expander(_("{checks:count|check|checks} found nothing", checks=len(clean)), type="compact"):
            st.markdown("\n".join(f"- {panels.status(panels.State.AGREES, panels.plain(title))}" for title in clean))


def _order(result: CheckResult, *, from_fortnox: bool) -> tuple[int, bool]:
    lost = from_fortnox and result.check in fetched.DAMAGED
    return list(Severity).index(result.findings[0].severity), not lost


def _found(result: CheckResult, raw_line: RawLine | None, key: str, advise: Advise, *, several: bool) -> None:
    severity = result.findings[0].severity
    few = result.total <= IN_FULL
    heading = f"{panels.weight(severity, _(COUNTED[severity], n=result.total))} &nbsp; :gray[{_check(result)}]"
    if severity is Severity.NOTE:
        with st.expander(heading, type="compact"):
            _body(result, raw_line, f"{key}-{result.check}", advise, several=several)
        return
    with st.container(gap="xsmall"):
        if not few:
            st.markdown(heading)
        _body(result, raw_line, f"{key}-{result.check}", advise, several=several)


def _body(result: CheckResult, raw_line: RawLine | None, key: str, advise: Advise, *, several: bool) -> None:
    few = result.total <= IN_FULL
    if few:
        for number, finding in enumerate(result.findings):
            _single(finding, raw_line, f"{key}-{number}", several=several)
    else:
        _table(result, raw_line, key, several=several)
    st.markdown(f":small[**{_('Next step')}:** {panels.plain(advise(result.findings[0], current()))}]")
    if few and result.findings[0].severity is not Severity.NOTE:
        st.caption(_check(result))
    if result.total > len(result.findings):
        shown, total = len(result.findings), result.total
        st.caption(_("The first {shown:count} of {total:count} are listed.", shown=shown, total=total))


def _single(finding: Finding, raw_line: RawLine | None, key: str, *, several: bool) -> None:
    st.markdown(f"{panels.weight(finding.severity)} &nbsp; {panels.plain(_sentence(finding))}")
    line = _line(finding)
    if raw_line and line:
        label = _("Line {line:count} as it stands in the file", line=line)
        with st.expander(
            f"{label} · {panels.plain(_file(finding))}" if several else label,
            type="compact",
            on_change="rerun",
            key=key,
        ) as opened:
            if opened.open:
                show_line(raw_line, line, _file(finding), named=False)


def _table(result: CheckResult, raw_line: RawLine | None, key: str, *, several: bool) -> None:
    rows = pl.DataFrame(
        {
            "file": [_file(finding) for finding in result.findings],
            "line": [_line(finding) for finding in result.findings],
            "voucher": [finding.voucher or "" for finding in result.findings],
            "account": [finding.account or "" for finding in result.findings],
            "sentence": [_sentence(finding) for finding in result.findings],
        },
        schema_overrides={"line": pl.Int64},
    )
    columns = (FILE, *COLUMNS) if several else COLUMNS
    clicked = tables.grid(
        rows, tables.filled(rows, columns), key=key, alt=_title(result), opens=True, in_sight=ROWS_IN_SIGHT
    )
    if clicked is not None:
        st.markdown(panels.plain(rows["sentence"][clicked]))
    if raw_line and clicked is not None and rows["line"][clicked] is not None:
        show_line(raw_line, int(rows["line"][clicked]), str(rows["file"][clicked]))
    elif raw_line and rows["line"].drop_nulls().len():
        st.caption(_("Click a finding to see its line as it stands in the file."))
    else:
        st.caption(_("Click a finding to read it whole."))


def show_line(raw_line: RawLine, number: int, file: str = "", *, named: bool = True) -> None:
    """A line of the source as it stands in the file, or why it cannot be shown; `named` says which line it is."""
    try:
        text = raw_line(number, file)
    except BryggaError as error:
        panels.problem(error)
        return
    if named:
        st.caption(_("Line {line:count} as it stands in the file", line=number))
    st.code(text, language=None, wrap_lines=True)


def _check(result: CheckResult) -> str:
    """Which check it was, small: its title says what should be, and would read as a denial of what was found."""
    return panels.plain(_("Check: {title}", title=_title(result)))


def _title(result: CheckResult) -> str:
    return _(CATALOGUE[result.check].title)


def _sentence(finding: Finding) -> str:
    return CATALOGUE[finding.check].say(finding, current())


def _of_a_file(finding: Finding, language: Language) -> str:
    return CATALOGUE[finding.check].advise(finding, language)


def _line(finding: Finding) -> int | None:
    return finding.location.line if finding.location else None


def _file(finding: Finding) -> str:
    return finding.location.source if finding.location else ""
