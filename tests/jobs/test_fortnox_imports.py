"""An import from Fortnox: what it takes, how it is read, what it brings beside the books, and how it goes on."""

import re
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from lib.actions.clients import change_client, reset_client
from lib.actions.fortnox import import_from_fortnox
from lib.actions.imports import activate, raw_line, retry, undo
from lib.core.errors import ReasonRequired, WrongState
from lib.core.findings import Status
from lib.core.languages import translate
from lib.fortnox.client import Fortnox
from lib.fortnox.failures import ConnectionLost
from lib.fortnox.paging import Page
from lib.fortnox.reasons import REASONS, LostReason
from lib.fortnox.registers import Year
from lib.jobs import stations, workflows
from lib.jobs.lines import NotConnected
from lib.jobs.orders import Order
from lib.jobs.previews import preview
from lib.sandbox.fortnox.companies import ours
from lib.sandbox.fortnox.faults import Fault
from lib.store import appendices, books, connections, imports, snapshots, sources, supplements
from lib.store.columns import now
from lib.store.connections import VALID_FOR
from lib.store.tables import Client, Import, ImportState, JobState, Source
from lib.store.words import SupplementKind, SupplementState
from tests.jobs.local_fortnox import DIFFERS, LOCKED, NO_API, SOLE, SOUND, Bureau

RECEIVABLES, PAYABLES, REGISTERS = SupplementKind.RECEIVABLES, SupplementKind.PAYABLES, SupplementKind.REGISTERS


def use(bureau: Bureau, import_: Import) -> None:
    with bureau.store.reading() as session:
        version = books.active(session, import_.client_id).version
    activate(bureau.desk(), import_.id, expected_version=version, reason="prov")


def labels(bureau: Bureau, client: Client) -> list[str]:
    with bureau.store.reading() as session:
        return [year.label for year in books.active(session, client.id).years]


def test_the_first_import_brings_three_whole_years_and_both_ledgers(bureau: Bureau) -> None:
    import_ = bureau.bring_in(bureau.connected())
    company = ours(bureau.world.companies[SOUND])
    assert import_.state is ImportState.STAGED
    assert import_.counts.get("error", 0) == 0
    seen = preview(bureau.store, import_.id)
    kept = sorted(company.books.years, key=lambda year: year.span)[-3:]
    assert [plan.year for plan in seen.plan] == [year.span for year in kept]
    assert {plan.action for plan in seen.plan} == {"new"}
    assert [plan.snapshot.totals["vouchers"] for plan in seen.plan] == [len(year.vouchers) for year in kept]
    brought = bureau.brought(import_)
    assert {row.state for row in brought.values()} == {SupplementState.FETCHED}
    assert brought.keys() == set(SupplementKind)


def test_a_file_for_each_year_is_kept_as_fortnox_sent_it_and_told_in_the_findings(bureau: Bureau) -> None:
    import_ = bureau.bring_in(bureau.connected(DIFFERS))
    assert len(import_.summary["files"]) == 3
    for name in import_.summary["files"]:
        assert raw_line(bureau.desk(), import_.id, 1, name).startswith("#FLAGGA")
        assert raw_line(bureau.desk(), import_.id, 7, name).startswith("#FNAMN")
    stated = {raw_line(bureau.desk(), import_.id, 9, name) for name in import_.summary["files"]}
    assert len(stated) == 3, "each file states its own financial year"


def test_the_years_of_one_import_are_checked_against_each_other(bureau: Bureau) -> None:
    import_ = bureau.bring_in(bureau.connected())
    results = {result.check: result for result in imports.results(bureau.store, import_.id)}
    assert len(results) == len(imports.results(bureau.store, import_.id)), "each check is told once"
    assert results["balances-differ"].status is Status.CLEAN if "balances-differ" in results else True
    assert not any(result.findings for result in results.values() if result.status is not Status.FOUND)


def test_using_it_makes_both_appendices_and_puts_its_ledgers_in_use(bureau: Bureau) -> None:
    client = bureau.connected()
    import_ = bureau.bring_in(client)
    use(bureau, import_)
    with bureau.store.reading() as session:
        assert [one.account for one in appendices.of_client(session, client.id)] == ["1510", "2440"]
        row = supplements.active(session, client.id, RECEIVABLES)
    assert row is not None
    ledger = supplements.ledger(bureau.store, row)
    assert ledger.invoices.height == row.facts["invoices"] > 0
    assert ledger.invoices["total"].dtype == pl.Int64


