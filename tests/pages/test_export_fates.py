"""An entry of unknown fate on the export's page: a person says where it is, and Fortnox decides."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import stamina
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from lib.actions.si_files import NothingForFile
from lib.closing.entries import Transfer
from lib.core.languages import LANGUAGES, Language, translate
from lib.fortnox.reasons import LostReason
from lib.jobs import doubts, lookout, sending
from lib.jobs.fates import ABSENT, NoVoucher
from lib.sandbox.fortnox.faults import Fault
from lib.store import clients, exports, fates
from lib.store.entry_tables import ExportItem
from lib.store.tables import Client, Role, Source
from tests.jobs import exporting
from tests.jobs.local_fortnox import Bureau, bureau_at, new_world
from tests.pages.office import Office, shown
from tests.pages.test_fortnox_screens import over

POST = {"method": "POST", "path": "/3/vouchers"}
HEADING = "Entries of unknown fate"


@pytest.fixture
def bureau(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bureau]:
    """A local Fortnox beside the office, where what is certain after minutes is certain at once."""
    for name in ("BROKEN", "ANSWERED", "SILENT"):
        monkeypatch.setattr(doubts, name, timedelta(0))
    monkeypatch.setattr(sending, "WAITS", (0.01,))
    monkeypatch.setattr(lookout, "LOOKS_FOR", timedelta(0))
    with bureau_at(office.store, new_world(), monkeypatch) as opened, stamina.set_testing(True, attempts=2, cap=True):
        opened.users["Rut"] = office.person(Role.ACCOUNTANT).user_id
        yield opened


def in_doubt(bureau: Bureau, fault: Fault) -> tuple[Client, ExportItem]:
    """An export that stopped, as nobody heard what became of its only entry."""
    client = exporting.with_entries(bureau, 1)
    exporting.look(bureau, client)
    bureau.befall(fault, times=1, **POST)  # type: ignore[arg-type]
    bureau.befall(Fault.ERROR, path="/3/vouchers/sublist")
    exporting.send(bureau, client)
    bureau.world.recover()
    with bureau.store.reading() as session:
        (item,) = exports.in_doubt(session, client.id, exporting.year_of(bureau, client))
    return client, item


def screen(
    office: Office, bureau: Bureau, client: Client, language: Language = "sv", role: Role = Role.ACCOUNTANT
) -> AppTest:
    start = exporting.year_of(bureau, client)
    app = office.screen("export", role, language, klient=client.id, ar=start.isoformat())
    assert not app.exception
    return app


def there(app: AppTest, item: ExportItem) -> Button:
    return app.button(key=f"fate-there-{item.id}")


def absent(app: AppTest, item: ExportItem) -> Button:
    return app.button(key=f"fate-absent-{item.id}")


def state(bureau: Bureau, client: Client) -> Transfer:
    return exporting.rows_of(bureau, client)[0].transfer


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_says_that_it_is_there_sees_where_it_stands(office: Office, bureau: Bureau, language: Language) -> None:
    client, item = in_doubt(bureau, Fault.DROP_AFTER)
    app = screen(office, bureau, client, language)
    assert translate(HEADING, language) in shown(app)
    assert there(app, item).disabled
    ((label, _name),) = exporting.standing(bureau)
    app.text_input(key=f"fate-number-{item.id}").set_value(label[2:]).run()
    there(app, item).click().run()
    assert not app.exception
    assert translate(HEADING, language) not in shown(app)
    year = exporting.year_of(bureau, client).year
    assert f"{label}, {year}" in [str(cell) for grid in app.dataframe for cell in grid.value.to_numpy().flatten()]
    assert state(bureau, client) is Transfer.TRANSFERRED


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_says_that_it_is_not_there_may_send_it_anew(office: Office, bureau: Bureau, language: Language) -> None:
    client, item = in_doubt(bureau, Fault.DROP_BEFORE)
    app = screen(office, bureau, client, language)
    absent(app, item).click().run()
    assert not app.exception
    assert translate(HEADING, language) not in shown(app)
    assert translate(ABSENT, language, entry="V 1") in shown(app)
    assert state(bureau, client) is Transfer.NOT_TRANSFERRED


def test_what_fortnox_does_not_show_is_said_beside_the_entry_and_counts_for_nothing(
    office: Office, bureau: Bureau
) -> None:
    client, item = in_doubt(bureau, Fault.DROP_BEFORE)
    app = screen(office, bureau, client)
    app.text_input(key=f"fate-number-{item.id}").set_value("4711").run()
    there(app, item).click().run()
    year = exporting.year_of(bureau, client).year
    said = translate(NoVoucher.text, "sv", voucher="A 4711", year=str(year), entry="V 1")
    assert any(said in warning.value.replace("\\", "") for warning in app.warning)
    assert state(bureau, client) is Transfer.TRANSFERRING


def test_while_fortnox_is_asked_the_page_says_so(office: Office, bureau: Bureau) -> None:
    client, item = in_doubt(bureau, Fault.DROP_BEFORE)
    with office.store.transaction() as session:
        fates.ask(session, item, "Rut")
    assert "Rut har sagt var den är: Fortnox tillfrågas." in shown(screen(office, bureau, client))


def test_who_may_only_look_sees_the_entry_and_says_nothing_of_it(office: Office, bureau: Bureau) -> None:
    client, _item = in_doubt(bureau, Fault.DROP_BEFORE)
    app = screen(office, bureau, client, role=Role.VIEWER)
    assert translate(HEADING, "sv") in shown(app)
    assert [found.key for found in app.button if str(found.key).startswith("fate-")] == []


def test_without_a_connection_the_buttons_are_dead_and_say_why(office: Office, bureau: Bureau) -> None:
    client, item = in_doubt(bureau, Fault.DROP_BEFORE)
    over(bureau, client, LostReason.REVOKED)
    found = absent(screen(office, bureau, client), item)
    lost = "Anslutningen till Fortnox har gått förlorad. Importera på nytt för att fortsätta."
    assert (found.disabled, found.help) == (True, lost)


def test_an_entry_of_unknown_fate_is_in_no_file_and_in_sight_when_the_source_is_changed(
    office: Office, bureau: Bureau
) -> None:
    client, item = in_doubt(bureau, Fault.DROP_AFTER)
    with office.store.transaction() as session:
        clients.change(session, client.id, source=Source.SIE4)
    app = screen(office, bureau, client)
    assert translate(HEADING, "sv") in shown(app)
    assert translate(NothingForFile.text, "sv") in shown(app)
    absent(app, item).click().run()
    ((label, _name),) = exporting.standing(bureau)
    (row,) = exporting.rows_of(bureau, client)
    assert (row.transfer, f"{row.sent_series} {row.sent_number}") == (Transfer.TRANSFERRED, label)
