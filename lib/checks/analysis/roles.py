"""What each account is used as: by its number in the BAS chart, else by its name, unless the client says otherwise."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from lib.checks.analysis.thresholds import among
from lib.core.languages import mark


class Why(StrEnum):
    """What an account's role was told by."""

    NUMBER = "number"
    NAME = "name"
    STATED = "stated"
    """Somebody has said it of this client."""


@dataclass(frozen=True, slots=True)
class Role:
    """A use of accounts: its name in code, what people call it (marked), its numbers, and words in a name."""

    name: str
    title: str
    numbers: tuple[str, ...]
    pattern: str = ""


ROLES: Final[tuple[Role, ...]] = (
    Role("receivables", mark("Accounts receivable"), ("1510-1519",), r"kundfordr"),
    Role("payables", mark("Accounts payable"), ("2440-2449",), r"leverant\w*skuld"),
    Role("cash", mark("Cash"), ("1910-1919",), r"^(hand)?kassa\b"),
    Role("bank", mark("Bank"), ("1920-1979",), r"bank|plusgiro|bankgiro|företagskonto|checkr"),
    Role("tax-account", mark("Tax account"), ("1630",), r"skattekonto"),
    Role("vat-settled", mark("VAT settlement"), ("2650", "1650"), r"redovisningskonto.*moms|momsfordran"),
    Role("vat-reverse-out", mark("Output VAT, reverse charge"), ("2614-2615", "2617", "2624-2625", "2627",
                                                                   "2634-2635", "2637"), r"\butg.*moms.*(omvänd|eu)"),
    Role("vat-reverse-in", mark("Input VAT, reverse charge"), ("2645", "2647"), r"\bing(ående|\.).*moms.*(omv|utl)"),
    Role("vat-25", mark("Output VAT 25 %"), ("2610-2613", "2616", "2618-2619"), r"\butg.*moms.*25"),
    Role("vat-12", mark("Output VAT 12 %"), ("2620-2623", "2626", "2628-2629"), r"\butg.*moms.*12"),
    Role("vat-6", mark("Output VAT 6 %"), ("2630-2633", "2636", "2638-2639"), r"\butg.*moms.*\b6"),
    Role("vat-in", mark("Input VAT"), ("2640-2644", "2646", "2648-2649"), r"\bing(ående|\.).*moms"),
    Role("sales-25", mark("Sales at 25 % VAT"), ("3001",), r"försäljning.*25\s*%"),
    Role("sales-12", mark("Sales at 12 % VAT"), ("3002",), r"försäljning.*12\s*%"),
    Role("sales-6", mark("Sales at 6 % VAT"), ("3003",), r"försäljning.*\b6\s*%"),
    Role("sales-free", mark("Sales without VAT"), ("3004", "3100-3199", "3300-3399"), r"försälj.*(momsfri|export|eu)"),
    Role("rounding", mark("Rounding"), ("3740",), r"öres"),
    Role("withheld-tax", mark("Withheld tax"), ("2710",), r"personal(ens)?\s*(käll)?skatt"),
    Role("fees-debt", mark("Social fees to pay"), ("2730-2739",), r"lagstadgade sociala avgifter"),
    Role("wages", mark("Wages and benefits"), ("7000-7299", "7380-7389"), r"^(löner|lön)\b"),
    Role("fees", mark("Social fees"), ("7510-7519",), r"arbetsgivaravg"),
    Role("leave-debt", mark("Holiday pay owed"), ("2920-2929",), r"upplupna semesterlöner"),
    Role("leave-fees", mark("Social fees on holiday pay owed"), ("2940-2941",), r"upplupna.*sociala"),
    Role("share-capital", mark("Share capital"), ("2081",), r"aktiekapital"),
    Role("year-result", mark("The result in equity"), ("2099", "2019", "2029", "2039", "2069"), r"årets resultat"),
    Role("last-result", mark("Last year's result in equity"), ("2098",), r"vinst eller förlust från föregående"),
    Role("owner", mark("Owners' accounts"), ("2893", "2013", "2018"), r"skuld.*(aktie)?ägare|egna? (uttag|insättning)"),
    Role("result-account", mark("The year's result in the income statement"), ("8999",), r""),
    Role("equipment", mark("Equipment written off at once"), ("5410",), r"förbrukningsinventarier"),
    Role("accruals", mark("Accruals"), ("1700-1799", "2900-2919", "2950-2998"), r"förutbetald|upplupen|upplupna"),
)  # fmt: skip
"""The defaults, narrower uses before wider ones."""
_BY_NAME: Final = MappingProxyType({role.name: role for role in ROLES})
ROLE_NAMES: Final = frozenset(_BY_NAME)
NO_OVERRIDES: Final[Mapping[str, str]] = MappingProxyType({})


def roles_of(accounts: Iterable[tuple[str, str]], overrides: Mapping[str, str] = NO_OVERRIDES) -> dict[str, set[str]]:
    """The accounts of each role, of (number, name) pairs; `overrides` is account -> role, blank for none.

    Names are asked only for a role that no number of the chart gives. Raises KeyError when an
    override names no role.
    """
    chart = [(number, name) for number, name in accounts if number not in overrides]
    found = {role.name: {number for number, _ in chart if among(number, role.numbers)} for role in ROLES}
    taken = {number for numbers in found.values() for number in numbers} | set(overrides)
    for role in ROLES:
        if not found[role.name] and role.pattern:
            named = {number for number, name in chart if re.search(role.pattern, name, re.IGNORECASE)}
            found[role.name] = named - taken
            taken |= named
    for number, name in overrides.items():
        if name:
            found[_BY_NAME[name].name].add(number)
    return found


def explained(
    accounts: Iterable[tuple[str, str]], overrides: Mapping[str, str] = NO_OVERRIDES
) -> dict[str, tuple[str, Why | None]]:
    """The role of each account, blank for none, and what told it; accounts that only `overrides` name are there too.

    Raises KeyError when an override names no role.
    """
    chart = list(accounts)
    role_of = {number: role for role, numbers in roles_of(chart, overrides).items() for number in numbers}
    known = sorted({number for number, _ in chart} | set(overrides))
    return {number: _told(number, role_of.get(number, ""), overrides) for number in known}


def _told(number: str, role: str, overrides: Mapping[str, str]) -> tuple[str, Why | None]:
    if number in overrides:
        return role, Why.STATED
    if not role:
        return "", None
    return role, Why.NUMBER if among(number, _BY_NAME[role].numbers) else Why.NAME
