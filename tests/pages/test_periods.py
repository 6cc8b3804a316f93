"""Periods on the screen: how far each has come, what is left; start, lock, unlock and review with their questions."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.actions import analysis, checklists, periods
from lib.actions.marks import mark_accounts
from lib.closing.states import State
from lib.core.languages import LANGUAGES, Language
from lib.core.periods import ReconciliationPeriod, calendar_year
from lib.store import checklists as items_of
from lib.store import period_lengths
from lib.store import periods as rows
from lib.store.marks import Said
from lib.store.tables import Client, Role
from lib.store.words import ItemState, SupplementState
from tests.ledger.ledgers_by_hand import DAY, year_of
from tests.ledger.sie_texts import YEAR, voucher
from tests.pages.closings import lock, start
from tests.pages.ledgers import MANUAL, RECORDS, from_fortnox
from tests.pages.office import Office, button, click, shown

JANUARY, FEBRUARY, MARCH, NOVEMBER = "2025-01-31", "2025-02-28", "2025-03-31", "2025-11-30"
DECEMBER, YEAR_END = "2025-12-31", "2025-12-31-year-end"
LATER = year_of(RECORDS + MANUAL + voucher("A 20", DAY, [("1930", 1_00), ("1510", -1_00)]))
"""The same books with a voucher more, in March."""


@pytest.fixture
def client(office: Office) -> Client:
    return from_fortnox(office)


def page(
    office: Office,
    client: Client,
    role: Role = Role.ACCOUNTANT,
    language: Language = "sv",
    **at: Any,  # noqa: ANN401 - as the screen takes it
) -> AppTest:
    app = office.screen("periods", role, language, klient=client.id, **at)
    assert not app.exception
    return app


def board(app: AppTest) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = app.dataframe[-1].value.to_dict("records")
    return found


def labels(app: AppTest) -> list[str]:
    return [found.label for found in app.button]


def primary(app: AppTest) -> list[str]:
    return [found.label for found in app.button if found.proto.type == "primary"]


def named(app: AppTest, label: str) -> Any:  # noqa: ANN401 - an element of the screen
    return next(found for found in app.button if found.label == label)


def asked(app: AppTest, name: str) -> str:
    """A parameter of the address."""
    value = app.query_params[name]
    return value if isinstance(value, str) else value[0]


def named_by_key(app: AppTest, key: str) -> Any:  # noqa: ANN401 - an element of the screen
    return next(found for found in app.button if found.key == key)


def state(office: Office, client: Client, key: str) -> State:
    with office.store.reading() as session:
        return rows.board(session, client.id).states.get(key, State.NOT_STARTED)


def locked_until(office: Office, client: Client, *keys: str) -> None:
    for key in keys:
        start(office, client, key)
        lock(office, client, key)


def finish(office: Office, client: Client, key: str) -> None:
    """Leave nothing to do in a period that is started."""
    desk = office.desk()
    with office.store.reading() as session:
        items = items_of.items(session, client.id, key)
    for item in items:
        checklists.tick_item(desk, client.id, key, item.id, ItemState.DONE)
    analysis.run_checks(desk, client.id, YEAR)


# the board ---------------------------------------------------------------------------------------------------------


def test_the_board_has_every_period_of_the_year_and_how_it_stands(office: Office, client: Client) -> None:
    locked_until(office, client, JANUARY)
    start(office, client, FEBRUARY)
    found = board(page(office, client))
    assert len(found) == 13
    assert [row["state"] for row in found[:3]] == ["■ låst", "▸ aktiv", "○ ej påbörjad"]
    assert found[0]["period"] == "P1 januari 2025"
    assert found[-1]["period"] == "P13 Årsavslut 2025"
    assert found[0]["locked"].endswith("Person accountant")


def test_the_board_tells_how_far_a_period_has_come(office: Office, client: Client) -> None:
    start(office, client, DECEMBER)
    with office.store.reading() as session:
        item, *_ = items_of.items(session, client.id, DECEMBER)
    checklists.tick_item(office.desk(), client.id, DECEMBER, item.id, ItemState.NOT_APPLICABLE)
    mark_accounts(office.desk(), client.id, DECEMBER, {"2440": Said(-80_00, -80_00)})
    row = board(page(office, client))[11]
    assert (row["accounts"], row["checklist"], row["findings"]) == ("1 av 3", "1 av 8", "◌ ej körd")
    assert row["difference"] == 40


def test_a_difference_is_blank_where_no_account_is_held_against_anything(office: Office) -> None:
    client = office.with_books()
    start(office, client, "2026-01-31")
    assert board(page(office, client))[0]["difference"] is None


def test_findings_of_a_run_that_is_out_of_date_say_so(office: Office, client: Client) -> None:
    start(office, client, DECEMBER)
    analysis.run_checks(office.desk(), client.id, YEAR)
    assert "↻" not in board(page(office, client))[11]["findings"]
    from_fortnox(office, [LATER], client=client)
    app = page(office, client)
    assert board(app)[11]["findings"].startswith("↻")
    assert "kontrollresultaten är inaktuella" in [found.proto.label for found in app.get("page_link")]


def test_a_period_is_opened_by_a_click(office: Office, client: Client) -> None:
    start(office, client, JANUARY)
    app = page(office, client)
    click(app, f"periods-{client.id}-{JANUARY}-13", 4)
    assert asked(app, "period") == "5"
    assert "P5 maj 2025" in shown(app)


def test_a_click_that_was_followed_does_not_hold_the_page_to_its_period(office: Office, client: Client) -> None:
    start(office, client, JANUARY)
    app = page(office, client)
    click(app, f"periods-{client.id}-{JANUARY}-13", 4)
    named(app, "Nästa").click().run()
    assert asked(app, "period") == "6"
    assert "P6 juni 2025" in shown(app)


def test_all_years_are_shown_by_a_switch(office: Office) -> None:
    client = from_fortnox(office, [LATER, year_of("", year=calendar_year(2024))])
    assert len(board(page(office, client))) == 13
    found = board(page(office, client, alla="ja"))
    assert [row["period"] for row in found[::13]] == ["P1 januari 2025", "P1 januari 2024"]
    assert len(found) == 26


# start -------------------------------------------------------------------------------------------------------------


def test_the_first_period_is_started_and_has_its_checklist(office: Office, client: Client) -> None:
    app = page(office, client)
    assert "byråns checklista" in shown(app)
    button(app, "Starta P1 januari 2025")
    assert state(office, client, JANUARY) is State.ACTIVE
    assert "P1 januari 2025 är startad." in shown(app)
    assert board(app)[0]["checklist"] == "0 av 8"


def test_a_period_says_what_it_takes_over(office: Office, client: Client) -> None:
    locked_until(office, client, DECEMBER)
    said = shown(page(office, client, period=13))
    assert "allt som står i P12 december 2025" in said
    said = shown(page(office, from_fortnox(office, client=office.client("Grannen AB")), period=2))
    assert "byråns checklista" in said


def test_a_period_that_has_to_wait_leads_to_the_one_it_waits_for(office: Office, client: Client) -> None:
    start(office, client, JANUARY)
    app = page(office, client, period=2)
    assert "Den kan startas när P1 januari 2025 är låst." in shown(app)
    assert primary(app) == ["Gå till P1 januari 2025"]
    button(app, "Gå till P1 januari 2025")
    assert "▸ aktiv" in shown(app)


def test_a_period_before_a_locked_one_says_which_to_unlock(office: Office, client: Client) -> None:
    locked_until(office, client, FEBRUARY)
    app = page(office, client, period=1)
    assert "P2 februari 2025 är låst: lås upp den först" in shown(app)
    assert "Starta P1 januari 2025" not in labels(app)


# what is left, and the lock ----------------------------------------------------------------------------------------


def test_what_is_left_leads_to_where_it_is_done(office: Office, client: Client) -> None:
    start(office, client, DECEMBER)
    app = page(office, client)
    links = {found.proto.label: found.proto.page for found in app.get("page_link")}
    assert links["kontrollerna har inte körts"].endswith("transaktionsanalys")
    assert links["3 konton är inte klarmarkerade"].endswith("avstamning")
    assert links["differenser på 40,00 är öppna"].endswith("avstamning")
    assert primary(app) == ["Stäm av kontona"]
    button(app, "8 punkter kvar i checklistan")
    assert asked(app, "vy") == "checklista"


def test_the_lock_says_what_is_left_and_forbids_nothing(office: Office, client: Client) -> None:
    start(office, client, DECEMBER)
    app = page(office, client)
    button(app, "Lås perioden")
    said = shown(app)
    assert "- 3 konton är inte klarmarkerade" in said
    assert "- differenser på 40,00 är öppna" in said
    named_by_key(app, "lock-surely").click().run()
    assert state(office, client, DECEMBER) is State.LOCKED


def test_a_period_with_nothing_left_has_the_lock_as_its_next_step(office: Office) -> None:
    nothing = SupplementState.NOT_ASKED
    client = from_fortnox(office, [year_of("")], nothing, nothing)
    start(office, client, JANUARY)
    finish(office, client, JANUARY)
    app = page(office, client)
    assert primary(app) == ["Lås perioden"]
    assert "Inget är kvar att göra" in shown(app)


def test_after_the_lock_comes_the_next_period(office: Office, client: Client) -> None:
    locked_until(office, client, JANUARY)
    app = page(office, client, period=1)
    assert primary(app) == ["Starta P2 februari 2025"]
    button(app, "Starta P2 februari 2025")
    assert state(office, client, FEBRUARY) is State.ACTIVE
    assert asked(app, "period") == "2"


def test_the_next_step_is_where_something_is_left(office: Office) -> None:
    nothing = SupplementState.NOT_ASKED
    client = from_fortnox(office, [year_of("")], nothing, nothing)
    start(office, client, JANUARY)
    assert primary(page(office, client)) == ["Gå igenom kontrollerna"]
    analysis.run_checks(office.desk(), client.id, YEAR)
    app = page(office, client)
    assert primary(app) == ["Gå igenom checklistan"]
    button(app, "Gå igenom checklistan")
    assert (asked(app, "vy"), asked(app, "period")) == ("checklista", "1")


def test_the_choice_of_period_shows_the_state_that_it_has_now(office: Office, client: Client) -> None:
    start(office, client, JANUARY)
    app = page(office, client, period=1)
    before = next(one for one in app.selectbox if one.label == "Period")
    assert before.options[0] == "▸ P1 januari 2025"
    lock(office, client, JANUARY)
    app.run()
    after = next(one for one in app.selectbox if one.label == "Period")
    assert after.options[0] == "■ P1 januari 2025"
    # the browser keeps the words of a widget that is the same one
    assert after.proto.id != before.proto.id
    after.select("2").run()
    assert asked(app, "period") == "2"


# unlock ------------------------------------------------------------------------------------------------------------


def test_unlocking_says_which_period_is_paused(office: Office, client: Client) -> None:
    locked_until(office, client, JANUARY)
    start(office, client, FEBRUARY)
    app = page(office, client, period=1)
    button(app, "Lås upp perioden")
    assert "P2 februari 2025 pausas tills P1 januari 2025 är låst igen." in shown(app)
    named_by_key(app, "unlock-surely").click().run()
    assert (state(office, client, JANUARY), state(office, client, FEBRUARY)) == (State.ACTIVE, State.PAUSED)
    assert "Pausad: P2 februari 2025." in shown(app)


def test_a_paused_period_says_what_it_waits_for(office: Office, client: Client) -> None:
    locked_until(office, client, JANUARY)
    start(office, client, FEBRUARY)
    periods.unlock_period(office.desk(), client.id, JANUARY)
    app = page(office, client, period=2)
    assert "Pausad medan P1 januari 2025 är öppen." in shown(app)
    assert primary(app) == ["Gå till P1 januari 2025"]


def test_locking_again_says_which_period_goes_on(office: Office, client: Client) -> None:
    locked_until(office, client, JANUARY)
    start(office, client, FEBRUARY)
    periods.unlock_period(office.desk(), client.id, JANUARY)
    assert "Fortsätter när den är låst: P2 februari 2025." in shown(page(office, client, period=1, fraga="las"))


def test_a_period_is_not_unlocked_under_a_later_locked_one(office: Office, client: Client) -> None:
    locked_until(office, client, JANUARY, FEBRUARY)
    app = page(office, client, period=1, fraga="lasupp")
    closed = named(app, "Lås upp perioden")
    assert closed.disabled
    assert closed.help == "P2 februari 2025 efter den är låst: lås upp den först."


# review ------------------------------------------------------------------------------------------------------------


def test_a_colleague_reviews_a_locked_period(office: Office, client: Client) -> None:
    locked_until(office, client, JANUARY)
    app = page(office, client, Role.ADMIN, period=1)
    button(app, "Markera som granskad")
    assert "av Person admin." in shown(app)
    assert board(app)[0]["reviewed"] == "Person admin"
    button(app, "Ta tillbaka granskningen")
    assert board(app)[0]["reviewed"] == ""


def test_who_locked_a_period_cannot_review_it(office: Office, client: Client) -> None:
    locked_until(office, client, JANUARY)
    closed = named(page(office, client, period=1), "Markera som granskad")
    assert closed.disabled
    assert "en kollega granskar den" in closed.help


# what changed ------------------------------------------------------------------------------------------------------


def test_books_that_changed_in_locked_periods_are_told_with_their_accounts(office: Office, client: Client) -> None:
    locked_until(office, client, FEBRUARY, MARCH)
    assert "har ändrats" not in shown(page(office, client, period=3))
    from_fortnox(office, [LATER], client=client)
    app = page(office, client, period=3)
    assert "Bokföringen har ändrats i 1 låst period" in shown(app)
    assert next(one.proto.expanded for one in app.expander if one.label == "Vad som har ändrats")
    told = app.dataframe[0].value.to_dict("records")
    assert [(row["account"], row["locked"], row["now"], row["change"]) for row in told] == [
        ("1510 Kundfordringar", 100, 99, -1),
        ("1930 Bank", 0, 1, 1),
    ]
    assert [row["state"] for row in board(app)[1:3]] == ["■ låst", "■ låst, ändrad"]


def test_a_changed_account_is_opened_in_the_ledger_up_to_the_period(office: Office, client: Client) -> None:
    locked_until(office, client, MARCH)
    from_fortnox(office, [LATER], client=client)
    app = page(office, client, period=3)
    click(app, f"changed-{MARCH}", 1)
    assert [header.value for header in app.header] == ["Huvudbok"]
    assert (asked(app, "konto"), asked(app, "period")) == ("1930", "1-3")


def test_the_accounts_of_another_changed_period_are_chosen(office: Office, client: Client) -> None:
    locked_until(office, client, MARCH, "2025-04-30")
    from_fortnox(office, [LATER], client=client)
    app = page(office, client, period=1)
    choice = next(one for one in app.selectbox if one.options[0].startswith("P3 mars 2025: 2 konton"))
    choice.select("2025-04-30").run()
    assert asked(app, "andrad") == "2025-04-30"
    assert app.dataframe[0].value["locked"].to_list() == [60, 40]


def test_the_unlocking_of_a_changed_period_says_so(office: Office, client: Client) -> None:
    locked_until(office, client, MARCH)
    from_fortnox(office, [LATER], client=client)
    assert "som har ändrats sedan den låstes" in shown(page(office, client, period=3, fraga="lasupp"))


# checklist and comments --------------------------------------------------------------------------------------------


def items(office: Office, client: Client, key: str) -> list[tuple[str, ItemState, str]]:
    with office.store.reading() as session:
        return [(one.text, one.state, one.comment) for one in items_of.items(session, client.id, key)]


def papers(office: Office, client: Client, role: Role = Role.ACCOUNTANT, period: str = "") -> AppTest:
    return page(office, client, role, vy="checklista", period=period)


def test_an_item_is_ticked_and_tells_by_whom(office: Office, client: Client) -> None:
    start(office, client, JANUARY)
    app = papers(office, client)
    app.checkbox[1].check().run()
    assert items(office, client, JANUARY)[1][1] is ItemState.DONE
    assert "1 av 8 klara" in shown(app)
    assert "✓ Klar] · Person accountant" in shown(app)
    app.checkbox[1].uncheck().run()
    assert items(office, client, JANUARY)[1][1] is ItemState.OPEN


def test_an_item_that_does_not_apply_is_said_to_with_a_comment(office: Office, client: Client) -> None:
    start(office, client, JANUARY)
    app = papers(office, client)
    named(app, "Ändra").click().run()
    next(one for one in app.segmented_control if one.label == "Status").select("Ej aktuell")
    next(one for one in app.text_area if one.label == "Kommentar").input("Inget bokfört i *januari*")
    button(app, "Spara")
    assert items(office, client, JANUARY)[0][1:] == (ItemState.NOT_APPLICABLE, "Inget bokfört i *januari*")
    assert "Ej aktuell · Person accountant" in shown(app)
    assert "“Inget bokfört i *januari*”" in shown(app)


def test_items_of_ones_own_are_added_and_removed(office: Office, client: Client) -> None:
    start(office, client, JANUARY)
    app = papers(office, client)
    next(one for one in app.text_input if one.label == "En egen punkt").input("Lager inventerat")
    button(app, "Lägg till punkt")
    assert items(office, client, JANUARY)[-1][0] == "Lager inventerat"
    [found for found in app.button if found.label == "Ändra"][-1].click().run()
    button(app, "Ta bort punkten")
    assert len(items(office, client, JANUARY)) == 8


def test_an_item_without_words_is_not_added(office: Office, client: Client) -> None:
    start(office, client, JANUARY)
    app = papers(office, client)
    button(app, "Lägg till punkt")
    assert "skriv något först" in shown(app)
    assert len(items(office, client, JANUARY)) == 8


def test_a_locked_checklist_stands_as_it_stood(office: Office, client: Client) -> None:
    locked_until(office, client, JANUARY)
    app = papers(office, client, period="1")
    assert "checklistan står som den stod då" in shown(app)
    assert all(box.disabled for box in app.checkbox)
    assert "Ändra" not in labels(app)
    assert "Lägg till punkt" not in labels(app)


def test_a_period_that_is_not_started_has_no_checklist_yet(office: Office, client: Client) -> None:
    assert "Checklistan kommer när perioden startas." in shown(papers(office, client))


def test_people_comment_and_take_back_their_own_comments_alone(office: Office, client: Client) -> None:
    start(office, client, JANUARY)
    checklists.add_comment(office.desk(Role.ADMIN), client.id, JANUARY, "Kontrollera räntan", account="8410")
    app = papers(office, client, Role.SUPPORT)
    next(one for one in app.text_area if one.label == "En kommentar till perioden").input("Hyran är <b>betald</b>")
    button(app, "Kommentera")
    assert "Hyran är <b>betald</b>" in shown(app)
    assert "Konto 8410" in [found.proto.label for found in app.get("page_link")]
    assert labels(app).count("Ta tillbaka") == 1
    button(app, "Ta tillbaka")
    assert "Hyran" not in shown(app)
    assert "Kontrollera räntan" in shown(app)


# length ------------------------------------------------------------------------------------------------------------


def test_another_length_says_from_which_day_it_holds(office: Office, client: Client) -> None:
    start(office, client, NOVEMBER)
    app = page(office, client, fraga="langd")
    assert "Perioder före den dagen står kvar som de är." in shown(app)
    app.selectbox(key="period-length").select(ReconciliationPeriod.QUARTER)
    app.run()
    named_by_key(app, "length-surely").click().run()
    with office.store.reading() as session:
        assert [one.length for one in period_lengths.plan(session, client.id)] == ["month", "quarter"]
    assert "Avstämning från och med" in shown(app)


def test_the_clients_details_say_from_which_day_another_length_holds(office: Office, client: Client) -> None:
    assert "Annan avstämningsperiod" not in shown(office.screen("client_details", klient=client.id))
    start(office, client, NOVEMBER)
    said = shown(office.screen("client_details", klient=client.id))
    assert "Annan avstämningsperiod gäller från och med 1 " in said


def test_another_length_holds_at_once_where_nothing_is_started(office: Office, client: Client) -> None:
    app = page(office, client, fraga="langd")
    assert "Gäller genast" in shown(app)
    app.selectbox(key="period-length").select(ReconciliationPeriod.YEAR)
    app.run()
    named_by_key(app, "length-surely").click().run()
    assert [row["period"] for row in board(app)] == ["P13 Årsavslut 2025"]


# who may, and in both languages ------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.VIEWER, Role.SUPPORT])
def test_those_who_may_not_see_why_nothing_can_be_done(office: Office, client: Client, role: Role) -> None:
    start(office, client, JANUARY)
    app = page(office, client, role, fraga="las")
    closed = named(app, "Lås perioden")
    assert closed.disabled
    assert "En redovisningskonsult startar, låser och granskar perioder." in closed.help
    assert not {"Markera som granskad", "Ändra längden"} & set(labels(app))
    assert all(box.disabled for box in papers(office, client, role).checkbox)


@pytest.mark.parametrize("question", ["las", "lasupp", "langd"])
def test_an_address_asks_nobody_what_they_may_not_do(office: Office, client: Client, question: str) -> None:
    locked_until(office, client, JANUARY)
    start(office, client, FEBRUARY)
    for period in (1, 2):
        app = page(office, client, Role.SUPPORT, period=period, fraga=question)
        assert {found.key for found in app.button if found.key} & {
            "lock-surely",
            "unlock-surely",
            "length-surely",
        } == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_period_has_one_next_step_in_both_languages(office: Office, client: Client, language: Language) -> None:
    locked_until(office, client, JANUARY)
    start(office, client, FEBRUARY)
    for period in (1, 2, 3, 13):
        assert len(primary(page(office, client, language=language, period=period))) == 1
