"""System entries on the screen: switched on and off, figures stated, the calculation read, made anew when stale."""

from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.actions import entries, system_entries
from lib.closing.entries import Draft, EntryRow
from lib.closing.system.proposals import Kind
from lib.store import clients
from lib.store import entries as kept
from lib.store.entry_tables import ClosingEntry
from lib.store.tables import Client, LegalForm, Role
from tests.closing.year_ends import books_with, company
from tests.pages.closings import lock, start
from tests.pages.ledgers import from_fortnox
from tests.pages.office import Office, button, click, shown

YEAR_END = "2025-12-31-year-end"
LIST = "system-{client}-{key}-{chosen}"
CHANGES = {"Godta som bokslutsverifikation", "Slå på", "Stäng av", "Räkna om", "Gör bokslutsverifikationen"}
RENT = Draft("Upplupen hyra", date(2025, 12, 31), (EntryRow("5010", 9_500_00), EntryRow("1930", -9_500_00)))
"""It takes the year's result from 1 109 500 (`tests.closing.year_ends`) to 1 100 000."""


def of_form(office: Office, form: LegalForm | None) -> Client:
    client = from_fortnox(office, (company(),))
    with office.store.transaction() as session:
        return clients.change(session, client.id, legal_form=form)


@pytest.fixture
def client(office: Office) -> Client:
    client = of_form(office, LegalForm.AB)
    start(office, client, YEAR_END)
    return client


def page(office: Office, client: Client, role: Role = Role.ACCOUNTANT, **at: Any) -> AppTest:  # noqa: ANN401 - as the screen
    app = office.screen("closing_entries", role, klient=client.id, **{"period": "13", "vy": "system", **at})
    assert not app.exception
    return app


def on(office: Office, client: Client, *kinds: Kind) -> None:
    for kind in kinds:
        system_entries.switch_system_entry(office.desk(), client.id, YEAR_END, kind, on=True)


def state(office: Office, client: Client, **figures: int) -> None:
    stated = {name.replace("_", "-"): value for name, value in figures.items()}
    system_entries.state_figures(office.desk(), client.id, YEAR_END, stated)


def own(office: Office, client: Client) -> list[ClosingEntry]:
    with office.store.reading() as session:
        return [row for row in kept.of_year(session, client.id, date(2025, 1, 1)) if row.kind]


def labels(app: AppTest) -> set[str]:
    return {one.label for one in app.button if not one.disabled}


def statuses(app: AppTest) -> dict[str, str]:
    """How each kind stands, by its name, without the shape."""
    rows = app.dataframe[0].value
    return {name: status.split(maxsplit=1)[1] for name, status in zip(rows.iloc[:, 0], rows.iloc[:, 1], strict=True)}


def lines(app: AppTest) -> dict[str, int]:
    """The calculation that is shown, in kronor."""
    rows = app.dataframe[1].value
    amounts = zip(rows.iloc[:, 0], rows.iloc[:, 1], strict=True)
    return {text: int(amount) for text, amount in amounts if amount is not None}


def test_a_companys_kinds_are_listed_and_all_are_off(office: Office, client: Client) -> None:
    found = statuses(page(office, client))
    assert list(found) == [
        "Omföring av föregående års resultat",
        "Förändring av överavskrivningar",
        "Återföring av periodiseringsfond",
        "Avsättning till periodiseringsfond",
        "Skatt på årets resultat",
        "Årets resultat",
    ]
    assert set(found.values()) == {"Avstängd"}


def test_a_sole_trader_pays_no_corporate_tax(office: Office) -> None:
    client = of_form(office, LegalForm.EF)
    assert "Skatt på årets resultat" not in statuses(page(office, client))
    assert "Omföring av privata konton till eget kapital" in statuses(page(office, client))


def test_a_proposal_is_accepted_and_becomes_a_closing_entry(office: Office, client: Client) -> None:
    app = page(office, client, slag="year-result")
    assert own(office, client) == []
    button(app, "Godta som bokslutsverifikation")
    (row,) = own(office, client)
    assert (row.name, kept.draft_of(row).total, row.ready) == ("Årets resultat", 1_109_500_00, True)
    assert statuses(app)["Årets resultat"] == "Aktuell"
    assert "Öppna S 1" in labels(app)


def test_a_kind_that_is_switched_off_loses_its_entry(office: Office, client: Client) -> None:
    on(office, client, Kind.YEAR_RESULT)
    button(page(office, client, slag="year-result"), "Stäng av")
    assert own(office, client) == []


