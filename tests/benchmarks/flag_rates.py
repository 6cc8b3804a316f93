"""How often each check finds something in the demo's sound ledgers: one that cries at everything is heard by nobody.

At most 5 % of the vouchers of a year, or ten findings where the year is small. Checks that tell only
the largest of what they find are counted with all of it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from lib.checks.analysis.case import Case
from lib.checks.analysis.client import Client
from lib.checks.analysis.registry import RULES, Choice, every, run_analysis
from lib.ledger import books_of
from lib.sandbox.companies import DemoCompany, demo_companies
from lib.sie import read
from tests.benchmarks.figures import Figure

TODAY: Final = date(2026, 11, 21)
SHARE: Final = 0.05
FEW: Final = 10
MEANT_TO_FIND: Final = frozenset({"sample"})
"""Draws vouchers to be looked at, whatever the books hold."""
LISTED: Final = "listed"
EVERYTHING: Final = 1_000_000


def run() -> list[Figure]:
    """For each check the year in which it found most beside what it may; all that was found is printed."""
    worst: dict[str, tuple[float, str]] = {}
    vouchers = findings = 0
    print("  ledger, year, vouchers: what each check found")
    for company in demo_companies(TODAY):
        for case in _cases(company):
            found = _found(case)
            vouchers, findings = vouchers + case.vouchers.height, findings + sum(found.values())
            told = ", ".join(f"{key} {total}" for key, total in found.items())
            print(f"    {company.name} {case.year.label}, {case.vouchers.height}: {told or 'nothing'}")
            _keep_worst(worst, found, company, case)
    print(f"  {findings} findings on {vouchers} vouchers")
    return [Figure(key, share, 1.0, "x allowed", where) for key, (share, where) in sorted(worst.items())]


def _found(case: Case) -> Mapping[str, int]:
    outcomes = run_analysis(case, [replace(one, limits=_unlimited(one)) for one in every()])
    return {one.choice.key: one.result.total for one in outcomes if one.result.total}


def _unlimited(choice: Choice) -> Mapping[str, int]:
    return {name: EVERYTHING for threshold in RULES[choice.rule].thresholds if (name := threshold.name) == LISTED}


def _keep_worst(
    worst: dict[str, tuple[float, str]], found: Mapping[str, int], company: DemoCompany, case: Case
) -> None:
    number = case.vouchers.height
    for key, total in found.items():
        share = total / max(number * SHARE, FEW)
        if key not in MEANT_TO_FIND and share > worst.get(key, (0.0, ""))[0]:
            worst[key] = share, f"{total} of {number} vouchers, {company.name} {case.year.label}"


def _cases(company: DemoCompany) -> Iterator[Case]:
    """The company's years; the one with faults placed on purpose is left out."""
    years = [books_of(read(content, name=name))[0][0] for name, content in company.files()]
    client = Client(company.legal_form, company.accounting_method, company.vat_period)
    for place, books in enumerate(years[:-1] if company.faulty else years):
        yield Case(books, TODAY, tuple(reversed(years[:place])), client)