def test_a_later_import_takes_the_year_being_closed_and_the_one_after_it(bureau: Bureau) -> None:
    client = bureau.connected()
    use(bureau, bureau.bring_in(client))
    import_ = bureau.bring_in(client)
    half_a_year_ago = now().date() - timedelta(days=183)
    starts = {year["start"] for year in import_.summary["years"]}
    assert len(starts) in {1, 2}
    assert any(year["start"] <= half_a_year_ago.isoformat() <= year["end"] for year in import_.summary["years"])
    assert import_.summary["left_out"], "what was left out is said"


def test_a_year_on_request_comes_alone(bureau: Bureau) -> None:
    client = bureau.connected()
    oldest = min(year.span for year in ours(bureau.world.companies[SOUND]).books.years)
    import_ = bureau.bring_in(client, Order((oldest.start,), ()))
    assert [year["start"] for year in import_.summary["years"] if year["extent"] == "full"] == [
        oldest.start.isoformat()
    ]
    assert {kind: row.state for kind, row in bureau.brought(import_).items()} == {
        RECEIVABLES: SupplementState.NOT_ASKED,
        PAYABLES: SupplementState.NOT_ASKED,
        REGISTERS: SupplementState.FETCHED,
    }


def test_an_import_that_changed_no_figure_may_be_used_for_its_newer_ledgers(bureau: Bureau) -> None:
    client = bureau.connected()
    use(bureau, bureau.bring_in(client))
    second = bureau.bring_in(client)
    assert {plan.action for plan in preview(bureau.store, second.id).plan} == {"same"}
    use(bureau, second)
    with bureau.store.reading() as session:
        row = supplements.active(session, client.id, RECEIVABLES)
    assert row is not None
    assert row.import_id == second.id


def test_the_next_import_after_a_reset_takes_three_years_again(bureau: Bureau) -> None:
    client = bureau.connected()
    use(bureau, bureau.bring_in(client))
    reset_client(bureau.desk(), client.id, expected_version=1)
    assert labels(bureau, client) == []
    assert len(bureau.bring_in(client).summary["files"]) == 3
    undo(bureau.desk(), client.id, expected_version=2)
    assert len(labels(bureau, client)) == 3


