"""A newcomer's way: from an empty program to an import that awaits its decision, with one file."""

import pytest

from lib.actions import beginnings
from lib.actions.imports import Upload
from lib.core.errors import FileRefused, Forbidden, InvalidInput
from lib.store import clients, imports
from lib.store.tables import Client, ImportState, Role, Source
from tests.pages.office import FILES, SOUND, Office, button, shown

WELCOME = "Välkommen till Brygga"


def _clients(office: Office) -> list[Client]:
    with office.store.reading() as session:
        return clients.search(session)


def _begin(office: Office, name: str = SOUND, role: Role = Role.ACCOUNTANT) -> Upload:
    return beginnings.begin(office.desk(role), name, (FILES / name).read_bytes())


def test_an_empty_program_welcomes_a_newcomer(office: Office) -> None:
    app = office.screen("clients")
    assert WELCOME in shown(app)
    assert [one.proto.label for one in app.get("file_uploader")] == ["SIE-fil"]


@pytest.mark.parametrize("role", [Role.VIEWER, Role.SUPPORT])
def test_who_may_not_add_clients_is_told_who_does(office: Office, role: Role) -> None:
    app = office.screen("clients", role)
    assert "Den första klienten läggs till av en redovisningskonsult." in shown(app)
    assert not app.get("file_uploader")
    assert "Börja med den här filen" not in [one.label for one in app.button]


def test_the_introduction_is_gone_once_there_is_a_client(office: Office) -> None:
    office.client()
    assert WELCOME not in shown(office.screen("clients"))


def test_who_skips_it_sees_the_plain_list_from_then_on_and_finds_the_way_back(office: Office) -> None:
    app = office.screen("clients")
    button(app, "Hoppa över introduktionen")
    assert WELCOME not in shown(app)
    again = office.screen("clients")
    assert "Det finns ingen klient ännu." in shown(again)
    button(again, "Visa introduktionen")
    assert WELCOME in shown(again)


def test_one_person_skipping_it_leaves_it_to_the_others(office: Office) -> None:
    button(office.screen("clients"), "Hoppa över introduktionen")
    assert WELCOME in shown(office.screen("clients", Role.ADMIN))


def test_the_help_leads_back_to_it_also_when_there_are_clients(office: Office) -> None:
    office.client()
    app = office.screen("help")
    button(app, "Visa introduktionen")
    assert WELCOME in shown(app)


def test_the_company_of_the_file_becomes_a_client_with_its_source(office: Office) -> None:
    taken = _begin(office)
    (client,) = _clients(office)
    assert (client.name, client.org_number, client.source) == ("Bryggstugan på Ön AB", "555555-5555", Source.SIE4)
    with office.store.reading() as session:
        assert imports.get(session, taken.import_id or "").state is ImportState.STAGED


def test_a_file_of_a_client_that_is_there_adds_none(office: Office) -> None:
    _begin(office)
    _begin(office, "unbalanced-voucher.se")
    assert len(_clients(office)) == 1


def test_a_file_of_balances_alone_gives_its_own_source(office: Office) -> None:
    head = '#FLAGGA 0\n#SIETYP 1\n#ORGNR 5560360793\n#FNAMN "Saldo AB"\n'
    content = head + "#RAR 0 20250101 20251231\n#UB 0 1930 10.00\n"
    beginnings.begin(office.desk(), "saldo.se", content.encode())
    assert [(one.name, one.source) for one in _clients(office)] == [("Saldo AB", Source.SIE1)]


def test_a_file_that_is_no_sie_file_adds_no_client(office: Office) -> None:
    taken = beginnings.begin(office.desk(), "bild.png", b"\x89PNG\r\n\x1a\n" + bytes(100))
    assert isinstance(taken.refusal, FileRefused)
    assert _clients(office) == []


@pytest.mark.parametrize("role", [Role.VIEWER, Role.SUPPORT])
def test_nobody_else_begins_with_a_file(office: Office, role: Role) -> None:
    with pytest.raises(Forbidden):
        _begin(office, role=role)
    assert _clients(office) == []


def test_a_number_that_is_another_persons_client_is_not_taken_over(office: Office) -> None:
    office.client("Grannens AB")  # carries the file's number
    mine = office.person(Role.ACCOUNTANT, only=[])
    desk = office.desk()
    theirs = type(desk)(desk.store, desk.jobs, mine)
    with pytest.raises(InvalidInput, match="another client already has this number"):
        beginnings.begin(theirs, SOUND, (FILES / SOUND).read_bytes())
