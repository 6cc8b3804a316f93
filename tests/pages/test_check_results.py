"""The results of the checks on the screen: run, read worst first, opened down to the vouchers, marked as done."""

from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.actions import analysis, check_settings
from lib.actions import imports as act
from lib.checks.analysis.registry import Choice
from lib.closing.results import Outlook
from lib.core.periods import calendar_year
from lib.jobs.analysis import ANALYSE
from lib.store import analyses, books, jobs
from lib.store import marks as mark_rows
from lib.store.tables import Client, JobState, Role
from tests.pages.office import Office, button, click, shown
from tests.pages.test_appendices import way

YEAR = calendar_year(2025)
SUSPENSE, GAPS, TWICE = "suspense-account", "voucher-numbers", "booked-twice"
FILE = """#FLAGGA 0
#PROGRAM "Prov" 1.0
#FORMAT PC8
#GEN 20260101
#SIETYP 4
#FNAMN "Bryggan AB"
#ORGNR 555555-5555
#RAR 0 20250101 20251231
#KONTO 1930 "Företagskonto"
#KONTO 2990 "OBS att utreda"
#KONTO 2999 "OBS-konto"
#KONTO 6110 "Kontorsmateriel"
#VER A 1 20250110 "Oklar insättning"
{
#TRANS 1930 {} 700.00
#TRANS 2999 {} -700.00
}
#VER A 2 20250311 "Oklar utbetalning"
{
#TRANS 1930 {} %s
#TRANS 2990 {} -%s
}
#VER A 3 20250512 "Städning i maj"
{
#TRANS 6110 {} 1200.00
#TRANS 1930 {} -1200.00
}
#VER A 4 20250512 "Städning i maj"
{
#TRANS 6110 {} 1200.00
#TRANS 1930 {} -1200.00
}
"""


@pytest.fixture
def client(office: Office) -> Client:
    made = office.client()
    use(office, made)
    return made


def use(office: Office, client: Client, amount: str = "500.00") -> None:
    """Put books with two suspense accounts that are not empty in use."""
    content = (FILE % (amount, amount)).replace("\n", "\r\n").encode("cp437")
    (received,) = act.upload(office.desk(), [("bok.se", content)], client_id=client.id)
    with office.store.reading() as session:
        version = books.active(session, client.id).version
    act.activate(office.desk(), received.import_id or "", expected_version=version, reason="prov")


def run(office: Office, client: Client) -> None:
    analysis.run_checks(office.desk(), client.id, YEAR)


def page(office: Office, client: Client, role: Role = Role.ACCOUNTANT, **at: Any) -> AppTest:  # noqa: ANN401 - as the screen takes it
    app = office.screen("transaction_analysis", role, klient=client.id, **at)
    assert not app.exception
    return app


def prints(office: Office, client: Client, check: str = SUSPENSE) -> list[str]:
    with office.store.reading() as session:
        kept = analyses.of_year(office.store, session, client.id, YEAR)
    assert kept is not None
    return [one for outcome in kept.outcomes if outcome.choice.key == check for one in outcome.fingerprints]


def rows(app: AppTest, number: int = 0) -> list[dict[str, str]]:
    found: list[dict[str, str]] = app.dataframe[number].value.to_dict("records")
    return found


def key_of(app: AppTest, start: str) -> str:
    """The key of the grid whose key begins so."""
    return next(grid.key for grid in app.dataframe if grid.key and grid.key.startswith(start))


def label_of(app: AppTest, start: str) -> str:
    return next(found.label for found in app.button if found.label.startswith(start))


def test_checks_that_were_never_run_are_run_by_the_main_button(office: Office, client: Client) -> None:
    app = page(office, client)
    assert "Kontrollerna har aldrig körts på det här året" in shown(app)
    button(app, "Kör kontrollerna")
    assert "Körda" in shown(app)
    assert "av Person accountant" in shown(app)
    assert app.dataframe


def test_results_stand_worst_first_and_what_was_not_run_says_why(office: Office, client: Client) -> None:
    run(office, client)
    found = rows(page(office, client))
    order = [row["state"][0] for row in found]
    assert order == sorted(order, key="▲◌✓●".index)
    assert {row["state"][0] for row in found} >= {"▲", "◌", "●"}
    suspense = next(row for row in found if row["code"] == "T6")
    assert (suspense["title"], suspense["text"]) == ("Observationskonton är tomma", "2 varningar")
    assert all(row["text"] for row in found if row["state"].startswith("◌"))


def test_a_state_chosen_narrows_the_list_and_stands_in_the_address(office: Office, client: Client) -> None:
    run(office, client)
    app = page(office, client, status=Outlook.NOT_RUN.value)
    assert {row["state"] for row in rows(app)} == {"◌ Kunde inte köras"}


