"""The VAT return of a VAT period on the screen: its boxes, what is settled of it, and what the accounts do not tell."""

from collections.abc import Iterator
from typing import Final

import polars as pl
import streamlit as st

from dashboard import navigation, panels, reconciliation_choice, tables
from dashboard.language import _
from dashboard.panels import State
from dashboard.tables import Column, Kind
from lib.closing.vat_boxes import INPUT, OUTPUT, TO_PAY
from lib.closing.vat_returns import Settlement, VatReturn
from lib.closing.vat_sums import Inferred
from lib.core.languages import mark
from lib.core.money import sek

BOXES: Final = (
    Column("box", mark("Box"), width=50),
    Column("declared", mark("In the return"), Kind.AMOUNT, width=122),
    Column("words", mark("What it is"), width=360),
    Column("ore", mark("In the accounts"), Kind.AMOUNT, width=122),
    Column("accounts", mark("Accounts"), width=222),
)
"""What is declared stands before its words: on a telephone the rest is beyond the edge."""
NOT_TOLD: Final = mark("cannot be told")


def sums(found: VatReturn) -> dict[str, int | str]:
    """The output VAT, the input VAT and what is left, as the return has them."""
    declared = dict(found.boxes.select("box", pl.col("declared").fill_null(0)).iter_rows())
    output = sum(declared.get(box, 0) for box in OUTPUT)
    left = _("VAT to get back") if found.to_pay < 0 else _("VAT to pay")
    return {_("Output VAT"): output, _("Input VAT"): declared.get(INPUT, 0), left: abs(found.to_pay)}


def settled(found: VatReturn) -> None:
    """Whether the books have settled what the return says, and the vouchers that did."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if found.difference is None:
            words = _("No voucher has moved the VAT of the period to the settlement account.")
            st.markdown(panels.status(State.NOT_RUN, words), width="content")
        elif found.agrees:
            st.markdown(panels.status(State.AGREES, _("Settled in the books as the return says")), width="content")
        else:
            words = _("Settled in the books, but differs by {amount}", amount=sek(found.difference))
            st.markdown(panels.status(State.DIFFERS, words), width="content")
        for one in found.settled:
            _voucher(one)


def boxes(found: VatReturn) -> None:
    """The boxes as a grid; a click opens the account, or the accounts to choose from."""
    rows = found.boxes.with_columns(
        words=pl.col("text").replace({text: _(text) for text in found.boxes["text"]}),
        heavy=pl.col("box") == TO_PAY,
        accounts=pl.when(pl.col("ore").is_null()).then(pl.lit(_(NOT_TOLD))).otherwise("accounts"),
        accounts_colour=pl.when(pl.col("ore").is_null()).then(pl.lit("orange")).otherwise(pl.lit("")),
    )
    clicked = tables.grid(rows, BOXES, key="vat-boxes", alt=_("VAT return"), opens=True, bold="heavy")
    _accounts(found.boxes["accounts"][clicked].split(", ") if clicked is not None else [])
    for one in found.untold:
        told = _("Boxes {boxes} cannot be told.", boxes=_span(one.boxes))
        accounts = f" {_('Accounts: {accounts}.', accounts=', '.join(one.accounts))}" if one.accounts else ""
        text = f"{told} {_(one.reason)} {_('It is about {amount:kr}.', amount=one.ore)}{accounts}"
        st.markdown(panels.status(State.NOT_RUN, panels.plain(text)))
    st.caption("  \n".join(_notes(found)))


def _notes(found: VatReturn) -> Iterator[str]:
    """What is worth knowing of how the boxes came about."""
    if found.inferred:
        yield _inferred(found.inferred)
    if found.dormant:
        yield _("VAT that waits for payments, in no box yet: {amount:kr}.", amount=found.dormant)
    yield _("Boxes 06–08, 37 and 38 no account tells apart: state them yourself where the client has such sales.")


def _inferred(by: Inferred) -> str:
    accounts = ", ".join(by.accounts)
    if not by.rate:
        return _("Sales on {accounts} stand in box 42: the period has no output VAT on them.", accounts=accounts)
    return _(
        "Sales on {accounts} stand in box 05: the period's output VAT answers to {percent} % on them.",
        accounts=accounts,
        percent=by.rate // 100,
    )


def _accounts(accounts: list[str]) -> None:
    """The one account of a box opens at once, of several the person chooses."""
    named = [account for account in accounts if account]
    if len(named) == 1:
        reconciliation_choice.open_account(named[0])
    with st.container(horizontal=True):
        for account in named:
            if st.button(_("Account {account}", account=account), key=f"box-{account}"):
                reconciliation_choice.open_account(account)


def _voucher(one: Settlement) -> None:
    label = panels.plain(_("{voucher} of {day:date}", voucher=one.voucher, day=one.day.isoformat()))
    navigation.link("ledger", label, ar=one.year.start.isoformat(), period=None, ver=one.voucher)


def _span(numbers: tuple[str, ...]) -> str:
    """Boxes as people say them: `20–24`, `05–08, 35–42`."""
    runs = list[list[str]]()
    for number in numbers:
        if runs and int(number) == int(runs[-1][-1]) + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
