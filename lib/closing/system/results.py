"""The year's result to equity, last year's out of the way, and private accounts to each owner's own capital."""

from collections.abc import Mapping
from typing import Final

from lib.closing.entries import EntryRow
from lib.closing.system.case import CARRIED, COMPANIES, Case
from lib.closing.system.proposals import Input, Kind, Lack, Line, Proposal, Unit, moved
from lib.core.languages import Fact, mark

THIS_YEAR, LAST_YEAR, CARRIER = "2099", "2098", "8999"
OWNERS: Final = ("1", "2", "3", "4")
"""The third figure of the accounts of each owner: 2010-2019, 2020-2029 (BAS, K1 and partnerships)."""

RESULT: Final = mark("Result of the income statement")
BOOKED: Final = mark("Already booked on {account} {name}")
LEFT: Final = mark("Left to book")
OPENED: Final = mark("Balance of {account} {name}")
OF_THIS_YEAR: Final = mark("Of which this year's result, booked with 8999")
PREVIOUS: Final = mark("Last year's result, left on {account}")
SHARE_LINE: Final = mark("Owner {owner}: {part} of {parts} parts")
SHARES: Final[Mapping[str, Input]] = {
    "1": Input("share-1", mark("Share of the result of owner 1, in parts"), Unit.PARTS),
    "2": Input("share-2", mark("Share of the result of owner 2, in parts"), Unit.PARTS),
    "3": Input("share-3", mark("Share of the result of owner 3, in parts"), Unit.PARTS),
    "4": Input("share-4", mark("Share of the result of owner 4, in parts"), Unit.PARTS),
}
NO_PARTS: Final = mark("The owners' shares come to nothing.")
OWNER_SUM: Final = mark("To the equity of owner {owner}, {account}")


def year_result(case: Case) -> Proposal:
    """The part of the year's result that is not yet booked: 8999 against 2099, or each owner's 20x9."""
    total, left = case.result(without=CARRIED), case.result()
    lines = [Line(RESULT, total)]
    carriers = [account for account in case.having(lambda one: one.startswith(CARRIED)) if case.after(account)]
    lines += [_line(case, BOOKED, account, -case.after(account)) for account in carriers]
    lines.append(Line(LEFT, left, total=True))
    if case.form in COMPANIES:
        return Proposal(Kind.YEAR_RESULT, tuple(lines), moved(CARRIER, THIS_YEAR, left))
    owners = owners_of(case)
    if len(owners) == 1:
        return Proposal(Kind.YEAR_RESULT, tuple(lines), moved(CARRIER, _result_of(owners[0]), left))
    missing = tuple(case.lacking(*shares(case)))
    parts = {owner: max(case.inputs.get(SHARES[owner].key, 0), 0) for owner in owners}
    if not missing and not sum(parts.values()):
        missing = (Lack(NO_PARTS, {}, SHARES[owners[0]].key),)
    if missing:
        return Proposal(Kind.YEAR_RESULT, tuple(lines), missing=missing)
    own = parted(left, parts)
    facts: dict[str, dict[str, Fact]] = {
        owner: {"owner": owner, "part": parts[owner], "parts": sum(parts.values())} for owner in owners
    }
    lines += [Line(SHARE_LINE, own[owner], facts[owner], _result_of(owner)) for owner in owners]
    rows = [EntryRow(CARRIER, left), *(EntryRow(_result_of(owner), -own[owner]) for owner in owners)]
    return Proposal(Kind.YEAR_RESULT, tuple(lines), tuple(row for row in rows if row.amount))


def last_result(case: Case) -> Proposal:
    """Last year's result, still on 2099, to 2098: it waits there for the meeting that decides on it."""
    lines, left = _previous(case, THIS_YEAR)
    return Proposal(Kind.LAST_RESULT, tuple(lines), moved(THIS_YEAR, LAST_YEAR, left))


def private_accounts(case: Case) -> Proposal:
    """Withdrawals and contributions (2011-2018) and last year's result (2019) to each owner's 2010; owner by owner."""
    lines: list[Line] = []
    rows: list[EntryRow] = []
    for owner in OWNERS:
        own, booked = _private_of(case, owner)
        lines += own
        rows += booked
    return Proposal(Kind.PRIVATE_ACCOUNTS, tuple(lines), tuple(rows))


def _private_of(case: Case, owner: str) -> tuple[list[Line], list[EntryRow]]:
    equity = f"20{owner}0"
    lines: list[Line] = []
    rows: list[EntryRow] = []
    for account in case.having(
        lambda account: len(account) == len(equity) and f"20{owner}1" <= account < f"20{owner}9"
    ):
        if case.after(account):
            lines.append(_line(case, OPENED, account, -case.after(account)))
            rows.append(EntryRow(account, -case.after(account)))
    told, left = _previous(case, _result_of(owner))
    if left:
        lines += told
        rows.append(EntryRow(_result_of(owner), left))
    total = sum(row.amount for row in rows)
    if rows:
        facts = {"owner": owner, "account": equity}
        lines.append(Line(OWNER_SUM, total, facts, equity, total=True))
    return lines, [*rows, EntryRow(equity, -total)] if total else rows


def _previous(case: Case, account: str) -> tuple[list[Line], int]:
    """What is left on a result account of equity that is not this year's result: öre, a profit positive."""
    balance, own = -case.after(account), -case.carried.get(account, 0)
    lines = [_line(case, OPENED, account, balance)]
    if own:
        lines.append(Line(OF_THIS_YEAR, -own, {}, account))
    left = balance - own
    return [*lines, Line(PREVIOUS, left, {"account": account}, account, total=True)], left


def owners_of(case: Case) -> list[str]:
    """The owners whose accounts hold anything; the first where none do."""
    found = [owner for owner in OWNERS if any(_used(case, f"20{owner}{figure}") for figure in "0123456789")]
    return found or [OWNERS[0]]


def shares(case: Case) -> list[Input]:
    """What has to be stated when there are several owners: how they share the result."""
    owners = [] if case.form in COMPANIES else owners_of(case)
    if len(owners) < 2:  # noqa: PLR2004 - one owner has it all
        return []
    return [SHARES[owner] for owner in owners]


def parted(amount: int, parts: dict[str, int]) -> dict[str, int]:
    """An amount in öre by shares; the öre that cannot be shared go to those before."""
    whole = sum(parts.values())
    floors = {owner: abs(amount) * part // whole for owner, part in parts.items()}
    left = abs(amount) - sum(floors.values())
    shared = [owner for owner, part in parts.items() if part]
    for owner in shared[:left]:
        floors[owner] += 1
    return {owner: value if amount >= 0 else -value for owner, value in floors.items()}


def _used(case: Case, account: str) -> bool:
    return bool(case.before(account) or case.after(account))


def _result_of(owner: str) -> str:
    return f"20{owner}9"


def _line(case: Case, text: str, account: str, amount: int) -> Line:
    return Line(text, amount, {"account": account, "name": case.name(account)}, account)
