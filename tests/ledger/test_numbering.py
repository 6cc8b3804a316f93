"""Series and numbers for vouchers that came without."""

from lib.core.findings import Finding
from lib.ledger import books_of
from tests.ledger.sie_texts import sie, voucher

ROWS = [("1930", 100), ("3001", -100)]


def _labels(*vouchers: tuple[str, str], series: str = "A") -> tuple[list[str], list[Finding]]:
    (year,), findings = books_of(sie("".join(voucher(label, day, ROWS) for label, day in vouchers)), series=series)
    return [f"{series} {number}" for series, number in year.vouchers.select("series", "number").rows()], findings


def test_vouchers_that_have_both_are_left_as_they_are() -> None:
    assert _labels(("B 2", "20250201"), ("# 1", "20250101")) == (["B 2", "# 1"], [])


def test_a_missing_series_is_numbered_on_from_the_highest_in_date_order() -> None:
    labels, (said,) = _labels(("A 7", "20250101"), (" ", "20250601"), (" ", "20250301"), ("A 3", "20250102"))
    assert labels == ["A 7", "A 9", "A 8", "A 3"]
    assert (said.check, said.facts) == ("missing-series", {"series": "A", "vouchers": 2, "first": "8", "last": "9"})


def test_vouchers_of_one_day_keep_the_order_of_the_file() -> None:
    assert _labels((" ", "20250101"), (" ", "20250101"))[0] == ["A 1", "A 2"]


def test_the_series_is_the_clients_own() -> None:
    labels, (said,) = _labels((" ", "20250101"), series="LB")
    assert (labels, said.facts["series"]) == (["LB 1"], "LB")


def test_numbers_that_are_free_in_the_series_are_kept() -> None:
    labels, (said,) = _labels((" 12", "20250301"), (" 11", "20250101"), (" ", "20250102"))
    assert labels == ["A 12", "A 11", "A 13"]
    assert (said.facts["first"], said.facts["last"]) == ("11", "13")


def test_when_one_number_is_taken_all_are_numbered_on() -> None:
    labels, _ = _labels(("A 1", "20250101"), (" 1", "20250301"), (" 2", "20250201"))
    assert labels == ["A 1", "A 3", "A 2"]


def test_a_series_without_number_is_numbered_on_within_itself() -> None:
    labels, (said,) = _labels(("B ", "20250201"), ("B 4", "20250101"), ("A 9", "20250101"))
    assert labels == ["B 5", "B 4", "A 9"]
    assert (said.facts["series"], said.facts["vouchers"]) == ("B", 1)


def test_a_number_that_is_no_figure_does_not_count_as_highest() -> None:
    assert _labels(("A X1", "20250101"), (" ", "20250201"))[0] == ["A X1", "A 1"]


def test_a_voucher_without_date_is_numbered_last() -> None:
    assert _labels((" ", '""'), (" ", "20250201"))[0] == ["A 2", "A 1"]


def test_each_year_has_numbers_of_its_own() -> None:
    years = "#RAR 0 20250101 20251231\n#RAR -1 20240101 20241231\n"
    last = "#UB -1 1930 1\n#RES -1 3001 -1\n"
    records = last + voucher(" ", "20240201", ROWS) + voucher("A 5", "20250101", ROWS) + voucher(" ", "20250201", ROWS)
    (own, before), _ = books_of(sie(records, years=years))
    assert (before.vouchers["number"].to_list(), own.vouchers["number"].to_list()) == (["1"], ["5", "6"])
