"""The large company of the local Fortnox: its size, that it agrees, and that its pages come quickly."""

from collections import Counter

import pytest

from lib.sandbox.fortnox.companies import sandbox_companies
from lib.sandbox.fortnox.lists import listed as page
from lib.sandbox.fortnox.registers import RESOURCES
from tests.sandbox.sie_by_hand import assert_sound, by_hand
from tests.sandbox.wire_records import TODAY, company, listed, query, sie, through_json, years

LARGE = 990104
MADE = "_live"
"""Under this name a company keeps its books once they are made."""


@pytest.mark.slow
def test_its_books_are_made_only_when_they_are_asked_for() -> None:
    (large,) = [one for one in sandbox_companies(TODAY) if one.tenant == LARGE]
    assert MADE not in vars(large)
    assert large.live is vars(large)[MADE]


@pytest.mark.slow
def test_it_has_some_300_000_rows_and_700_objects_and_agrees() -> None:
    us = company(LARGE)
    rows = 0
    for year in years(us):
        read = by_hand(sie(us, financialyear=year["Id"]))
        assert_sound(read)
        rows += sum(len(found) for *_, found in read.vouchers)
        lines = listed(us, "vouchers", financialyear=year["Id"])
        assert Counter(line["VoucherSeries"] for line in lines) == Counter(series for series, *_ in read.vouchers)
    assert 270_000 < rows < 360_000
    assert len(listed(us, "costcenters")) + len(listed(us, "projects")) == 700
    for day in (TODAY, *(one.span.end for one in us.live.years[:-1])):
        closing = us.books.years[next(one.place for one in us.live.years if day in one.span)].closing
        assert sum(us.books.open_items(day).values()) == closing["1510"]
        assert sum(us.books.open_items(day, suppliers=True).values()) == -closing["2440"]


@pytest.mark.slow
@pytest.mark.parametrize("path", ["invoices", "supplierinvoices", "projects"])
def test_its_pages_hold_every_one_of_a_list_once(path: str) -> None:
    us = company(LARGE)
    first = through_json(page(RESOURCES[path], us, (), query(limit=500)))
    key = next(name for name in first if name != "MetaInformation")
    total, pages = (first["MetaInformation"][name] for name in ("@TotalResources", "@TotalPages"))
    found = [
        one["@url"]
        for number in range(1, pages + 1)
        for one in through_json(page(RESOURCES[path], us, (), query(limit=500, page=number)))[key]
    ]
    assert len(found) == len(set(found)) == total
