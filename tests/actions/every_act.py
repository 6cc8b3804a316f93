"""Every function that a page may call with a desk: the right that it asks for, and a call that would do something.

`theirs` are rows of a client; `client` is the client that the caller says they are of.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC
from typing import Final

from lib import actions
from lib.actions import (
    analysis,
    appendices,
    balances,
    beginnings,
    bundles,
    bureau,
    check_settings,
    checklists,
    clients,
    comparisons,
    connections,
    consents,
    corrections,
    demo,
    due_entries,
    entries,
    entry_files,
    entry_templates,
    erasing,
    export,
    fates,
    fortnox,
    imports,
    marks,
    periods,
    practice,
    reconciliation,
    retries,
    returns,
    si_files,
    system_entries,
    troubleshooting,
    users,
)
from lib.actions.desk import Desk
from lib.closing.entries import EntryRow, Family
from lib.closing.system.proposals import Kind
from lib.core.periods import ReconciliationPeriod, calendar_year
from lib.settings import load
from lib.store.marks import Said
from lib.store.tables import Role, Source
from lib.store.words import ItemState
from tests.actions.entries_by_hand import DRAFT, JANUARY, YEAR_END
from tests.actions.filled_clients import DAY, PDF, Theirs

YEAR: Final = calendar_year(2025)
ROWS: Final = (EntryRow("5010", 1), EntryRow("1930", -1))
CALLBACK: Final = "http://127.0.0.1/fortnox/callback"


Call = Callable[[Desk, int, Theirs], object]
Acts = Mapping[Callable[..., object], tuple[str, Call]]

OF_A_ROW: Final[Acts] = {
    check_settings.remove_view: ("view.save", lambda d, c, t: check_settings.remove_view(d, c, t.view)),
    check_settings.reset_check: ("check.change", lambda d, c, t: check_settings.reset_check(d, c, t.own_check)),
    check_settings.switch_check: (
        "check.change",
        lambda d, c, t: check_settings.switch_check(d, c, t.own_check, enabled=False),
    ),
    checklists.tick_item: (
        "checklist.change",
        lambda d, c, t: checklists.tick_item(d, c, JANUARY, t.item, ItemState.DONE),
    ),
    checklists.remove_item: ("checklist.change", lambda d, c, t: checklists.remove_item(d, c, JANUARY, t.item)),
    checklists.remove_comment: ("comment.add", lambda d, c, t: checklists.remove_comment(d, c, t.comment)),
    comparisons.years_of: ("books.compare", lambda d, c, t: comparisons.years_of(d, c, t.staged)),
    corrections.correct_entry: ("entry.change", lambda d, c, t: corrections.correct_entry(d, c, t.entry, JANUARY)),
    corrections.move_to_year_end: ("entry.change", lambda d, c, t: corrections.move_to_year_end(d, c, t.entry)),
    entries.save_entry: (
        "entry.change",
        lambda d, c, t: entries.save_entry(d, c, JANUARY, DRAFT, entry_id=t.entry),
    ),
    entries.delete_entry: ("entry.delete", lambda d, c, t: entries.delete_entry(d, c, t.entry)),
    entries.restore_entry: ("entry.delete", lambda d, c, t: entries.restore_entry(d, c, t.entry)),
    entries.keep_entry_here: ("entry.keep", lambda d, c, t: entries.keep_entry_here(d, c, t.entry, here=True)),
    entry_files.attach_entry_file: (
        "attachment.add",
        lambda d, c, t: entry_files.attach_entry_file(d, c, t.entry, "a.pdf", PDF),
    ),
    entry_templates.save_template: (
        "entry-template.change",
        lambda d, c, t: entry_templates.save_template(d, c, name="Lån", rows=ROWS, template_id=t.template),
    ),
    entry_templates.delete_template: (
        "entry-template.change",
        lambda d, c, t: entry_templates.delete_template(d, c, t.template),
    ),
    entry_templates.use_template: (
        "entry.change",
        lambda d, c, t: entry_templates.use_template(d, c, JANUARY, t.template),
    ),
    export.progress: ("export.view", lambda d, c, t: export.progress(d, c, t.export)),
    fates.say_it_is_there: ("export.fate", lambda d, c, t: fates.say_it_is_there(d, c, t.export_item, ("A", "1"))),
    fates.say_it_is_not_there: ("export.fate", lambda d, c, t: fates.say_it_is_not_there(d, c, t.export_item)),
    reconciliation.save_appendix: (
        "appendix.change",
        lambda d, c, t: reconciliation.save_appendix(
            d, c, JANUARY, name="Ny", accounts=["1790"], appendix_id=t.appendix
        ),
    ),
    reconciliation.delete_sub_appendix: (
        "appendix.change",
        lambda d, c, t: reconciliation.delete_sub_appendix(d, c, JANUARY, t.appendix),
    ),
    reconciliation.attach_file: (
        "attachment.add",
        lambda d, c, t: reconciliation.attach_file(d, c, t.appendix, "a.pdf", PDF),
    ),
    reconciliation.remove_file: ("attachment.remove", lambda d, c, t: reconciliation.remove_file(d, c, t.file)),
    reconciliation.read_file: ("attachment.view", lambda d, c, t: reconciliation.read_file(d, c, t.file)),
    returns.vouchers_alike: ("entry.view", lambda d, c, t: returns.vouchers_alike(d, c, t.entry)),
    returns.confirm_entry: ("entry.seen", lambda d, c, t: returns.confirm_entry(d, c, t.entry, ("A", "1"))),
    returns.withdraw_entry: ("entry.seen", lambda d, c, t: returns.withdraw_entry(d, c, t.entry)),
    si_files.si_file_again: ("si.export", lambda d, c, t: si_files.si_file_again(d, c, YEAR.start, t.taken_at)),
    si_files.take_back_si_file: (
        "si.export",
        lambda d, c, t: si_files.take_back_si_file(d, c, YEAR.start, t.taken_at),
    ),
}
"""Acts on a row of a client's, which the caller names beside the client."""

