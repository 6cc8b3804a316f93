"""The support bundle: what is in it, and what never is."""

import io
import json
import zipfile
from datetime import timedelta

import pytest

from lib.actions.bundles import take_bundle
from lib.actions.desk import Desk, Person
from lib.actions.imports import activate, upload
from lib.fortnox.ports import Call
from lib.settings import load
from lib.store import activity, clients, consents, imports
from lib.store.calls import StoredJournal
from lib.store.columns import now
from lib.store.database import Store
from lib.store.tables import Client, Role, Source
from lib.support.bundles import Bundle
from tests.jobs.inline import InlineRunner

FILE = (
    '#FLAGGA 0\r\n#PROGRAM "Provprogram" 1\r\n#SIETYP 4\r\n#FNAMN "Hemliga Bolaget AB"\r\n#ORGNR 555555-5555\r\n'
    '#RAR 0 20250101 20251231\r\n#KONTO 1930 "Åsas bankkonto"\r\n#KONTO 3001 "Försäljning till Kurt"\r\n'
    '#VER A 1 20250131 "Faktura Kurt Kundsson 850709-9805"\r\n{\r\n#TRANS 1930 {} 98765.43\r\n'
    "#TRANS 3001 {} -98765.00\r\n}\r\n#UB 0 1930 98765.43\r\n#RES 0 3001 -98765.00\r\n"
).encode("cp437")
NAMES = ("Hemliga", "Kurt", "Åsas", "hemligt-bolag", "Hemlig orsak")
AMOUNTS = ("98765", "98 765", "98\u00a0765", "9876543")
PERSONAL = ("850709", "8507099805")
SECRET = "en-mycket-hemlig-hemlighet-som-ingen-far-se"


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store, InlineRunner(store), Person(1, "Sara Support", Role.SUPPORT))


@pytest.fixture
def client(desk: Desk) -> Client:
    with desk.store.transaction() as session:
        made = clients.add(session, name="Hemliga Bolaget AB", org_number="555555-5555", source=Source.SIE4)
    upload(desk, [("hemligt-bolag.se", FILE)], client_id=made.id)
    return made


def consent(store: Store, client: Client) -> None:
    with store.transaction() as session:
        until = now() + timedelta(hours=1)
        consents.give(session, client.id, (2, "Rut Redovall"), until=until, reason="Hemlig orsak")


def taken(desk: Desk, client: Client) -> tuple[Bundle, dict[str, str]]:
    settings = load(cookie_secret=SECRET, database_url=f"postgresql://u:{SECRET}@h/d", fortnox_client_secret=SECRET)
    made = take_bundle(desk, settings, client.id)
    with zipfile.ZipFile(io.BytesIO(made.content)) as file:
        return made, {name: file.read(name).decode() for name in file.namelist()}


def test_without_consent_no_name_amount_or_secret_is_in_the_bundle(desk: Desk, client: Client) -> None:
    made, parts = taken(desk, client)
    whole = made.name + "\n".join(parts.values())
    assert [word for word in (*NAMES, *AMOUNTS, *PERSONAL, SECRET) if word in whole] == []
    assert "NAMES" not in made.name
    assert "Namn, texter och belopp är dolda" in parts["README.txt"]


def test_with_consent_names_and_amounts_are_in_it_and_it_says_so(desk: Desk, client: Client) -> None:
    consent(desk.store, client)
    made, parts = taken(desk, client)
    whole = "\n".join(parts.values())
    assert "Faktura Kurt Kundsson ••••••-••••" in parts["raw-lines.txt"]
    assert "98765.43" in parts["raw-lines.txt"]
    assert [word for word in (*PERSONAL, SECRET) if word in whole] == []
    assert "CONTAINS-NAMES-AND-AMOUNTS" in made.name
    assert "medgivande av Rut Redovall" in parts["README.txt"]


def test_the_bundle_tells_what_was_found_where(desk: Desk, client: Client) -> None:
    _, parts = taken(desk, client)
    (one,) = json.loads(parts["imports.json"])
    found = {result["check"]: result["findings"] for result in one["checks"]}
    assert found["unbalanced-voucher"][0]["voucher"] == "A 1"
    assert "•••,••" in found["unbalanced-voucher"][0]["sentence"]
    assert one["sha256"]
    assert json.loads(parts["versions.json"])["database"] in {"sqlite", "postgresql"}


def test_the_bundle_tells_settings_by_whether_they_are_set(desk: Desk, client: Client) -> None:
    _, parts = taken(desk, client)
    told = json.loads(parts["settings.json"])
    assert (told["BRYGGA_COOKIE_SECRET"], told["BRYGGA_DATABASE_URL"]) == ("set", "set")
    assert (told["BRYGGA_METRICS_TOKEN"], told["BRYGGA_PORT"]) == ("not set", "8501")


def test_the_bundle_holds_the_journal_of_calls(desk: Desk, client: Client) -> None:
    call = Call(method="GET", path="/3/vouchers", status=403, milliseconds=12, request_id="abc-1", code=2001103)
    StoredJournal(desk.store, client.id).note(call)
    _, parts = taken(desk, client)
    (told,) = json.loads(parts["calls.json"])
    assert (told["path"], told["code"], told["request_id"]) == ("/3/vouchers", 2001103, "abc-1")


def test_each_bundle_is_written_to_the_activity_log(desk: Desk, client: Client) -> None:
    taken(desk, client)
    with desk.store.reading() as session:
        assert activity.entries(session, limit=1)[0].action == "bundle.take"


def test_the_books_in_use_are_told_by_counts_series_and_fingerprint(desk: Desk, client: Client) -> None:
    accountant = Desk(desk.store, desk.jobs, Person(2, "Rut", Role.ACCOUNTANT))
    with desk.store.reading() as session:
        (one,) = imports.of_client(session, client.id)
    activate(accountant, one.id, expected_version=0, reason="Provet")
    _, parts = taken(desk, client)
    (year,) = json.loads(parts["books.json"])["years"]
    assert (year["counts"], year["series"]) == ({"accounts": 2, "vouchers": 1, "rows": 2}, {"A": 1})
    assert "balances-in-ore" not in year
    consent(desk.store, client)
    _, opened = taken(desk, client)
    (year,) = json.loads(opened["books.json"])["years"]
    assert year["balances-in-ore"][0]["closing"] == 9_876_543


def test_the_number_of_a_sole_trader_is_in_no_bundle(desk: Desk) -> None:
    with desk.store.transaction() as session:
        trader = clients.add(session, name="Kurts Smide", org_number="850709-9805", source=Source.SIE4)
    upload(desk, [("smide-850709-9805.se", FILE)], client_id=trader.id)
    consent(desk.store, trader)
    _, parts = taken(desk, trader)
    (one,) = json.loads(parts["imports.json"])
    (refused,) = next(result["findings"] for result in one["checks"] if result["check"] == "other-company")
    assert "••••••-••••" in refused["facts"].values()
    assert one["file"] == "smide-••••••-••••.se"
    assert [number for number in PERSONAL if number in "\n".join(parts.values())] == []
