"""Every failure that support staff meet (`product.md` §10a-c), and what shows that the desk names its cause and step.

What cannot be made says why; the tests that are named are real ones, so that none goes missing unseen.
"""

from collections.abc import Callable
from types import ModuleType
from typing import Final, NamedTuple

import pytest

from lib.core.catalogue import CATALOGUE
from tests.pages import test_desk_connections as connections
from tests.pages import test_desk_contents as contents
from tests.pages import test_desk_exports as exports
from tests.pages import test_desk_years as years
from tests.pages.desk_cases import Failure
from tests.support import test_calls as calls

Shown = Failure | str | Callable[..., None]
"""A case of the desk's lists, an intake check whose example file is diagnosed, or a test."""


class Row(NamedTuple):
    """One failure as the reference lists it, what shows that the desk answers for it, and what of it cannot be made."""

    failure: str
    shown: tuple[Shown, ...]
    not_made: str = ""


def case(module: ModuleType, name: str) -> Failure:
    """A case of a module's list by its name."""
    found: Failure = {one.name: one for one in module.FAILURES}[name]
    return found


def connecting(*names: str) -> tuple[Shown, ...]:
    return tuple(case(connections, name) for name in names)


def exporting(*names: str) -> tuple[Shown, ...]:
    return tuple(case(exports, name) for name in names)


