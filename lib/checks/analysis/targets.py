"""What a finding can be opened down to (its vouchers, its account and the days it is about), and what it comes to."""

from dataclasses import dataclass
from datetime import date
from string import Formatter
from typing import Final

from lib.checks.analysis.registry import text_of
from lib.core.findings import Finding

_LISTED: Final = "vouchers"
_SINGLE: Final = "other"
_BETWEEN: Final = ", "
_FIRST_ASKED: Final = ("difference", "amount")


@dataclass(frozen=True, slots=True)
class Target:
    """Voucher labels (`A 17`) in the finding's order, the account if one is named, and the days if it is of some."""

    vouchers: tuple[str, ...]
    account: str | None
    first: date | None
    last: date | None


def target(finding: Finding) -> Target:
    """What to open for a finding."""
    facts = finding.facts
    listed = facts.get(_LISTED)
    several = listed.split(_BETWEEN) if isinstance(listed, str) else []
    named = [finding.voucher, *several, facts.get(_SINGLE)]
    vouchers = dict.fromkeys(str(name) for name in named if name)
    last = facts.get("end") or facts.get("day")
    return Target(tuple(vouchers), finding.account, _day(facts.get("month")), _day(last))


def amount(finding: Finding) -> int | None:
    """What a finding comes to in öre: its difference or amount, else the first amount that its sentence tells."""
    told = [name for _, name, form, _ in Formatter().parse(text_of(finding.check).sentence) if name and form == "kr"]
    first = next((name for name in (*_FIRST_ASKED, *told) if name in told), None)
    stated = finding.facts.get(first) if first else None
    return stated if isinstance(stated, int) else None


def _day(stated: object) -> date | None:
    return date.fromisoformat(stated) if isinstance(stated, str) and stated else None
