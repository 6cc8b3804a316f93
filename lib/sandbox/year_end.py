"""VAT returns, year-end entries, and what they bring with them into the next year."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from random import Random
from typing import Final

from lib.core.periods import FinancialYear, month_end, month_start
from lib.sandbox.books import BANK, Draft, Mark, Row
from lib.sandbox.documents import Invoice
from lib.sandbox.profile import Profile
from lib.sandbox.routine import later
from lib.sandbox.vouchers import unpaid

VAT_ACCOUNTS: Final = ("2611", "2614", "2621", "2631", "2641", "2645")
VAT_SETTLED: Final = "2650"
ROUNDING: Final = "3740"
ENTERED_AFTER: Final = timedelta(days=20)
TAX_PER_MILLE: Final = 206
"""Corporation tax: 20.6 %."""


def movement(drafts: Iterable[Draft]) -> Counter[str]:
    """The sum of each account over the booked rows."""
    sums: Counter[str] = Counter()
    for draft in drafts:
        for row in draft.rows:
            if row.mark is not Mark.STRUCK:
                sums[row.account] += row.amount
    return sums


def vat_returns(profile: Profile, span: FinancialYear, drafts: Iterable[Draft], today: date) -> Iterator[Draft]:
    """The settlement of each VAT period that is over, and its payment; amounts in whole kronor."""
    monthly: dict[date, list[Draft]] = {}
    for draft in drafts:
        monthly.setdefault(month_start(draft.day), []).append(draft)
    months = list(span.periods())
    for first in range(0, len(months), profile.vat_months):
        period = months[first : first + profile.vat_months]
        end = period[-1].end
        if end + ENTERED_AFTER > today:
            return
        sums = movement(draft for month in period for draft in monthly.get(month.start, []))
        yield from (draft for draft in _vat_return(profile, end, sums) if draft.day <= today)


def _vat_return(profile: Profile, end: date, sums: Mapping[str, int]) -> Iterator[Draft]:
    rows = [Row(account, -sums[account]) for account in VAT_ACCOUNTS if sums.get(account)]
    debt = -sum(row.amount for row in rows)
    due = debt // 100 * 100 if debt >= 0 else -(-debt // 100 * 100)
    if not rows:
        return
    closing = (*rows, Row(VAT_SETTLED, due), *((Row(ROUNDING, debt - due),) if debt != due else ()))
    entered = end + ENTERED_AFTER
    yield Draft(end, "A", f"Momsredovisning t.o.m. {end:%Y-%m}", closing, registered=entered)
    words = "Betalning av moms" if due < 0 else "Återbetalning av moms"
    wait = 5 if profile.vat_months > 3 else 2  # noqa: PLR2004 - a year's return is due later than a quarter's
    if due:
        yield Draft(later(end, wait, 12), "A", words, (Row(VAT_SETTLED, -due), Row(BANK, due)))


def year_end(
    profile: Profile, span: FinancialYear, drafts: Iterable[Draft], bills: Iterable[Invoice]
) -> tuple[list[Draft], list[Draft]]:
    """The closing entries of a year that is over, and the entries that they lead to in the next year.

    `bills` are all suppliers' invoices: what they paid ahead is moved to the year it belongs to.
    """
    entries = [*_prepaid(profile, span, bills), *_estimates(profile, span)]
    back = [_reversed(entry, span) for entry in entries if entry.text.startswith("Periodisering")]
    sums = movement([*drafts, *entries])
    result = -sum(amount for account, amount in sums.items() if account[0] not in "12")
    if not profile.sole_trader and result > 0:
        tax = result * TAX_PER_MILLE // 1000 // 100 * 100
        entries.append(_entry(span, "Årets skatt", Row("8910", tax), Row("2510", -tax)))
        result -= tax
    equity = "2019" if profile.sole_trader else "2099"
    entries.append(_entry(span, "Årets resultat", Row("8999", result), Row(equity, -result)))
    return entries, back + _carried(profile, span, sums, result)


def _entry(span: FinancialYear, text: str, *rows: Row) -> Draft:
    return Draft(span.end, "A", text, rows, registered=span.end + timedelta(days=45))


def _reversed(entry: Draft, span: FinancialYear) -> Draft:
    rows = tuple(row._replace(amount=-row.amount) for row in entry.rows)
    return Draft(span.end + timedelta(days=1), "A", f"Återföring: {entry.text}", rows)


def _prepaid(profile: Profile, span: FinancialYear, bills: Iterable[Invoice]) -> Iterator[Draft]:
    ahead = {(e.supplier, e.text): e for e in profile.expenses if e.prepaid}
    last: dict[tuple[str, str], Invoice] = {}
    for bill in bills:
        if bill.day in span and (key := (bill.party.name, bill.rows[0].text)) in ahead:
            last[key] = bill
    for key, bill in last.items():
        expense = ahead[key]
        gone = (span.end.year - bill.day.year) * 12 + span.end.month - bill.day.month
        # rent is billed in the last month of a quarter for the whole of the next
        left = bill.rows[0].net if expense.every == 3 else bill.rows[0].net * (11 - gone) // 12  # noqa: PLR2004
        rows = (Row(expense.prepaid, left), Row(expense.account, -left))
        yield _entry(span, f"Periodisering {expense.text}", *rows)


def _estimates(profile: Profile, span: FinancialYear) -> Iterator[Draft]:
    if profile.depreciation:
        amount = profile.depreciation * 100
        yield _entry(span, "Avskrivning inventarier", Row("7832", amount), Row("1229", -amount))
    if profile.salaries:
        leave = profile.salaries * 12
        social = leave * 3142 // 10_000
        text = "Förändring av semesterlöneskuld"
        rows = (Row("7290", leave), Row("2920", -leave), Row("7519", social), Row("2941", -social))
        yield _entry(span, text, *rows)
    if stock := profile.opening.get("1460"):
        change = stock * Random(f"{profile.key} stock {span.start}").randint(-4, 8) // 100 * 100
        yield _entry(span, "Lagerförändring enligt inventering", Row("1460", change), Row("4960", -change))


def _carried(profile: Profile, span: FinancialYear, sums: Mapping[str, int], result: int) -> list[Draft]:
    """How last year's result, and a sole trader's drawings, find their place in equity."""
    first = span.end + timedelta(days=1)
    if profile.sole_trader:
        moved = {"2019": -result} | {account: sums[account] for account in ("2012", "2013", "2018") if sums[account]}
        rows = [Row(account, -amount) for account, amount in moved.items()]
        return [Draft(first, "A", "Omföring till eget kapital", (*rows, Row("2010", sum(moved.values()))))]
    meeting = month_end(later(first, 4, 1))
    return [
        Draft(first, "A", "Omföring av föregående års resultat", (Row("2099", result), Row("2098", -result))),
        Draft(meeting, "A", "Resultatdisposition enligt årsstämma", (Row("2098", result), Row("2091", -result))),
    ]


def unpaid_at(span: FinancialYear, invoices: Iterable[Invoice], *, supplier: bool) -> tuple[Draft, Draft]:
    """The yearly entry of the cash method (*årsomföring*) for what is unpaid, and its reversal."""
    rows = tuple(row for invoice in invoices for row in unpaid(invoice, supplier=supplier))
    text = "Obetalda leverantörsfakturor vid bokslut" if supplier else "Obetalda kundfakturor vid bokslut"
    entry = _entry(span, text, *rows)
    return entry, _reversed(entry, span)
