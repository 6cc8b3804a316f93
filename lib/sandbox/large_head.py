"""All that stands before the vouchers of the large file: identity, chart, objects, balances."""

from datetime import date
from typing import Final

import polars as pl

from lib.core.periods import FinancialYear, calendar_year
from lib.sandbox.chart import company_chart
from lib.sandbox.names import TOWNS, business

ORG_NUMBER: Final = "559998-0017"
COST_CENTRES: Final = 40

_NEWLINE: Final = "\r\n"


def head_text(rows: pl.DataFrame, span: FinancialYear, projects: int) -> str:
    """The text from `#FLAGGA` to the last `#PSALDO`.

    `rows` are those of the file (account, date, amount in öre, booked); the balances of the year are
    made from them and those of the year before are fixed. Ends in a line end.
    """
    before = calendar_year(span.start.year - 1)
    end = span.end + (date(span.end.year + 1, 1, 10) - span.end)
    identity = [
        "#FLAGGA 0",
        "#FORMAT PC8",
        "#SIETYP 4",
        '#PROGRAM "Fortnox" 3.60.16',
        f"#GEN {end:%Y%m%d}",
        "#FNR 990001",
        '#FNAMN "Storgrossisten i Östergötland AB"',
        '#ADRESS "Åsa Öberg" "Ågatan 1" "582 22 Linköping" "013-000 00 00" ',
        f"#RAR 0 {span.start:%Y%m%d} {span.end:%Y%m%d}",
        f"#RAR -1 {before.start:%Y%m%d} {before.end:%Y%m%d}",
        f"#ORGNR {ORG_NUMBER}",
        f"#OMFATTN {span.end:%Y%m%d}",
        "#KPTYP EUBAS97",
        "",
    ]
    chart = [line for a in company_chart() for line in (f'#KONTO {a.number} "{a.name}"', f"#SRU {a.number} {a.sru}")]
    return _NEWLINE.join([*identity, *chart, *_object_records(projects), *_balances(rows), ""])


def _object_records(projects: int) -> list[str]:
    centres = [
        f'#OBJEKT 1 "{100 + index}" "Avdelning {index + 1}, {TOWNS[index % len(TOWNS)]}"'
        for index in range(COST_CENTRES)
    ]
    works = [f'#OBJEKT 6 "P{index + 1}" "Projekt {business(index)}"' for index in range(projects)]
    return ['#DIM 1 "Kostnadsställe"', '#DIM 6 "Projekt"', *centres, *works]


def _balances(rows: pl.DataFrame) -> list[str]:
    booked = rows.lazy().filter("booked").with_columns(month=pl.col("date").dt.strftime("%Y%m"))
    months = booked.group_by("account", "month").agg(pl.col("amount").sum()).sort("account", "month").collect()
    moved = dict(months.group_by("account").agg(pl.col("amount").sum()).iter_rows())
    opening, last_year = _opening(), _last_year()
    lines = []
    for account in sorted(opening | moved | last_year):
        start, change, before = opening.get(account, 0), moved.get(account, 0), last_year.get(account, 0)
        if account[0] in "12":
            lines += [_balance("IB", 0, account, start), _balance("UB", 0, account, start + change)]
            lines += [_balance("IB", -1, account, start - before), _balance("UB", -1, account, start)]
        else:
            lines += [_balance("RES", 0, account, change), _balance("RES", -1, account, before)]
    periods = [f"#PSALDO 0 {month} {account} {{}} {_written(amount)} 0" for account, month, amount in months.rows()]
    return lines + periods


def _opening() -> dict[str, int]:
    """Opening balances in öre that sum to zero, the rest standing as retained earnings."""
    stated = {"1220": 84_500_000, "1229": -31_250_000, "1460": 212_340_050, "1510": 318_200_075, "1930": 145_019_933}
    stated |= {"2081": -10_000_000, "2440": -187_650_025, "2611": -64_120_000, "2641": 31_870_010, "2710": -9_880_000}
    return stated | {"2091": -sum(stated.values())}


def _last_year() -> dict[str, int]:
    """Last year's movements in öre: its result is booked, so that results and balances each sum to zero."""
    return {"3001": -912_340_055, "4010": 802_115_050, "8999": 110_225_005, "1930": 110_225_005, "2091": -110_225_005}


def _balance(label: str, index: int, account: str, amount: int) -> str:
    return f"#{label} {index} {account} {_written(amount)} 0"


def _written(ore: int) -> str:
    return f"{'-' if ore < 0 else ''}{abs(ore) // 100}.{abs(ore) % 100:02}"