BY_ROW: Final[Acts] = {
    imports.activate: ("import.activate", lambda d, _, t: imports.activate(d, t.staged, expected_version=1)),
    imports.discard: ("import.discard", lambda d, _, t: imports.discard(d, t.staged)),
    imports.compare_again: ("import.retry", lambda d, _, t: imports.compare_again(d, t.staged)),
    imports.retry: ("import.retry", lambda d, _, t: imports.retry(d, t.failed)),
    imports.raw_line: ("raw-line.view", lambda d, _, t: imports.raw_line(d, t.staged, 1)),
    imports.voucher_line: ("raw-line.view", lambda d, _, t: imports.voucher_line(d, t.staged, YEAR, 1)),
    retries.again: ("import.retry", lambda d, _, t: retries.again(d, t.failed_job)),
}
"""Acts on a row that alone tells whose it is."""

OF_A_CLIENT: Final[Acts] = {
    analysis.run_checks: ("checks.run", lambda d, c, _: analysis.run_checks(d, c, YEAR)),
    appendices.delete_appendix: ("appendix.delete", lambda d, c, _: appendices.delete_appendix(d, c, "1930")),
    balances.type_balances: (
        "balances.type",
        lambda d, c, _: balances.type_balances(d, c, YEAR, [("1930", "Bank", 0, 100)]),
    ),
    bundles.take_bundle: ("bundle.take", lambda d, c, _: bundles.take_bundle(d, load(), c)),
    check_settings.add_check: (
        "check.change",
        lambda d, c, _: check_settings.add_check(d, c, "gaps", name="Ny", thresholds={}),
    ),
    check_settings.change_check: ("check.change", lambda d, c, _: check_settings.change_check(d, c, "gaps")),
    check_settings.set_role: ("check.change", lambda d, c, _: check_settings.set_role(d, c, "1935", "bank")),
    check_settings.save_template: ("template.change", lambda d, c, _: check_settings.save_template(d, c, "Bygg")),
    check_settings.apply_template: ("template.apply", lambda d, c, _: check_settings.apply_template(d, c, 1)),
    check_settings.save_view: (
        "view.save",
        lambda d, c, _: check_settings.save_view(d, c, "analysis", "Ny", {}, shared=True),
    ),
    checklists.add_item: ("checklist.change", lambda d, c, _: checklists.add_item(d, c, JANUARY, "Ny")),
    checklists.add_comment: ("comment.add", lambda d, c, _: checklists.add_comment(d, c, JANUARY, "Ny")),
    clients.change_client: ("client.change", lambda d, c, _: clients.change_client(d, c, name="Ny")),
    clients.choose_source: ("source.change", lambda d, c, _: clients.choose_source(d, c, Source.SIE4)),
    clients.change_source: ("source.change", lambda d, c, _: clients.change_source(d, c, Source.FORTNOX)),
    clients.reset_client: ("client.reset", lambda d, c, _: clients.reset_client(d, c, expected_version=1)),
    comparisons.compare_file: ("books.compare", lambda d, c, _: comparisons.compare_file(d, c, "a.se", b"#FLAGGA 0")),
    comparisons.found_in_file: ("books.compare", lambda d, c, t: comparisons.found_in_file(d, c, t.comparison)),
    comparisons.forget_file: ("books.compare", lambda d, c, t: comparisons.forget_file(d, c, t.comparison)),
    comparisons.shown: ("books.compare", lambda d, c, _: comparisons.shown(d, c, [])),
    comparisons.comparable: ("books.compare", lambda d, c, _: comparisons.comparable(d, c)),
    connections.begin_connect: (
        "fortnox.connect",
        lambda d, c, _: connections.begin_connect(d, c, return_path="/", browser="b", redirect_uri=CALLBACK),
    ),
    connections.disconnect: ("fortnox.disconnect", lambda d, c, _: connections.disconnect(d, c)),
    consents.give_consent: (
        "consent.give",
        lambda d, c, _: consents.give_consent(d, c, consents.Lasting.WEEK, "Prov", UTC),
    ),
    consents.withdraw_consent: ("consent.give", lambda d, c, _: consents.withdraw_consent(d, c)),
    consents.decline: ("consent.give", lambda d, c, _: consents.decline(d, c)),
    consents.ask_for_consent: ("consent.ask", lambda d, c, _: consents.ask_for_consent(d, c, "Prov")),
    due_entries.make_due_entries: ("entry.change", lambda d, c, _: due_entries.make_due_entries(d, c, JANUARY)),
    erasing.erase_client: ("client.erase", lambda d, c, t: erasing.erase_client(d, c, t.name)),
    erasing.go_on: ("client.erase", lambda d, c, _: erasing.go_on(d, c)),
    export.look_before_export: ("export.start", lambda d, c, _: export.look_before_export(d, c, YEAR.start)),
    export.ready: ("export.view", lambda d, c, _: export.ready(d, c, YEAR.start)),
    export.start_export: (
        "export.start",
        lambda d, c, _: export.start_export(d, c, YEAR.start, {Family.MANUAL: "A"}),
    ),
    export.past: ("export.view", lambda d, c, _: export.past(d, c)),
    fortnox.import_from_fortnox: ("fortnox.import", lambda d, c, _: fortnox.import_from_fortnox(d, c)),
    imports.upload: ("import.upload", lambda d, c, _: imports.upload(d, [("a.se", b"#FLAGGA 0")], client_id=c)),
    imports.undo: ("import.undo", lambda d, c, _: imports.undo(d, c, expected_version=1)),
    marks.mark_accounts: ("account.mark", lambda d, c, _: marks.mark_accounts(d, c, JANUARY, {"3001": Said(1)})),
    marks.unmark_accounts: ("account.mark", lambda d, c, _: marks.unmark_accounts(d, c, JANUARY, ["1930"])),
    marks.review_accounts: (
        "account.review",
        lambda d, c, _: marks.review_accounts(d, c, JANUARY, {"1930": Said(1)}),
    ),
    marks.unreview_accounts: ("account.review", lambda d, c, _: marks.unreview_accounts(d, c, JANUARY, ["1930"])),
    marks.mark_finding: ("finding.mark", lambda d, c, _: marks.mark_finding(d, c, "gaps", "b")),
    marks.mark_findings: ("finding.mark", lambda d, c, _: marks.mark_findings(d, c, "gaps", ["b"])),
    marks.unmark_finding: ("finding.mark", lambda d, c, _: marks.unmark_finding(d, c, "gaps", "a")),
    marks.unmark_findings: ("finding.mark", lambda d, c, _: marks.unmark_findings(d, c, "gaps", ["a"])),
    periods.start_period: ("period.start", lambda d, c, _: periods.start_period(d, c, YEAR_END)),
    periods.lock_period: ("period.lock", lambda d, c, _: periods.lock_period(d, c, JANUARY, expected_version=1)),
    periods.unlock_period: ("period.unlock", lambda d, c, _: periods.unlock_period(d, c, JANUARY)),
    periods.review_period: ("period.review", lambda d, c, _: periods.review_period(d, c, JANUARY)),
    periods.unreview_period: ("period.review", lambda d, c, _: periods.unreview_period(d, c, JANUARY)),
    periods.change_length: (
        "period.length",
        lambda d, c, _: periods.change_length(d, c, ReconciliationPeriod.YEAR, DAY),
    ),
    practice.try_situation: ("sandbox.try", lambda d, c, _: practice.try_situation(d, c, "faulty")),
    reconciliation.state_balance: (
        "statement.set",
        lambda d, c, _: reconciliation.state_balance(d, c, JANUARY, "1930", balance=1, day=DAY),
    ),
    reconciliation.remove_statement: (
        "statement.set",
        lambda d, c, _: reconciliation.remove_statement(d, c, JANUARY, "1930"),
    ),
    si_files.take_si_file: ("si.export", lambda d, c, _: si_files.take_si_file(d, c, YEAR.start)),
    si_files.take_year_file: (
        "year-file.take",
        lambda d, c, _: si_files.take_year_file(d, c, YEAR.start, with_entries=True),
    ),
    system_entries.system_standings: ("entry.view", lambda d, c, _: system_entries.system_standings(d, c, YEAR_END)),
    system_entries.switch_system_entry: (
        "system-entry.change",
        lambda d, c, _: system_entries.switch_system_entry(d, c, YEAR_END, next(iter(Kind)), on=True),
    ),
    system_entries.state_figures: (
        "system-entry.change",
        lambda d, c, _: system_entries.state_figures(d, c, YEAR_END, {"a": 1}),
    ),
    system_entries.refresh_system_entries: (
        "system-entry.change",
        lambda d, c, _: system_entries.refresh_system_entries(d, c, YEAR_END),
    ),
}
"""Acts on a client as a whole."""

