"""VAT and fees on the screen: the return, what settled it, the accounts, the payroll, and what the checks found."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.exports import Export, Printed
from lib.actions import analysis, entries
from lib.closing.entries import Draft, EntryRow
from lib.core.languages import Language
from lib.core.periods import FinancialYear
from lib.reports.sheets import Sheet
from lib.store import clients
from lib.store.tables import Client, Role, VatPeriod
from tests.closing.test_payroll_months import CHART, wages
from tests.closing.test_vat_returns import PURCHASE, SALE, booked
from tests.ledger.sie_texts import YEAR, books
from tests.pages import closings
from tests.pages.ledgers import from_fortnox
from tests.pages.office import Office, button, click, shown
from tests.pages.test_appendices import way

SETTLED = booked("20250331", [("2611", 25_000_10), ("2641", -10_000_00), ("2650", -15_000_00), ("3740", -10)], "M")
WRONG = booked("20250315", [("1510", 1_100_00), ("3001", -1_000_00), ("2611", -100_00)], "F")
MARCH = "2025-03-31"
CORRECTION = Draft("Rättad moms", date(2025, 3, 31), (EntryRow("2611", 100_00), EntryRow("2650", -100_00)))
TRADE = CHART + booked("20250310", SALE) + booked("20250312", PURCHASE) + wages("20250325", 10_000_00)


def in_use(office: Office, records: str = TRADE, vat: VatPeriod | None = VatPeriod.QUARTER) -> Client:
    client = from_fortnox(office, [books(records)])
    with office.store.transaction() as session:
        return clients.change(session, client.id, vat_period=vat)


def page(
    office: Office,
    client: Client,
    role: Role = Role.ACCOUNTANT,
    language: Language = "sv",
    **at: Any,  # noqa: ANN401 - as the screen takes it
) -> AppTest:
    app = office.screen("reconciliation", role, language, klient=client.id, **({"vy": "moms", "period": "3"} | at))
    assert not app.exception
    return app


def rows(app: AppTest, number: int = 0) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = app.dataframe[number].value.to_dict("records")
    return found


def plain(app: AppTest) -> str:
    return shown(app).replace("\N{NO-BREAK SPACE}", " ")


def test_the_boxes_stand_with_what_the_accounts_hold_and_what_is_declared(office: Office) -> None:
    app = page(office, in_use(office))
    told = {row["box"]: (str(row["ore"]), str(row["declared"]), row["accounts"]) for row in rows(app)}
    assert told["10"] == ("25000.10", "25000.00", "2611")
    assert told["49"] == ("15000.10", "15000.00", "")
    assert "Moms att betala **15 000,00**" in plain(app)


def test_a_locked_period_says_so_above_its_vat(office: Office) -> None:
    client = in_use(office)
    assert "låst" not in plain(page(office, client))
    closings.start(office, client, "2025-03-31")
    closings.lock(office, client, "2025-03-31")
    assert "siffror, reskontror och kontrollresultat visas som de stod då" in plain(page(office, client))


def test_in_english_the_boxes_have_english_names(office: Office) -> None:
    assert rows(page(office, in_use(office), language="en"))[0]["words"] == "Taxable sales"


def test_a_return_that_no_voucher_has_settled_says_so(office: Office) -> None:
    assert "Ingen verifikation har fört periodens moms" in shown(page(office, in_use(office)))


def test_the_voucher_that_settled_it_opens(office: Office) -> None:
    app = page(office, in_use(office, TRADE + SETTLED))
    assert "● Bokförd som deklarationen säger" in shown(app)
    assert way(app, "M 20250331 den 2025-03-31")["ver"] == "M 20250331"


def test_a_settlement_that_differs_says_by_how_much(office: Office) -> None:
    app = page(
        office, in_use(office, TRADE + SETTLED.replace("-15000.00", "-14000.00").replace("{} -0.10", "{} -1000.10"))
    )
    assert "▲ Bokförd, men avviker med −1 000,00" in plain(app)


def test_a_box_of_one_account_opens_it(office: Office) -> None:
    app = page(office, in_use(office))
    click(app, "vat-boxes", 1)
    assert app.query_params["konto"] == "2611"


def test_a_box_of_several_accounts_lets_the_person_choose(office: Office) -> None:
    reverse = booked("20250320", [("4535", 80_00), ("2440", -80_00), ("2614", -20_00), ("2645", 20_00)])
    app = page(office, in_use(office, TRADE + reverse))
    place = next(number for number, row in enumerate(rows(app)) if row["box"] == "48")
    click(app, "vat-boxes", place)
    button(app, "Konto 2645")
    assert app.query_params["konto"] == "2645"


def test_boxes_that_the_accounts_do_not_tell_say_why(office: Office) -> None:
    odd = booked("20250320", [("1510", 540_00), ("3010", -500_00), ("2611", -40_00)])
    app = page(office, in_use(office, TRADE + odd))
    assert rows(app)[0]["accounts"] == "kan inte avgöras"
    assert "Ruta 05–08, 35–42 kan inte avgöras." in shown(app)
    assert "Konton: 3010." in shown(app)


def test_a_month_within_a_vat_quarter_shows_the_quarter_and_says_that_it_goes_on(office: Office) -> None:
    client = in_use(office)
    assert "Momsperioden fortsätter efter P1, till 2025-03-31." in shown(page(office, client, period="1"))
    assert "Momsperioden fortsätter" not in shown(page(office, client))


def test_another_vat_period_is_chosen_in_the_address(office: Office) -> None:
    app = page(office, in_use(office), moms="2025-06-30")
    assert {str(row["ore"]) for row in rows(app)} == {"0.00"}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_client_whose_vat_period_is_not_stated_is_led_to_its_details(office: Office, language: Language) -> None:
    app = page(office, in_use(office, vat=None), language=language)
    assert ("är inte angivet" if language == "sv" else "is not stated") in shown(app)
    assert way(app, "Klientuppgifter" if language == "sv" else "Client details")["page"] == "klientuppgifter"
    assert rows(app, 1)[0]["percent"] == "31,42 %"


def test_a_client_without_vat_has_its_fees_all_the_same(office: Office) -> None:
    app = page(office, in_use(office, vat=VatPeriod.NONE))
    assert "Klienten redovisar ingen moms." in shown(app)
    assert "2731 Avgifter" in {row["account"] for row in rows(app)}


def test_the_accounts_stand_with_opening_change_and_closing_and_open(office: Office) -> None:
    app = page(office, in_use(office), visa="konton")
    found = {row["account"]: row for row in rows(app)}
    assert [str(found["2731 Avgifter"][name]) for name in ("opening", "change", "closing")] == [
        "0.00",
        "-3142.00",
        "-3142.00",
    ]
    assert found["2731 Avgifter"]["standing"] == "◌ öppen"
    click(app, "vat-accounts", list(found).index("2731 Avgifter"))
    assert app.query_params["konto"] == "2731"


def test_what_is_said_of_accounts_is_left_out_where_the_vat_period_ends_elsewhere(office: Office) -> None:
    app = page(office, in_use(office), visa="konton", period="2")
    assert "standing" not in app.dataframe[0].value


def test_wages_and_fees_stand_month_by_month_beside_the_full_rate(office: Office) -> None:
    app = page(office, in_use(office), visa="loner")
    assert [row["until"] for row in rows(app)] == ["2025-01-31", "2025-02-28", "2025-03-31"]
    assert str(rows(app)[2]["tax_owed"]) == "3000.00"
    assert "Full arbetsgivaravgift är 31,42 % (" in plain(app)


def test_checks_that_were_never_run_say_so(office: Office) -> None:
    app = page(office, in_use(office))
    assert "har aldrig körts på det här året" in shown(app)
    assert way(app, "Transaktionsanalys")["page"] == "transaktionsanalys"


@pytest.fixture
def checked(office: Office) -> Client:
    client = in_use(office, TRADE + SETTLED + WRONG)
    analysis.run_checks(office.desk(), client.id, YEAR)
    return client


def test_what_the_checks_found_in_the_vat_period_stands_below_it(office: Office, checked: Client) -> None:
    app = page(office, checked)
    found = rows(app, 1)
    assert [row["check"][:3].strip() for row in found] == ["T3", "T4", "T12"]
    assert found[0]["here"] == "▲ 1 fynd"
    assert "Verifikation F 20250315" in shown(app)
    assert way(app, "Öppna F 20250315")["ver"] == "F 20250315"


def test_what_they_found_elsewhere_in_the_year_is_counted_apart(office: Office, checked: Client) -> None:
    found = rows(page(office, checked, moms="2025-06-30"), 1)
    assert (found[0]["here"], found[0]["year"]) == ("● inget att anmärka", "▲ 1 fynd")


def test_results_of_other_books_are_out_of_date(office: Office, checked: Client) -> None:
    from_fortnox(office, [books(TRADE)], client=checked)
    assert "↻ Inaktuella: kör kontrollerna igen." in shown(page(office, checked))


def test_a_check_opens_in_the_transaction_analysis(office: Office, checked: Client) -> None:
    app = page(office, checked)
    click(app, "vat-checks", 0)
    assert "Varje verifikations moms följer av beloppen" in shown(app)
    assert app.query_params["kontroll"] == "voucher-vat"


def test_books_of_balances_alone_tell_no_return(office: Office) -> None:
    client = from_fortnox(office, [books("#UB 0 2611 -5\n", kind="1")])
    with office.store.transaction() as session:
        clients.change(session, client.id, vat_period=VatPeriod.YEAR)
    assert "årets källa har saldon men inga verifikationer" in shown(page(office, client, period="13"))


def test_the_first_quarter_of_a_broken_year_that_the_books_lack_a_part_of_is_not_told(office: Office) -> None:
    broken = FinancialYear(YEAR.start.replace(month=9), YEAR.end.replace(year=2026, month=8, day=31))
    year = books(booked("20250910", SALE), years=f"#RAR 0 {broken.start:%Y%m%d} {broken.end:%Y%m%d}\n")
    client = from_fortnox(office, [year])
    with office.store.transaction() as session:
        clients.change(session, client.id, vat_period=VatPeriod.QUARTER)
    assert "böckerna har inte hela momsperioden" in shown(page(office, client, period="1"))


@pytest.fixture
def corrected(office: Office) -> Client:
    """A client whose March is worked on: one ready entry moves 100 from the output VAT to the settlement."""
    client = in_use(office, '#KONTO 2611 "Utgående moms"\n#KONTO 2650 "Redovisningskonto"\n' + TRADE)
    closings.start(office, client, MARCH)
    entries.save_entry(office.desk(), client.id, MARCH, CORRECTION, ready=True)
    return client


def accounts_of(sheets: Sequence[object]) -> pl.DataFrame:
    """The accounts of VAT and fees among the sheets of a paper or workbook."""
    (found,) = [one.frame for one in sheets if isinstance(one, Sheet) and one.title == "Konton för moms och avgifter"]
    return found


@pytest.mark.parametrize("shown", ["deklaration", "konton", "loner"])
def test_the_download_holds_what_entries_move(
    office: Office, corrected: Client, workbooks: list[Export], shown: str
) -> None:
    page(office, corrected, visa=shown)
    told = accounts_of(workbooks[0].sheets("sv"))
    assert told.select("account", "closing", "entries", "after").rows()[0] == ("2611", -25_000_10, 100_00, -24_900_10)
    assert "2650" in told["account"]


@pytest.mark.parametrize("shown", ["deklaration", "konton"])
def test_whoever_wants_the_books_alone_downloads_the_books_alone(
    office: Office, corrected: Client, workbooks: list[Export], shown: str
) -> None:
    app = page(office, corrected, visa=shown, bara="ja")
    told = accounts_of(workbooks[0].sheets("sv"))
    assert "entries" not in told.columns
    assert "2650" not in told["account"]
    assert all("entries" not in table.value for table in app.dataframe)


def test_the_periods_folder_has_the_accounts_of_the_pages_own_paper(
    office: Office, corrected: Client, printed: list[Printed]
) -> None:
    page(office, corrected)
    office.screen("periods", klient=corrected.id, period="3", ar="2025-01-01")
    chapters = [chapter for made in printed for chapter in made.paper(made.about, "sv").chapters]
    own, filed = [one for one in chapters if one.title == "Moms och avgifter 2025-01-01–2025-03-31"]
    assert accounts_of(filed.parts).equals(accounts_of(own.parts))
    assert "after" in accounts_of(filed.parts)
