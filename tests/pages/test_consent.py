"""Support sees a client's names and amounts under the accountant's consent alone."""

from collections.abc import Callable
from datetime import UTC, timedelta
from io import BytesIO

import polars as pl
import pytest

from lib.actions import consents as act
from lib.actions.consents import Lasting
from lib.actions.imports import raw_line
from lib.core.errors import ConsentNeeded, InvalidInput
from lib.core.languages import translate
from lib.store import activity, consents
from lib.store.columns import now
from lib.store.tables import Client, Role, Source
from tests.pages.ledgers import AGREES, from_fortnox
from tests.pages.office import FAULTY, Office, button, shown

CLOSED = (
    "overview",
    "ledger",
    "periods",
    "reconciliation",
    "appendices",
    "transaction_analysis",
    "closing_entries",
    "export",
)
SEES = "Utan det ser ingen på supporten"


def give(office: Office, client: Client, reason: str = "Differens på 1510") -> None:
    act.give_consent(office.desk(), client.id, Lasting.HOUR, reason, UTC)


@pytest.mark.parametrize("page", CLOSED)
def test_a_page_of_the_books_is_closed_to_support_without_consent_and_says_whom_to_ask(
    office: Office, page: str
) -> None:
    client = office.with_books()
    office.person(Role.ACCOUNTANT)
    app = office.screen(page, Role.SUPPORT, consent=False, klient=client.id)
    assert SEES in shown(app)
    assert "Person accountant" in shown(app)
    assert "Supportbord" in [link.proto.label for link in app.main.get("page_link")]
    assert not app.dataframe


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ACCOUNTANT, Role.ADMIN])
def test_other_roles_need_no_consent(office: Office, role: Role) -> None:
    client = office.with_books()
    app = office.screen("ledger", role, klient=client.id)
    assert SEES not in shown(app)
    assert app.dataframe


def test_the_books_open_to_support_with_the_consent_and_close_when_it_is_withdrawn(office: Office) -> None:
    client = office.with_books()
    give(office, client)
    app = office.screen("ledger", Role.SUPPORT, consent=False, klient=client.id)
    assert app.dataframe
    act.withdraw_consent(office.desk(), client.id)
    app.run()
    assert SEES in shown(app)
    assert not app.dataframe


def test_a_consent_closes_by_itself_when_its_time_is_over(office: Office) -> None:
    client = office.with_books()
    with office.store.transaction() as session:
        consents.give(session, client.id, (1, "Rut"), until=now() - timedelta(seconds=1), reason="Över")
    with pytest.raises(ConsentNeeded):
        office.desk(Role.SUPPORT).allow("books.view", client.id)


def test_a_person_known_while_the_consent_stood_is_refused_when_its_time_is_over(office: Office) -> None:
    client = office.with_books()
    person = office.desk(Role.SUPPORT).person
    object.__setattr__(person, "consented", {client.id: now() - timedelta(seconds=1)})
    assert not person.may("books.view", client.id)


def test_findings_are_told_to_support_without_amounts_and_raw_lines_as_their_shape(office: Office) -> None:
    client = office.client()
    import_ = office.bring_in(client, FAULTY)
    app = office.screen("import_data", Role.SUPPORT, consent=False, klient=client.id, imp=import_.id)
    assert "balanserar inte: debet •••,••" in shown(app)
    assert raw_line(office.desk(Role.SUPPORT), import_.id, 1) == "#FLAGGA 0"
    every = [raw_line(office.desk(Role.SUPPORT), import_.id, line) for line in range(1, 12)]
    assert any(line.startswith("#FNAMN") and "•••" in line for line in every)


def test_the_accountant_reads_the_same_findings_with_their_amounts(office: Office) -> None:
    client = office.client()
    import_ = office.bring_in(client, FAULTY)
    app = office.screen("import_data", klient=client.id, imp=import_.id)
    assert "•••" not in shown(app)


def test_support_asks_and_the_accountant_meets_it_on_the_overview(office: Office) -> None:
    client = office.with_books()
    app = office.screen("support_desk", Role.SUPPORT, consent=False, klient=client.id)
    assert "Namn och belopp är dolda för supporten" in shown(app)
    app.text_input[0].input("Saldot på 1510 ser fel ut")
    button(app, "Be om medgivande")
    assert "Redovisningskonsulten har fått frågan" in shown(app)
    seen = office.screen("overview", klient=client.id)
    assert "Saldot på 1510 ser fel ut" in shown(seen)
    button(seen, "Ge medgivande")
    assert "Supporten får nu se klienten." in shown(seen)
    assert "på supporten ber att få se namn och belopp" not in shown(seen)
    assert office.desk(Role.SUPPORT).person.may("books.view", client.id)


