"""Invoices and payments of a made-up business, month by month, up to a day.

Each month and each invoice has chance of its own, so that a day more adds to the books and changes
nothing that stood in them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from types import MappingProxyType

from lib.core.periods import FinancialYear
from lib.sandbox.documents import Invoice, InvoiceRow, Party, Payment
from lib.sandbox.names import GOODS, TOWNS, business
from lib.sandbox.profile import Expense, Income, Profile

CREDITED, NEVER_PAID, IN_TWO_PARTS = 0.02, 0.015, 0.02
"""Shares of the customers' invoices that are credited, left unpaid, paid in two parts."""
FIRST_INVOICE = 1001
Planned = Mapping[str, Sequence[Payment]]
"""The payments of invoices that have a story, by story; they get their numbers with the others."""
NOT_PLANNED: Planned = MappingProxyType({})


def customers(profile: Profile) -> tuple[Party, ...]:
    """The customers of the business, numbered from 1."""
    shift = Random(profile.key).randrange(200)
    names = [business(shift + 23 * index) for index in range(profile.customers)]
    return tuple(Party(str(n), name, _town(name)) for n, name in enumerate(names, 1))


def suppliers(profile: Profile) -> tuple[Party, ...]:
    """Those that bill regularly, then those that goods are bought from, numbered from 501."""
    goods = [business(1_000 + 41 * index) for index in range(min(profile.goods, 8))]
    names = dict.fromkeys([expense.supplier for expense in profile.expenses] + goods)
    return tuple(Party(str(n), name, _town(name)) for n, name in enumerate(names, 501))


def _town(name: str) -> str:
    return next((town for town in TOWNS if town in name), TOWNS[len(name) % len(TOWNS)])


def sales(
    profile: Profile, spans: Iterable[FinancialYear], today: date, others: Iterable[Invoice] = ()
) -> list[Invoice]:
    """The invoices to customers, by day, credit notes and `others` among them, numbered in the order they were made."""
    parties = customers(profile)
    made: list[Invoice] = []
    for month in _months(spans):
        chance = Random(f"{profile.key} sales {month.start}")
        made += (_sale(profile, parties, month, chance) for _ in range(profile.invoices))
    made += [note for invoice in made if (note := _credit_note(profile, invoice))]
    made += others
    return _numbered((invoice for invoice in made if invoice.day <= today), FIRST_INVOICE)


def _sale(profile: Profile, parties: tuple[Party, ...], month: FinancialYear, chance: Random) -> Invoice:
    day = _work_day(month, chance)
    centre, project = _object(profile.centres, chance), _object(profile.projects, chance)
    rows = [_sold(profile, income, centre, project, chance) for income in _choice(profile.income, chance)]
    due = day + timedelta(days=chance.choice((10, 20, 30, 30, 30)))
    return Invoice("", chance.choice(parties), day, due, tuple(rows))


