"""The sole trader whose 2440 differs from the ledger."""

from collections.abc import Sequence
from datetime import date, timedelta

from lib.core.periods import FinancialYear
from lib.sandbox.books import PAYABLE
from lib.sandbox.documents import Party
from lib.sandbox.fortnox.telling import from_bank, migrated, ore, pay, sale
from lib.sandbox.stories import Edit, Stories

EARLIER_ON_2440, EARLIER_ON_2448 = 4_000, 6_000
"""What was owed to suppliers when the company came from its earlier system, in kronor."""
MANUAL, EDITED = 1_750, 90
"""What was paid of 2440 by hand, and by how much the debt was raised in a booked voucher, in kronor."""

SAWMILL = Party("601", "Rämens Såg & Hyvleri AB", "Filipstad")
TOOLS = Party("602", "Verktygsboden i Hagfors AB", "Hagfors")


def payable_stories(spans: Sequence[FinancialYear], _today: date) -> Stories:
    """What happened in the newest year that has been made; the years are calendar years."""
    first, last = spans[0].start, spans[-1].start.year
    before = first - timedelta(days=20)
    told = [
        (migrated("1", SAWMILL, before, 3_200, PAYABLE), (pay(date(first.year, 1, 20), 4_000),)),
        (migrated("2", TOOLS, before + timedelta(days=3), 4_800, "2448"), ()),
        (sale("paid by hand", TOOLS, date(last, 8, 20), 1_400, ("5410", "Fogsvans och tvingar")), ()),
        (sale("edited", SAWMILL, date(last, 10, 6), 4_000, ("4010", "Hyvlad furu")), (pay(date(last, 11, 5), 5_000),)),
        (sale("in parts", SAWMILL, date(last, 11, 17), 9_600, ("4010", "Ekplank")), (pay(date(last, 12, 17), 6_000),)),
    ]
    return Stories(
        suppliers=(SAWMILL, TOOLS),
        bills=tuple(bill for bill, _ in told),
        payments={bill.story: payments for bill, payments in told},
        drafts=(from_bank(date(last, 9, 18), "Betald faktura Verktygsboden", PAYABLE, -MANUAL),),
        edits={"edited": Edit(-ore(EDITED), date(last, 10, 30))},
    )