def test_an_account_chosen_lists_its_findings_whatever_check_they_are_of(office: Office, client: Client) -> None:
    run(office, client)
    app = page(office, client, konto="2999")
    checks, found = rows(app), rows(app, 1)
    assert "T6" in {row["code"] for row in checks}
    assert "T1" not in {row["code"] for row in checks}
    assert {row["account"] for row in found if "account" in row} <= {"2999"}
    click(app, key_of(app, "found-"), next(number for number, row in enumerate(found) if row["code"] == "T6"))
    assert app.query_params["kontroll"] == SUSPENSE
    assert "Konto 2999 OBS-konto står på −700,00" in shown(app)


def test_a_check_is_opened_with_what_it_looks_at_and_its_limits(office: Office, client: Client) -> None:
    run(office, client)
    app = page(office, client)
    number = next(number for number, row in enumerate(rows(app)) if row["code"] == "T6")
    click(app, key_of(app, "checks-"), number)
    said = shown(app)
    assert app.query_params["kontroll"] == SUSPENSE
    assert "T6 Observationskonton är tomma" in said
    assert "Konto 2999 och balanskonton vars namn" in said
    assert any("2999" in str(row.values()) for row in rows(app))
    button(app, "Alla kontroller")
    assert "kontroll" not in app.query_params


def test_a_finding_is_read_whole_and_opens_its_account_and_vouchers(office: Office, client: Client) -> None:
    run(office, client)
    app = page(office, client, kontroll=SUSPENSE, fynd=prints(office, client)[0][:12])
    assert "Konto 2990 OBS att utreda står på −500,00" in shown(app)
    assert "Nästa steg" in shown(app)
    opened = way(app, "Konto 2990")
    assert opened["konto"] == "2990"
    assert "huvudbok" in opened["page"] or "ledger" in opened["page"]


def test_each_voucher_of_a_finding_is_told_and_opened(office: Office, client: Client) -> None:
    run(office, client)
    app = page(office, client, kontroll=TWICE)
    assert [way(app, label)["ver"] for label in ("A 3", "A 4")] == ["A 3", "A 4"]
    assert shown(app).count("2025-05-12 &ensp; Städning i maj &ensp; **1\N{NO-BREAK SPACE}200,00**") == 2


def test_a_finding_is_marked_with_a_comment_and_the_mark_is_taken_back(office: Office, client: Client) -> None:
    run(office, client)
    app = page(office, client, kontroll=TWICE)
    app.text_input[-1].set_value("Två städningar samma dag")
    button(app, "Klarmarkera")
    assert "Klarmarkerat av Person accountant" in shown(app)
    assert "Två städningar samma dag" in shown(app)
    button(app, "Ta bort klarmarkeringen")
    with office.store.reading() as session:
        assert not mark_rows.of_findings(session, client.id)


def test_when_a_finding_is_marked_the_next_that_waits_is_open(office: Office, client: Client) -> None:
    run(office, client)
    app = page(office, client, kontroll=SUSPENSE)
    assert "Konto 2990 OBS att utreda står på −500,00" in shown(app)
    button(app, "Klarmarkera")
    assert "Konto 2999 OBS-konto står på −700,00" in shown(app)
    assert "Konto 2990 OBS att utreda står på" not in shown(app)


def test_findings_that_are_ticked_are_marked_at_once_and_the_check_is_done(office: Office, client: Client) -> None:
    run(office, client)
    app = page(office, client, kontroll=SUSPENSE)
    app.session_state[key_of(app, "findings-")] = {"selection": {"rows": [0, 1], "columns": [], "cells": []}}
    app.run()
    button(app, "Klarmarkera 2 fynd")
    assert "✓ Klarmarkerad" in shown(app)
    with office.store.reading() as session:
        assert {key for key, _ in mark_rows.of_findings(session, client.id)} == {SUSPENSE}


def test_who_may_not_mark_is_told_who_does_and_has_nothing_to_tick(office: Office, client: Client) -> None:
    run(office, client)
    app = page(office, client, Role.SUPPORT, kontroll=SUSPENSE, fynd=prints(office, client)[0][:12])
    assert "Fynd klarmarkeras av redovisningskonsulter" in shown(app)
    assert not [found for found in app.button if found.label.startswith("Klarmarkera")]


def test_a_viewer_reads_the_results_and_cannot_run_the_checks(office: Office, client: Client) -> None:
    assert "En kollega som får köra dem gör det" in shown(page(office, client, Role.VIEWER))
    run(office, client)
    app = page(office, client, Role.VIEWER)
    assert app.dataframe
    assert "Kör kontrollerna" not in {found.label for found in app.button}


def test_new_books_make_the_results_out_of_date_and_say_why(office: Office, client: Client) -> None:
    run(office, client)
    assert "inaktuella" not in shown(page(office, client))
    use(office, client, "900.00")
    app = page(office, client)
    assert "Resultaten är inaktuella" in shown(app)
    assert "Annan bokföring används sedan dess" in shown(app)
    assert all(row["state"].startswith("↻") for row in rows(app))
    button(app, "Kör kontrollerna")
    assert "inaktuella" not in shown(app)


