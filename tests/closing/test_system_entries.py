"""System entries by figures worked out by hand: each test says how."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.closing.afterwards import Entry
from lib.closing.entries import Draft, EntryRow, Transfer
from lib.closing.system import depreciation, reserves, taxable, taxes
from lib.closing.system.proposals import Kind, Line, percent
from lib.closing.system.registry import propose, rules_of
from lib.closing.system.results import parted
from lib.core.periods import FinancialYear, calendar_year
from lib.ledger import YearBooks
from lib.ledger.books import BALANCES, Extent
from tests.closing.year_ends import (
    COMPANY_OPENING,
    COMPANY_YEAR,
    amounts,
    books_with,
    company,
    proposed,
    rows,
    the_case,
    told,
    year_end_of,
)

NO_LOSS = {"losses": 0}


def test_a_companys_whole_year_end_is_worked_out_in_order() -> None:
    """By hand, in kronor.

    Equipment: 400 000 - 100 000 - 60 000 excess = 240 000, bought 100 000: 340 000, less 30 % 102 000
    = 238 000 at the lowest; book value 300 000 + 100 000 - 80 000 = 320 000, so 82 000 in all, 22 000 more.
    Reserve: 1 109 500 - 22 000 = 1 087 500; + 10 000 + 2 000 - 1 500 + 1,96 % of 200 000 (3 920)
    = 1 101 920; 25 % is 275 480. Tax: 826 440 x 20,6 % = 170 246,64, öre fall away.
    Result: 1 087 500 - 275 480 - 170 246 = 641 774.
    """
    found = proposed(the_case(company(), inputs=NO_LOSS))
    assert {kind: rows(one) for kind, one in found.items()} == {
        Kind.LAST_RESULT: {"2099": 150_000, "2098": -150_000},
        Kind.EXCESS_DEPRECIATION: {"8850": 22_000, "2150": -22_000},
        Kind.RESERVE_RETURN: {},
        Kind.RESERVE: {"8811": 275_480, "2125": -275_480},
        Kind.CORPORATE_TAX: {"8910": 170_246, "2512": -170_246},
        Kind.YEAR_RESULT: {"8999": 641_774, "2099": -641_774},
    }
    assert not any(one.missing for one in found.values())


def test_a_kind_that_is_switched_off_counts_in_no_other() -> None:
    """Without reserve and excess depreciation: 1 109 500 + 14 420 = 1 123 920 x 20,6 % = 231 527,52."""
    found = proposed(the_case(company(), inputs=NO_LOSS), Kind.CORPORATE_TAX)
    assert rows(found[Kind.CORPORATE_TAX]) == {"8910": 231_527, "2512": -231_527}


def test_the_tax_is_shown_line_by_line() -> None:
    """1 109 500 + 10 000 + 2 000 - 1 500 + 3 920 - 0 = 1 123 920."""
    tax = proposed(the_case(company(), inputs=NO_LOSS), Kind.CORPORATE_TAX)[Kind.CORPORATE_TAX]
    shown = amounts(tax, taxable.BEFORE_TAX, taxable.STANDARD_INCOME, taxable.LOSS, taxable.TAXABLE, taxes.TAX)
    assert shown == [1_109_500, 3_920, 0, 1_123_920, 231_527]
    assert (told(tax.lines, "6072"), told(tax.lines, "8423"), told(tax.lines, "8314")) == ([10_000], [2_000], [-1_500])


def test_tax_without_the_loss_of_earlier_years_is_not_guessed() -> None:
    tax = proposed(the_case(company()))[Kind.CORPORATE_TAX]
    assert (tax.rows, [lack.key for lack in tax.missing]) == ((), ["losses"])
    assert amounts(tax, taxable.LOSS) == [None]


def test_a_loss_of_earlier_years_is_deducted() -> None:
    """1 123 920 - 23 925 = 1 099 995, in tens 1 099 990 x 20,6 % = 226 597,94."""
    tax = proposed(the_case(company(), inputs={"losses": 23_925}), Kind.CORPORATE_TAX)[Kind.CORPORATE_TAX]
    assert amounts(tax, taxes.ROUNDED) == [1_099_990]
    assert rows(tax) == {"8910": 226_597, "2512": -226_597}


def test_a_loss_for_tax_costs_nothing() -> None:
    tax = proposed(the_case(company(), inputs={"losses": 2_000_000}), Kind.CORPORATE_TAX)[Kind.CORPORATE_TAX]
    assert (tax.rows, tax.missing) == ((), ())


def test_only_the_tax_that_is_not_yet_booked_is_proposed() -> None:
    """231 527 less the 200 000 that the books have."""
    books = company([("8910", 200_000), ("2512", -200_000)])
    tax = proposed(the_case(books, inputs=NO_LOSS), Kind.CORPORATE_TAX)[Kind.CORPORATE_TAX]
    assert rows(tax) == {"8910": 31_527, "2512": -31_527}


def test_too_much_tax_booked_is_taken_back() -> None:
    books = company([("8910", 231_600), ("2512", -231_600)])
    tax = proposed(the_case(books, inputs=NO_LOSS), Kind.CORPORATE_TAX)[Kind.CORPORATE_TAX]
    assert rows(tax) == {"2512": 73, "8910": -73}


def test_what_a_manual_entry_books_counts() -> None:
    """A cost of 100 000 more: 1 023 920 x 20,6 % = 210 927,52."""
    entry = Entry("2025-12-31", Draft("K", date(2025, 12, 31), (EntryRow("5010", 10**7), EntryRow("1930", -(10**7)))))
    tax = proposed(the_case(company(), inputs=NO_LOSS, entries=[entry]), Kind.CORPORATE_TAX)[Kind.CORPORATE_TAX]
    assert rows(tax)["8910"] == 210_927


def test_an_entry_that_came_back_with_an_import_counts_only_in_the_books() -> None:
    draft = Draft("K", date(2025, 12, 31), (EntryRow("5010", 10**7), EntryRow("1930", -(10**7))))
    entry = Entry("2025-12-31", draft, Transfer.EXCLUDED)
    books = company([("5010", 100_000), ("1930", -100_000)])
    tax = proposed(the_case(books, inputs=NO_LOSS, entries=[entry]), Kind.CORPORATE_TAX)[Kind.CORPORATE_TAX]
    assert rows(tax)["8910"] == 210_927


def test_allowances_free_of_tax_to_those_who_get_them_are_deducted() -> None:
    books = company([("7321", 5_000), ("1930", -5_000)])
    tax = proposed(the_case(books, inputs=NO_LOSS), Kind.CORPORATE_TAX)[Kind.CORPORATE_TAX]
    assert amounts(tax, taxable.TAXABLE) == [1_118_920]
    assert told(tax.lines, "7321") == []


def test_a_cost_that_its_own_name_says_is_not_deductible_is_added() -> None:
    books = books_with(
        COMPANY_OPENING,
        [*COMPANY_YEAR, [("6995", 1_000), ("1930", -1_000)]],
        names={"6995": "Böter, ej avdragsgilla"},
    )
    tax = proposed(the_case(books, inputs=NO_LOSS), Kind.CORPORATE_TAX)[Kind.CORPORATE_TAX]
    assert told(tax.lines, "6995") == [1_000]


def test_income_from_shares_is_told_as_not_judged_and_counted_as_it_is_booked() -> None:
    books = company([("1930", 7_000), ("8012", -7_000)])
    tax = proposed(the_case(books, inputs=NO_LOSS), Kind.CORPORATE_TAX)[Kind.CORPORATE_TAX]
    (line,) = [line for line in tax.lines if line.text == taxable.NOT_JUDGED]
    assert (line.account, line.amount, line.facts["amount"]) == ("8012", None, 7_000_00)
    assert amounts(tax, taxable.TAXABLE) == [1_130_920]


@pytest.mark.parametrize(
    ("year", "rate"), [(2018, 2200), (2019, 2140), (2020, 2140), (2021, 2060), (2026, 2060)], ids=str
)
def test_the_rate_is_that_of_the_year(year: int, rate: int) -> None:
    books = books_with({}, [[("1930", 100_000), ("3001", -100_000)]], year=calendar_year(year))
    tax = proposed(the_case(books, inputs=NO_LOSS), Kind.CORPORATE_TAX)[Kind.CORPORATE_TAX]
    assert rows(tax)["8910"] == 100_000 * rate // 10_000


def test_a_rate_that_nobody_knows_is_said_to_be_missing() -> None:
    books = books_with({"2123": -1_000, "1930": 1_000}, [], year=calendar_year(2035))
    tax = proposed(the_case(books, inputs=NO_LOSS))[Kind.CORPORATE_TAX]
    assert [lack.facts["year"] for lack in tax.missing] == ["2035"]
    assert tax.rows == ()


def test_standard_income_follows_the_length_of_the_year() -> None:
    """Eighteen months: 1,96 % of 200 000 is 3 920, and half as much again."""
    assert taxable.standard_income(200_000_00, 196, 18) == 5_880_00
    assert taxable.standard_income(200_000_00, 196, 12) == 3_920_00


def test_what_is_stated_is_set_aside_and_only_what_is_not_yet_booked() -> None:
    books = company([("8811", 50_000), ("2125", -50_000)])
    found = proposed(the_case(books, inputs={**NO_LOSS, "allocation": 120_000}), Kind.RESERVE)[Kind.RESERVE]
    assert rows(found) == {"8811": 70_000, "2125": -70_000}


def test_no_more_is_set_aside_than_the_law_allows() -> None:
    """25 % of 1 123 920 is 280 980."""
    found = proposed(the_case(company(), inputs={**NO_LOSS, "allocation": 280_981}), Kind.RESERVE)[Kind.RESERVE]
    assert found.rows == ()
    assert [(lack.key, lack.facts["most"]) for lack in found.missing] == [("allocation", 280_980_00)]


def test_a_reserve_of_the_sixth_year_before_is_returned_and_taxed_with_its_addition() -> None:
    """The reserve of 2019, 100 000, in 2025; its 21,4 % against 20,6 % now adds 4 %: 4 000."""
    books = books_with({"1930": 100_000, "2129": -100_000}, [])
    found = proposed(the_case(books, inputs=NO_LOSS), Kind.RESERVE_RETURN)
    assert rows(found[Kind.RESERVE_RETURN]) == {"2129": 100_000, "8819": -100_000}
    assert amounts(found[Kind.CORPORATE_TAX], taxable.BEFORE_TAX, reserves.ADDITION) == [100_000, 4_000]


def test_a_reserve_of_five_years_before_may_wait() -> None:
    books = books_with({"1930": 100_000, "2120": -100_000}, [], names={"2120": "Periodiseringsfond 2020"})
    assert proposed(the_case(books, inputs=NO_LOSS))[Kind.RESERVE_RETURN].rows == ()


def test_reserves_are_returned_beyond_that_the_oldest_first() -> None:
    books = books_with(
        {"1930": 300_000, "2121": -100_000, "2123": -200_000}, [], names={"2121": "Periodiseringsfond 2021"}
    )
    found = proposed(the_case(books, inputs={"return-more": 150_000}))[Kind.RESERVE_RETURN]
    assert rows(found) == {"2121": 100_000, "2123": 50_000, "8819": -150_000}


def test_a_reserve_without_a_year_is_not_given_one() -> None:
    books = books_with({"1930": 100_000, "2110": -100_000}, [], names={"2110": "Periodiseringsfonder"})
    found = proposed(the_case(books))[Kind.RESERVE_RETURN]
    assert (found.rows, [lack.facts["account"] for lack in found.missing]) == ((), ["2110"])


@pytest.mark.parametrize(("account", "year"), [("2123", 2023), ("2125", 2015), ("2128", 2018), ("2126", 2016)])
def test_the_last_figure_tells_the_year_of_a_reserve_that_was_there(account: str, year: int) -> None:
    books = books_with({"1930": 1, account: -1}, [], names={account: "Periodiseringsfond"})
    assert reserves.year_of(the_case(books), account) == year


def test_the_complementary_rule_is_used_where_it_allows_more() -> None:
    """80 % of 100 000 + 60 % of 100 000 + 40 % of 50 000 = 160 000; 320 000 - 160 000 = 160 000 in all."""
    stated = {"acquired-1": 100_000, "acquired-2": 50_000, "acquired-3": 0}
    found = proposed(the_case(company(), inputs=stated))[Kind.EXCESS_DEPRECIATION]
    assert amounts(found, depreciation.MAIN, depreciation.COMPLEMENT) == [238_000, 160_000]
    assert rows(found) == {"8850": 100_000, "2150": -100_000}


def test_without_earlier_acquisitions_the_complementary_rule_is_said_not_to_be_reckoned() -> None:
    found = proposed(the_case(company()))[Kind.EXCESS_DEPRECIATION]
    assert depreciation.NO_COMPLEMENT in [line.text for line in found.lines]


def test_equipment_that_was_sold_has_to_be_told_of() -> None:
    sold = [("1930", 20_000), ("1220", -20_000)]
    assert [one.key for one in proposed(the_case(company(sold)))[Kind.EXCESS_DEPRECIATION].missing] == ["sold"]
    found = proposed(the_case(company(sold), inputs={"sold": 20_000}))[Kind.EXCESS_DEPRECIATION]
    # 340 000 - 20 000 = 320 000, less 30 % = 224 000; book value 300 000: 76 000 in all, 16 000 more
    assert rows(found) == {"8850": 16_000, "2150": -16_000}


def test_excess_depreciation_that_is_no_longer_allowed_is_taken_back() -> None:
    """All equipment gone: nothing to write off, so the 60 000 go back."""
    gone = [("1229", 180_000), ("1220", -500_000), ("1930", 320_000)]
    found = proposed(the_case(company(gone), inputs={"sold": 320_000}))[Kind.EXCESS_DEPRECIATION]
    assert rows(found) == {"2150": 60_000, "8850": -60_000}


def test_only_the_part_of_the_result_that_is_not_booked_is_proposed() -> None:
    books = company([("8999", 1_000_000), ("2099", -1_000_000)])
    found = proposed(the_case(books), Kind.YEAR_RESULT)
    assert rows(found[Kind.YEAR_RESULT]) == {"8999": 109_500, "2099": -109_500}


def test_last_years_result_is_told_from_this_years_on_the_same_account() -> None:
    books = company([("8999", 1_000_000), ("2099", -1_000_000)])
    assert rows(proposed(the_case(books))[Kind.LAST_RESULT]) == {"2099": 150_000, "2098": -150_000}


def test_a_loss_is_carried_the_other_way() -> None:
    books = books_with({"1930": 10}, [[("5010", 10), ("1930", -10)]])
    assert rows(proposed(the_case(books), Kind.YEAR_RESULT)[Kind.YEAR_RESULT]) == {"2099": 10, "8999": -10}


def sole_trader() -> YearBooks:
    opening = {"1930": 130_000, "2010": -100_000, "2019": -30_000}
    return books_with(
        opening,
        [
            [("1930", 80_000), ("3001", -80_000)],
            [("2013", 50_000), ("1930", -50_000)],
            [("1930", 5_000), ("2018", -5_000)],
            [("8999", 60_000), ("2019", -60_000)],
        ],
    )


def test_a_sole_traders_private_accounts_go_to_equity_and_this_years_result_stays() -> None:
    """- 50 000 + 5 000 + 30 000 of last year = 15 000 less equity."""
    found = proposed(the_case(sole_trader(), "EF"))[Kind.PRIVATE_ACCOUNTS]
    assert rows(found) == {"2013": -50_000, "2018": 5_000, "2019": 30_000, "2010": 15_000}


def test_a_sole_trader_pays_no_corporate_tax() -> None:
    found = proposed(the_case(sole_trader(), "EF"))
    assert list(found) == [Kind.PRIVATE_ACCOUNTS, Kind.PERSONAL_RESERVE, Kind.YEAR_RESULT]
    assert rows(found[Kind.YEAR_RESULT]) == {"8999": 20_000, "2019": -20_000}


def test_a_sole_traders_reserve_is_reckoned_and_not_booked() -> None:
    """30 % of 80 000 + 10 000."""
    found = proposed(the_case(sole_trader(), "EF", {"personal-adjustments": 10_000}))[Kind.PERSONAL_RESERVE]
    assert (amounts(found, taxes.AT_MOST), found.rows) == ([27_000], ())
    assert proposed(the_case(sole_trader(), "EF"))[Kind.PERSONAL_RESERVE].missing != ()


def partnership() -> YearBooks:
    opening = {"1930": 300, "2010": -100, "2020": -200}
    return books_with(opening, [[("1930", 100), ("3001", -100)], [("2023", 40), ("1930", -40)]])


def test_each_partner_has_own_private_accounts() -> None:
    assert rows(proposed(the_case(partnership(), "HB"))[Kind.PRIVATE_ACCOUNTS]) == {"2023": -40, "2020": 40}


def test_partners_share_the_result_as_they_state_and_never_as_guessed() -> None:
    missing = proposed(the_case(partnership(), "HB"))[Kind.YEAR_RESULT].missing
    assert [lack.key for lack in missing] == ["share-1", "share-2"]
    found = proposed(the_case(partnership(), "HB", {"share-1": 3, "share-2": 1}))[Kind.YEAR_RESULT]
    assert rows(found) == {"8999": 100, "2019": -75, "2029": -25}


@given(st.integers(-(10**9), 10**9), st.lists(st.integers(0, 9), min_size=2, max_size=4).filter(any))
def test_what_is_shared_is_all_of_it(amount: int, parts: list[int]) -> None:
    own = parted(amount, {str(number): part for number, part in enumerate(parts)})
    assert sum(own.values()) == amount
    assert all(not own[str(number)] for number, part in enumerate(parts) if not part)


@pytest.mark.parametrize("form", ["", "OTHER"])
def test_a_legal_form_that_is_not_known_has_no_system_entries(form: str) -> None:
    assert rules_of(form) == []


def test_a_broken_year_reckons_by_its_own_days() -> None:
    """July 2024 to June 2025: standard income by 1,96 % of the November before the year it ends in."""
    year = FinancialYear(date(2024, 7, 1), date(2025, 6, 30))
    books = books_with({"1930": 100_000, "2123": -100_000}, [], year=year)
    tax = proposed(the_case(books, inputs=NO_LOSS), Kind.CORPORATE_TAX)[Kind.CORPORATE_TAX]
    assert amounts(tax, taxable.STANDARD_INCOME) == [1_960]


def test_books_of_balances_alone_are_reckoned_too() -> None:
    whole = company([("8999", 1_000_000), ("2099", -1_000_000)])
    told_of = the_case(whole)
    rows_ = [(one, told_of.before(one), closing) for one, closing in told_of.closing.items()]
    balances = pl.DataFrame(rows_, schema=dict(BALANCES), orient="row")
    alone = YearBooks.of(whole.year, Extent.BALANCES, {"accounts": whole.accounts, "balances": balances})
    found = proposed(the_case(alone), Kind.YEAR_RESULT)
    assert rows(found[Kind.YEAR_RESULT]) == {"8999": 109_500, "2099": -109_500}
    assert rows(found[Kind.LAST_RESULT]) == {"2099": 150_000, "2098": -150_000}


def test_a_line_is_kept_as_it_was_told() -> None:
    tax = proposed(the_case(company(), inputs=NO_LOSS))[Kind.CORPORATE_TAX]
    assert tuple(Line.from_json(line.as_json()) for line in tax.lines) == tax.lines


def test_another_figure_makes_another_basis_and_another_name_does_not() -> None:
    first = proposed(the_case(company(), inputs=NO_LOSS))[Kind.CORPORATE_TAX]
    other = proposed(the_case(company([("5010", 1_000), ("1930", -1_000)]), inputs=NO_LOSS))[Kind.CORPORATE_TAX]
    renamed = books_with(COMPANY_OPENING, COMPANY_YEAR, names={"8423": "Ränta till staten"})
    assert first.basis != other.basis
    assert proposed(the_case(renamed, inputs=NO_LOSS))[Kind.CORPORATE_TAX].basis == first.basis


@pytest.mark.parametrize(("rate", "said"), [(2060, "20,6"), (2500, "25"), (196, "1,96"), (50, "0,5"), (1005, "10,05")])
def test_a_rate_is_written_as_people_write_it(rate: int, said: str) -> None:
    assert percent(rate) == said


KRONOR = st.integers(-(10**7), 10**7)
ACCOUNTS = (
    *("1220", "1229", "1930", "2010", "2013", "2018", "2019", "2099", "2121", "2123", "2125", "2129", "2150"),
    *("2512", "3001", "5010", "6072", "7832", "8314", "8811", "8819", "8850", "8910", "8999"),
)


@st.composite
def any_books(draw: st.DrawFn) -> YearBooks:
    """Sound books in which anything may have been booked; 8999 against one account of equity, as people do."""
    opening = {one: draw(KRONOR) for one in draw(st.lists(st.sampled_from(ACCOUNTS[:14]), unique=True))}
    opening["1930"] = opening.get("1930", 0) - sum(opening.values())
    vouchers = []
    for _ in range(draw(st.integers(0, 6))):
        amount, account = draw(KRONOR), draw(st.sampled_from(ACCOUNTS[:-1]))
        vouchers.append([(account, amount), ("1930", -amount)])
    carried = draw(KRONOR)
    vouchers.append([("8999", carried), (draw(st.sampled_from(["2099", "2019"])), -carried)])
    return books_with(opening, vouchers)


@settings(max_examples=40, deadline=None)
@given(any_books(), st.sampled_from(["AB", "EK_FOR", "EF", "HB"]), st.sets(st.sampled_from(Kind)))
def test_every_proposal_balances_and_leaves_nothing_more_to_book(books: YearBooks, form: str, on: set[Kind]) -> None:
    case = the_case(books, form, {**NO_LOSS, "sold": 0, "personal-adjustments": 0, "share-1": 1, "share-2": 2})
    found = propose(case, on)
    for kind in found:
        assert sum(row.amount for row in found[kind].rows) == 0
        case = case.with_rows(found[kind].rows if kind in on else ())
    again = propose(case, on)
    assert [kind for kind in on if kind in again and again[kind].rows] == []


@settings(max_examples=40, deadline=None)
@given(any_books())
def test_booked_as_entries_or_as_vouchers_the_case_is_the_same(books: YearBooks) -> None:
    """What is proposed and kept as entries leaves as little to book as when it stands in the case itself."""
    inputs = {**NO_LOSS, "sold": 0}
    found = proposed(the_case(books, inputs=inputs))
    key, day = year_end_of(books).key, books.year.end
    kept = [Entry(key, Draft(kind, day, one.rows)) for kind, one in found.items()]
    assert [kind for kind, one in proposed(the_case(books, inputs=inputs, entries=kept)).items() if one.rows] == []