def test_the_accountant_withdraws_on_the_support_desk(office: Office) -> None:
    client = office.with_books()
    give(office, client)
    app = office.screen("support_desk", klient=client.id)
    assert "Person accountant har gett medgivande (Differens på 1510)" in shown(app)
    button(app, "Återkalla medgivandet")
    assert not office.desk(Role.SUPPORT).person.may("books.view", client.id)


def test_giving_and_withdrawing_are_written_to_the_activity_log(office: Office) -> None:
    client = office.with_books()
    give(office, client)
    act.withdraw_consent(office.desk(), client.id)
    with office.store.reading() as session:
        last = activity.entries(session, limit=2)
    assert [row.action for row in last] == ["consent.give", "consent.give"]
    assert last[1].facts["reason"] == "Differens på 1510"


def test_a_consent_without_a_reason_is_not_given(office: Office) -> None:
    client = office.with_books()
    with pytest.raises(InvalidInput):
        give(office, client, reason="  ")
    assert not office.desk(Role.SUPPORT).person.may("books.view", client.id)


def test_support_reads_no_personal_number_even_with_consent(office: Office) -> None:
    client = office.client()
    content = (
        b'#FLAGGA 0\r\n#SIETYP 4\r\n#ORGNR 555555-5555\r\n#RAR 0 20250101 20251231\r\n#KONTO 1930 "Bank"\r\n'
        b'#KONTO 7010 "Lon"\r\n#VER A 1 20250131 "Lon 850709-9805"\r\n{\r\n#TRANS 1930 {} -100.00\r\n'
        b"#TRANS 7010 {} 100.00\r\n}\r\n#UB 0 1930 -100.00\r\n#RES 0 7010 100.00\r\n"
    )
    from lib.actions.imports import upload
    from lib.store import imports

    (one,) = upload(office.desk(), [("lon.se", content)], client_id=client.id)
    with office.store.reading() as session:
        office.put_in_use(imports.get(session, one.import_id or ""))
    give(office, client)
    theirs = office.screen("ledger", Role.SUPPORT, consent=False, klient=client.id, ver="A 1", period="1")
    own = office.screen("ledger", klient=client.id, ver="A 1", period="1")
    assert "850709-9805" in shown(own)
    assert "850709-9805" not in shown(theirs)
    assert "Lon ••••••-••••" in shown(theirs)


def test_the_accountant_sees_on_the_overview_that_support_sees_the_client_and_ends_it_there(office: Office) -> None:
    client = office.with_books()
    give(office, client)
    app = office.screen("overview", klient=client.id)
    assert "Supporten ser namn och belopp till" in shown(app)
    button(app, "Återkalla medgivandet")
    assert not office.desk(Role.SUPPORT).person.may("books.view", client.id)
    assert "Supporten ser namn och belopp till" not in shown(app)


def test_every_page_tells_support_until_when_it_is_open(office: Office) -> None:
    client = office.with_books()
    give(office, client)
    app = office.screen("ledger", Role.SUPPORT, consent=False, klient=client.id)
    assert "Namn och belopp är öppna för supporten till" in shown(app)
    assert "Namn och belopp är öppna" not in shown(office.screen("ledger", klient=client.id))


def test_the_list_of_clients_tells_support_that_a_ledger_differs_and_by_how_much_with_consent_alone(
    office: Office,
) -> None:
    from_fortnox(office, years=(AGREES,), client=office.client("A stämmer AB", source=Source.FORTNOX))
    from_fortnox(office, client=office.client("B avviker AB", source=Source.FORTNOX))
    hidden, opened = (
        office.screen("clients", Role.SUPPORT, consent=consent, alla="ja", ordning="differens")
        for consent in (False, True)
    )
    for app, told, amounts in (
        (hidden, "▲ 1510 avviker", [None, None]),
        (opened, "▲ 1510 avviker med 40,00", [40.0, 0.0]),
    ):
        shown_ = pl.from_pandas(app.dataframe[0].value)
        assert shown_["name"].to_list() == ["B avviker AB", "A stämmer AB"]
        assert shown_["next"][0] == told
        assert shown_["receivables"].to_list() == amounts
    assert "Differenser visas utan belopp" in shown(hidden)
    assert "Differenser visas utan belopp" not in shown(opened)


def test_the_sheet_of_clients_holds_no_amount_for_support_without_consent(
    office: Office, files: list[Callable[[], bytes]]
) -> None:
    from_fortnox(office)
    office.screen("clients", Role.SUPPORT, consent=False)
    office.screen("clients")
    for make, amount in ((files[0], None), (files[-1], 40.0)):
        table = pl.read_excel(BytesIO(make()), sheet_id=1)
        assert table[translate("1510 against the books", "sv")].to_list() == [amount]
    about = dict(pl.read_excel(BytesIO(files[0]()), sheet_id=2, has_header=False).iter_rows())
    assert "Differenser visas utan belopp" in about["Belopp"]
