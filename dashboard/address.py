"""Widgets tied to the URL: the address holds what identifies a view, the widgets only show it.

Streamlit's own `bind="query-params"` writes an option's label, which depends on the language and
could be a client's name; here the address holds short codes.
"""

from collections.abc import Collection
from typing import Any, Final, TypedDict

import streamlit as st

YES: Final = "ja"
ONE_VIEW: Final = "sida"
"""The page of a paged table: any other change of the view leads back to the first."""

NO_ROW: Final = 2**31 - 1
"""A number that no row gets to: what is larger fits into no database's column."""
_DIGITS_READ: Final = 20


class Tie(TypedDict):
    """What ties a widget to a parameter: pass it on with `**`."""

    key: str
    on_change: Any
    args: tuple[str, str, str]


def row_id(text: str) -> int | None:
    """The id that a parameter names, None when it names none; one beyond all rows becomes `NO_ROW`."""
    return min(int(text[:_DIGITS_READ]), NO_ROW) if text.isdecimal() else None


def read(name: str, default: str = "") -> str:
    """A parameter of the address."""
    return st.query_params.get(name, default)


def put(**changes: str | int | None) -> None:
    """Change the address; a blank value takes the parameter away.

    All at once, so that the browser's way back leads to the view before and not to half of the change.
    """
    before = st.query_params.to_dict()
    asked: dict[str, str | int | None] = {**before, ONE_VIEW: None, **changes}
    after = {name: str(value) for name, value in asked.items() if value not in (None, "")}
    if after != before:
        st.query_params.from_dict(after)


def back(label: str, *parameters: str) -> None:
    """The way up from a view: a button that takes the parameters of it away."""
    kwargs = dict.fromkeys(parameters)
    st.button(label, icon=":material/arrow_back:", type="tertiary", on_click=put, kwargs=kwargs)


def tie(name: str, default: str = "", *, among: Collection[str] | None = None, face: str = "") -> Tie:
    """Tie a text or choice to a parameter; what is not `among` the choices counts as the default.

    `face` is how the choice looks, where it can look otherwise with time: a browser keeps the words
    of what was chosen until it gets another widget.
    """
    value = read(name, default)
    return _tied(name, default if among is not None and value not in among else value, default, face)


def tie_switch(name: str) -> Tie:
    """Tie a switch to a parameter."""
    return _tied(name, read(name) == YES, "")


def tie_page(pages: int) -> Tie:
    """Tie the pagination of a table; an address beyond the last page shows the last."""
    page = row_id(read(ONE_VIEW)) or 1
    return _tied(ONE_VIEW, min(max(page, 1), pages), "1")


def _tied(name: str, value: str | bool | int, default: str, face: str = "") -> Tie:  # noqa: FBT001 - a value, not a switch
    key = f"address-{name}-{face}" if face else f"address-{name}"
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    return {"key": key, "on_change": _write, "args": (name, key, default)}


def _write(name: str, key: str, default: str) -> None:
    value = st.session_state.get(key)
    text = YES if value is True else "" if value in (None, False) else str(value).strip()
    put(**{name: None if text == default else text})
