"""An exploration's figures as sheets: months as text, sums below, and no column of what nobody knows."""

from datetime import date

import polars as pl

from lib.ledger.explored import BY_ACCOUNT, LAGS, TREND
from lib.reports.explored_sheets import by_account_sheet, lags_sheet, trend_sheet

MARCH = date(2025, 3, 1)


def test_accounts_stand_with_their_months_and_sums() -> None:
    found = pl.DataFrame([("1930", "Bank", MARCH, 2, 500, 200, 300)], schema=BY_ACCOUNT, orient="row")
    sheet = by_account_sheet(found, "sv")
    assert sheet.title == "Konto och månad"
    assert sheet.frame["month"].to_list() == ["2025-03"]
    assert [column.name for column in sheet.columns if column.summed] == ["rows", "debit", "credit", "movement"]
    assert [column.heading for column in sheet.columns][:3] == ["Konto", "Benämning", "Månad"]


def test_the_trend_has_last_year_only_where_it_is_known() -> None:
    alone = pl.DataFrame([(MARCH, 1, 5, 0, 5, None, None, None, None)], schema=TREND, orient="row")
    beside = pl.DataFrame([(MARCH, 1, 5, 0, 5, 2, 7, 0, 7)], schema=TREND, orient="row")
    assert [column.heading for column in trend_sheet(alone, "en").columns][-1] == "Net movement"
    assert [column.heading for column in trend_sheet(beside, "en").columns][-1] == "Net movement last year"


def test_days_of_a_lag_are_not_summed() -> None:
    found = pl.DataFrame([(MARCH, 3, 1, 2, 10, 60)], schema=LAGS, orient="row")
    summed = {column.name for column in lags_sheet(found, "sv").columns if column.summed}
    assert summed == {"vouchers", "in_time", "late"}
