"""What comes back every month without an invoice: salaries, taxes, bank, loan, daily takings, drawings."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from random import Random
from typing import Final

from lib.core.periods import FinancialYear, month_start
from lib.sandbox.books import BANK, Draft, Row
from lib.sandbox.profile import Profile

TAX_ACCOUNT: Final = "1630"
PAYROLL_TAX: Final = 3142
"""Employer's contributions in hundredths of a per cent (31.42 %)."""
TAX_DAY, PAY_DAY, BANK_DAY = 12, 25, 28


def routine(profile: Profile, spans: Iterable[FinancialYear], today: date) -> list[Draft]:
    """All recurring vouchers of the business until today."""
    parts: tuple[tuple[object, Callable[[Profile, FinancialYear], Iterator[Draft]]], ...] = (
        (True, _bank),
        (profile.salaries, _salaries),
        (profile.preliminary_tax, _preliminary_tax),
        (profile.loan, _loan),
        (profile.withdrawals, _withdrawals),
        (profile.shops, _takings),
    )
    months = [month for span in spans for month in span.periods()]
    wanted = [make for present, make in parts if present]
    made = (draft for month in months for make in wanted for draft in make(profile, month))
    return [draft for draft in made if draft.day <= today]


def _bank(profile: Profile, month: FinancialYear) -> Iterator[Draft]:
    fee = Random(f"{profile.key} bank {month.start}").randint(95, 240) * 100
    rows = (Row("6570", fee, "Månadsavgift och transaktioner"), Row(BANK, -fee))
    yield Draft(month.start.replace(day=BANK_DAY), "A", "Bankavgifter", rows)


def _salaries(profile: Profile, month: FinancialYear) -> Iterator[Draft]:
    gross = profile.salaries * 100 + Random(f"{profile.key} salary {month.start}").randint(-20, 20) * 10_000
    tax, social = gross * 27 // 100 // 100 * 100, gross * PAYROLL_TAX // 10_000
    centre = next(iter(profile.centres), "")
    rows = (
        Row("7210", gross, "Månadslöner", centre),
        Row("2710", -tax, "Avdragen preliminärskatt"),
        Row(BANK, tax - gross, "Nettolöner"),
        Row("7510", social, "Arbetsgivaravgifter 31,42 %", centre),
        Row("2731", -social),
    )
    day = month.start.replace(day=PAY_DAY)
    yield Draft(day, "A", f"Löner {day:%Y-%m}", rows)
    due = later(month.start, 1, TAX_DAY)
    text = f"Arbetsgivardeklaration {day:%Y-%m}"
    yield Draft(due, "A", text, (Row("2710", tax), Row("2731", social), Row(TAX_ACCOUNT, -tax - social)))
    yield Draft(due, "A", "Inbetalning till skattekontot", (Row(TAX_ACCOUNT, tax + social), Row(BANK, -tax - social)))


def _preliminary_tax(profile: Profile, month: FinancialYear) -> Iterator[Draft]:
    account = "2012" if profile.sole_trader else "2510"
    tax = profile.preliminary_tax * 100
    rows = (Row(account, tax, "Debiterad F-skatt"), Row(BANK, -tax))
    yield Draft(month.start.replace(day=TAX_DAY), "A", f"F-skatt {month.start:%Y-%m}", rows)


def _loan(profile: Profile, month: FinancialYear) -> Iterator[Draft]:
    if month.start.month % 3:
        return
    instalment = profile.loan * 5  # a twentieth of the loan, in öre
    interest = profile.loan + Random(f"{profile.key} loan {month.start}").randrange(10_000)
    rows = (Row("2350", instalment, "Amortering"), Row("8410", interest, "Ränta"), Row(BANK, -instalment - interest))
    yield Draft(month.end, "A", "Banklån, amortering och ränta", rows)


def _withdrawals(profile: Profile, month: FinancialYear) -> Iterator[Draft]:
    amount = profile.withdrawals * 100
    rows = (Row("2013", amount, "Eget uttag"), Row(BANK, -amount))
    yield Draft(month.start.replace(day=PAY_DAY), "A", "Eget uttag", rows)


def _takings(profile: Profile, month: FinancialYear) -> Iterator[Draft]:
    """One voucher a shop and day: card and mobile payments against sales at two VAT rates."""
    centres, projects = list(profile.centres), list(profile.projects)
    for ahead in range((month.end - month.start).days + 1):
        day = month.start + timedelta(days=ahead)
        chance = Random(f"{profile.key} takings {day}")
        for shop in range(profile.shops):
            full, food = chance.randint(200_000, 900_000), chance.randint(20_000, 250_000)
            yield _taking(day, centres[shop % len(centres)], chance.choice(projects), full, food)


def _taking(day: date, centre: str, project: str, full: int, food: int) -> Draft:
    vat, food_vat = full // 4, food * 12 // 100
    total = full + food + vat + food_vat
    mobile = total // 7
    rows = (
        Row(BANK, total - mobile, "Kort"),
        Row("1940", mobile, "Swish"),
        Row("3001", -full, "Försäljning 25 %", centre, project),
        Row("3002", -food, "Försäljning 12 %", centre),
        Row("2611", -vat),
        Row("2621", -food_vat),
    )
    return Draft(day, "A", f"Dagskassa butik {centre}", rows)


def later(start: date, months: int, day: int) -> date:
    """The `day` of the month that comes `months` after the one of `start`."""
    later = month_start(start)
    for _ in range(months):
        later = (later + timedelta(days=31)).replace(day=1)
    return later.replace(day=day)