def test_changed_settings_make_the_results_out_of_date_too(office: Office, client: Client) -> None:
    run(office, client)
    check_settings.switch_check(office.desk(), client.id, GAPS, enabled=False)
    assert "Kontrollernas inställningar har ändrats" in shown(page(office, client))


def test_a_run_that_failed_says_so_above_the_results_that_stand(office: Office, client: Client) -> None:
    run(office, client)
    job_id = analysis.run_checks(office.desk(), client.id, YEAR)
    with office.store.transaction() as session:
        facts = jobs.get(session, job_id).facts
        jobs.finish(
            session,
            job_id,
            JobState.FAILED,
            "The checks stopped before they were done. The earlier results stand.",
            facts,
        )
    app = page(office, client)
    assert "Kontrollerna avbröts innan de var klara" in shown(app)
    assert app.dataframe


def test_a_check_of_the_clients_own_stands_under_its_name(office: Office, client: Client) -> None:
    check_settings.add_check(
        office.desk(), client.id, SUSPENSE, name="Våra obs-konton", thresholds={"accounts": "2990"}
    )
    run(office, client)
    titles = [row["title"] for row in rows(page(office, client))]
    assert "Våra obs-konton" in titles
    assert "Observationskonton är tomma" in titles


def test_the_overview_says_how_the_checks_stand(office: Office, client: Client) -> None:
    assert "kontrollerna har aldrig körts på det här året" in shown(office.screen("overview", klient=client.id))
    run(office, client)
    assert "kontroller har fynd" in shown(office.screen("overview", klient=client.id))
    use(office, client, "900.00")
    app = office.screen("overview", klient=client.id)
    assert "kontrollresultaten är inaktuella" in shown(app)
    button(app, "Kör kontrollerna")
    assert "kontrollresultaten är inaktuella" not in shown(office.screen("overview", klient=client.id))


def test_a_run_under_way_is_shown_and_no_second_one_can_be_started(office: Office, client: Client) -> None:
    run(office, client)
    with office.store.transaction() as session:
        jobs.add(
            session,
            job_id="under-way",
            kind=ANALYSE,
            client_id=client.id,
            import_id=None,
            steps=[ANALYSE],
            started_by=None,
        )
        jobs.tell(session, "under-way", "", {"year": YEAR.label, "start": YEAR.start.isoformat()})
    app = page(office, client)
    assert "Du kan lämna sidan: körningen fortsätter" in shown(app)
    assert next(found for found in app.button if found.label == "Kör kontrollerna").disabled
    assert app.dataframe, "the earlier results stand meanwhile"


def test_the_results_go_out_to_excel_and_paper_as_they_are_narrowed(office: Office, client: Client) -> None:
    run(office, client)
    app = page(office, client, konto="2999")
    assert [found.proto.label for found in app.get("download_button")] == ["Hämta Excel", "PDF"]


def test_the_help_explains_each_check(office: Office) -> None:
    at: dict[str, Any] = {"del": "analys"}
    said = shown(office.screen("help", **at))
    assert "Observationskonton är tomma" in said
    assert "Beloppens siffror följer Benfords lag" in said


def test_a_balance_opens_its_account_from_the_years_start_until_its_day(office: Office, client: Client) -> None:
    run(office, client)
    first, *_ = prints(office, client)
    assert way(page(office, client, kontroll=SUSPENSE, fynd=first[:12]), "Konto 2990")["period"] == "1-5"


def test_results_of_a_check_that_the_program_no_longer_has_are_passed_over(office: Office, client: Client) -> None:
    run(office, client)
    with office.store.reading() as session:
        kept = analyses.of_year(office.store, session, client.id, YEAR)
    assert kept is not None
    gone = replace(kept.outcomes[0], choice=Choice("long-gone", "long-gone"))
    outcomes = [gone, *kept.outcomes[1:]]
    analyses.save(office.store, client.id, YEAR, outcomes, run_on="an-older-program", who=(1, "Rut"))
    codes = [row["code"] for row in rows(page(office, client))]
    assert "T1" not in codes
    assert "T6" in codes
    assert "Resultaten är inaktuella" in shown(page(office, client))


def test_a_check_that_is_open_says_that_it_is_out_of_date_and_is_run_from_there(office: Office, client: Client) -> None:
    run(office, client)
    use(office, client, "900.00")
    app = page(office, client, kontroll=SUSPENSE)
    assert "Resultaten är inaktuella. Annan bokföring används sedan dess." in shown(app)
    button(app, "Kör kontrollerna")
    assert "inaktuella" not in shown(app)
    assert "−900,00" in shown(app)
