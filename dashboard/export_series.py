"""The choice of voucher series in Fortnox, for the V and for the S vouchers of an export."""

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from dashboard import panels
from dashboard.language import _
from lib.actions.export import Ready, SeriesChoice
from lib.closing.entries import Family
from lib.core.languages import mark
from lib.core.money import count
from lib.jobs.preflight import NO_SERIES_STEP

LABELS: Final = {
    Family.MANUAL: mark("Series for V vouchers (closing entries)"),
    Family.SYSTEM: mark("Series for S vouchers (system entries)"),
}


def choose(ready: Ready, key: str) -> Mapping[Family, str]:
    """A drop-down for each family, with the last choice in it; what is chosen, of the families that go out.

    Nothing is chosen by itself: a series that nobody has chosen before stands empty.
    """
    known = {one.code: one for one in ready.open_series}
    left, right = st.columns(2)
    picked = {}
    for family, column in zip(Family, (left, right), strict=True):
        with column:
            picked[family] = _one(family, ready, known, key)
    _closed([one for one in ready.series if not one.manual])
    return {family: code for family, code in picked.items() if code and family in ready.families}


def missing(ready: Ready, chosen: Mapping[Family, str]) -> bool:
    """Whether a family that goes out lacks its series."""
    return any(family not in chosen for family in ready.families)


def _one(family: Family, ready: Ready, known: Mapping[str, SeriesChoice], key: str) -> str | None:
    codes = list(known)
    last = ready.chosen.get(family, "")
    needed = family in ready.families
    return st.selectbox(
        _(LABELS[family]),
        codes,
        index=codes.index(last) if last in known else None,
        format_func=lambda code: _words(known[code]),
        placeholder=_("Choose a series") if needed else _("Nothing to send"),
        key=f"series-{family.value}-{key}",
        disabled=not needed or not codes,
    )


def _words(one: SeriesChoice) -> str:
    if one.next_number is None:
        return f"{one.code} · {one.name}"
    return _("{code} · {name} · next number {number}", code=one.code, name=one.name, number=count(one.next_number))


def _closed(series: Sequence[SeriesChoice]) -> None:
    """The series that cannot be chosen, why not, and what opens them."""
    if not series:
        return
    names = ", ".join(f"{one.code} {one.name}" for one in series)
    st.caption(
        _("Not open for manual posting: {series}.", series=panels.plain(names)) + " " + panels.plain(_(NO_SERIES_STEP))
    )
