"""The SIE files of the local Fortnox: their layout, their types, and what a query leaves out."""

import re

import pytest

from lib.sandbox.fortnox.errors import Refused
from tests.sandbox.sie_by_hand import by_hand
from tests.sandbox.wire_records import company, item, listed, sie, years

SOUND = 990101


def lines(kind: str = "4", **asked: object) -> list[str]:
    us = company(SOUND)
    return sie(us, kind, financialyear=years(us)[-1]["Id"], **asked).decode("cp437").split("\r\n")


def labels(found: list[str]) -> set[str]:
    return {line.split()[0] for line in found if line.startswith("#")}


def test_the_head_stands_in_fortnoxs_order() -> None:
    us = company(SOUND)
    head = lines()[:14]
    assert [line.split(" ")[0] for line in head] == [
        "#FLAGGA", "#FORMAT", "#SIETYP", "#PROGRAM", "#GEN", "#FNR", "#FNAMN", "#ADRESS", "#RAR", "#RAR", "#ORGNR",
        "#OMFATTN", "#KPTYP", "",
    ]  # fmt: skip
    told = item(us, "companyinformation")
    assert f"#FNR {told['DatabaseNumber']}" in head
    assert f"#ORGNR {told['OrganizationNumber']}" in head
    assert f'#FNAMN "{told["CompanyName"]}"' in head
    assert "#GEN 20261121" in head


def test_the_letters_survive_cp437() -> None:
    us = company(SOUND)
    year = years(us)[-1]["Id"]
    read = by_hand(sie(us, financialyear=year))
    told = {(one["VoucherSeries"], str(one["VoucherNumber"])): one["Description"] for one in listed(us, "vouchers")}
    assert {(series, number): text for series, number, _, text, _ in read.vouchers} == told
    assert any(re.search("[åäöÅÄÖ]", text) for text in told.values())


@pytest.mark.parametrize(
    ("kind", "has", "lacks"),
    [
        ("1", {"#IB", "#UB", "#RES"}, {"#PSALDO", "#DIM", "#OBJEKT", "#VER", "#OMFATTN"}),
        ("2", {"#IB", "#UB", "#RES", "#PSALDO", "#OMFATTN"}, {"#DIM", "#OBJEKT", "#VER"}),
        ("3", {"#PSALDO", "#DIM", "#OBJEKT"}, {"#VER", "#TRANS"}),
        ("4", {"#PSALDO", "#DIM", "#OBJEKT", "#VER", "#TRANS"}, set()),
    ],
)
def test_each_type_holds_what_it_should(kind: str, has: set[str], lacks: set[str]) -> None:
    found = lines(kind)
    assert f"#SIETYP {kind}" in found
    assert has <= labels(found)
    assert lacks.isdisjoint(labels(found))


def test_type_3_has_balances_of_objects_that_the_vouchers_add_up_to() -> None:
    moved: dict[str, int] = {}
    for line in lines():
        if match := re.match(r'#TRANS (\d+) \{1 "BUT".*?\} (-?[\d.]+)', line):
            moved[match[1]] = moved.get(match[1], 0) + round(float(match[2]) * 100)
    stated: dict[str, int] = {}
    for line in lines("3"):
        if match := re.match(r'#PSALDO 0 \d+ (\d+) \{1 "BUT"\} (-?[\d.]+)', line):
            stated[match[1]] = stated.get(match[1], 0) + round(float(match[2]) * 100)
    assert stated == {account: amount for account, amount in moved.items() if amount}


def test_a_selection_picks_numbers_of_series() -> None:
    found = by_hand("\r\n".join(lines(selection="A,2,4;B,5,5")).encode("cp437"))
    assert [(series, number) for series, number, *_ in found.vouchers] == [
        ("A", "2"), ("A", "3"), ("A", "4"), ("B", "5"),
    ]  # fmt: skip


def test_days_limit_the_vouchers_and_the_last_one_the_balances() -> None:
    part = by_hand("\r\n".join(lines(fromdate="2026-02-01", todate="2026-02-28")).encode("cp437"))
    assert {day[:6] for _, _, day, _, _ in part.vouchers} == {"202602"}
    whole = by_hand("\r\n".join(lines(todate="2026-02-28")).encode("cp437"))
    opening, closing = whole.balances("IB", 0), whole.balances("UB", 0)
    assert {a: opening.get(a, 0) + whole.moved.get(a, 0) for a in closing} == closing
    assert part.balances("UB", 0) == closing


def test_unused_accounts_and_objects_can_be_left_out() -> None:
    everything, used = (by_hand("\r\n".join(lines(exportall=flag)).encode("cp437")) for flag in ("true", "false"))
    assert set(used.moved) <= used.accounts < everything.accounts


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"selection": "A,1"}, 400, 2000588),
        ({"selection": "A,x,2"}, 400, 2000588),
        ({"fromdate": "2024-01-01"}, 400, 2002363),
        ({"financialyear": 99}, 404, 2999104),
        ({"financialyeardate": "1999-01-01"}, 400, 2999004),
    ],
)
def test_what_makes_no_sense_is_refused(asked: dict[str, object], status: int, code: int) -> None:
    with pytest.raises(Refused) as refused:
        sie(company(SOUND), "4", **asked)
    assert (refused.value.status, refused.value.code) == (status, code)


def test_there_is_no_type_5() -> None:
    with pytest.raises(Refused):
        sie(company(SOUND), "5")
