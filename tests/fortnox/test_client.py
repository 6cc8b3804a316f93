"""The client against the local Fortnox, and each of its faults with its message and remedy."""

from datetime import UTC, date, datetime

import httpx
import pytest

from lib.core.languages import LANGUAGES
from lib.fortnox.addresses import Address
from lib.fortnox.bearers import FreshBearer
from lib.fortnox.client import Fortnox
from lib.fortnox.failures import (
    AccessDenied,
    AnswerUnreadable,
    ConnectionLost,
    FortnoxFailure,
    FortnoxFaulty,
    FortnoxRefused,
    LicenceMissing,
    RightMissing,
    ScopeMissing,
    TooLarge,
    TooManyRequests,
    Unreachable,
)
from lib.fortnox.paging import whole_list
from lib.fortnox.ports import Call
from lib.fortnox.reasons import LostReason
from lib.fortnox.resources import LEDGERS, Kind
from lib.sandbox.fortnox.faults import Fault, Switch
from lib.sandbox.fortnox.world import World
from tests.fortnox.conftest import BOOKKEEPING_ONLY, DIFFERS, NO_API, SOUND, connected
from tests.store.kept import tokens_of

NOWHERE = "http://127.0.0.1:1"


class Pages:
    """A journal in memory."""

    def __init__(self) -> None:
        """Begin empty."""
        self.calls: list[Call] = []

    def note(self, call: Call) -> None:
        self.calls.append(call)


def answering(*answers: httpx.Response, journal: Pages | None = None) -> Fortnox:
    """A client whose Fortnox gives these answers in order, the last one again and again."""
    left = list(answers)

    def answer(_: httpx.Request) -> httpx.Response:
        return left.pop(0) if len(left) > 1 else left[0]

    where = Address(NOWHERE, NOWHERE, "id", tokens_of("secret").access)
    return Fortnox(where, FreshBearer(tokens_of("a")), journal=journal, transport=httpx.MockTransport(answer))


def refused(code: int | str, status: int = 400, *, capital: bool = False, message: str = "Nej.") -> httpx.Response:
    names = ("Error", "Message", "Code") if capital else ("error", "message", "code")
    return httpx.Response(status, json={"ErrorInformation": dict(zip(names, (1, message, code), strict=True))})


def test_the_company_is_known_by_number_and_tenant(fortnox: Fortnox) -> None:
    company = fortnox.company()
    assert (company.org_number, company.tenant) == ("559998-0066", SOUND)


def test_the_years_come_newest_first(fortnox: Fortnox) -> None:
    assert [year.start for year in fortnox.years()] == [date(2026, 1, 1), date(2025, 1, 1), date(2024, 1, 1)]


def test_each_year_comes_as_the_bytes_of_a_sie_file(fortnox: Fortnox) -> None:
    for year in fortnox.years():
        content = fortnox.sie(year.id)
        assert content.startswith(b"#FLAGGA 0\r\n")
        assert f"#RAR 0 {year.start:%Y%m%d} {year.end:%Y%m%d}".encode() in content


def test_the_registers_are_read(fortnox: Fortnox) -> None:
    year = fortnox.years()[0]
    accounts = {account.number: account for account in fortnox.accounts(year.id)}
    assert accounts["1510"].active
    assert accounts["1510"].cost_centre_rule in {"ALLOWED", "MANDATORY", "NOTALLOWED"}
    assert [series.code for series in fortnox.voucher_series(year.id) if series.manual] == ["A"]
    assert fortnox.cost_centres()
    assert fortnox.projects()
    assert fortnox.locked_until() is None


