"""Years of books for the closing tests, by hand and at random, and their periods."""

from collections.abc import Sequence
from datetime import date

from hypothesis import strategies as st

from lib.closing.periods import ALWAYS, Change, periods
from lib.core.periods import ReconciliationPeriod
from lib.ledger import YearBooks
from tests.ledger.sie_texts import YEAR, books, kronor, voucher

MONTHS = periods(YEAR, [])
QUARTERS = periods(YEAR, [Change(ALWAYS, ReconciliationPeriod.QUARTER)])
MARCH, DECEMBER, YEAR_END = MONTHS[2], MONTHS[11], MONTHS[12]

OPENING = "#IB 0 1930 100\n#IB 0 2010 -100\n"
IN_MARCH = voucher("A 1", "20250310", [("1930", 5_000), ("3001", -5_000)])
IN_JUNE = voucher("A 2", "20250615", [("1510", 700), ("3001", -700)])
IN_DECEMBER = voucher("A 3", "20251230", [("4010", 900), ("2440", -900)])
CLOSING_ENTRY = voucher("S 1", "20251231", [("8999", 4_800), ("2010", -4_800)], "Bokslut")

ACCOUNTS = ("1510", "1930", "2010", "2440", "3001", "4010", "8999")
ORE = st.integers(-(10**10), 10**10)


def whole_year(more: str = "") -> YearBooks:
    return books(OPENING + IN_MARCH + IN_JUNE + IN_DECEMBER + more)


@st.composite
def sound_years(draw: st.DrawFn, accounts: Sequence[str] = ACCOUNTS) -> YearBooks:
    """Books that sum to nought, some rows dated outside the year."""
    opening = {account: draw(ORE) for account in ("1930", "1510")}
    records = "".join(f"#IB 0 {account} {kronor(ore)}\n" for account, ore in opening.items())
    records += f"#IB 0 2010 {kronor(-sum(opening.values()))}\n"
    for number in range(draw(st.integers(0, 6))):
        rows = draw(st.lists(st.tuples(st.sampled_from(accounts), ORE), min_size=1, max_size=3))
        rows.append((draw(st.sampled_from(accounts)), -sum(ore for _, ore in rows)))
        series = draw(st.sampled_from("AS"))
        records += voucher(f"{series} {number}", draw(st.dates(date(2024, 12, 1), date(2026, 1, 31))), rows)
    return books(records)


any_period = st.sampled_from([*MONTHS, *QUARTERS[:-1]])