OF_NO_CLIENT: Final[Acts] = {
    beginnings.begin: ("client.create", lambda d, *_: beginnings.begin(d, "a.se", b"#FLAGGA 0")),
    bureau.lines: ("client.view", lambda d, *_: bureau.lines(d)),
    check_settings.remove_template: ("template.change", lambda d, *_: check_settings.remove_template(d, 1)),
    clients.create_client: ("client.create", lambda d, *_: clients.create_client(d, name="Nya Bolaget AB")),
    demo.reset_demo: ("demo.reset", lambda d, *_: demo.reset_demo(d)),
    erasing.certificates: ("client.erase", lambda d, *_: erasing.certificates(d)),
    troubleshooting.answers: ("support.view", lambda d, *_: troubleshooting.answers(d, "2000310")),
    troubleshooting.named: ("support.view", lambda d, *_: troubleshooting.named(d, "2000310")),
    users.add_person: (
        "person.add",
        lambda d, *_: users.add_person(d, email="ny@byran.example", name="Ny", role=Role.VIEWER, clients=None),
    ),
    users.change_person: (
        "person.change",
        lambda d, *_: users.change_person(d, 1, expected_version=1, role=Role.ADMIN, clients=None, active=True),
    ),
    users.sign_out: ("person.sign-out", lambda d, *_: users.sign_out(d, 1)),
}
"""Acts on the bureau; what they tell of clients is tested where each is."""

