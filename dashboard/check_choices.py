"""The checks as they go for a client: which are on, which are its own, with which limits; and the help on each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from dashboard import data
from dashboard.help_texts import FOLDER
from dashboard.language import _, current
from lib.checks.analysis import registry
from lib.checks.analysis.registry import RULES, Rule
from lib.checks.analysis.thresholds import TEXTUAL, Threshold, Unit, Value, written
from lib.core.languages import mark
from lib.store import check_settings
from lib.store.check_tables import CheckSetting, CheckTemplate

WITH_UNITS: Final[Mapping[Unit, str]] = {
    Unit.ORE: mark("{value} kr"),
    Unit.PERCENT: mark("{value} %"),
    Unit.DAYS: mark("{value} {number:noun|day|days}"),
    Unit.MONTHS: mark("{value} {number:noun|month|months}"),
}
"""How the limits that have a unit are said."""
_HEADING: Final = re.compile(r"^#+ .*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Setting:
    """A check as it goes for a client: `key` is its own name, or that of one the client has made from `rule`."""

    key: str
    rule: Rule
    enabled: bool
    name: str = ""
    limits: Mapping[str, Value] = field(default_factory=dict)
    template: str = ""
    by: str = ""
    at: datetime | None = None

    @property
    def own(self) -> bool:
        """Whether it is the client's own."""
        return self.key != self.rule.name

    @property
    def title(self) -> str:
        """What it is called."""
        return self.name or _(self.rule.text.title)

    @property
    def by_itself(self) -> bool:
        """Whether one of Brygga's goes as it does where nobody has said anything."""
        return not self.own and not self.limits and self.enabled is self.rule.on

    @property
    def values(self) -> dict[Threshold, Value]:
        """Its limits with what they are set to."""
        return {limit: self.limits.get(limit.name, limit.default) for limit in self.rule.thresholds}


def of_client(client_id: int) -> dict[str, Setting]:
    """Every check of a client by key: its own by name, then Brygga's in the order of the help."""
    with data.house().store.reading() as session:
        rows = check_settings.of_client(session, client_id)
        names = {template.id: template.name for template in check_settings.templates(session)}
    own = sorted((row for row in rows.values() if row.based_on in RULES), key=lambda row: row.name.casefold())
    made = [_setting(row.key, RULES[row.based_on], row, names) for row in own]
    brygga = [_setting(choice.key, RULES[choice.rule], rows.get(choice.key), names) for choice in registry.every()]
    return {setting.key: setting for setting in (*made, *brygga)}


def of_template(template: CheckTemplate) -> list[Setting]:
    """The checks that a template holds; those that Brygga no longer has are passed over."""
    rows = [CheckSetting(client_id=0, **setting) for setting in template.settings]
    known = [(RULES.get(row.based_on or row.key), row) for row in rows]
    return [_setting(row.key, rule, row, {}) for rule, row in known if rule]


def plain(rule: str) -> Setting:
    """One of Brygga's checks or templates as it goes by itself; raises KeyError."""
    return _setting(rule, RULES[rule], None, {})


def _setting(key: str, rule: Rule, row: CheckSetting | None, templates: Mapping[int, str]) -> Setting:
    if row is None:
        return Setting(key, rule, rule.on)
    known = {limit.name for limit in rule.thresholds}
    limits = {name: value for name, value in row.thresholds.items() if name in known}
    template = templates.get(row.template_id or 0, "")
    return Setting(key, rule, row.enabled, row.name, limits, template, row.user_name, row.at)


def said(limit: Threshold, value: Value) -> str:
    """A limit with its unit: `15 days`, `80 %`."""
    words = written(limit, value)
    form = WITH_UNITS.get(limit.unit)
    return _(form, value=words, number=int(value)) if form else words


def in_short(setting: Setting) -> str:
    """The limits that say themselves what they are in one line, and those that were changed with what they are of."""
    return " · ".join(part for limit, value in setting.values.items() if (part := _short(limit, value)))


def _short(limit: Threshold, value: Value) -> str:
    if limit.unit in WITH_UNITS or limit.unit in TEXTUAL:
        # what is left to the books, or is none, goes without saying
        return said(limit, value) if value else ""
    return "" if value == limit.default else f"{_(limit.text).rstrip('.')}: {said(limit, value)}"


def help_on(rule: Rule) -> str:
    """What the help says of a check, as Markdown; blank where it says nothing."""
    return _help(FOLDER / f"analysis.{current()}.md").get(rule.name, "")


def _help(path: Path) -> dict[str, str]:
    """The parts of the help by the name of the check in their second paragraph."""
    parts = [part.strip().split("\n\n", 1) for part in _HEADING.split(path.read_text(encoding="utf-8"))]
    named = [(re.findall(r"`([^`]+)`", part[0]), part[1]) for part in parts if len(part) > 1]
    return {codes[-1]: text for codes, text in named if len(codes) > 1}