CONNECTIONS: Final = (
    Row("You have lost your token, to proceed import again", connecting("30 days without import")),
    Row(
        "Invalid refresh token",
        connecting("invalid refresh token: expired", "invalid refresh token: already used"),
    ),
    Row(
        "2000310, 2000311: invalid log-in; token or secret missing",
        (*connecting("2000310 invalid log-in"), calls.test_an_error_is_told_in_words_with_a_next_step),
        "the local Fortnox answers 2000310 alone; 2000311 is told in the journal: connect again",
    ),
    Row("2001103 no API licence", connecting("2001103 no API licence", "2001103 API licence never bought")),
    Row(
        "2001101 no active licence for the scope",
        connecting("2001101 no licence for the scope", "licence refused at the login portal"),
    ),
    Row(
        "2001304 account not found",
        exporting("Ogiltigt konto", "2001304 Kunde inte hitta konto, found before anything is sent"),
        "default accounts are Fortnox's own setting, which vouchers do not go by",
    ),
    Row(
        "2001339 when listing invoices: no right, or the wrong company",
        (
            *connecting("2001339 no right to invoices", "consultant cannot activate"),
            calls.test_an_error_is_told_in_words_with_a_next_step,
        ),
    ),
    Row("connection invalidated by Fortnox", connecting("connection invalidated by Fortnox")),
    Row("only “Missing code or state” after log-in", connecting("only “Missing code or state” after log-in")),
    Row(
        "endless advice to connect again",
        connecting("endless “connect again”: the app lacks the scope", "the connection was approved for less"),
    ),
    Row(
        "works for one person, stops when someone leaves",
        (
            *connecting("stops when someone leaves"),
            connections.test_a_connection_is_personal_and_the_desk_says_whose_lives,
            connections.test_a_person_without_a_connection_of_their_own_imports_nothing_and_is_told_so,
        ),
    ),
    Row("consultant cannot activate: Digital byrå", connecting("consultant cannot activate")),
    Row(
        "wrong or dead company: two databases of one number",
        connecting("two databases with one organisation number"),
    ),
)
CONTENTS: Final = (
    Row("opening balance differs from last year's closing", ("opening-differs",)),
    Row(
        "the warning remains after correction",
        (contents.test_what_was_corrected_in_fortnox_shows_only_after_the_next_import,),
    ),
    Row("opening balances do not sum to zero", ("opening-not-zero",)),
    Row(
        "false “unbalanced voucher” by #BTRANS and #RTRANS",
        (contents.test_struck_and_added_rows_make_no_voucher_unbalanced,),
    ),
    Row(
        "really unbalanced vouchers",
        ("unbalanced-voucher", contents.test_voucher_amounts_file_and_line_are_named),
    ),
    Row(
        "“something went wrong”, the real reason swallowed",
        (
            contents.test_a_fault_of_our_own_is_told_with_its_reference,
            contents.test_an_import_that_failed_says_where_it_stood_and_that_nothing_was_changed,
            years.test_a_voucher_without_lines_of_last_year_is_named_and_keeps_nothing_else_out,
        ),
    ),
    Row("a year without vouchers is called a failure", (contents.test_a_year_without_vouchers_is_no_failure,)),
    Row(
        "a failed import leaves data behind, no retry, no undo",
        (contents.test_an_import_that_failed_says_where_it_stood_and_that_nothing_was_changed,),
        "nothing is left behind: an import is put in use whole or not at all (tests/store/test_books.py)",
    ),
    Row(
        "an older or broken first year is silently missing",
        (
            contents.test_years_that_were_not_fetched_are_said_to_be_left_out_and_why,
            contents.test_bookkeeping_that_came_damaged_from_fortnox_is_told_of,
        ),
    ),
    Row(
        "overlapping years, a part of a year over the whole",
        (
            years.test_a_part_of_a_year_that_is_in_use_is_said_to_be_one,
            years.test_a_year_that_overlaps_another_is_told_with_both_ways_out,
            contents.test_loose_vouchers_over_a_whole_year_are_said_to_change_nothing,
        ),
    ),
    Row("vouchers dated outside the financial year", ("date-outside-year",)),
    Row(
        "a locked or closed year, raw database text shown",
        (years.test_a_locked_period_that_an_import_changed_is_named_with_its_accounts,),
        "no import is refused by a lock, and no database text reaches a screen",
    ),
    Row(
        "voucher numbers shifted, all series B",
        ("empty-voucher", "missing-series", "duplicate-voucher-number", "falling-voucher-number"),
        "series and number are those of the source, empty vouchers keep theirs",
    ),
    Row(
        "several “opening balance” vouchers after repeated imports",
        ("already-imported",),
        "balances are no vouchers here, and the same content again is in use once",
    ),
    Row(
        "what an import's review listed cannot be found again",
        (contents.test_the_findings_of_an_import_can_be_found_again_with_the_raw_line_beside_them,),
    ),
    Row("å, ä and ö mangled", ("damaged-characters", "mixed-encoding", "stated-encoding")),
    Row(
        "invalid characters, “fail to format date”, texts over 50 characters, compulsory cost centre",
        (
            "unreadable-date",
            "unreadable-line",
            years.test_quotes_round_type_flag_number_and_format_are_read_as_they_are_meant,
            *exporting("a text that Fortnox does not take", "a text over Fortnox's length"),
        ),
        "50 characters is the limit of Fortnox's own import of files; what goes out is held to that of its vouchers",
    ),
    Row(
        ".si refused, blank series and number refused",
        ("year-assumed", "missing-series"),
        "no file is judged by the end of its name",
    ),
    Row("organisation number missing or different", ("org-number-missing", "org-number-invalid", "other-company")),
    Row(
        "nothing comes in, no error",
        (
            "nothing-to-import",
            contents.test_years_that_were_not_fetched_are_said_to_be_left_out_and_why,
            contents.test_a_year_that_fortnox_has_not_made_is_named,
        ),
    ),
    Row(
        "wrong figures: overlapping years, a stale import",
        (
            years.test_a_year_that_overlaps_another_is_told_with_both_ways_out,
            contents.test_what_was_corrected_in_fortnox_shows_only_after_the_next_import,
        ),
    ),
    Row(
        "eEkonomi swaps 1510 for 1518 and 2440 for 2448",
        (contents.test_a_ledger_that_differs_is_told_with_its_largest_cause_and_the_rest,),
    ),
)
EXPORTS: Final = (
    Row(
        "Verifikationsserien är inte manuell",
        exporting("Verifikationsserien är inte manuell", "no series is manual, found before anything is sent"),
    ),
    Row("Konto är inte aktivt", (exports.test_an_inactive_account_is_named,)),
    Row("Verifikationsserien finns inte", exporting("Verifikationsserien finns inte")),
    Row("Ogiltigt konto", exporting("Ogiltigt konto")),
    Row("no financial year for the date", exporting("no financial year for the date")),
    Row("voucher without text refused", (exports.test_a_voucher_without_text_never_leaves,)),
)
EVERY: Final = (*CONNECTIONS, *CONTENTS, *EXPORTS)


def test_the_table_has_every_row_of_the_reference() -> None:
    assert [len(rows) for rows in (CONNECTIONS, CONTENTS, EXPORTS)] == [13, 22, 6]


@pytest.mark.parametrize("row", EVERY, ids=lambda row: row.failure)
def test_each_failure_is_shown_by_something_that_is_tested(row: Row) -> None:
    assert row.shown
    for shown in row.shown:
        if isinstance(shown, str):
            assert shown in set(CATALOGUE) - contents.MADE
