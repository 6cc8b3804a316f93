"""The large file: as large as asked, the same each time, and agreeing with itself."""

import re
from collections import Counter, defaultdict

import pytest

from lib.core.money import MEBIBYTE
from lib.core.organisations import is_valid
from lib.sandbox.large import large_file
from lib.sandbox.large_head import ORG_NUMBER

SMALL = MEBIBYTE // 4
ROW = re.compile(r'#(R|B|)TRANS (\d+) (\{.*?\}) (-?\d+\.\d\d) "" "((?:\\"|[^"])*)" 0(?: "([^"]+)")?')


@pytest.fixture(scope="module")
def lines() -> list[str]:
    return large_file(SMALL, year=2026).decode("cp437").split("\r\n")


def ore(text: str) -> int:
    return int(text.replace(".", ""))


def records(lines: list[str], label: str) -> list[list[str]]:
    return [line.split()[1:] for line in lines if line.startswith(f"#{label} ")]


@pytest.mark.parametrize("size", [MEBIBYTE // 16, 100_000, SMALL, MEBIBYTE + 1])
def test_the_file_fills_its_size_and_never_passes_it(size: int) -> None:
    made = len(large_file(size, year=2026))
    assert size - 2_000 < made <= size


def test_the_same_seed_makes_the_same_bytes_and_another_seed_others() -> None:
    first, again, other = (large_file(SMALL, year=2026, seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_a_size_that_the_chart_would_fill_is_refused() -> None:
    with pytest.raises(ValueError, match="1000"):
        large_file(1000, year=2026)


def test_every_voucher_sums_to_zero_over_its_booked_rows(lines: list[str]) -> None:
    total = 0
    for line in lines:
        if line.startswith("#VER"):
            total = 0
        elif line.startswith("#TRANS") and (row := ROW.fullmatch(line)):
            total += ore(row[4])
        elif line == "}":
            assert total == 0


def test_balances_and_results_agree_with_the_rows(lines: list[str]) -> None:
    moved: Counter[str] = Counter()
    for line in lines:
        if line.startswith("#TRANS") and (row := ROW.fullmatch(line)):
            moved[row[2]] += ore(row[4])
    stated: dict[str, dict[str, int]] = defaultdict(dict)
    for label in ("IB", "UB", "RES"):
        for index, account, amount, _ in records(lines, label):
            stated[f"{label} {index}"][account] = ore(amount)
    for account, closing in stated["UB 0"].items():
        assert stated["IB 0"][account] + moved[account] == closing
    assert stated["IB 0"] == stated["UB -1"]
    assert all(moved[account] == result for account, result in stated["RES 0"].items())
    assert set(moved) <= set(stated["UB 0"]) | set(stated["RES 0"])
    assert sum(stated["IB 0"].values()) == 0
    assert sum(stated["RES -1"].values()) == 0


def test_every_added_row_is_followed_by_its_twin(lines: list[str]) -> None:
    added = [index for index, line in enumerate(lines) if line.startswith("#RTRANS")]
    assert added
    for index in added:
        assert lines[index + 1] == lines[index].rsplit(' "', 1)[0].replace("#RTRANS", "#TRANS")


def test_numbers_rise_by_one_and_days_never_fall_in_each_series(lines: list[str]) -> None:
    last: dict[str, tuple[int, str]] = defaultdict(lambda: (0, ""))
    for series, number, day, *_ in records(lines, "VER"):
        before = last[series]
        assert int(number) == before[0] + 1
        assert day >= before[1]
        last[series] = (int(number), day)
    assert set(last) == set("ABCDE")


def test_three_rows_in_ten_name_objects_that_are_declared(lines: list[str]) -> None:
    lists = [row[3] for line in lines if (row := ROW.fullmatch(line))]
    share = sum(text != "{}" for text in lists) / len(lists)
    assert 0.27 < share < 0.33
    declared = {f"{dimension} {code}" for dimension, code, *_ in records(lines, "OBJEKT")}
    used = {pair for text in lists for pair in re.findall(r'\d "[^"]+"', text)}
    assert used <= declared
    assert len(declared) < 500


def test_accounts_are_declared_and_the_number_is_valid(lines: list[str]) -> None:
    declared = {account for account, *_ in records(lines, "KONTO")}
    assert {row[2] for line in lines if (row := ROW.fullmatch(line))} <= declared
    assert is_valid(ORG_NUMBER)
