"""The results of the checks out to Excel and paper: each with its limits, its findings, and what it looks at."""

from collections.abc import Iterable, Sequence

from dashboard import check_choices
from dashboard.check_choices import Setting
from dashboard.check_reading import Check, Item
from dashboard.language import _, zone
from lib.checks.analysis.registry import RULES
from lib.reports.check_sheets import Line, Said
from lib.reports.papers import Facts, Part
from lib.store.check_tables import FindingMark


def line(check: Check, items: Iterable[Item]) -> Line:
    """A check with those of its findings that are told of."""
    found = tuple((item.finding, _said(item.mark)) for item in items)
    return Line(check.code, check.name, check.outcome, check.outlook, check.counts, found, _limits(check))


def explained(checks: Sequence[Check]) -> list[Part]:
    """What each of the checks looks at, as the help says it."""
    told = [(check.title, _looks(check)) for check in checks]
    return [Facts(_("What the checks look at"), [(title, text) for title, text in told if text])]


def _looks(check: Check) -> str:
    rule = RULES.get(check.outcome.choice.rule)
    return check_choices.help_on(rule).replace("`", "").replace("*", "") if rule else ""


def _limits(check: Check) -> str:
    choice = check.outcome.choice
    rule = RULES.get(choice.rule)
    if rule is None or not rule.thresholds:
        return ""
    return check_choices.in_short(Setting(check.key, rule, enabled=True, name=check.name, limits=choice.limits))


def _said(row: FindingMark | None) -> Said | None:
    return Said(row.user_name, row.at.astimezone(zone()), row.comment) if row else None