def test_an_entry_that_was_deleted_by_hand_is_made_again(office: Office, client: Client) -> None:
    on(office, client, Kind.YEAR_RESULT)
    entries.delete_entry(office.desk(), client.id, own(office, client)[0].id)
    app = page(office, client, slag="year-result")
    assert statuses(app)["Årets resultat"] == "Föreslagen"
    button(app, "Gör bokslutsverifikationen")
    assert [row.kind for row in own(office, client)] == ["year-result"]


def test_a_figure_that_is_missing_is_said_and_once_stated_gives_the_tax(office: Office, client: Client) -> None:
    on(office, client, Kind.CORPORATE_TAX)
    app = page(office, client, slag="corporate-tax")
    assert statuses(app)["Skatt på årets resultat"] == "Underlag saknas"
    assert "Underskott från tidigare år" in shown(app)
    missing = next(one for one in app.text_input if one.label.endswith("(saknas)"))
    missing.input("0")
    button(app, "Spara uppgifterna")
    # 1 109 500 + 10 000 + 2 000 - 1 500 not taxed, + 3 920 (1,96 % of 200 000), 20,6 % of 1 123 920
    assert [kept.draft_of(row).total for row in own(office, client)] == [231_527_00]
    assert statuses(app)["Skatt på årets resultat"] == "Aktuell"


def test_what_is_no_amount_is_refused_and_nothing_is_stated(office: Office, client: Client) -> None:
    on(office, client, Kind.CORPORATE_TAX)
    app = page(office, client, slag="corporate-tax")
    next(one for one in app.text_input if one.label.endswith("(saknas)")).input("noll")
    button(app, "Spara uppgifterna")
    assert "noll” är inget belopp" in shown(app)
    assert own(office, client) == []


def test_the_calculation_stands_line_by_line_with_its_sources(office: Office, client: Client) -> None:
    state(office, client, losses=0)
    app = page(office, client, slag="corporate-tax")
    found = lines(app)
    assert found["Resultat före skatt"] == 1_109_500
    assert found["Ej avdragsgillt: 6072 Representation, ej avdragsgill"] == 10_000
    assert found["Skatt: 20,6 %"] == 231_527
    assert "IL 65 kap. 10 §" in app.dataframe[1].value.iloc[:, 2].to_list()
    assert "Bolagsskatt 20,60 % (IL 65 kap. 10 §; läst i FAR Online" in shown(app)


def test_the_proposed_rows_are_shown_before_they_are_accepted(office: Office, client: Client) -> None:
    rows = page(office, client, slag="last-result").dataframe[2].value
    assert rows.iloc[:, 0].to_list() == ["2099 Årets resultat", "2098 Vinst föregående år"]
    assert own(office, client) == []


def test_what_is_booked_already_is_a_line_of_its_own_and_only_the_rest_is_proposed(office: Office) -> None:
    client = from_fortnox(office, (company([("8999", 1_000_000), ("2099", -1_000_000)]),))
    with office.store.transaction() as session:
        clients.change(session, client.id, legal_form=LegalForm.AB)
    found = lines(page(office, client, slag="year-result"))
    assert found["Redan bokfört på 8999 Årets resultat"] == -1_000_000
    assert found["Kvar att bokföra"] == 109_500


def test_a_line_of_an_account_opens_the_account(office: Office, client: Client) -> None:
    app = page(office, client, slag="last-result")
    click(app, f"calculation-{YEAR_END}-last-result", 0)
    assert app.query_params["konto"] == "2099"
    assert not app.exception


def test_a_line_of_many_accounts_opens_these_accounts(office: Office, client: Client) -> None:
    app = page(office, client, slag="year-result")
    click(app, f"calculation-{YEAR_END}-year-result", 0)
    assert app.query_params["vy"] == "resultat"


def test_a_kind_is_chosen_by_a_click(office: Office, client: Client) -> None:
    app = page(office, client, slag="year-result")
    click(app, LIST.format(client=client.id, key=YEAR_END, chosen="year-result"), 4)
    assert app.query_params["slag"] == "corporate-tax"


def test_entries_of_other_figures_are_stale_and_worked_out_anew(office: Office, client: Client) -> None:
    on(office, client, Kind.YEAR_RESULT)
    entries.save_entry(office.desk(), client.id, YEAR_END, RENT, ready=True)
    app = page(office, client)
    assert "↻" in app.dataframe[0].value.iloc[5, 1]
    assert "1 systemverifikation är inaktuell" in shown(app)
    assert "bokför 1 109 500,00; med dagens underlag skulle den bokföra 1 100 000,00" in shown(app).replace(
        "\N{NO-BREAK SPACE}", " "
    )
    button(app, "Räkna om")
    assert [kept.draft_of(row).total for row in own(office, client)] == [1_100_000_00]
    assert "inaktuell" not in shown(app)


