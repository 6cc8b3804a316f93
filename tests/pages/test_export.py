"""The export's page: what waits, the modal with its checks, what lands in Fortnox, and why nothing can be sent."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import stamina
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button, Selectbox

from dashboard import panels
from dashboard.export_checks import CHECKS
from dashboard.export_files import SiFile, YearFile
from dashboard.export_parts import FATES
from dashboard.help_texts import FILES, FOLDER, OF_PAGE
from lib.actions.entries import save_entry
from lib.actions.imports import activate
from lib.actions.si_files import take_si_file
from lib.closing.entries import NO_AMOUNT, NO_NAME, NO_ROWS, UNBALANCED, Draft, EntryRow, Family
from lib.core.languages import LANGUAGES, Language, translate
from lib.fortnox.failures import YearMissing
from lib.fortnox.reasons import REASONS, LostReason, helps
from lib.jobs import expected
from lib.jobs.doubts import FateUnknown
from lib.jobs.orders import Order
from lib.jobs.preflight import NO_SERIES
from lib.jobs.runner import EXPORT as EXPORT_JOB
from lib.sandbox.fortnox.faults import Fault
from lib.store import exports, jobs, si_exports
from lib.store.columns import now
from lib.store.tables import Client, Role, Source
from lib.store.words import ItemFate, RunState
from tests.jobs import exporting
from tests.jobs.local_fortnox import LOCKED, Bureau, bureau_at, new_world
from tests.pages.closings import start
from tests.pages.export_words import EXPORT, LOST
from tests.pages.office import Office, button, click, shown
from tests.pages.test_fortnox_screens import over

SEND = {"sv": "Exportera", "en": "Export"}
AS_FILE = "Exportera bokslutsverifikationer som SI-fil"
SURELY = "export-surely"
V, S = 0, 1
JANUARY = "2026-01-31"
RUN = "a-run"


@pytest.fixture
def bureau(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bureau]:
    """A local Fortnox beside the office, and the accountant of the office at its desk."""
    with bureau_at(office.store, new_world(), monkeypatch) as opened, stamina.set_testing(True, attempts=2, cap=True):
        opened.users["Rut"] = office.person(Role.ACCOUNTANT).user_id
        yield opened


def screen(
    office: Office, bureau: Bureau, client: Client, role: Role = Role.ACCOUNTANT, language: Language = "sv"
) -> AppTest:
    start = exporting.year_of(bureau, client)
    return office.screen("export", role, language, klient=client.id, ar=start.isoformat())


def opened(office: Office, bureau: Bureau, client: Client, language: Language = "sv") -> AppTest:
    """The page with its modal open, Fortnox looked at."""
    app = screen(office, bureau, client, language=language)
    button(app, EXPORT[language])
    assert not app.exception
    return app


def the(app: AppTest, label: str) -> Button:
    return next(found for found in app.button if found.label == label)


def sent(office: Office, bureau: Bureau, client: Client, series: str = "A") -> AppTest:
    """The page after an export of all to one series."""
    app = opened(office, bureau, client)
    drop_down(app, V).select(series).run()
    app.button(key=SURELY).click().run()
    assert not app.exception
    return app


def drop_down(app: AppTest, place: int) -> Selectbox[str]:
    return [box for box in app.selectbox if "V-" in box.label or "S-" in box.label or "vouchers" in box.label][place]


def unbroken(app: AppTest) -> str:
    """Every text on the screen, with plain blanks."""
    return shown(app).replace("\N{NO-BREAK SPACE}", " ")


def values(app: AppTest) -> list[str]:
    """Every cell of every grid."""
    return [str(cell) for grid in app.dataframe for cell in grid.value.to_numpy().flatten()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_lists_what_waits_and_has_the_button_of_the_specification(
    office: Office, bureau: Bureau, language: Language
) -> None:
    client = exporting.with_entries(bureau, 2)
    app = screen(office, bureau, client, language=language)
    assert not app.exception
    assert the(app, EXPORT[language]).disabled is False
    assert {"V 1", "V 2", "Periodisering 1", "Periodisering 2"} <= set(values(app))
    assert "**4,00**" in shown(app)  # 1,50 and 2,50


def test_nothing_asks_fortnox_before_the_modal_is_opened(office: Office, bureau: Bureau) -> None:
    client = exporting.with_entries(bureau, 1)
    before = len(bureau.world.calls)
    app = screen(office, bureau, client)
    assert len(bureau.world.calls) == before
    button(app, EXPORT["sv"])
    assert len(bureau.world.calls) > before


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_modal_offers_the_open_series_and_tells_how_the_others_are_opened(
    office: Office, bureau: Bureau, language: Language
) -> None:
    client = exporting.with_entries(bureau, 2)
    app = opened(office, bureau, client, language)
    (one,) = drop_down(app, V).options
    assert one.startswith("A · Redovisning · ")
    assert drop_down(app, S).disabled
    assert "B Kundfakturor" in shown(app)
    assert "Manuell kontering" in shown(app)


def test_series_a_is_never_chosen_by_itself(office: Office, bureau: Bureau) -> None:
    client = exporting.with_entries(bureau, 1)
    app = opened(office, bureau, client)
    assert drop_down(app, V).value is None
    surely = app.button(key=SURELY)
    assert (surely.disabled, surely.help) == (True, "Välj en verifikationsserie först.")
    drop_down(app, V).select("A").run()
    assert app.button(key=SURELY).disabled is False


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_check_stands_with_its_status(office: Office, bureau: Bureau, language: Language) -> None:
    client = exporting.with_entries(bureau, 1)
    app = opened(office, bureau, client, language)
    for check in CHECKS:
        assert f":green[● {translate(check, language)}]" in unbroken(app)
    assert app.button(key=SURELY).label == SEND[language]


def test_what_fortnox_would_refuse_stands_beside_its_entry_and_the_button_is_dead(
    office: Office, bureau: Bureau
) -> None:
    client = exporting.with_entries(bureau, 1)
    start = exporting.year_of(bureau, client)
    rows = (EntryRow("6990", 100, "a | b"), EntryRow("1930", -100))
    exporting.make(bureau, client, exporting.draft(2, start, rows=rows))
    app = opened(office, bureau, client)
    assert "▲ Texter som Fortnox godtar" in unbroken(app)
    assert "● Konton finns och är aktiva" in unbroken(app)
    assert "**V 2**" in shown(app)
    drop_down(app, V).select("A").run()
    surely = app.button(key=SURELY)
    assert (surely.disabled, surely.help) == (True, "Inget kan skickas förrän alla kontroller har gått igenom.")


def test_every_text_of_the_look_belongs_to_a_check() -> None:
    texts = {
        value for name, value in vars(expected).items() if isinstance(value, str) and " " in value and name[0] != "_"
    }
    known = {text for found in CHECKS.values() for text in found}
    asked = {NO_AMOUNT, NO_NAME, NO_ROWS, UNBALANCED, NO_SERIES, YearMissing.text}
    assert (texts - {expected.__doc__}) | asked == known


def test_a_look_that_failed_says_why_and_can_be_made_again(office: Office, bureau: Bureau) -> None:
    client = exporting.with_entries(bureau, 1)
    bureau.befall(Fault.ERROR, path="/3/voucherseries")
    app = opened(office, bureau, client)
    assert "✕ Anslutning och företag" in unbroken(app)
    assert "◌ Verifikationerna balanserar" in unbroken(app)
    assert app.error
    assert app.button(key=SURELY).disabled
    bureau.world.faults.switch_off()
    button(app, "Kontrollera igen")
    assert not app.error
    assert "● Anslutning och företag" in unbroken(app)


def test_the_result_names_each_voucher_by_series_number_and_year(office: Office, bureau: Bureau) -> None:
    client = exporting.with_entries(bureau, 2)
    app = sent(office, bureau, client)
    year = exporting.year_of(bureau, client).year
    stands = [label for label, _text in exporting.standing(bureau)]
    assert len(stands) == 2
    assert {f"{label}, {year}" for label in stands} <= set(values(app))
    assert "2 av 2 i Fortnox" in shown(app)
    assert the(app, EXPORT["sv"]).disabled


def test_the_last_choice_of_series_is_remembered(office: Office, bureau: Bureau) -> None:
    client = exporting.with_entries(bureau, 1)
    sent(office, bureau, client)
    exporting.make(bureau, client, exporting.draft(2, exporting.year_of(bureau, client)))
    app = opened(office, bureau, client)
    assert drop_down(app, V).value == "A"
    assert app.button(key=SURELY).disabled is False


def test_earlier_exports_are_listed_and_one_can_be_opened(office: Office, bureau: Bureau) -> None:
    client = exporting.with_entries(bureau, 1)
    sent(office, bureau, client)
    exporting.make(bureau, client, exporting.draft(2, exporting.year_of(bureau, client)))
    app = sent(office, bureau, client)
    with office.store.reading() as session:
        newest, oldest = exports.of_client(session, client.id)
    assert "Senaste exporten" in shown(app)
    start = exporting.year_of(bureau, client).isoformat()
    app = office.screen("export", klient=client.id, ar=start, korning=oldest.id)
    assert "En tidigare export" in shown(app)
    assert newest.state is RunState.DONE


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", [None, *(one for one in LostReason if one is not LostReason.DISCONNECTED)])
def test_a_lost_token_leaves_the_button_dead_with_the_specifications_tooltip_or_the_reason_where_that_cannot_help(
    office: Office, bureau: Bureau, reason: LostReason | None, language: Language
) -> None:
    client = exporting.with_entries(bureau, 1)
    over(bureau, client, reason)
    app = screen(office, bureau, client, language=language)
    found = the(app, EXPORT[language])
    assert found.disabled
    if reason is None or helps(reason):
        assert found.help == LOST[language]
    else:
        assert translate(REASONS[reason], language) in found.help
        assert LOST[language] not in found.help


def test_who_has_never_connected_is_led_to_the_import(office: Office, bureau: Bureau) -> None:
    client = exporting.with_entries(bureau, 1)
    app = screen(office, bureau, client, Role.ADMIN)
    found = the(app, EXPORT["sv"])
    assert (found.disabled, found.help) == (True, LOST["sv"])
    assert "Inte ansluten till Fortnox" in shown(app)


def test_a_token_lost_while_the_modal_is_open_leaves_its_button_dead(office: Office, bureau: Bureau) -> None:
    client = exporting.with_entries(bureau, 1)
    app = opened(office, bureau, client)
    drop_down(app, V).select("A").run()
    over(bureau, client, LostReason.REVOKED)
    app.run()
    surely = app.button(key=SURELY)
    assert (surely.disabled, surely.help) == (True, LOST["sv"])


@pytest.mark.parametrize("role", [Role.VIEWER, Role.SUPPORT])
def test_who_may_only_look_sees_what_waits_and_no_button(office: Office, bureau: Bureau, role: Role) -> None:
    client = exporting.with_entries(bureau, 1)
    app = screen(office, bureau, client, role)
    assert not app.exception
    assert "V 1" in values(app)
    assert EXPORT["sv"] not in [found.label for found in app.button]
    start = exporting.year_of(bureau, client).isoformat()
    app = office.screen("export", role, klient=client.id, ar=start, fraga="export")
    assert SURELY not in [found.key for found in app.button]


def test_nothing_to_send_is_said(office: Office, bureau: Bureau) -> None:
    client = exporting.in_use(bureau)
    app = screen(office, bureau, client)
    assert the(app, EXPORT["sv"]).disabled
    assert "Det finns inget att exportera" in shown(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refused_entry_stops_the_export_and_says_what_fortnox_has_against_it(
    office: Office, bureau: Bureau, language: Language
) -> None:
    client = exporting.with_entries(bureau, 2)
    start = exporting.year_of(bureau, client)
    begun(office, bureau, client, start)
    with office.store.transaction() as session:
        first = exports.items(session, RUN)[0]
        exports.refuse(session, first, YearMissing.text, {"day": start.isoformat()})
        exports.stop(session, RUN, FateUnknown.text, {"entry": "V 1", "until": "12:00"})
    app = screen(office, bureau, client, language=language)
    assert translate(YearMissing.text, language, day=start.isoformat()) in shown(app)
    assert translate("refused", language) in " ".join(values(app))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stopped_export_says_whose_fate_is_unknown(office: Office, bureau: Bureau, language: Language) -> None:
    client = exporting.with_entries(bureau, 2)
    start = exporting.year_of(bureau, client)
    interrupted(office, bureau, client, start)
    app = screen(office, bureau, client, language=language)
    assert translate(FateUnknown.text, language, entry="V 1") in shown(app)
    assert translate("fate unknown", language) in " ".join(values(app))
    assert translate("sent before; looked for first", language) in " ".join(values(app))
    assert the(app, EXPORT[language]).disabled is False


def test_a_stopped_export_can_be_continued(office: Office, bureau: Bureau) -> None:
    client = exporting.with_entries(bureau, 2)
    interrupted(office, bureau, client, exporting.year_of(bureau, client))
    sent(office, bureau, client)
    assert sorted(text for _label, text in exporting.standing(bureau)) == exporting.names(2)
    with office.store.reading() as session:
        newest = exports.of_client(session, client.id)[0]
        assert {item.fate for item in exports.items(session, newest.id)} <= {ItemFate.SENT, ItemFate.FOUND}


def begun(office: Office, bureau: Bureau, client: Client, start: date) -> None:
    """An export of which nothing has been sent yet."""
    who = bureau.desk().person.who
    with office.store.transaction() as session:
        assert exports.begin(session, client.id, start, run_id=RUN, series={Family.MANUAL: "A"}, who=who)
        jobs.add(
            session,
            job_id=RUN,
            kind=EXPORT_JOB,
            client_id=client.id,
            import_id=None,
            steps=[EXPORT_JOB],
            started_by=who[0],
        )


def interrupted(office: Office, bureau: Bureau, client: Client, start: date) -> None:
    """An export that was stopped when its first entry was on its way, long ago."""
    begun(office, bureau, client, start)
    with office.store.transaction() as session:
        first, *_rest = exports.items(session, RUN)
        past = now() - timedelta(hours=1)
        exports.intend(session, first, series="A", at=past, settles_at=past)
        exports.stop(session, RUN, FateUnknown.text, {"entry": "V 1", "until": "12:00"})


def test_an_export_under_way_shows_how_far_each_entry_has_come(office: Office, bureau: Bureau) -> None:
    client = exporting.with_entries(bureau, 2)
    start = exporting.year_of(bureau, client)
    begun(office, bureau, client, start)
    app = screen(office, bureau, client)
    assert not app.exception
    assert "Du kan lämna sidan" in shown(app)
    assert [cell for cell in values(app) if cell == "◌ väntar"] == ["◌ väntar"] * 2
    assert EXPORT["sv"] not in [found.label for found in app.button]


def test_a_series_that_is_not_open_is_not_offered(office: Office, bureau: Bureau) -> None:
    client = exporting.with_entries(bureau, 1, LOCKED)
    app = opened(office, bureau, client)
    assert [option for option in drop_down(app, V).options if option.startswith("B ")] == []
    assert "låst" in shown(app)


@pytest.mark.parametrize("source", [Source.MANUAL, None])
def test_a_client_without_a_bookkeeping_program_has_nothing_to_export_to(office: Office, source: Source | None) -> None:
    client = office.client(source=source)
    app = office.screen("export", klient=client.id)
    assert not app.exception
    assert not [found for found in app.button if "Fortnox" in found.label]


@pytest.fixture
def sie_client(office: Office) -> Client:
    """A client of SIE files with one ready entry in its books."""
    client = office.with_books()
    start(office, client, JANUARY)
    rows = (EntryRow("5010", 5_00), EntryRow("1510", -5_00))
    save_entry(office.desk(), client.id, JANUARY, Draft("Lokaler", date(2026, 1, 31), rows), ready=True)
    return client


def test_a_client_of_files_has_no_way_to_fortnox(office: Office, sie_client: Client) -> None:
    app = office.screen("export", klient=sie_client.id, mal="fortnox")
    assert not app.exception
    assert EXPORT["sv"] not in [found.label for found in app.button]
    assert AS_FILE in [found.label for found in app.button]


def test_an_si_file_is_made_downloaded_and_taken_back(office: Office, sie_client: Client) -> None:
    app = office.screen("export", klient=sie_client.id)
    button(app, AS_FILE)
    assert not app.exception
    assert "1 verifikation" in shown(app)
    assert the(app, AS_FILE).disabled
    assert len(app.get("download_button")) == 1
    button(app, "Den lästes inte in")
    assert the(app, AS_FILE).disabled is False
    assert app.get("download_button") == []


def test_what_the_buttons_of_files_download_is_sie(office: Office, sie_client: Client) -> None:
    desk, year = office.desk(), date(2026, 1, 1)
    take_si_file(desk, sie_client.id, year)
    with office.store.reading() as session:
        (batch,) = si_exports.batches(session, sie_client.id, year)
    assert b"#SIETYP 4" in SiFile(desk, sie_client.id, year, batch.at)()
    whole = YearFile(desk, sie_client.id, year, with_entries=True)()
    assert b"Lokaler" in whole
    assert b"Lokaler" not in YearFile(desk, sie_client.id, year, with_entries=False)()


def test_who_may_only_look_makes_no_file(office: Office, sie_client: Client) -> None:
    app = office.screen("export", Role.VIEWER, klient=sie_client.id)
    assert not app.exception
    assert AS_FILE not in [found.label for found in app.button]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_year_can_be_taken_out(office: Office, sie_client: Client, language: Language) -> None:
    app = office.screen("export", language=language, klient=sie_client.id, mal="sie")
    assert not app.exception
    assert len(app.get("download_button")) == 1


def pressed(app: AppTest, client: Client, office: Office, column: str) -> None:
    """Click a cell of the first entry of the newest export."""
    with office.store.reading() as session:
        newest = exports.of_client(session, client.id)[0]
    click(app, f"export-items-{newest.id}", 0, column)
    assert not app.exception


def test_an_entry_of_the_result_leads_to_the_entry(office: Office, bureau: Bureau) -> None:
    client = exporting.with_entries(bureau, 1)
    app = sent(office, bureau, client)
    (row,) = exporting.rows_of(bureau, client)
    assert "när en import har hämtat tillbaka den" in shown(app)
    pressed(app, client, office, "voucher")
    assert app.query_params["bv"] == str(row.id)
    assert "V 1 Periodisering 1" in shown(app)


def test_a_voucher_that_came_back_is_led_to_in_the_ledger(office: Office, bureau: Bureau) -> None:
    client = exporting.with_entries(bureau, 1)
    exporting.send(bureau, client)
    import_ = bureau.bring_in(client, Order((exporting.year_of(bureau, client),), ()))
    activate(bureau.desk(), import_.id, expected_version=1, reason="prov")
    ((label, _text),) = exporting.standing(bureau)
    app = screen(office, bureau, client)
    assert "se den i huvudboken" in shown(app)
    pressed(app, client, office, "voucher")
    assert app.query_params["ver"] == label
    assert f"Verifikation {label}" in shown(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_tells_of_every_check_and_every_status_in_the_words_of_the_screen(language: Language) -> None:
    told = (FOLDER / f"{FILES[OF_PAGE['export']]}.{language}.md").read_text(encoding="utf-8")
    for check in CHECKS:
        assert f"| {translate(check, language)} |" in told
    for state, word in FATES.values():
        assert f"| {panels.SIGNS[state].shape} {translate(word, language)} |" in told
    for said in (EXPORT[language], LOST[language], translate("Entries of unknown fate", language)):
        assert said in told
