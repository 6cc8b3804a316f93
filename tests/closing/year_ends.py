"""Years at their end for the tests of system entries: books by hand of a company, a sole trader and a partnership."""

from collections.abc import Collection, Mapping, Sequence

from lib.closing.afterwards import Entry
from lib.closing.periods import Period, periods
from lib.closing.system.case import Case, case_of
from lib.closing.system.proposals import Kind, Line, Proposal
from lib.closing.system.registry import propose
from lib.core.periods import FinancialYear, calendar_year
from lib.ledger import YearBooks, books_of
from lib.sie import read
from tests.ledger.sie_texts import kronor, voucher

KR = 100
NAMES = {
    "1220": "Inventarier och verktyg",
    "1229": "Ackumulerade avskrivningar",
    "1930": "Företagskonto",
    "2010": "Eget kapital",
    "2013": "Övriga egna uttag",
    "2018": "Övriga egna insättningar",
    "2019": "Årets resultat",
    "2081": "Aktiekapital",
    "2091": "Balanserad vinst",
    "2098": "Vinst föregående år",
    "2099": "Årets resultat",
    "2123": "Periodiseringsfond 2023",
    "2125": "Periodiseringsfond",
    "2129": "Periodiseringsfond 2019",
    "2150": "Ackumulerade överavskrivningar",
    "2512": "Beräknad inkomstskatt",
    "3001": "Försäljning",
    "5010": "Lokalhyra",
    "6072": "Representation, ej avdragsgill",
    "7321": "Skattefria traktamenten",
    "7832": "Avskrivningar på inventarier",
    "8314": "Skattefria ränteintäkter",
    "8423": "Räntekostnader för skatter och avgifter",
    "8811": "Avsättning till periodiseringsfond",
    "8819": "Återföring av periodiseringsfond",
    "8850": "Förändring av överavskrivningar",
    "8910": "Skatt på årets resultat",
    "8999": "Årets resultat",
}


def books_with(
    opening: Mapping[str, int],
    booked: Sequence[Sequence[tuple[str, int]]],
    *,
    year: FinancialYear | None = None,
    names: Mapping[str, str] | None = None,
) -> YearBooks:
    """Books in whole kronor: opening balances, and vouchers of account and amount."""
    year = year or calendar_year(2025)
    chart = "".join(f'#KONTO {number} "{name}"\n' for number, name in sorted({**NAMES, **(names or {})}.items()))
    balances = "".join(f"#IB 0 {account} {kronor(amount * KR)}\n" for account, amount in opening.items())
    vouchers = "".join(
        voucher(f"A {number}", year.end, [(account, amount * KR) for account, amount in rows])
        for number, rows in enumerate(booked, 1)
    )
    head = (
        '#FLAGGA 0\n#PROGRAM "Test" 1\n#FORMAT PC8\n#GEN 20260101\n#SIETYP 4\n#FNAMN "Bolaget AB"\n'
        f"#RAR 0 {year.start:%Y%m%d} {year.end:%Y%m%d}\n"
    )
    return books_of(read((head + chart + balances + vouchers).encode("cp437"), name="bok.se"))[0][0]


def year_end_of(books: YearBooks) -> Period:
    return periods(books.year, [])[-1]


def the_case(
    books: YearBooks, form: str = "AB", inputs: Mapping[str, int] | None = None, entries: Sequence[Entry] = ()
) -> Case:
    """The case of a year's end; inputs in whole kronor, shares as they are."""
    stated = {key: value if key.startswith("share") else value * KR for key, value in (inputs or {}).items()}
    return case_of(books, year_end_of(books), entries, form=form, inputs=stated)


def proposed(case: Case, *enabled: Kind) -> dict[Kind, Proposal]:
    return propose(case, enabled or list(Kind))


def rows(proposal: Proposal) -> dict[str, int]:
    """What a proposal books, in kronor by account."""
    return {row.account: row.amount // KR for row in proposal.rows}


def amounts(proposal: Proposal, *texts: str) -> list[int | None]:
    """The amounts of the lines of these texts, in kronor."""
    found = {line.text: line for line in proposal.lines}
    return [None if found[text].amount is None else found[text].amount // KR for text in texts]  # type: ignore[operator]


def told(lines: Collection[Line], account: str) -> list[int | None]:
    return [line.amount and line.amount // KR for line in lines if line.account == account]


COMPANY_OPENING = {
    "1930": 1_000_000,
    "1220": 400_000,
    "1229": -100_000,
    "2081": -50_000,
    "2091": -840_000,
    "2099": -150_000,
    "2123": -200_000,
    "2150": -60_000,
}
COMPANY_YEAR = (
    [("1930", 2_000_000), ("3001", -2_000_000)],
    [("5010", 800_000), ("1930", -800_000)],
    [("6072", 10_000), ("8423", 2_000), ("1930", -12_000)],
    [("1930", 1_500), ("8314", -1_500)],
    [("1220", 100_000), ("1930", -100_000)],
    [("7832", 80_000), ("1229", -80_000)],
)
"""A result of 1 109 500: 2 000 000 - 800 000 - 10 000 - 2 000 + 1 500 - 80 000."""


def company(*more: Sequence[tuple[str, int]]) -> YearBooks:
    return books_with(COMPANY_OPENING, [*COMPANY_YEAR, *more])
