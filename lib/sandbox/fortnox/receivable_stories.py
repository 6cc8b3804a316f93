"""The company whose 1510 differs from its ledger, and all that makes a customer ledger hard to rebuild."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from lib.core.periods import FinancialYear
from lib.sandbox.books import RECEIVABLE, TAX_SHARE
from lib.sandbox.documents import Invoice, Party, Payment, Rate, State
from lib.sandbox.fortnox.telling import abroad, euro, from_bank, migrated, moved, ore, pay, pay_abroad, sale
from lib.sandbox.names import person
from lib.sandbox.stories import Edit, Stories

EARLIER_ON_1510, EARLIER_ON_1518 = 30_000, 20_000
"""What customers owed when the company came from its earlier system, in kronor."""
MANUAL, MANUAL_LATER, EDITED = 3_200, 1_900, -450
"""By how much 1510 was moved without the ledger, in kronor."""

OLSSON = Party("2001", person(17), "Karlstad", private=True)
BERG = Party("2002", person(52), "Kristinehamn", private=True)
LUND = Party("2003", person(101), "Säffle", private=True)
HAMBURG = Party("2101", "Elbtal Fassaden GmbH", "Hamburg", country="DE")
DULUTH = Party("2102", "Pine Lake Interiors Inc.", "Duluth", country="US")
SAPPORO = Party("2103", "Ishikari Timber K.K.", "Sapporo", country="JP")
BUILDER = Party("2201", "Kilsviks Entreprenad AB", "Kristinehamn")
HOUSING = Party("2202", "Bostadsrättsföreningen Vasen", "Karlstad")
TRIER = Party("601", "Moselholz GmbH", "Trier", country="DE")
FITTINGS = Party("602", "Beslagsgrossisten i Anderstorp AB", "Anderstorp")


def receivable_stories(spans: Sequence[FinancialYear], _today: date) -> Stories:
    """What happened in the last closed year and in the one that runs; the years are calendar years."""
    first, last, now = spans[0].start.year, spans[-2].start.year, spans[-1].start.year
    told = [*_tax_shares(last), *_abroad(last, now), *_home(last, now), *_earlier(first)]
    bills = _bills(last, now)
    return Stories(
        customers=(OLSSON, BERG, LUND, HAMBURG, DULUTH, SAPPORO, BUILDER, HOUSING),
        suppliers=(TRIER, FITTINGS),
        invoices=tuple(invoice for invoice, _ in told),
        bills=tuple(bill for bill, _ in bills),
        payments={invoice.story: payments for invoice, payments in (*told, *bills)},
        drafts=(
            from_bank(date(last, 10, 14), "Insättning från kund", RECEIVABLE, MANUAL),
            moved(date(now, 2, 11), "Rättelse av kundfordran", RECEIVABLE, "3740", MANUAL_LATER),
            from_bank(date(last, 11, 20), "Utbetalning från Skatteverket, ROT", TAX_SHARE, 9_000),
            from_bank(date(now, 2, 19), "Utbetalning från Skatteverket, RUT", TAX_SHARE, 5_000),
        ),
        edits={"edited": Edit(ore(EDITED), date(last, 12, 9))},
    )


Told = tuple[Invoice, tuple[Payment, ...]]


def _shared(invoice: Invoice, work: str, share: int) -> Invoice:
    return replace(invoice, work=work, tax_share=ore(share))


def _tax_shares(last: int) -> list[Told]:
    """ROT and RUT work: the tax agency pays a part, which stands on 1513."""
    rot = _shared(sale("rot", OLSSON, date(last, 9, 12), 24_000, ("3041", "Målning av fasad")), "rot", 9_000)
    rut = _shared(sale("rut", BERG, date(last, 12, 3), 8_000, ("3041", "Trädgårdsarbete")), "rut", 5_000)
    half = _shared(sale("rot unpaid", LUND, date(last, 12, 18), 64_000, ("3041", "Byte av fönster")), "rot", 24_000)
    new = _shared(sale("rot new", OLSSON, date(last + 1, 2, 20), 16_000, ("3041", "Snickeriarbete")), "rot", 6_000)
    return [
        (rot, (pay(date(last, 10, 10), 21_000),)),
        (rut, (pay(date(last, 12, 30), 5_000),)),
        (half, (pay(date(last + 1, 1, 15), 56_000),)),
        (new, ()),
    ]


def _abroad(last: int, now: int) -> list[Told]:
    """Sales in euro, dollars and yen; what the bank gave was another amount than what was booked."""
    paid = abroad("euro", HAMBURG, date(last, 10, 5), (12_500, euro("11.42")), "3106")
    parts = abroad("euro in parts", HAMBURG, date(last, 11, 25), (8_400, euro("11.38")), "3106")
    late = abroad("dollars", DULUTH, date(last, 12, 10), (6_250, Rate("USD", Decimal("10.48"))), "3105")
    never = abroad("yen", SAPPORO, date(last, 8, 14), (450_000, Rate("JPY", Decimal("6.85"), 100)), "3105")
    return [
        (paid, (pay_abroad(paid, date(last, 11, 9), 12_500, "11.30"),)),
        (
            parts,
            (
                pay_abroad(parts, date(last, 12, 20), 4_000, "11.45"),
                pay_abroad(parts, date(now, 1, 22), 4_400, "11.31"),
            ),
        ),
        (late, (pay_abroad(late, date(now, 2, 3), 6_250, "10.61"),)),
        (never, ()),
    ]


def _home(last: int, now: int) -> list[Told]:
    """What is written off, paid in parts, cancelled, not booked, booked late, edited, credited."""
    credited = sale("credited", HOUSING, date(last, 9, 30), 12_000)
    note = replace(
        sale("credit note", HOUSING, date(last, 10, 8), -3_000),
        credits=f"{credited.day} {HOUSING.number} {credited.total}",
    )
    not_booked = replace(pay(date(last, 12, 12), 9_375), booked=False)
    return [
        (sale("rounded", BUILDER, date(last, 6, 4), 10_000.32), (pay(date(last, 7, 3), 12_500, _round(0.4)),)),
        (
            sale("bad debt", BUILDER, date(last, 3, 3), 15_000),
            (pay(date(last, 12, 15), 10_000, ("6351", 8_750, "Konstaterad kundförlust")),),
        ),
        (
            sale("in parts", HOUSING, date(last, 11, 2), 32_000),
            (pay(date(last, 12, 1), 15_000), pay(date(now, 1, 12), 15_000)),
        ),
        (replace(sale("cancelled", BUILDER, date(last, 10, 20), 5_000), state=State.CANCELLED), ()),
        (replace(sale("not booked", HOUSING, date(last, 12, 28), 4_800), state=State.UNBOOKED), ()),
        (
            replace(sale("booked late", BUILDER, date(last, 12, 30), 18_400), booked=date(now, 1, 2)),
            (pay(date(now, 1, 29), 23_000),),
        ),
        (sale("edited", BUILDER, date(last, 11, 20), 10_000), (pay(date(last, 12, 18), 12_500),)),
        (sale("payment not booked", HOUSING, date(last, 11, 10), 7_500), (not_booked,)),
        (credited, ()),
        (note, ()),
    ]


def _round(kronor: float) -> tuple[str, float, str]:
    return ("3740", kronor, "Öresavrundning")


def _earlier(first: int) -> list[Told]:
    """Invoices that came without vouchers: some stand on 1510, some on 1518, but all are paid over 1510."""
    day = date(first, 1, 1) - timedelta(days=40)
    return [
        (migrated("871", BUILDER, day, 18_000, RECEIVABLE), (pay(date(first, 2, 5), 22_500),)),
        (migrated("884", HOUSING, day + timedelta(days=9), 6_000, RECEIVABLE), ()),
        (migrated("902", HOUSING, day + timedelta(days=21), 11_200, "1518"), ()),
        (migrated("903", BUILDER, day + timedelta(days=22), 4_800, "1518"), (pay(date(first, 3, 4), 6_000),)),
    ]


def _bills(last: int, now: int) -> list[Told]:
    """The suppliers' side agrees: bills in euro, a rounding, a credit note that is not set off."""
    paid = abroad("bill in euro", TRIER, date(last, 11, 14), (3_000, euro("11.36")), "4515")
    later = abroad("bill in euro later", TRIER, date(last, 12, 16), (1_800, euro("11.40")), "4515")
    credit = sale("bill credited", FITTINGS, date(last, 10, 22), -2_000, ("4010", "Retur av beslag"))
    rounded = sale("bill rounded", FITTINGS, date(last, 5, 6), 6_400.24, ("4010", "Beslag"))
    return [
        (paid, (pay_abroad(paid, date(last, 12, 15), 3_000, "11.41"),)),
        (later, (pay_abroad(later, date(now, 1, 15), 1_800, "11.29"),)),
        (credit, ()),
        (rounded, (pay(date(last, 6, 5), 8_000, _round(0.3)),)),
    ]
