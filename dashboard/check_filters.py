"""What narrows the results of the checks: how a check stands, the weight of its findings, an account."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import streamlit as st

from dashboard import address, panels
from dashboard.check_reading import SIGNS, Check, Item
from dashboard.language import _
from lib.closing.results import Outlook
from lib.core.findings import Severity
from lib.core.languages import mark
from lib.core.money import count

STATE, WEIGHT, ACCOUNT = "status", "vikt", "konto"
WEIGHTS: Final = {
    Severity.ERROR: mark("Errors"),
    Severity.WARNING: mark("Warnings"),
    Severity.NOTE: mark("Notes"),
}


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The choices made; blank ones narrow nothing."""

    state: str = ""
    weight: str = ""
    account: str = ""

    @property
    def of_findings(self) -> bool:
        """Whether only some findings are asked for."""
        return bool(self.weight or self.account)

    def items(self, check: Check) -> tuple[Item, ...]:
        """The findings of a check that are asked for."""
        return tuple(item for item in check.items if self._asks(item))

    def takes(self, check: Check) -> bool:
        """Whether a check is asked for."""
        return self.state in {"", check.outlook.value} and (not self.of_findings or bool(self.items(check)))

    @property
    def told(self) -> dict[str, str]:
        """What narrows, as the workbook says it."""
        state, weight = self.state and _(SIGNS[Outlook(self.state)].word), self.weight
        return {
            _("Status"): state,
            _("Weight"): _(WEIGHTS[Severity(weight)]) if weight else "",
            _("Account"): self.account,
        }

    def _asks(self, item: Item) -> bool:
        return self.weight in {"", item.finding.severity.value} and self.account in {"", item.finding.account}


def written() -> Narrowing:
    """The choices as the address has them; what is no choice narrows nothing."""
    state, weight = address.read(STATE), address.read(WEIGHT)
    return Narrowing(
        state if state in {one.value for one in SIGNS} else "",
        weight if weight in {one.value for one in WEIGHTS} else "",
        address.read(ACCOUNT),
    )


def choose(checks: Iterable[Check], names: Mapping[str, str]) -> Narrowing:
    """Let the person choose; how many checks stand in each way is said on the choices."""
    checks = tuple(checks)
    now = written()
    with st.container(horizontal=True, vertical_alignment="center"):
        _choose_state([check for check in checks if Narrowing(weight=now.weight, account=now.account).takes(check)])
        with st.container(horizontal=True, vertical_alignment="center", width="content"):
            _choose_weight(checks)
            _choose_account(checks, names, now.account)
    return written()


def _choose_state(checks: list[Check]) -> None:
    number = Counter(check.outlook.value for check in checks)
    labels = {"": _("All {checks:count}", checks=len(checks))} | {
        outlook.value: f"{sign.shape} {_(sign.word)} {count(number[outlook.value])}"
        for outlook, sign in SIGNS.items()
        if number[outlook.value] or address.read(STATE) == outlook.value
    }
    st.pills(
        _("Status"),
        list(labels),
        format_func=lambda state: labels[state],
        required=True,
        label_visibility="collapsed",
        width="content",
        wrap=True,
        **address.tie(STATE, among=labels),
    )


def _choose_weight(checks: Iterable[Check]) -> None:
    there = {item.finding.severity for check in checks for item in check.items}
    labels = {weight.value: _(name) for weight, name in WEIGHTS.items() if weight in there}
    if len(labels) > 1:
        st.selectbox(
            _("Weight"),
            ["", *labels],
            format_func=lambda weight: labels.get(weight, _("All weights")),
            label_visibility="collapsed",
            width=175,
            **address.tie(WEIGHT, among=labels),
        )


def _choose_account(checks: Iterable[Check], names: Mapping[str, str], now: str) -> None:
    waiting = Counter(item.finding.account for check in checks for item in check.items if item.finding.account)
    if now:
        waiting[now] += 0  # an account from elsewhere that nothing was found on can be let go of here
    if not waiting:
        return
    labels = {account: _label(account, names, waiting[account]) for account in sorted(waiting)}
    st.selectbox(
        _("Account"),
        ["", *labels],
        format_func=lambda account: labels.get(account, _("All accounts")),
        label_visibility="collapsed",
        width=200,
        **address.tie(ACCOUNT, among=labels),
    )


def _label(account: str, names: Mapping[str, str], number: int) -> str:
    return f"{account} {names.get(account, '')}".strip() + f" ({count(number)})"


def emptied() -> None:
    """Say that nothing is left, and let the choices go."""
    panels.empty(_("No check is left with these filters."))
    clear = {STATE: None, WEIGHT: None, ACCOUNT: None}
    st.button(_("Clear the filters"), icon=":material/filter_alt_off:", on_click=address.put, kwargs=clear)
