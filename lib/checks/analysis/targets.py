"""What a finding can be opened down to: its vouchers, its account and the days it is about."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from lib.core.findings import Finding

_LISTED: Final = "vouchers"
_SINGLE: Final = "other"
_BETWEEN: Final = ", "


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


def _day(stated: object) -> date | None:
    return date.fromisoformat(stated) if isinstance(stated, str) and stated else None
