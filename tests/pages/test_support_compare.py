"""The desk's comparing: any two imports and a client's own file, for every role, in every state."""

from typing import Any

import pytest

from lib.actions import comparisons
from lib.actions.imports import discard, upload
from lib.core.masking import TEXT
from lib.store import imports, jobs
from lib.store.tables import Client, JobState, Role
from tests.pages.office import FILES, SOUND, Office, button, shown

COMPARE: dict[str, Any] = {"del": "jamfor"}
JOBS: dict[str, Any] = {"del": "jobb"}
A_FILE: dict[str, Any] = {"del": "jamfor", "med": "fil"}


def _sie(records: str, number: str = "555555-5555") -> bytes:
    head = f'#FLAGGA 0\n#FORMAT PC8\n#SIETYP 4\n#ORGNR {number}\n#FNAMN "Bryggstugan på Ön AB"\n'
    return (head + "#RAR 0 20250101 20251231\n#KONTO 1930 Bank\n#KONTO 3001 Intäkter\n" + records).encode("cp437")


def _voucher(kronor: int, text: str = "Hyra till Kalle") -> str:
    return f'#VER A 1 20250110 "{text}"\n{{\n#TRANS 1930 {{}} {kronor}\n#TRANS 3001 {{}} -{kronor}\n}}\n'


def _imported(office: Office, client: Client, content: bytes, name: str) -> str:
    (taken,) = upload(office.desk(), [(name, content)], client_id=client.id)
    return taken.import_id or ""


@pytest.fixture
def client(office: Office) -> Client:
    """A client with two imports of the same year, in which voucher A 1 differs."""
    made = office.client()
    for kronor, name in ((100, "gammal.se"), (250, "ny.se")):
        _imported(office, made, _sie(_voucher(kronor)), name)
    return made


def test_the_two_newest_imports_are_compared_at_first(office: Office, client: Client) -> None:
    app = office.screen("support_desk", klient=client.id, **COMPARE)
    assert "Verifikationer: 1 avviker · 2 konton med annat saldo" in shown(app)
    tables = [frame.value for frame in app.dataframe]
    assert any({"amount_before", "amount"} <= set(table.columns) for table in tables)


def test_an_import_that_was_discarded_can_be_compared(office: Office, client: Client) -> None:
    with office.store.reading() as session:
        newest, oldest = imports.of_client(session, client.id)
    discard(office.desk(), newest.id)
    app = office.screen("support_desk", klient=client.id, fran=oldest.id, till=newest.id, **COMPARE)
    assert "Kastad" in "".join(app.selectbox(key="address-till").options)
    assert "1 avviker" in shown(app)


def test_the_same_import_twice_says_so(office: Office, client: Client) -> None:
    with office.store.reading() as session:
        one = imports.of_client(session, client.id)[0].id
    app = office.screen("support_desk", klient=client.id, fran=one, till=one, **COMPARE)
    assert "Samma import är vald två gånger." in shown(app)


def test_with_one_import_there_is_nothing_to_compare(office: Office) -> None:
    client = office.client()
    office.bring_in(client)
    app = office.screen("support_desk", klient=client.id, **COMPARE)
    assert "Det finns inte två importer att jämföra." in shown(app)


def test_support_without_consent_sees_accounts_and_vouchers_but_no_names_or_amounts(
    office: Office, client: Client
) -> None:
    app = office.screen("support_desk", Role.SUPPORT, consent=False, klient=client.id, **COMPARE)
    assert "Namn, texter och belopp är dolda" in shown(app)
    everything = "\n".join(frame.value.to_string() for frame in app.dataframe)
    assert TEXT in everything
    assert "Kalle" not in everything
    assert "250" not in everything
    assert "A 1" in everything


def test_support_with_consent_sees_them(office: Office, client: Client) -> None:
    app = office.screen("support_desk", Role.SUPPORT, klient=client.id, **COMPARE)
    everything = "\n".join(frame.value.to_string() for frame in app.dataframe)
    assert "Kalle" in everything
    assert "250" in everything


def test_a_viewer_is_kept_from_the_desk(office: Office, client: Client) -> None:
    app = office.screen("support_desk", Role.VIEWER, klient=client.id, **COMPARE)
    assert "Din roll tillåter inte detta" in shown(app)


def test_a_file_without_books_to_hold_it_against_says_what_to_do(office: Office) -> None:
    app = office.screen("support_desk", klient=office.client().id, **A_FILE)
    assert "Klienten har ingen bokföring i bruk att jämföra med." in shown(app)


def test_what_a_file_differs_in_is_told_beside_what_it_states(office: Office) -> None:
    client = office.with_books()
    job = comparisons.compare_file(office.desk(), client.id, SOUND, (FILES / SOUND).read_bytes())
    app = office.screen("support_desk", klient=client.id, jamforelse=job, **A_FILE)
    assert not app.exception
    assert "Ingenting avviker" in shown(app)
    button(app, "Släng jämförelsen")
    assert comparisons.found_in_file(office.desk(), client.id, job) is None


def test_another_companys_file_is_told_with_both_numbers(office: Office) -> None:
    client = office.with_books()
    job = comparisons.compare_file(office.desk(), client.id, "fel.se", _sie("", number="556677-8899"))
    app = office.screen("support_desk", klient=client.id, jamforelse=job, **A_FILE)
    assert "556677-8899" in shown(app)
    assert "555555-5555" in shown(app)


def test_a_file_that_states_no_company_is_compared_with_a_warning(office: Office) -> None:
    client = office.with_books()
    job = comparisons.compare_file(office.desk(), client.id, "tom.se", _sie(_voucher(1)).replace(b"#ORGNR", b"#XRGNR"))
    app = office.screen("support_desk", klient=client.id, jamforelse=job, **A_FILE)
    assert "Filen anger inte vems den är." in shown(app)


def test_a_comparison_that_is_over_says_so(office: Office) -> None:
    client = office.with_books()
    app = office.screen("support_desk", klient=client.id, jamforelse="borta", **A_FILE)
    assert "finns inte längre" in shown(app)


def test_another_clients_comparison_is_not_shown(office: Office) -> None:
    client = office.with_books()
    other = office.client("Granngården AB")
    job = comparisons.compare_file(office.desk(), client.id, SOUND, (FILES / SOUND).read_bytes())
    office.put_in_use(office.bring_in(other))
    app = office.screen("support_desk", klient=other.id, jamforelse=job, **A_FILE)
    assert "finns inte längre" in shown(app)


def test_the_jobs_show_where_a_failed_one_stood_and_try_it_again(office: Office) -> None:
    client = office.with_books()
    comparisons.compare_file(office.desk(), client.id, "bild.png", b"\x89PNG\r\n\x1a\n")
    with office.store.reading() as session:
        assert jobs.of_client(session, client.id)[0].state is JobState.FAILED
    app = office.screen("support_desk", klient=client.id, **JOBS)
    assert "Det stod vid: Läser filen." in shown(app)
    button(app, "Välj filen igen")
    assert (app.query_params["del"], app.query_params["med"]) == ("jamfor", "fil")
