"""One run of the analysis: order, what was not run, crashes, copies with limits of their own, and marks that last."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.checks.analysis import registry
from lib.checks.analysis.case import Case
from lib.checks.analysis.client import Client
from lib.checks.analysis.registry import (
    CRASHED,
    RULES,
    TEXTS,
    Choice,
    Outcome,
    defaults,
    every,
    found,
    run_analysis,
    templates,
    text_of,
)
from lib.checks.analysis.thresholds import Limits, Threshold, Unit, among
from lib.checks.registry import Found
from lib.core.findings import Status
from lib.core.languages import translate
from lib.ledger import YearBooks, books_of
from lib.ledger.books import FRAMES, LazyBooks
from lib.sie import read
from tests.checks.analysis.ledgers import THIS, TODAY, Written, sound
from tests.checks.analysis.trips import TRIPS


@pytest.fixture
def troubled() -> Written:
    """Books with many things wrong at once."""
    books = sound()
    for kind in (
        "voucher-vat",
        "suspense-account",
        "booked-twice",
        "voucher-numbers",
        "taken-back",
        "balance-sign:cash",
    ):
        TRIPS[kind](books)
    return books


def marks(outcomes: tuple[Outcome, ...]) -> set[str]:
    return {mark for outcome in outcomes for mark in outcome.fingerprints}


def test_the_checks_are_those_of_the_audit_in_its_order_the_last_six_off() -> None:
    assert [RULES[one.rule].code for one in every()] == [f"T{number}" for number in range(1, 27)]
    assert [RULES[one.rule].code for one in defaults()] == [f"T{number}" for number in range(1, 21)]


def test_results_come_in_the_order_chosen_and_the_crashes_last() -> None:
    outcomes = run_analysis(sound().case())
    assert [one.result.check for one in outcomes] == [*(one.key for one in defaults()), CRASHED]


def test_a_check_that_crashes_is_told_and_hides_nothing(
    troubled: Written, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def crash(_case: Case, _limits: Limits) -> Found:
        msg = "Åkessons hemliga verifikation"
        raise ValueError(msg)

    monkeypatch.setitem(RULES, "balance-sign", replace(RULES["balance-sign"], find=crash))
    results = {one.result.check: one.result for one in run_analysis(troubled.case())}
    assert results["balance-sign"].status is Status.NOT_RUN
    assert results["balance-sign"].reason == "the check could not be completed"
    assert results[CRASHED].findings[0].facts == {"crashed": "Balances have the right sign"}
    assert text_of(CRASHED).say(results[CRASHED].findings[0], "sv") == (
        "Kontrollen ”Saldon har rätt tecken” kunde inte slutföras."
    )
    assert results["suspense-account"].status is Status.FOUND
    assert "Åkesson" not in "".join(capsys.readouterr())


def _bare() -> Iterator[YearBooks]:
    for text in (
        "#SIETYP 4\n",
        "#SIETYP 1\n#IB 0 1930 5\n",
        '#SIETYP 4\n#VER A 1 20260105 "x"\n{\n#TRANS 1930 {} 0\n}\n',
    ):
        yield books_of(read(f"#FLAGGA 0\n#RAR 0 {THIS}0101 {THIS}1231\n{text}".encode(), name="prov.se"))[0][0]


@pytest.mark.parametrize("books", list(_bare()), ids=["empty", "balances", "one voucher"])
def test_every_reason_for_not_running_is_said_in_swedish(books: YearBooks) -> None:
    outcomes = run_analysis(Case(books, TODAY), every())
    assert outcomes[-1].result.status is Status.CLEAN
    reasons = {one.result.reason for one in outcomes if one.result.status is Status.NOT_RUN}
    assert len(reasons) > 3
    assert all(reason and translate(reason, "sv") != reason for reason in reasons)


def test_a_copy_has_its_own_limits_and_its_own_marks() -> None:
    books = sound()
    TRIPS["suspense-account"](books)
    copy = Choice("own-1", "suspense-account", {"accepted": 700_00})
    twin = Choice("own-2", "suspense-account")
    wide, original, second, _ = run_analysis(books.case(), [copy, Choice("suspense-account", "suspense-account"), twin])
    assert wide.result.status is Status.CLEAN
    assert original.result.findings == second.result.findings
    assert original.fingerprints != second.fingerprints


def test_a_template_looks_for_nothing_until_accounts_are_chosen() -> None:
    results = [one.result for one in run_analysis(sound().case(), templates())[:-1]]
    assert {(one.status, one.reason) for one in results} == {(Status.NOT_RUN, "no accounts are chosen")}


def test_a_limit_that_the_check_does_not_have_is_refused() -> None:
    with pytest.raises(KeyError, match="no-such"):
        Limits((Threshold("least", 1, Unit.ORE, ""),), {"no-such": 3})


@pytest.mark.parametrize("rule", RULES)
def test_every_limit_is_explained_in_swedish(rule: str) -> None:
    for threshold in RULES[rule].thresholds:
        assert translate(threshold.text, "sv") != threshold.text
        assert isinstance(threshold.default, str) == (threshold.unit in {Unit.ACCOUNTS, Unit.WORDS})


def test_a_finding_names_only_what_its_sentence_knows() -> None:
    assert found("suspense-account", account="2999", balance=1).known["account"] == "2999"
    assert set(TEXTS) > set(RULES)


def test_ranges_of_accounts_end_with_all_that_begin_so() -> None:
    ranges = ("2999", "1790-1799")
    assert [among(account, ranges) for account in ("2999", "1790", "17991", "1800", "29991")] == [
        True,
        True,
        True,
        False,
        True,
    ]


# marks


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_marks_do_not_mind_the_order_of_the_rows_nor_a_new_export(seed: int) -> None:
    books = sound()
    for kind in ("voucher-vat", "suspense-account", "booked-twice", "taken-back"):
        TRIPS[kind](books)
    before = run_analysis(books.case(), every())
    draw = Random(seed)
    for voucher in books.vouchers:
        draw.shuffle(voucher.rows)
    books.names["9999"] = "Rubrik"
    assert marks(run_analysis(books.case(), every())) == marks(before)


def test_a_mark_stays_when_more_is_booked_and_falls_when_its_own_amount_changes(troubled: Written) -> None:
    def of(name: str) -> tuple[str, ...]:
        outcomes = run_analysis(troubled.case())
        return next(one.fingerprints for one in outcomes if one.choice.key == name)

    before = of("suspense-account"), of("voucher-vat")
    troubled.book("A", date(THIS, 12, 30), "Porto", ("6110", 90), ("1930", -90))
    assert (of("suspense-account"), of("voucher-vat")) == before
    troubled.find("Okänd inbetalning").rows[:] = [("1930", 800), ("2999", -800)]
    assert of("suspense-account") != before[0]
    assert of("voucher-vat") == before[1]


def test_two_findings_that_say_the_same_have_each_their_mark() -> None:
    from lib.checks.analysis.fingerprints import fingerprints

    twin = found("suspense-account", account="2999", balance=5)
    first, second = fingerprints("suspense-account", sound().case().year, [twin, twin])
    assert first != second


def test_the_mark_is_another_in_another_year() -> None:
    from lib.checks.analysis.fingerprints import fingerprints

    one = found("suspense-account", account="2999", balance=5)
    case = sound().case()
    assert fingerprints("x", case.year, [one]) != fingerprints("x", case.earlier[0].year, [one])


def test_books_read_from_disk_are_found_the_same_of(troubled: Written, tmp_path: Path) -> None:
    in_memory = troubled.case()
    own = in_memory.books
    for name in FRAMES:
        own.frame(name).collect().write_parquet(tmp_path / f"{name}.parquet")
    on_disk = LazyBooks(own.year, own.extent, lambda name: pl.scan_parquet(tmp_path / f"{name}.parquet"))
    case = Case(on_disk, TODAY, in_memory.earlier, in_memory.client)
    assert run_analysis(case, every()) == run_analysis(in_memory, every())


def test_large_books_are_found_the_same_of_two_checks_at_a_time(
    troubled: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_by_one = run_analysis(troubled.case(), every())
    monkeypatch.setattr(registry, "_LARGE", 0)
    assert run_analysis(troubled.case(), every()) == one_by_one


# what is known beside


def test_a_gap_before_the_lock_is_not_told_again() -> None:
    books = sound()
    books.find("Inbetalning 2612").number = 15
    chosen = [Choice("voucher-numbers", "voucher-numbers")]
    assert run_analysis(books.case(), chosen)[0].result.total == 1
    books.client = Client("AB", locked=date(THIS, 12, 31))
    assert run_analysis(books.case(), chosen)[0].result.status is Status.CLEAN


def test_accounts_that_never_belong_together_are_told_each_time_they_meet() -> None:
    books = sound()
    for number in range(3):
        TRIPS["account-pairs:never"](books)
        books.vouchers[-1].text = f"Försäljning privat {number}"
    outcome = run_analysis(books.case(), [Choice("account-pairs", "account-pairs")])[0]
    assert [one.check for one in outcome.result.findings] == ["account-pairs:never"] * 3


def test_a_lock_closes_a_period_for_vouchers_without_vat_too() -> None:
    books = sound()
    books.book("A", date(THIS, 3, 15), "Bankavgift till", ("6570", 20), ("1930", -20), entered=date(THIS, 6, 15))
    books.client = Client("AB", locked=date(THIS, 3, 31), locked_on=date(THIS, 4, 20))
    outcome = run_analysis(books.case(), [Choice("closed-period", "closed-period")])[0]
    (finding,) = outcome.result.findings
    assert (finding.facts["closed"], finding.facts["result"], finding.facts["vat"]) == ("2026-04-20", -20_00, 0)


@pytest.mark.parametrize(
    ("on", "vat", "right"),
    [
        (date(THIS, 3, 31), 120, True),
        (date(THIS, 4, 1), 120, False),
        (date(THIS, 4, 1), 60, True),
        (date(THIS, 3, 31), 60, False),
    ],
)
def test_food_has_the_rate_of_its_day(on: date, vat: int, right: bool) -> None:
    books = sound()
    books.names |= {"3002": "Försäljning livsmedel", "2621": "Utgående moms, reducerad"}
    books.book("A", on, "Dagskassa", ("1930", 1_000 + vat), ("3002", -1_000), ("2621", -vat))
    chosen = [Choice("voucher-vat", "voucher-vat"), Choice("period-vat", "period-vat", {"accepted": 0, "share": 0})]
    by_voucher, by_period, _ = run_analysis(books.case(), chosen)
    assert (by_voucher.result.status is Status.CLEAN) == right
    assert ("period-vat" not in {one.check for one in by_period.result.findings}) == right


def test_an_override_takes_an_account_out_of_its_role_or_into_one() -> None:
    books = sound()
    books.book("A", date(THIS, 5, 15), "Inköp kontant", ("6110", 9_000), ("1910", -9_000))
    chosen = [Choice("balance-sign", "balance-sign")]
    assert run_analysis(books.case(), chosen)[0].result.status is Status.FOUND
    assert run_analysis(books.case(overrides={"1910": "bank"}), chosen)[0].result.findings[0].check == "balance-sign"


def test_the_registry_is_what_the_package_brings() -> None:
    assert registry.RULES is RULES
    assert len(RULES) == len(every()) + len(templates()) == 30