def test_vouchers_changed_since_a_moment_are_listed(world: World, fortnox: Fortnox) -> None:
    year = fortnox.years()[0]
    everything = fortnox.vouchers_changed_since(year.id, datetime(2000, 1, 1, tzinfo=UTC))
    assert len(everything) == fortnox.sie(year.id).count(b"#VER ")
    assert not fortnox.vouchers_changed_since(year.id, datetime(2100, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("kind", list(Kind))
def test_a_ledgers_register_is_read_page_by_page(fortnox: Fortnox, kind: Kind) -> None:
    first = fortnox.page(kind, 1)
    rows = whole_list(lambda number: fortnox.page(kind, number), LEDGERS[kind].key)
    assert len(rows) == first.total
    assert fortnox.page(kind, first.pages + 1).rows == ()


def test_an_invoice_and_a_payment_are_read_by_themselves(fortnox: Fortnox) -> None:
    payment = fortnox.page(Kind.INVOICE_PAYMENTS, 1).rows[0]
    item = fortnox.item(Kind.INVOICE_PAYMENTS, str(payment["Number"]))
    assert item["Amount"] == payment["Amount"]
    assert fortnox.item(Kind.INVOICES, str(item["InvoiceNumber"]))["DocumentNumber"] == str(item["InvoiceNumber"])


@pytest.mark.parametrize(
    ("fault", "value", "failure", "helps"),
    [
        (Fault.NO_SCOPE, "invoice", ScopeMissing, True),
        (Fault.NO_LICENCE, "invoice", LicenceMissing, False),
        (Fault.NO_RIGHT, "", RightMissing, False),
        (Fault.STORM, "", TooManyRequests, False),
        (Fault.ERROR, "", FortnoxFaulty, False),
        (Fault.DROP_BEFORE, "", Unreachable, False),
        (Fault.DROP_AMID, "", Unreachable, False),
        (Fault.NO_API_LICENCE, "", ConnectionLost, False),
        (Fault.CLOSE_ACCOUNT, "", ConnectionLost, False),
        (Fault.UNAUTHORIZED, "", ConnectionLost, False),
    ],
)
@pytest.mark.usefixtures("no_pauses")
def test_each_fault_has_its_message_and_remedy(  # noqa: PLR0917 - the table's columns
    world: World, fortnox: Fortnox, fault: Fault, value: str, failure: type[FortnoxFailure], helps: bool
) -> None:
    world.befall(SOUND, fault, Switch(value=value))
    with pytest.raises(failure) as told:
        fortnox.page(Kind.INVOICES, 1)
    assert told.value.helps is helps
    said = {f"{told.value.sentence(language)} {told.value.remedy(language)}" for language in LANGUAGES}
    assert len(said) == 2
    assert all("{" not in text for text in said)


def test_a_closed_account_and_a_lost_api_licence_are_told_apart(world: World, fortnox: Fortnox) -> None:
    world.befall(SOUND, Fault.NO_API_LICENCE, Switch(times=1))
    with pytest.raises(ConnectionLost) as licence:
        fortnox.page(Kind.INVOICES, 1)
    world.befall(SOUND, Fault.CLOSE_ACCOUNT)
    with pytest.raises(ConnectionLost) as closed:
        fortnox.page(Kind.INVOICES, 1)
    assert (licence.value.reason, closed.value.reason) == (LostReason.LICENCE, LostReason.CLOSED)


@pytest.mark.parametrize("fault", [Fault.STORM, Fault.ERROR, Fault.DROP_BEFORE, Fault.DROP_AMID])
@pytest.mark.usefixtures("no_pauses")
def test_what_passes_is_waited_out(world: World, fortnox: Fortnox, fault: Fault) -> None:
    world.befall(SOUND, fault, Switch(times=3))
    assert fortnox.company().tenant == SOUND


@pytest.mark.parametrize("how", ["page", "empty"])
def test_a_sie_answer_that_is_none_is_told(world: World, fortnox: Fortnox, how: str) -> None:
    world.befall(SOUND, Fault.DAMAGED_SIE, Switch(value=how))
    with pytest.raises(AnswerUnreadable):
        fortnox.sie(fortnox.years()[0].id)


def test_a_company_without_api_licence_lets_nobody_in(world: World, address: Address) -> None:
    with pytest.raises(Exception, match="error_missing_license"):
        connected(world, address, NO_API)


def test_a_bookkeeping_licence_opens_the_books_and_no_ledger(world: World, address: Address) -> None:
    with Fortnox(address, FreshBearer(connected(world, address, BOOKKEEPING_ONLY))) as fortnox:
        assert fortnox.sie(fortnox.years()[0].id)
        with pytest.raises(LicenceMissing):
            fortnox.page(Kind.INVOICES, 1)


def test_a_person_without_rights_is_told_which(world: World, address: Address) -> None:
    with Fortnox(address, FreshBearer(connected(world, address, DIFFERS, user="utan"))) as fortnox:
        assert fortnox.years()
        with pytest.raises(RightMissing) as told:
            fortnox.page(Kind.SUPPLIER_INVOICES, 1)
    assert "leverantörsfakturorna" in told.value.sentence("sv")


@pytest.mark.parametrize("status", [200, 400, 404])
@pytest.mark.parametrize("capital", [True, False])
@pytest.mark.parametrize("code", [2000663, "2000663"])
def test_an_error_is_known_in_either_casing_and_under_any_status(status: int, capital: bool, code: int | str) -> None:
    with answering(refused(code, status, capital=capital)) as fortnox, pytest.raises(ScopeMissing):
        fortnox.years()


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (refused(2000587), FortnoxRefused),
        (refused(2000310, 403), ConnectionLost),
        (refused(2001339), RightMissing),
        (refused(2003275, 403, capital=True), RightMissing),
        (httpx.Response(403, text="Forbidden"), AccessDenied),
        (httpx.Response(404, text="<html>"), AnswerUnreadable),
        (httpx.Response(200, text="<html>"), AnswerUnreadable),
        (httpx.Response(200, json=[]), AnswerUnreadable),
        (httpx.Response(200, json={"FinancialYears": [{"Id": "one"}]}), AnswerUnreadable),
        (httpx.Response(200, json={"FinancialYears": "none"}), AnswerUnreadable),
        (httpx.Response(302, headers={"Location": "https://elsewhere.example"}), AnswerUnreadable),
        (httpx.Response(200, content=iter([b"not gzip"]), headers={"Content-Encoding": "gzip"}), AnswerUnreadable),
    ],
)
@pytest.mark.usefixtures("no_pauses")
def test_every_answer_that_is_not_what_was_asked_for_is_a_failure_of_ours(
    answer: httpx.Response, failure: type[FortnoxFailure]
) -> None:
    with answering(answer) as fortnox, pytest.raises(failure):
        fortnox.years()


