"""Vouchers sent to the local Fortnox: what it refuses, and that what it takes stands everywhere at once."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest

from lib.sandbox.fortnox.companies import FortnoxCompany
from lib.sandbox.fortnox.errors import Refused
from tests.sandbox.sie_by_hand import assert_sound, by_hand
from tests.sandbox.wire_records import NOW, fresh, hundredths, item, listed, post, sie, years

SOUND, SOLE_TRADER, STRICT = 990101, 990103, 990105
ROWS = ({"Account": 6990, "Debit": Decimal("125.50"), "Credit": 0}, {"Account": 1930, "Debit": 0, "Credit": 125.5})


@pytest.fixture(scope="module")
def unchanged() -> FortnoxCompany:
    return fresh(STRICT)


@pytest.fixture
def sound() -> FortnoxCompany:
    return fresh(SOUND)


def body(**changed: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever a client may send
    rows = [dict(row) for row in ROWS]
    sent = {"Description": "Avgift", "VoucherSeries": "A", "TransactionDate": "2026-11-20", "VoucherRows": rows}
    return sent | changed


def strict(**changed: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
    return body(VoucherSeries="I") | changed


def row(**changed: Any) -> list[Mapping[str, Any]]:  # noqa: ANN401 - as above
    return [{**ROWS[0], **changed}, ROWS[1]]


def newest(us: FortnoxCompany) -> int:
    return int(years(us)[-1]["Id"])


def test_a_voucher_stands_in_the_list_its_item_the_file_and_the_balances_at_once(sound: FortnoxCompany) -> None:
    year = newest(sound)
    before = item(sound, "accounts", "1930", financialyear=year)["BalanceCarriedForward"]
    number = item(sound, "voucherseries", "A", financialyear=year)["NextVoucherNumber"]
    made = post(sound, "vouchers", body(Comments="ext:7f3a91"), financialyear=year)
    assert (made["VoucherSeries"], made["VoucherNumber"], made["Year"]) == ("A", number, year)
    assert item(sound, "vouchers", "A", str(number), financialyear=year) == made
    line = next(one for one in listed(sound, "vouchers", financialyear=year) if one["Comments"] == "ext:7f3a91")
    assert (line["VoucherNumber"], line["ReferenceType"], line["ReferenceNumber"]) == (number, "MANUAL", "")
    read = by_hand(sie(sound, financialyear=year))
    assert_sound(read)
    assert ("A", str(number), "20261120", "Avgift", [("6990", 12550), ("1930", -12550)]) in read.vouchers
    after = item(sound, "accounts", "1930", financialyear=year)["BalanceCarriedForward"]
    assert hundredths(after) == hundredths(before) - 12550
    assert item(sound, "voucherseries", "A", financialyear=year)["NextVoucherNumber"] == number + 1


def test_the_answer_has_its_fields_in_fortnoxs_order(sound: FortnoxCompany) -> None:
    made = post(sound, "vouchers", body(VoucherRows=row(CostCenter="BUT", TransactionInformation="jan")))
    assert list(made) == [
        "@url", "Comments", "CostCenter", "Description", "Project", "ReferenceNumber", "ReferenceType",
        "TransactionDate", "VoucherNumber", "VoucherRows", "VoucherSeries", "Year", "ApprovalState",
    ]  # fmt: skip
    assert made["VoucherRows"][0] == {
        "Account": 6990, "CostCenter": "BUT", "Credit": 0, "Description": "Övriga externa kostnader",
        "Debit": Decimal("125.5"), "Project": None, "Removed": False, "TransactionInformation": "jan", "Quantity": 0,
    }  # fmt: skip


def test_without_a_year_the_date_decides(sound: FortnoxCompany) -> None:
    made = post(sound, "vouchers", body(TransactionDate="2025-05-05"))
    assert made["Year"] == newest(sound) - 1


def test_what_is_added_to_a_closed_year_moves_the_opening_balances_of_the_next(sound: FortnoxCompany) -> None:
    year = newest(sound)
    before = by_hand(sie(sound, financialyear=year)).balances("IB", 0)["1930"]
    post(sound, "vouchers", body(TransactionDate="2025-12-31", VoucherRows=row(Account=1910)))
    former, latter = (by_hand(sie(sound, financialyear=number)) for number in (year - 1, year))
    assert latter.balances("IB", 0) == former.balances("UB", 0)
    assert latter.balances("IB", 0)["1930"] == before - 12550
    assert_sound(latter)


def test_many_at_once_get_numbers_without_a_gap(sound: FortnoxCompany) -> None:
    year = newest(sound)
    first = item(sound, "voucherseries", "A", financialyear=year)["NextVoucherNumber"]
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda n: post(sound, "vouchers", body(Description=f"Nr {n}")), range(40)))
    assert sorted(one["VoucherNumber"] for one in made) == list(range(first, first + 40))
    lines = {one["VoucherNumber"]: one["Description"] for one in listed(sound, "vouchers/sublist", "A")}
    assert all(lines[one["VoucherNumber"]] == one["Description"] for one in made)


def test_a_new_voucher_is_newer_than_all_that_was_there(sound: FortnoxCompany) -> None:
    live, year = sound.live, sound.live.years[-1]
    post(sound, "vouchers", body())
    moments = sorted(live.modified(year, voucher) for voucher in live.of(year).vouchers)
    assert moments[-1] == NOW
    assert moments[-2] < NOW


def test_letters_that_the_file_cannot_hold_are_kept_in_the_list(sound: FortnoxCompany) -> None:
    made = post(sound, "vouchers", body(Description='Köp – 5 € av "Åke"'))
    assert made["Description"] == 'Köp – 5 € av "Åke"'
    content = sie(sound, financialyear=newest(sound)).decode("cp437")
    assert r'"Köp ? 5 ? av \"Åke\""' in content


@pytest.mark.parametrize(
    ("sent", "code", "words"),
    [
        (body(), 2999002, "Verifikationsserien är inte manuell (A)"),
        (body(VoucherSeries="Ö"), 2999003, "finns inte"),
        (strict(TransactionDate="2026-09-30"), 2000401, "har låst perioden t.o.m. 2026-09-30"),
        (strict(TransactionDate="2027-01-01"), 2999004, "Räkenskapsår saknas"),
        (strict(TransactionDate="igår"), 2001392, "felaktig typ"),
        (strict(Description=""), 2001392, "felaktig typ"),
        (strict(Description="x" * 201), 2001392, "felaktig typ"),
        (strict(Description="Snö \N{SNOWFLAKE}"), 2000359, "ej tillåtna tecken"),
        (strict(Comments="https://a.example"), 2000359, "ej tillåtna tecken"),
        (strict(VoucherRows=[]), 2001392, "felaktig typ"),
        (strict(VoucherRows=None), 2001392, "felaktig typ"),
        (strict(VoucherRows=row(Debit=125)), 2999001, "balanserar inte"),
        (strict(VoucherRows=row(Debit="mycket")), 2000108, "numeriskt"),
        (strict(VoucherRows=row(Debit=Decimal("125.505"))), 2000108, "numeriskt"),
        (strict(VoucherRows=row(Account=6999)), 2001304, "Kunde inte hitta konto"),
        (strict(VoucherRows=row(Account="sex")), 2000108, "numeriskt"),
        (strict(VoucherRows=row(Account=6970)), 2000550, 'Konto "6970" är inte aktivt.'),
        (strict(VoucherRows=row(Account=6071)), 2000946, "Kostnadsställe är obligatoriskt på konto: 6071"),
        (strict(VoucherRows=row(Account=5831)), 2999005, "Projekt är obligatoriskt på konto 5831"),
        (strict(VoucherRows=row(CostCenter="GML")), 2002821, 'Angivet kostnadsställe "GML" är inte aktivt.'),
        (strict(VoucherRows=row(CostCenter="XYZ")), 2999009, "finns inte"),
        (strict(VoucherRows=row(Project="2001")), 2999006, "inte aktiv för projekt 2001"),
        (strict(VoucherRows=row(Project="9")), 2001161, "Kan inte hitta projektet."),
        (strict(VoucherRows=row(TransactionInformation="x" * 101)), 2001392, "felaktig typ"),
    ],
    ids=lambda value: str(value) if isinstance(value, int) else "",
)
def test_a_voucher_with_something_wrong_is_refused_and_leaves_nothing(
    unchanged: FortnoxCompany, sent: dict[str, Any], code: int, words: str
) -> None:
    before = unchanged.books
    with pytest.raises(Refused) as refused:
        post(unchanged, "vouchers", sent)
    assert (refused.value.status, refused.value.code) == (400, code)
    assert words in refused.value.message
    assert unchanged.books is before


def test_the_lock_names_who_asks_and_the_settings_tell_its_day(unchanged: FortnoxCompany) -> None:
    assert item(unchanged, "settings/lockedperiod") == {"EndDate": "2026-09-30"}
    with pytest.raises(Refused, match="Rut Revisor har låst"):
        post(unchanged, "vouchers", strict(TransactionDate="2026-09-30"))


def test_a_date_outside_the_year_that_was_named_is_refused(sound: FortnoxCompany) -> None:
    with pytest.raises(Refused) as refused:
        post(sound, "vouchers", body(), financialyear=newest(sound) - 1)
    assert refused.value.code == 2999007


def test_the_year_that_nobody_has_made_takes_no_vouchers() -> None:
    us = fresh(SOLE_TRADER)
    for asked in ({}, {"financialyear": newest(us)}):
        with pytest.raises(Refused, match="Räkenskapsår saknas för valt datum"):
            post(us, "vouchers", body(), **asked)


def test_the_vouchers_own_cost_centre_goes_to_rows_without_one(sound: FortnoxCompany) -> None:
    rows = post(sound, "vouchers", body(CostCenter="VRK", VoucherRows=row(CostCenter="BUT")))["VoucherRows"]
    assert [one["CostCenter"] for one in rows] == ["BUT", "VRK"]


def test_a_series_of_ones_own_can_be_made_and_used(sound: FortnoxCompany) -> None:
    year = newest(sound)
    made = post(sound, "voucherseries", {"Code": "X", "Description": "Brygga", "Manual": True}, financialyear=year)
    assert made["NextVoucherNumber"] == 1
    assert post(sound, "vouchers", body(VoucherSeries="X"), financialyear=year)["VoucherNumber"] == 1
    with pytest.raises(Refused):
        item(sound, "voucherseries", "X", financialyear=year - 1)


def test_only_series_a_takes_vouchers_by_hand_but_in_the_strict_company_this_year() -> None:
    def manual(tenant: int, year: int) -> list[str]:
        us = fresh(tenant)
        lines = listed(us, "voucherseries", financialyear=years(us)[year]["Id"])
        return [one["Code"] for one in lines if one["Manual"]]

    assert manual(SOUND, -1) == ["A"]
    assert (manual(STRICT, -2), manual(STRICT, -1)) == (["A"], ["I"])