WITHOUT_RIGHT: Final[Mapping[Callable[..., object], str]] = {
    beginnings.reader: "what the person has read",
    beginnings.introduced: "what the person has read",
    beginnings.read_news: "what the person has read",
    connections.finish_connect: "the trip is the person's own, and its client's right is asked for then",
    connections.give_up_connect: "the trip is the person's own, and its client's right is asked for then",
    due_entries.make: "a part of other acts, in their transaction",
    entries.facts_of: "what the log says of an entry",
    export.hindrance: "the person's own connection",
    fortnox.begin: "a part of other acts",
    fortnox.check_connected: "the person's own connection",
    fortnox.look_for_news: "does nothing for who may not import",
    imports.start: "a part of other acts",
    periods.name_of: "what the log says of a period",
    retries.way: "whether the person may, without doing it",
}
"""What asks for no right by itself, and why."""

ON_CLIENTS: Final[Acts] = {**OF_A_ROW, **BY_ROW, **OF_A_CLIENT}
EVERY: Final[Acts] = {**ON_CLIENTS, **OF_NO_CLIENT}


def name(act: Callable[..., object]) -> str:
    """What an act is called in a test's name."""
    return f"{act.__module__.rpartition('.')[2]}.{act.__name__}"


def public() -> Iterator[Callable[..., object]]:
    """Every function of `lib.actions` whose first argument is the desk."""
    for module in pkgutil.iter_modules(actions.__path__):
        loaded = importlib.import_module(f"{actions.__name__}.{module.name}")
        for named, found in inspect.getmembers(loaded, inspect.isfunction):
            first = next(iter(inspect.signature(found).parameters), "")
            if found.__module__ == loaded.__name__ and first == "desk" and not named.startswith("_"):
                yield found
