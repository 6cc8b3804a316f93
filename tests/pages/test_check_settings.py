"""How the checks go for a client, on the screen: switched, copied, changed, laid on others, and who may."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.actions import analysis, check_settings
from lib.checks.analysis import registry
from lib.checks.analysis.registry import RULES
from lib.core.languages import LANGUAGES, Language
from lib.store import analysis_choices, books
from lib.store import check_settings as rows
from lib.store.tables import Client, Role
from tests.pages.office import Office, button, click, shown

RENT, BENFORD = "recurring-missing", "benford"


def page(
    office: Office,
    client: Client,
    role: Role = Role.ACCOUNTANT,
    language: Language = "sv",
    **at: Any,  # noqa: ANN401 - as the screen takes it
) -> AppTest:
    app = office.screen("transaction_analysis", role, language, klient=client.id, vy="installningar", **at)
    assert not app.exception
    assert not [problem for problem in app.error if "Brygga" in str(problem.proto)]
    return app


def listed(app: AppTest, place: int = 0) -> list[dict[str, Any]]:
    return list(app.dataframe[place].value.to_dict("records"))


def run(office: Office, client: Client) -> set[str]:
    with office.store.reading() as session:
        return {choice.key for choice in analysis_choices.chosen(session, client.id)}


def roles(office: Office, client: Client) -> dict[str, str]:
    with office.store.reading() as session:
        return rows.roles(session, client.id)


def own(office: Office, client: Client, **more: Any) -> str:  # noqa: ANN401 - as the action takes it
    return check_settings.add_check(
        office.desk(), client.id, RENT, **{"name": "Hyran", "thresholds": {"share": 90}} | more
    )


def text(app: AppTest, label: str) -> Any:  # noqa: ANN401 - a text field
    return next(field for field in app.text_input if field.label.startswith(label))


def toggle(app: AppTest, label: str) -> Any:  # noqa: ANN401 - a switch
    return next(field for field in app.toggle if field.label.startswith(label))


def test_the_checks_that_are_on_stand_with_their_limits(office: Office) -> None:
    app = page(office, office.with_books())
    found = {row["code"]: row for row in listed(app)}
    assert set(found) == {RULES[choice.rule].code for choice in registry.defaults()}
    assert found["T9"]["title"] == "Det som återkommer finns med"
    assert found["T9"]["kind"] == "■ standard"
    assert found["T9"]["limits"] == "12 månader · 80 % · 4 månader · 15 dagar"


def test_those_that_are_off_come_by_a_switch(office: Office) -> None:
    app = page(office, office.with_books(), av="ja")
    found = {row["code"]: row["state"] for row in listed(app)}
    assert (found["T9"], found["T25"]) == ("på", "av")
    assert len(found) == len(registry.every())


def test_a_check_is_found_by_its_name(office: Office) -> None:
    app = page(office, office.with_books(), sok="återkommer")
    assert [row["code"] for row in listed(app)] == ["T9"]
    assert "Ingen kontroll stämmer" in shown(page(office, office.with_books(), sok="finns inte"))


def test_a_click_opens_the_check_with_its_help_and_limits(office: Office) -> None:
    app = page(office, office.with_books())
    click(app, "checks", [row["code"] for row in listed(app)].index("T9"))
    assert app.query_params["kontroll"] == RENT
    assert "minst 80 procent av de senaste tolv månaderna" in shown(app)
    limits = {row["limit"]: row["value"] for row in listed(app)}
    assert limits["I hur stor del av dem som kontot ska ha använts."] == "80 %"


def test_the_limits_of_a_standard_check_have_no_fields(office: Office) -> None:
    app = page(office, office.with_books(), kontroll=RENT)
    assert not app.text_input
    assert "gränserna kan inte ändras" in shown(app)


def test_a_standard_check_is_switched_off_and_on(office: Office) -> None:
    client = office.with_books()
    app = page(office, client, kontroll=RENT)
    button(app, "Stäng av")
    assert RENT not in run(office, client)
    assert "Kontrollen är avstängd" in shown(app)
    button(app, "Slå på")
    assert RENT in run(office, client)


def test_results_are_out_of_date_once_a_check_is_changed(office: Office) -> None:
    client = office.with_books()
    app = page(office, client, kontroll=RENT)
    with office.store.reading() as session:
        year = max(books.active(session, client.id).years)
    analysis.run_checks(office.desk(), client.id, year)
    app.run()
    assert "kontrollresultaten är inaktuella" not in shown(app)
    button(app, "Stäng av")
    assert "kontrollresultaten är inaktuella" in shown(app)
    button(app, "Till resultaten")
    assert "vy" not in app.query_params
    assert "kontroll" not in app.query_params


def test_a_copy_is_made_with_limits_of_its_own_and_stands_in_for_the_first(office: Office) -> None:
    client = office.with_books()
    app = page(office, client, kontroll=RENT)
    button(app, "Kopiera till egen kontroll")
    assert app.query_params["ny"] == RENT
    text(app, "Kontrollens namn").set_value("Hyran")
    text(app, "I hur stor del").set_value("90")
    text(app, "Minsta väntade").set_value("5 000,50")
    button(app, "Lägg till kontrollen")
    (made,) = run(office, client) - set(RULES)
    with office.store.reading() as session:
        row = rows.of_client(session, client.id)[made]
    assert (row.name, row.based_on) == ("Hyran", RENT)
    assert (row.thresholds["share"], row.thresholds["least"]) == (90, 5_000_50)
    assert RENT not in run(office, client)
    assert app.query_params["kontroll"] == made
    assert "Kontrollen är tillagd" in shown(app)


def test_a_copy_of_a_check_that_is_off_is_on_and_leaves_it_off(office: Office) -> None:
    client = office.with_books()
    app = page(office, client, ny=BENFORD)
    assert not [field for field in app.toggle if field.label.startswith("Stäng av")]
    button(app, "Lägg till kontrollen")
    assert len(run(office, client) - set(RULES)) == 1
    assert BENFORD not in run(office, client)


def test_what_is_no_limit_is_told_of_and_nothing_saved(office: Office) -> None:
    client = office.with_books()
    app = page(office, client, ny=RENT)
    text(app, "I hur stor del").set_value("nittio")
    text(app, "Hur många månader").set_value("")
    button(app, "Lägg till kontrollen")
    said = shown(app)
    assert "Inget sparades" in said
    assert "kan inte vara ”nittio”" in said
    assert "tillbaka som granskas” är tomt" in said
    assert run(office, client) <= set(RULES)


def test_a_check_from_a_template_needs_its_accounts(office: Office) -> None:
    client = office.with_books()
    app = page(office, client)
    button(app, "Skapa kontroll")
    button(app, "Lägg till kontrollen")
    assert "ange minst ett konto" in shown(app)
    text(app, "De konton som granskas").set_value("6990 – 6999, 2999")
    button(app, "Lägg till kontrollen")
    with office.store.reading() as session:
        (row,) = rows.of_client(session, client.id).values()
    assert (row.based_on, row.thresholds) == ("no-rows", {"accounts": "6990-6999, 2999"})


def test_an_own_check_is_changed_in_its_fields(office: Office) -> None:
    client = office.with_books()
    key = own(office, client)
    app = page(office, client, kontroll=key)
    text(app, "Kontrollens namn").set_value("Lokalhyran")
    text(app, "I hur stor del").set_value("75")
    toggle(app, "Kontrollen är på").set_value(False)
    button(app, "Spara")
    with office.store.reading() as session:
        row = rows.of_client(session, client.id)[key]
    assert (row.name, row.thresholds["share"], row.enabled) == ("Lokalhyran", 75, False)


def test_an_own_check_is_removed_after_a_question(office: Office) -> None:
    client = office.with_books()
    key = own(office, client)
    app = page(office, client, kontroll=key)
    button(app, "Ta bort kontrollen")
    assert key in run(office, client)
    button(app, "Ta bort")
    assert key not in run(office, client)
    assert "kontroll" not in app.query_params


def test_what_a_check_found_is_a_step_away(office: Office) -> None:
    app = page(office, office.with_books(), kontroll=RENT)
    button(app, "Vad den fann")
    assert "vy" not in app.query_params
    assert app.query_params["kontroll"] == RENT


def test_a_check_that_is_gone_says_so(office: Office) -> None:
    assert "ingen sådan kontroll" in shown(page(office, office.with_books(), kontroll="own-gone"))


@pytest.mark.parametrize("role", [Role.VIEWER, Role.SUPPORT])
def test_who_may_only_look_sees_the_limits_and_changes_nothing(office: Office, role: Role) -> None:
    client = office.with_books()
    key = own(office, client)
    app = page(office, client, role, kontroll=key)
    assert not app.text_input
    assert listed(app)
    assert all(found.disabled for found in app.button if found.label in {"Kopiera till egen kontroll", "Stäng av"})
    assert "Bara redovisningskonsulter" in shown(page(office, client, role, ny=RENT))


def test_accounts_stand_with_their_use_and_what_tells_it(office: Office) -> None:
    app = page(office, office.with_books(), flik="konton", visa="alla")
    found = {row["account_label"].split()[0]: row for row in listed(app)}
    assert (found["1930"]["role"], found["1930"]["why"]) == ("Bank", "numret")
    assert (found["5010"]["role"], found["5010"]["why"]) == ("", "")


def test_a_use_is_said_and_taken_back(office: Office) -> None:
    client = office.with_books()
    app = page(office, client, flik="konton", konto="1930")
    field = next(one for one in app.selectbox if one.label.startswith("1930"))
    field.set_value("tax-account")
    button(app, "Spara")
    assert roles(office, client) == {"1930": "tax-account"}
    found = {row["account_label"].split()[0]: row for row in listed(app)}
    assert (found["1930"]["role"], found["1930"]["why"]) == ("Skattekonto", "angivet för klienten")
    next(one for one in app.selectbox if one.label.startswith("1930")).set_value("automatic")
    button(app, "Spara")
    assert roles(office, client) == {}


def test_accounts_are_narrowed_to_those_that_were_said(office: Office) -> None:
    client = office.with_books()
    check_settings.set_role(office.desk(), client.id, "1930", "")
    app = page(office, client, flik="konton", visa="angivna")
    assert [(row["account_label"][:4], row["role"]) for row in listed(app)] == [("1930", "inget särskilt")]
    assert "Inget konto" in shown(page(office, client, flik="konton", visa="bank"))


def test_a_client_without_books_has_checks_but_no_accounts_to_show(office: Office) -> None:
    client = office.client()
    assert listed(page(office, client))
    assert "ingen bokföring ännu" in shown(page(office, client, flik="konton"))


def test_a_template_is_saved_by_an_administrator_and_used_for_others(office: Office) -> None:
    client, other = office.with_books(), office.client("Kajen AB")
    own(office, client)
    app = page(office, client, Role.ADMIN, flik="mallar")
    text(app, "Mallens namn").set_value("Byggbolag")
    button(app, "Spara som mall")
    assert listed(app)[0]["holds"] == "1 egen kontroll"
    click(app, "check-templates", 0)
    app.multiselect[0].set_value([other.id])
    button(app, "Använd mallen")
    assert "används för 1 klient" in shown(app)
    assert run(office, other) - set(RULES)
    assert run(office, client) == run(office, other)


def test_a_template_is_used_for_all_of_ones_own_clients(office: Office) -> None:
    client, other, not_theirs = office.client(), office.client("Kajen AB"), office.client("Skäret AB")
    desk = office.desk(Role.ADMIN)
    check_settings.add_check(desk, client.id, RENT, name="Hyran", thresholds={})
    template = check_settings.save_template(desk, client.id, "Byggbolag")
    app = office.screen(
        "transaction_analysis",
        Role.ACCOUNTANT,
        only=[client.id, other.id],
        klient=client.id,
        vy="installningar",
        mall=template,
        flik="mallar",
    )
    toggle(app, "Alla dina").set_value(True)
    button(app, "Använd mallen")
    assert run(office, other) - set(RULES)
    assert run(office, not_theirs) <= set(RULES)


def test_a_template_is_not_replaced_unless_one_says_so(office: Office) -> None:
    client = office.with_books()
    own(office, client)
    first = check_settings.save_template(office.desk(Role.ADMIN), client.id, "Byggbolag")
    check_settings.switch_check(office.desk(), client.id, BENFORD, enabled=True)
    app = page(office, client, Role.ADMIN, flik="mallar")
    text(app, "Mallens namn").set_value("byggbolag")
    button(app, "Spara som mall")
    assert "finns redan en mall" in shown(app)
    assert listed(app)[0]["holds"] == "1 egen kontroll"
    toggle(app, "Ersätt").set_value(True)
    button(app, "Spara som mall")
    assert listed(app)[0]["holds"] == "1 egen kontroll, 1 påslagna"
    with office.store.reading() as session:
        assert [template.id for template in rows.templates(session)] == [first]


def test_a_template_is_removed_after_a_question(office: Office) -> None:
    client = office.with_books()
    key = own(office, client)
    template = check_settings.save_template(office.desk(Role.ADMIN), client.id, "Byggbolag")
    app = page(office, client, Role.ADMIN, mall=template, flik="mallar")
    button(app, "Ta bort mallen")
    button(app, "Ta bort")
    with office.store.reading() as session:
        assert rows.templates(session) == []
    assert key in run(office, client)


def test_only_administrators_save_and_remove_templates(office: Office) -> None:
    client = office.with_books()
    own(office, client)
    template = check_settings.save_template(office.desk(Role.ADMIN), client.id, "Byggbolag")
    assert "Bara administratörer" in shown(page(office, client, flik="mallar"))
    app = page(office, client, mall=template, flik="mallar")
    assert "Ta bort mallen" not in {found.label for found in app.button}
    viewed = page(office, client, Role.VIEWER, mall=template, flik="mallar")
    assert "Använd mallen" not in {found.label for found in viewed.button}


def test_the_rates_stand_with_their_days_and_where_they_were_read(office: Office) -> None:
    app = page(office, office.with_books(), flik="satser")
    found = listed(app)
    food = [row for row in found if row["name"] == "Moms på livsmedel"]
    assert [(row["value"], row["start"], row["end"]) for row in food][1] == ("6 %", "2026-04-01", "2027-12-31")
    young = next(row for row in found if row["name"] == "Arbetsgivaravgift, 19–23 år")
    assert (young["value"], young["read"]) == ("20,81 %", "◌ gick inte att läsa")
    assert "1 värde gick inte att läsa" in shown(app)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", ["kontroller", "konton", "mallar", "satser"])
def test_every_part_is_shown_in_both_languages(office: Office, language: Language, part: str) -> None:
    app = page(office, office.with_books(), language=language, flik=part)
    assert shown(app)
    assert len(app.get("button_group")) >= 1 or app.segmented_control