def _sold(profile: Profile, income: Income, centre: str, project: str, chance: Random) -> InvoiceRow:
    net = chance.randint(*profile.invoice_net) * income.share + chance.choice((0, 0, 0, 50, 25))
    return InvoiceRow(income.account, net, net * income.vat // 100, income.text, centre, project)


def _choice(offered: tuple[Income, ...], chance: Random) -> tuple[Income, ...]:
    return (offered[0],) if chance.random() < 0.6 else offered[: chance.randint(1, len(offered))]  # noqa: PLR2004


def _object(known: Iterable[str], chance: Random) -> str:
    codes = tuple(known)
    return chance.choice(codes) if codes else ""


def _credit_note(profile: Profile, invoice: Invoice) -> Invoice | None:
    chance = Random(f"{profile.key} credit {invoice.day} {invoice.party.number} {invoice.total}")
    if profile.cash or chance.random() >= CREDITED:
        return None
    rows = tuple(InvoiceRow(r.account, -r.net, -r.vat, r.text, r.centre, r.project) for r in invoice.rows)
    day = invoice.day + timedelta(days=chance.randint(2, 9))
    return Invoice("", invoice.party, day, day, rows, credits=_mark(invoice))


def _mark(invoice: Invoice) -> str:
    return f"{invoice.day} {invoice.party.number} {invoice.total}"


def _numbered(invoices: Iterable[Invoice], first: int) -> list[Invoice]:
    """Number by day, and let credit notes name the number of what they credit; what has a number keeps it."""
    numbers: dict[str, str] = {}
    ordered = sorted(invoices, key=lambda made: made.day)
    numbered = [invoice for invoice in ordered if invoice.number]
    for number, invoice in enumerate((invoice for invoice in ordered if not invoice.number), first):
        credited = numbers.get(invoice.credits, "")
        numbers[_mark(invoice)] = str(number)
        numbered.append(replace(invoice, number=str(number), credits=credited))
    return numbered


def purchases(
    profile: Profile, spans: Iterable[FinancialYear], today: date, others: Sequence[Invoice] = ()
) -> list[Invoice]:
    """The invoices from suppliers, by day: what comes regularly, goods, and `others`."""
    parties = suppliers(profile)
    by_name = {party.name: party for party in parties}
    sellers = parties[len({expense.supplier for expense in profile.expenses}) :]
    made: list[Invoice] = []
    for span in spans:
        for place, month in enumerate(span.periods(), 1):
            chance = Random(f"{profile.key} purchases {month.start}")
            made += (
                _bill(expense, by_name[expense.supplier], month, chance)
                for expense in profile.expenses
                if (place - expense.month) % expense.every == 0
            )
            made += (_goods(profile, sellers, month, chance) for _ in range(profile.goods))
    made += others
    first = 1 + sum(bool(invoice.number) for invoice in others)
    return _numbered((invoice for invoice in made if invoice.day <= today), first)


def _bill(expense: Expense, party: Party, month: FinancialYear, chance: Random) -> Invoice:
    day = month.start + timedelta(days=expense.day - 1)
    net = expense.net * 100
    if not expense.prepaid:
        net += net * chance.randint(-8, 8) // 100
    row = InvoiceRow(expense.account, net, net * expense.vat // 100, expense.text, reverse=expense.reverse)
    return Invoice("", party, day, day + timedelta(days=chance.choice((20, 30, 30))), (row,))


def _goods(profile: Profile, sellers: tuple[Party, ...], month: FinancialYear, chance: Random) -> Invoice:
    day = _work_day(month, chance)
    net = chance.randint(*profile.goods_net) * 100 + chance.randrange(100)
    centre, project = _object(profile.centres, chance), _object(profile.projects, chance)
    row = InvoiceRow("4010", net, net // 4, chance.choice(GOODS), centre, project)
    return Invoice("", chance.choice(sellers), day, day + timedelta(days=30), (row,))


def receipts(
    profile: Profile, invoices: Iterable[Invoice], today: date, planned: Planned = NOT_PLANNED
) -> list[Payment]:
    """The customers' payments, by day: most near the due date, some in two parts, some never, some as `planned`."""
    invoices = list(invoices)
    noted = {invoice.credits: invoice for invoice in invoices if invoice.credits}
    made: list[Payment] = []
    for invoice in invoices:
        if invoice.story:
            made += (replace(payment, invoice=invoice.number) for payment in planned.get(invoice.story, ()))
        elif not invoice.credits and not _credit_note(profile, invoice):
            made += _receipts(profile, invoice)
        elif note := noted.get(invoice.number):
            made += (Payment("", paid.number, note.day, paid.total) for paid in (invoice, note))
    return _in_order((payment for payment in made if payment.day <= today), 1)


def _receipts(profile: Profile, invoice: Invoice) -> Iterator[Payment]:
    chance = Random(f"{profile.key} paid {_mark(invoice)}")
    luck = chance.random()
    day = _next_work_day(max(invoice.due + timedelta(days=chance.randint(-4, 12)), invoice.day))
    if profile.cash or luck > NEVER_PAID + IN_TWO_PARTS:
        yield Payment("", invoice.number, day, invoice.total)
    elif luck > NEVER_PAID:
        half = invoice.total // 200 * 100
        later = _next_work_day(day + timedelta(days=30))
        yield Payment("", invoice.number, day, half)
        yield Payment("", invoice.number, later, invoice.total - half)


def disbursements(invoices: Iterable[Invoice], today: date, planned: Planned = NOT_PLANNED) -> list[Payment]:
    """The payments to suppliers, by day: all on the first working day from the due date, or as `planned`."""
    made: list[Payment] = []
    for bill in invoices:
        if bill.story:
            made += (replace(payment, invoice=bill.number) for payment in planned.get(bill.story, ()))
        else:
            made.append(Payment("", bill.number, _next_work_day(bill.due), bill.total))
    return _in_order((payment for payment in made if payment.day <= today), 1)


def _in_order(payments: Iterable[Payment], first: int) -> list[Payment]:
    ordered = sorted(payments, key=lambda made: made.day)
    return [replace(payment, number=str(n)) for n, payment in enumerate(ordered, first)]


def _months(spans: Iterable[FinancialYear]) -> Iterator[FinancialYear]:
    for span in spans:
        yield from span.periods()


def _work_day(month: FinancialYear, chance: Random) -> date:
    day = month.start + timedelta(days=chance.randrange((month.end - month.start).days + 1))
    back = max(day.weekday() - 4, 0)
    return max(day - timedelta(days=back), month.start)


def _next_work_day(day: date) -> date:
    return day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() >= 5 else 0)  # noqa: PLR2004
