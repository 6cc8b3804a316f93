"""The support desk on what goes wrong with the contents of imports: every row of `product.md` §10b that can be made.

Not made here, and why:

- raw database text at a locked year, several "opening balance" vouchers after repeated imports, an import that
  cannot be undone: Brygga keeps each import apart and activates all or nothing (`tests/store/test_books.py`);
- `.si` refused, text over 50 characters, a cost centre that is compulsory: refusals of other programs. What Brygga
  says of such files is in the table of checks below, and of what it sends itself in `test_desk_exports.py`;
- eEkonomi swapping 1510 for 1518: the local Fortnox's company 990102 has that history, see the ledgers below.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from lib.actions import imports as act
from lib.actions.fortnox import LOOK_EVERY, look_for_news
from lib.actions.imports import activate
from lib.core.catalogue import CATALOGUE
from lib.core.languages import LANGUAGES, Language, translate
from lib.core.money import MEBIBYTE
from lib.jobs import lines
from lib.jobs.orders import LEDGERS, Order
from lib.sandbox.fortnox.companies import ours
from lib.sandbox.fortnox.faults import Fault
from lib.store import imports, news
from lib.store.columns import now
from lib.store.tables import Client, Import, Role, Source
from lib.support import cases, reading
from lib.support.causes import CAUSES
from lib.support.diagnoses import PEOPLE, Diagnosis, Weight
from tests.jobs.local_fortnox import DIFFERS, SOLE, SOUND, Bureau
from tests.pages.desk_cases import HARD_BLANK, blocks, bureau_of, page
from tests.pages.office import FILES, Office

EXAMPLES = {path.stem: path for path in sorted(FILES.iterdir()) if path.stem in CATALOGUE}
MADE = {"too-large", "objects-skipped", "check-crashed"}
"""Checks whose examples are made when asked for; the last only speaks when a check of ours breaks."""
SOURCES = {".csv": Source.SPREADSHEET}
HEAD = '#FLAGGA 0\n#SIETYP 4\n#ORGNR 555555-5555\n#FNAMN "Bryggstugan på Ön AB"\n#RAR 0 20260101 20261231\n'
CHART = '#KONTO 1930 "Bank"\n#KONTO 3041 "Tjänster"\n#KONTO 5010 "Hyra"\n'


@pytest.fixture
def bureau(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bureau]:
    with bureau_of(office, monkeypatch, only=(SOUND, DIFFERS, SOLE)) as opened:
        yield opened


def brought(office: Office, content: bytes, name: str, source: Source = Source.SIE4) -> Client:
    """A client to whom a file was brought: by a real job, as far as it came."""
    client = office.client(source=source)
    year = {"start": "2026-01-01", "end": "2026-12-31"} if source is Source.SPREADSHEET else None
    act.upload(office.desk(), [(name, content)], client_id=client.id, source=source, options=year)
    return client


def diagnosed(office: Office, client: Client) -> list[Diagnosis]:
    with office.store.reading() as session:
        return reading.diagnoses(office.store, session, client, (), now())


def told(client: Client, one: Diagnosis, language: Language) -> str:
    return cases.text(client, [one], language, now()).replace(HARD_BLANK, " ")


def objects() -> bytes:
    declared = "".join(f'#OBJEKT 6 "{number}" "Projekt {number}"\n' for number in range(501))
    return (HEAD + '#DIM 6 "Projekt"\n' + declared + CHART).encode("cp437")


@pytest.mark.parametrize("check", sorted(set(CATALOGUE) - MADE))
def test_each_check_that_finds_something_is_told_with_its_cause_its_next_step_and_whose_it_is(
    office: Office, check: str
) -> None:
    path = EXAMPLES[check]
    client = brought(office, path.read_bytes(), path.name, SOURCES.get(path.suffix, Source.SIE4))
    (one,) = [one for one in diagnosed(office, client) if one.key.startswith(f"{check}-")]
    for language in LANGUAGES:
        said = told(client, one, language)
        assert translate(CAUSES[check].text, language) in said
        assert translate(CATALOGUE[check].remedy, language, **one.step.facts).replace(HARD_BLANK, " ") in said
        assert translate(PEOPLE[CAUSES[check].who], language) in said
        assert "{" not in said


def test_too_many_objects_are_told_of(office: Office) -> None:
    client = brought(office, objects(), "objekt.se")
    (one,) = [one for one in diagnosed(office, client) if one.key.startswith("objects-skipped")]
    assert one.weight is Weight.KNOW
    assert "501" in told(client, one, "sv")


def test_a_file_over_the_limit_is_told_of_though_nothing_is_kept_of_it(office: Office) -> None:
    client = brought(office, bytes(101 * MEBIBYTE), "stor.se")
    block = next(block for block in blocks(office, client) if "stor.se" in block)
    assert "101" in block
    assert "Filen innehåller flera år, eller tusentals objekt" in block
    assert "Exportera ett räkenskapsår i taget" in block


def test_every_check_has_a_cause() -> None:
    assert CAUSES.keys() == CATALOGUE.keys()


BY_FILE = [
    ("opening-differs", "Orsak: Något har bokförts på föregående år", "Överför balanser från föregående år"),
    ("opening-not-zero", "Föregående års resultat har aldrig förts om till eget kapital", "importera igen"),
    ("unbalanced-voucher", "Strukna och tillagda rader (#BTRANS, #RTRANS) är inte orsaken", "rätta den och exportera"),
    ("date-outside-year", "verifikationer från flera år, eller så har fel år", "Rätta datumet i bokföringsprogrammet"),
    ("damaged-characters", "så att å, ä och ö gick förlorade", "utan att öppna den i en textredigerare"),
    ("org-number-missing", "organisationsnummer är inte ifyllt", "företagsinställningar"),
    ("other-company", "Filen eller klienten har förväxlats", "Välj rätt klient eller rätt fil"),
    ("unreadable-date", "öppnats och sparats i ett annat program", "Rätta datumet"),
    ("cut-off", "eller så kapades filen på vägen", "meddelar att exporten är klar"),
    ("closing-differs", "en del av året eller bara vissa serier", "hela räkenskapsåret med alla serier"),
    ("duplicate-voucher-number", "numrerats om", "ett eget nummer"),
    ("falling-voucher-number", "numrerats om", "numrerats om"),
]


@pytest.mark.parametrize(("check", "cause", "step"), BY_FILE, ids=[row[0] for row in BY_FILE])
def test_the_page_answers_for_a_file_in_words_that_can_be_sent_on(
    office: Office, check: str, cause: str, step: str
) -> None:
    path = EXAMPLES[check]
    client = brought(office, path.read_bytes(), path.name)
    assert any(cause in block and step in block for block in blocks(office, client)), blocks(office, client)


def test_voucher_amounts_file_and_line_are_named(office: Office) -> None:
    path = EXAMPLES["unbalanced-voucher"]
    client = brought(office, path.read_bytes(), path.name)
    number = path.read_text("cp437").splitlines().index(next(
        line for line in path.read_text("cp437").splitlines() if line.startswith('#VER "A" "2"')
    )) + 1  # fmt: skip
    block = next(block for block in blocks(office, client, "en") if "A 2" in block)
    assert "Voucher A 2 does not balance: debit 5 000,00 and credit 4 990,00" in block
    assert f"In the file: unbalanced-voucher.se, line {number}" in block


def test_struck_and_added_rows_make_no_voucher_unbalanced(office: Office) -> None:
    rows = "#TRANS 1930 {} 100.00\n#BTRANS 3041 {} -90.00\n#RTRANS 3041 {} -100.00\n#TRANS 3041 {} -100.00\n"
    content = f'{HEAD}{CHART}#VER "A" "1" 20260105 "Rättad"\n{{\n{rows}}}\n#UB 0 1930 100.00\n#RES 0 3041 -100.00\n'
    client = brought(office, content.encode("cp437"), "rättad.se")
    assert [one.key for one in diagnosed(office, client) if one.key.startswith("unbalanced")] == []


def test_a_year_without_vouchers_is_no_failure(office: Office) -> None:
    client = brought(office, (HEAD + CHART).encode("cp437"), "tomt år.se")
    assert [one for one in diagnosed(office, client) if one.weight <= Weight.WRONG] == []


def test_loose_vouchers_over_a_whole_year_are_said_to_change_nothing(office: Office) -> None:
    client = office.with_books()
    loose = (FILES / "year-assumed.SI").read_bytes()
    act.upload(office.desk(), [("lösa.SI", loose)], client_id=client.id, source=Source.SIE4)
    block = next(block for block in blocks(office, client) if "lösa.SI" in block)
    assert "kan inte tas i bruk" in block
    assert "Exportera hela året som SIE 4E" in block


def test_the_findings_of_an_import_can_be_found_again_with_the_raw_line_beside_them(office: Office) -> None:
    path = EXAMPLES["unbalanced-voucher"]
    client = brought(office, path.read_bytes(), path.name)
    with office.store.reading() as session:
        (import_,) = imports.of_client(session, client.id)
    at: dict[str, Any] = {"del": "importer", "imp": import_.id}
    app = office.screen("support_desk", klient=client.id, **at)
    assert not app.exception
    assert "#VER" in "\n".join(code.value for code in app.code)


def test_findings_that_are_too_many_to_be_told_are_counted_below_those_that_are(office: Office) -> None:
    vouchers = "".join(f'#VER A {number} 20260101 ""\n{{\n#TRANS 1930 {{}} 1\n}}\n' for number in range(1, 13))
    client = brought(office, (HEAD + CHART + vouchers).encode(), "tolv.se")
    at: dict[str, Any] = {"del": "importer"}
    said = page(office, client, **at)
    assert "Verifikation A 10" in said
    assert "Verifikation A 11" not in said
    assert "och 2 till av samma slag" in said


def used(bureau: Bureau, import_: Import) -> None:
    with bureau.store.reading() as session:
        one = imports.get(session, import_.id)
    activate(bureau.desk(), one.id, expected_version=one.compared_with or 0, reason="prov")


def booked_in_fortnox(bureau: Bureau, client: Client) -> None:
    with lines.opened(bureau.store, bureau.users["Rut"], client.id, None) as line:
        newest = line.fortnox.years()[0]
        rows = [{"Account": 1930, "Debit": 100, "Credit": 0}, {"Account": 3041, "Debit": 0, "Credit": 100}]
        voucher = {
            "Description": "Ny", "VoucherSeries": "A", "TransactionDate": newest.start.isoformat(), "VoucherRows": rows,
        }  # fmt: skip
        sent = line.fortnox._http.post("vouchers", params={"financialyear": newest.id}, json={"Voucher": voucher})  # noqa: SLF001
    assert sent.status_code == 201


def looked_long_ago(bureau: Bureau, client: Client) -> None:
    with bureau.store.transaction() as session:
        row = news.get(session, client.id)
        assert row is not None
        row.looked_at = now() - LOOK_EVERY - timedelta(seconds=1)
        session.add(row)


def test_what_was_corrected_in_fortnox_shows_only_after_the_next_import(office: Office, bureau: Bureau) -> None:
    client = bureau.connected()
    used(bureau, bureau.bring_in(client, Order((), ())))
    booked_in_fortnox(bureau, client)
    looked_long_ago(bureau, client)
    look_for_news(bureau.desk(), client.id)
    said: list[tuple[Language, str, str]] = [
        ("sv", "Fortnox har 1 verifikation som är nyare", "det som rättats där syns först då"),
        ("en", "Fortnox has 1 voucher newer than the books here", "what was corrected there shows only then"),
    ]
    for language, what, step in said:
        (block,) = [block for block in blocks(office, client, language) if what in block]
        assert step in block
    used(bureau, bureau.bring_in(client, Order((), ())))
    assert not [block for block in blocks(office, client) if "nyare" in block]


def test_years_that_were_not_fetched_are_said_to_be_left_out_and_why(office: Office, bureau: Bureau) -> None:
    client = bureau.connected()
    newest = max(year.span.start for year in ours(bureau.world.companies[SOUND]).live.years)
    used(bureau, bureau.bring_in(client, Order((newest,), ())))
    said = page(office, client)
    assert "finns i Fortnox men inte i bokföringen här" in said
    assert "välj åren under Import före nästa import" in said


def test_a_year_that_fortnox_has_not_made_is_named(office: Office, bureau: Bureau) -> None:
    client = bureau.connected(SOLE)
    used(bureau, bureau.bring_in(client, Order((), ())))
    (block,) = [block for block in blocks(office, client) if "inget räkenskapsår" in block]
    assert "Lägg upp räkenskapsåret i Fortnox" in block


@pytest.mark.parametrize("how", ["page", "empty", "amount", "half"])
def test_bookkeeping_that_came_damaged_from_fortnox_is_told_of(office: Office, bureau: Bureau, how: str) -> None:
    client = bureau.connected()
    bureau.befall(Fault.DAMAGED_SIE, value=how)
    bureau.bring_in(client, Order((), ()))
    (first, *_rest) = blocks(office, client)
    assert "Nästa steg:" in first
    assert "mportera" in first or "Försök igen" in first


def test_an_import_that_failed_says_where_it_stood_and_that_nothing_was_changed(office: Office, bureau: Bureau) -> None:
    client = bureau.connected()
    bureau.befall(Fault.STORM)
    bureau.bring_in(client)
    (block,) = [block for block in blocks(office, client) if "kom inte in" in block]
    assert "den stannade vid ”Hämtar från Fortnox”. Bokföringen är oförändrad." in block
    assert "Vänta några minuter" in block
    bureau.world.recover()
    with office.store.reading() as session:
        (import_,) = imports.of_client(session, client.id)
    act.retry(bureau.desk(), import_.id)
    assert not [block for block in blocks(office, client) if "kom inte in" in block]


def test_a_fault_of_our_own_is_told_with_its_reference(
    office: Office, bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_named: object) -> None:
        raise ZeroDivisionError

    client = bureau.connected()
    monkeypatch.setattr("lib.jobs.fortnox._Fetch.everything", broken)
    import_ = bureau.bring_in(client)
    reference = bureau.job(import_).reference
    (block,) = [block for block in blocks(office, client) if "kom inte in" in block]
    assert reference
    assert reference in block
    assert "En administratör för Brygga på byrån" in block


@pytest.mark.parametrize(
    ("tenant", "account", "phrase"),
    [(DIFFERS, "1510", "kundreskontran"), (SOLE, "2440", "leverantörsreskontran")],
    ids=["1510", "2440"],
)
def test_a_ledger_that_differs_is_told_with_its_largest_cause_and_the_rest(
    office: Office, bureau: Bureau, tenant: int, account: str, phrase: str
) -> None:
    client = bureau.connected(tenant)
    used(bureau, bureau.bring_in(client, Order((), LEDGERS)))
    (block,) = [block for block in blocks(office, client) if block[3:].startswith(f"Konto {account} stämmer inte")]
    assert phrase in block
    assert "Orsak: " in block
    assert len([line for line in block.splitlines() if line.startswith("   - ")]) >= 1
    assert "tidigare system" in block or "tidigare system" in page(office, client)


@pytest.mark.parametrize("part", ["diagnos", "importer"])
def test_support_without_consent_reads_no_amount_and_no_raw_line(office: Office, part: str) -> None:
    path = EXAMPLES["unbalanced-voucher"]
    client = brought(office, path.read_bytes(), path.name)
    at: dict[str, Any] = {"del": part}
    hidden = page(office, client, role=Role.SUPPORT, consent=False, **at)
    assert "A 2" in hidden
    assert "4 990,00" not in hidden
    assert "4 990,00" in page(office, client, role=Role.SUPPORT, **at)
    assert "4 990,00" in page(office, client, **at)