def test_an_import_that_was_under_way_at_a_reset_does_not_count_as_the_first_after_it(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = bureau.connected()
    use(bureau, bureau.bring_in(client))

    def reset_amid(fortnox: Fortnox, year_id: int) -> bytes:
        if labels(bureau, client):
            reset_client(bureau.desk(), client.id, expected_version=1)
        return _sie(fortnox, year_id)

    with monkeypatch.context() as amid:
        amid.setattr(Fortnox, "sie", reset_amid)
        use(bureau, bureau.bring_in(client))
    assert len(labels(bureau, client)) < 3
    assert len(bureau.bring_in(client).summary["files"]) == 3


def test_an_import_renews_the_connection_for_thirty_days(bureau: Bureau) -> None:
    client = bureau.connected()
    with bureau.store.transaction() as session:
        (connection,) = connections.of_client(session, client.id)
        connection.valid_until = now() + timedelta(days=1)
        session.add(connection)
    bureau.bring_in(client)
    with bureau.store.reading() as session:
        (connection,) = connections.of_client(session, client.id)
    assert abs(connection.valid_until - now() - VALID_FOR) < timedelta(minutes=1)


def test_the_registers_come_with_the_import(bureau: Bureau) -> None:
    client = bureau.connected(LOCKED)
    use(bureau, bureau.bring_in(client))
    with bureau.store.reading() as session:
        registers = supplements.registers(bureau.store, session, client.id)
    assert registers is not None
    assert registers["locked_until"]
    series = {one["code"]: one["manual"] for one in registers["years"][0]["series"]}
    assert set(series.values()) == {True, False}
    assert {"number", "name", "active"} <= registers["years"][0]["accounts"][0].keys()


def test_a_double_click_is_one_import(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    client = bureau.connected()
    monkeypatch.setattr("tests.jobs.inline.InlineRunner.start", lambda *_: None)
    first, second = (import_from_fortnox(bureau.desk(), client.id) for _ in range(2))
    assert first == second


def test_who_has_no_connection_of_their_own_is_asked_to_connect(bureau: Bureau) -> None:
    client = bureau.connected()
    with pytest.raises(NotConnected):
        import_from_fortnox(bureau.desk("Sara"), client.id)


def test_a_token_31_days_old_is_lost(bureau: Bureau) -> None:
    client = bureau.connected()
    with bureau.store.transaction() as session:
        (connection,) = connections.of_client(session, client.id)
        connection.valid_until = now() - timedelta(days=1)
        session.add(connection)
    with pytest.raises(ConnectionLost):
        import_from_fortnox(bureau.desk(), client.id)


@pytest.mark.parametrize(
    ("fault", "switch", "said"),
    [
        (Fault.NO_LICENCE, {"value": "invoice"}, "no active licence"),
        (Fault.NO_SCOPE, {"value": "invoice"}, "does not cover"),
    ],
)
def test_a_ledger_that_fortnox_withholds_says_why_and_the_books_come(
    bureau: Bureau, fault: Fault, switch: dict[str, Any], said: str
) -> None:
    client = bureau.connected()
    bureau.befall(fault, path="/3/invoices", **switch)
    import_ = bureau.bring_in(client)
    assert import_.state is ImportState.STAGED
    brought = bureau.brought(import_)
    assert brought[RECEIVABLES].state is SupplementState.REFUSED
    assert said in brought[RECEIVABLES].message
    assert brought[RECEIVABLES].facts["remedy"]
    assert brought[PAYABLES].state is SupplementState.FETCHED


def test_a_person_without_rights_to_the_ledgers_brings_the_books_alone(bureau: Bureau) -> None:
    client = bureau.client()
    bureau.connect(client, user="utan")
    import_ = bureau.bring_in(client)
    assert import_.state is ImportState.STAGED
    brought = bureau.brought(import_)
    assert {brought[kind].state for kind in (RECEIVABLES, PAYABLES)} == {SupplementState.REFUSED}
    assert "no right" in brought[RECEIVABLES].message


@pytest.mark.parametrize(
    ("fault", "switch", "said", "step"),
    [
        (Fault.NO_API_LICENCE, {}, "lacks the licence", "Order the API licence"),
        (Fault.CLOSE_ACCOUNT, {}, "no longer lets anybody", "Sign in to Fortnox"),
        (Fault.STORM, {}, "takes no more requests", "Wait some minutes"),
        (Fault.ERROR, {}, "fault of its own", "some minutes"),
        (Fault.DROP_BEFORE, {}, "did not answer", "some minutes"),
        (Fault.DROP_AMID, {"path": "/3/sie"}, "did not answer", "some minutes"),
        (Fault.NO_SCOPE, {"value": "bookkeeping"}, "does not cover", "approve all"),
        (Fault.NO_LICENCE, {"value": "bookkeeping"}, "no active licence", "Order or assign"),
    ],
)
def test_each_fault_of_fortnox_leads_to_its_message_and_remedy_and_leaves_the_books(
    bureau: Bureau, fault: Fault, switch: dict[str, Any], said: str, step: str
) -> None:
    client = bureau.connected()
    bureau.befall(fault, **switch)
    import_ = bureau.bring_in(client)
    job = bureau.job(import_)
    assert (import_.state, job.state) == (ImportState.FAILED, JobState.FAILED)
    assert said in translate(job.message, "en", **job.facts)
    assert step in translate(str(job.facts["remedy"]), "en", **job.facts)
    assert labels(bureau, client) == []


@pytest.mark.parametrize("fault", [Fault.REVOKE, Fault.EXPIRE_REFRESH])
def test_a_token_that_fortnox_no_longer_renews_is_lost_and_says_so(bureau: Bureau, fault: Fault) -> None:
    client = bureau.connected()
    bureau.befall(fault)
    bureau.befall(Fault.EXPIRE_ACCESS)
    import_ = bureau.bring_in(client)
    assert import_.state is ImportState.FAILED
    assert bureau.job(import_).message == REASONS[LostReason.REVOKED]
    with pytest.raises(ConnectionLost):
        import_from_fortnox(bureau.desk(), client.id)


def test_an_access_token_that_has_expired_is_renewed_on_the_way(bureau: Bureau) -> None:
    client = bureau.connected()
    bureau.befall(Fault.EXPIRE_ACCESS)
    assert bureau.bring_in(client).state is ImportState.STAGED


@pytest.mark.parametrize("how", ["page", "empty"])
def test_an_answer_that_is_no_bookkeeping_is_refused(bureau: Bureau, how: str) -> None:
    client = bureau.connected()
    bureau.befall(Fault.DAMAGED_SIE, value=how)
    import_ = bureau.bring_in(client)
    assert import_.state is ImportState.FAILED
    assert "cannot be read" in bureau.job(import_).message


def test_bookkeeping_of_another_year_than_the_one_asked_for_is_refused(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = bureau.connected()
    first: list[bytes] = []

    def always_the_same(fortnox: Fortnox, year_id: int) -> bytes:
        first.append(_sie(fortnox, year_id))
        return first[0]

    monkeypatch.setattr(Fortnox, "sie", always_the_same)
    import_ = bureau.bring_in(client)
    job = bureau.job(import_)
    assert import_.state is ImportState.FAILED
    newest, before, *_older = sorted(year.span for year in ours(bureau.world.companies[SOUND]).books.years)[::-1]
    assert before.start.isoformat() in str(job.facts["asked"])
    assert newest.start.isoformat() in str(job.facts["found"])
    assert "export the year as a SIE file" in str(job.facts["remedy"])


@pytest.mark.parametrize("label", [b"#ORGNR ", b"#FNR "])
def test_bookkeeping_of_another_company_is_refused_and_both_are_named(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch, label: bytes
) -> None:
    client = bureau.connected()
    other = {b"#ORGNR ": b"556036-0793", b"#FNR ": b"424242"}[label]
    monkeypatch.setattr(Fortnox, "sie", lambda one, year: re.sub(label + rb"\S+", label + other, _sie(one, year)))
    import_ = bureau.bring_in(client)
    job = bureau.job(import_)
    assert import_.state is ImportState.FAILED
    assert other.decode() in str(job.facts["found"])
    assert str(bureau.world.companies[SOUND].org_number) in str(job.facts["asked"])


def test_balances_alone_are_no_bookkeeping_of_a_year(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    client = bureau.connected()
    monkeypatch.setattr(Fortnox, "sie", lambda one, year: _sie(one, year).replace(b"#SIETYP 4", b"#SIETYP 1"))
    import_ = bureau.bring_in(client)
    assert import_.state is ImportState.FAILED
    assert "not the whole bookkeeping" in bureau.job(import_).message


def test_a_year_that_was_ordered_and_is_gone_is_named(bureau: Bureau) -> None:
    client = bureau.connected()
    newest = max(year.span for year in ours(bureau.world.companies[SOUND]).books.years)
    import_ = bureau.bring_in(client, Order((date(1999, 7, 1), newest.start)))
    assert import_.state is ImportState.FAILED
    assert bureau.job(import_).facts["day"] == "1999-07-01"


def test_bookkeeping_that_is_cut_off_needs_a_reason_to_be_used(bureau: Bureau) -> None:
    client = bureau.connected()
    bureau.befall(Fault.DAMAGED_SIE)
    import_ = bureau.bring_in(client)
    assert import_.state is ImportState.STAGED
    assert import_.counts["error"]
    with pytest.raises(ReasonRequired):
        activate(bureau.desk(), import_.id, expected_version=0)


def test_an_import_that_failed_goes_on_without_fetching_twice_what_it_has(bureau: Bureau) -> None:
    client = bureau.connected()
    bureau.befall(Fault.ERROR, path="/3/invoicepayments")
    import_ = bureau.bring_in(client)
    assert import_.state is ImportState.FAILED
    before = {path: len(bureau.asked(path)) for path in ("sie", "invoices?", "accounts")}
    bureau.world.faults.switch_off()
    retry(bureau.desk(), import_.id)
    with bureau.store.reading() as session:
        assert imports.get(session, import_.id).state is ImportState.STAGED
    assert {path: len(bureau.asked(path)) for path in before} == before
    assert set(bureau.brought(import_)) == set(SupplementKind)


def test_what_was_fetched_too_long_ago_is_fetched_anew(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    client = bureau.connected()
    bureau.befall(Fault.ERROR, path="/3/supplierinvoicepayments")
    import_ = bureau.bring_in(client)
    before = len(bureau.asked("sie")), len(bureau.asked("invoices?"))
    bureau.world.faults.switch_off()
    monkeypatch.setattr("lib.store.pieces.FRESH_FOR", timedelta(0))
    retry(bureau.desk(), import_.id)
    assert (len(bureau.asked("sie")), len(bureau.asked("invoices?"))) == (2 * before[0], 2 * before[1])
    assert {row.state for row in bureau.brought(import_).values()} == {SupplementState.FETCHED}


def test_a_ledger_that_was_fetched_but_never_told_of_gives_way_to_the_one_fetched_anew(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = bureau.connected()
    with monkeypatch.context() as failing:
        failing.setattr("lib.store.supplements.add", stations.refused_result)  # killed before the row was there
        failing.setattr("lib.jobs.fortnox._Fetch._registers", lambda *_: None)
        import_ = bureau.bring_in(client)
    assert import_.state is ImportState.FAILED
    assert not bureau.brought(import_)
    for place in sources.pieces_of(bureau.store, import_.id).glob("invoices-*"):
        place.unlink()
    pages = Fortnox.page
    monkeypatch.setattr(Fortnox, "page", lambda *asked: _with_rows(pages(*asked), 5))
    retry(bureau.desk(), import_.id)
    row = bureau.brought(import_)[RECEIVABLES]
    assert supplements.ledger(bureau.store, row).invoices.height == row.facts["invoices"] == 5


def _with_rows(page: Page, rows: int) -> Page:
    """A register that holds a few rows alone."""
    return Page(page.rows[:rows], page.number, 1, rows)


def test_a_retry_that_fetches_other_books_keeps_none_of_the_older_ones(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = bureau.connected()
    with monkeypatch.context() as failing:
        failing.setitem(workflows.STEPS, "compare", stations.refused_result)  # a step that crashes
        import_ = bureau.bring_in(client)
    assert import_.state is ImportState.FAILED
    with bureau.store.reading() as session:
        before = {one.id for one in snapshots.of_import(session, import_.id)}
    monkeypatch.setattr("lib.store.pieces.FRESH_FOR", timedelta(0))
    monkeypatch.setattr(Fortnox, "sie", _with_one_voucher_more)
    retry(bureau.desk(), import_.id)
    with bureau.store.reading() as session:
        after = snapshots.of_import(session, import_.id)
        plan = books.plan(session, import_.id)
    assert len(after) == len(before) == 3
    assert not before & {one.id for one in after}
    assert {year.action for year in plan} == {"new"}


_sie = Fortnox.sie


def _with_one_voucher_more(fortnox: Fortnox, year_id: int) -> bytes:
    content = _sie(fortnox, year_id)
    last_day = re.search(rb"#RAR 0 \d+ (\d+)", content)
    assert last_day is not None
    rows = b"#TRANS 1930 {} 100.00\r\n#TRANS 3041 {} -100.00\r\n"
    return content + b'#VER "A" "99999" ' + last_day[1] + b' "Ny"\r\n{\r\n' + rows + b"}\r\n"


def test_a_failed_import_gives_way_to_one_that_is_under_way(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    client = bureau.connected()
    bureau.befall(Fault.ERROR, path="/3/sie")
    failed = bureau.bring_in(client)
    monkeypatch.setattr("tests.jobs.inline.InlineRunner.start", lambda *_: None)
    import_from_fortnox(bureau.desk(), client.id)
    with pytest.raises(WrongState):
        retry(bureau.desk(), failed.id)


def test_another_company_than_the_client_is_refused_by_name_when_the_number_was_changed(bureau: Bureau) -> None:
    client = bureau.connected()
    change_client(bureau.desk(), client.id, org_number="556036-0793")
    import_ = bureau.bring_in(client)
    job = bureau.job(import_)
    assert import_.state is ImportState.FAILED
    assert {job.facts["found"], job.facts["expected"]} == {bureau.world.companies[SOUND].name, client.name}


def test_a_company_without_an_api_licence_can_not_be_connected(bureau: Bureau) -> None:
    client = bureau.client(NO_API)
    done = bureau.connect(client, NO_API)
    assert done.failure is not None
    assert "licence" in done.failure.sentence("en")


def test_a_year_that_fortnox_has_not_made_is_simply_not_there(bureau: Bureau) -> None:
    import_ = bureau.bring_in(bureau.connected(SOLE))
    assert import_.state is ImportState.STAGED
    assert all(year["end"] < now().date().isoformat() for year in import_.summary["years"])


def test_an_import_that_begins_before_the_thirty_days_end_is_not_cut_off_by_their_end(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = bureau.connected()
    with bureau.store.transaction() as session:
        (connection,) = connections.of_client(session, client.id)
        connection.valid_until = now() + timedelta(minutes=1)
        session.add(connection)
    real, left = Fortnox.years, list[timedelta]()

    def years(fortnox: Fortnox) -> tuple[Year, ...]:
        with bureau.store.reading() as session:
            left.append(connections.of_client(session, client.id)[0].valid_until - now())
        return real(fortnox)

    monkeypatch.setattr(Fortnox, "years", years)
    assert bureau.bring_in(client).state is ImportState.STAGED
    assert left[0] > VALID_FOR - timedelta(minutes=1)


def test_the_job_tells_every_step_as_people_call_it(bureau: Bureau) -> None:
    job = bureau.job(bureau.bring_in(bureau.connected()))
    assert [step["name"] for step in job.steps] == ["fetch", "read", "check", "store", "compare"]
    assert workflows.STEP_NAMES["fetch"] == "Fetches from Fortnox"


def test_an_import_of_files_is_as_it_was(bureau: Bureau) -> None:
    client = bureau.client(source=Source.SIE4)
    assert labels(bureau, client) == []
    assert bureau.asked("sie") == []