def test_the_list_of_closing_entries_tells_which_are_stale(office: Office, client: Client) -> None:
    on(office, client, Kind.YEAR_RESULT)
    entries.save_entry(office.desk(), client.id, YEAR_END, RENT, ready=True)
    rows = page(office, client, vy="").dataframe[0].value
    assert dict(zip(rows["label"], rows["status"], strict=True)) == {
        "V 1": "● Ej överförd",
        "S 1": "↻ Inaktuell: räkna om",
    }


def test_an_entry_shows_the_calculation_that_it_was_made_of(office: Office, client: Client) -> None:
    on(office, client, Kind.YEAR_RESULT)
    app = page(office, client, bv=own(office, client)[0].id)
    assert "Beräkning" in shown(app)
    assert "ändras bland systemverifikationerna" in shown(app)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.SUPPORT])
def test_who_may_not_change_entries_reads_the_calculation(office: Office, client: Client, role: Role) -> None:
    state(office, client, losses=0)
    app = page(office, client, role, slag="corporate-tax")
    assert "din roll får titta" in shown(app)
    assert lines(app)["Skatt: 20,6 %"] == 231_527
    assert labels(app) & {*CHANGES, "Spara uppgifterna"} == set()


def test_a_locked_year_end_shows_its_entries_and_changes_none(office: Office, client: Client) -> None:
    on(office, client, Kind.YEAR_RESULT)
    lock(office, client, YEAR_END)
    app = page(office, client)
    assert "det här är låst" in shown(app)
    assert labels(app) & CHANGES == set()


def test_a_year_end_that_is_not_begun_shows_what_would_be_proposed(office: Office) -> None:
    app = page(office, of_form(office, LegalForm.AB), slag="year-result")
    assert "det här är ej påbörjad" in shown(app)
    assert lines(app)["Kvar att bokföra"] == 1_109_500


def test_a_month_leads_to_the_year_end(office: Office, client: Client) -> None:
    app = page(office, client, period="12")
    assert "hör till årsavslutet" in shown(app)
    button(app, "Gå till P13 2025")
    assert len(statuses(app)) == 6


def test_without_a_legal_form_none_are_guessed(office: Office) -> None:
    app = page(office, of_form(office, None))
    assert "företagsform är inte angiven" in shown(app)
    assert len(app.dataframe) == 0


def test_another_legal_form_is_named_as_one_without_system_entries(office: Office) -> None:
    assert "för den här företagsformen: Annan form" in shown(page(office, of_form(office, LegalForm.OTHER)))


def test_without_books_the_page_says_so(office: Office) -> None:
    assert "har ingen bokföring" in shown(page(office, office.client()))


def partnership(office: Office) -> Client:
    """Of two owners, who share 1 001 kronor."""
    two = {"1930": 100, "2010": -50, "2020": -50}
    client = from_fortnox(office, (books_with(two, [[("1930", 1_001), ("3001", -1_001)]]),))
    with office.store.transaction() as session:
        clients.change(session, client.id, legal_form=LegalForm.HB)
    start(office, client, YEAR_END)
    on(office, client, Kind.YEAR_RESULT)
    return client


def state_shares(office: Office, client: Client, *parts: str) -> AppTest:
    app = page(office, client, slag="year-result")
    for one, text in zip([one for one in app.text_input if one.label.endswith("(saknas)")], parts, strict=True):
        one.input(text)
    button(app, "Spara uppgifterna")
    return app


def test_owners_state_their_shares_in_parts(office: Office) -> None:
    client = partnership(office)
    state_shares(office, client, "3", "1")
    # three quarters and one of 1 001 kronor
    assert [one.amount for one in kept.draft_of(own(office, client)[0]).rows] == [1_001_00, -750_75, -250_25]


@pytest.mark.parametrize("parts", ["-3", "3,5", "hälften"])
def test_a_share_that_is_no_whole_number_is_refused_in_swedish_and_nothing_is_stated(
    office: Office, parts: str
) -> None:
    client = partnership(office)
    assert f"{parts}” är inget heltal." in shown(state_shares(office, client, "1", parts))
    assert own(office, client) == []