def test_what_fortnox_says_of_people_is_kept_off_facts_and_texts() -> None:
    fortnox = answering(refused(2000401, message="Anna har låst perioden"))
    with fortnox, pytest.raises(FortnoxRefused) as told:
        fortnox.years()
    assert told.value.message == "Anna har låst perioden"
    assert "Anna" not in f"{told.value} {told.value!r} {told.value.told}"


def test_numbers_are_read_as_strings_and_dates_with_times_too() -> None:
    row = {"Id": "4", "FromDate": "2026-01-01 00:00:00", "ToDate": "2026-12-31", "AccountingMethod": "CASH"}
    with answering(httpx.Response(200, json={"FinancialYears": [row]})) as fortnox:
        (year,) = fortnox.years()
    assert (year.id, year.start, year.method) == (4, date(2026, 1, 1), "CASH")


def test_an_answer_beyond_the_limit_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lib.fortnox.client.LARGEST", 1000)
    read = 0

    def endless() -> object:
        nonlocal read
        while True:
            read += 100
            yield b"#FLAGGA 0\n" * 10

    with answering(httpx.Response(200, content=endless())) as fortnox, pytest.raises(TooLarge):  # type: ignore[arg-type]
        fortnox.sie(1)
    assert read <= 1200


@pytest.mark.usefixtures("no_pauses")
def test_every_attempt_is_written_down_without_the_values_of_its_query() -> None:
    journal = Pages()
    ok = httpx.Response(200, json={"CompanyInformation": {"DatabaseNumber": 1}}, headers={"X-Uid": "1ff2c743"})
    with answering(refused(1000003, 500), ok, journal=journal) as fortnox:
        fortnox.company()
    assert [(call.method, call.path, call.status, call.code) for call in journal.calls] == [
        ("GET", "/3/companyinformation", 500, 1000003),
        ("GET", "/3/companyinformation", 200, None),
    ]
    assert journal.calls[1].request_id == "1ff2c743"
    journal.calls.clear()
    with answering(httpx.Response(200, json={"Vouchers": []}), journal=journal) as fortnox:
        fortnox.vouchers_changed_since(7, datetime(2026, 7, 1, 10, tzinfo=UTC))
    assert journal.calls[0].path == "/3/vouchers?financialyear&lastmodified&limit&page"


def test_moments_are_asked_for_in_swedish_time() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.params["lastmodified"])
        return httpx.Response(200, json={"Vouchers": []})

    where = Address(NOWHERE, NOWHERE, "id", tokens_of("secret").access)
    with Fortnox(where, FreshBearer(tokens_of("a")), transport=httpx.MockTransport(answer)) as fortnox:
        fortnox.vouchers_changed_since(7, datetime(2026, 7, 1, 10, 59, 59, tzinfo=UTC))
    assert asked == ["2026-07-01 12:59"]
