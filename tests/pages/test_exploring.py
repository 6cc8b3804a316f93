"""Exploring on the screen: what the filters narrow, what figures open, the charts' tables, and views that are kept."""

from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import saved_views
from dashboard.explore_charts import months
from dashboard.explore_figures import SHAPES
from lib.core.languages import LANGUAGES, Language
from lib.core.periods import FinancialYear, calendar_year
from lib.store import activity
from lib.store.tables import Client, Role
from tests.ledger.ledgers_by_hand import year_of
from tests.ledger.sie_texts import half_year, voucher
from tests.pages.ledgers import from_fortnox
from tests.pages.office import Office, button, click, shown

pytestmark = pytest.mark.slow

ROWS = "explored-rows-0"
SAVED = "Sparade vyer"


def page(
    office: Office,
    client: Client,
    role: Role = Role.ACCOUNTANT,
    language: Language = "sv",
    **at: Any,  # noqa: ANN401 - as the screen takes it
) -> AppTest:
    app = office.screen("transaction_analysis", role, language, klient=client.id, vy="utforska", **at)
    assert not app.exception
    return app


def column(app: AppTest, name: str) -> list[Any]:
    """A column of the table on the screen."""
    return list(app.dataframe[0].value[name])


def picked(app: AppTest, key: str, **datum: str) -> AppTest:
    """Click something in a chart."""
    app.session_state[key] = {"selection": {"picked": [datum]}}
    return app.run()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("shape", SHAPES)
def test_everything_can_be_seen_in_both_languages(office: Office, shape: str, language: Language) -> None:
    app = page(office, from_fortnox(office), language=language, bild=shape)
    told = "does not tell when" if language == "en" else "säger inte när"
    assert told in shown(app) if shape == "eftersl" else len(app.dataframe[0].value)


def test_every_row_of_the_year_is_there_with_its_sums(office: Office) -> None:
    app = page(office, office.with_books())
    assert "Rader **8**" in shown(app)
    assert "Debet **30\N{NO-BREAK SPACE}000,00**" in shown(app)
    assert len(column(app, "label")) == 8


@pytest.mark.parametrize(
    ("narrowed", "debit", "credit"),
    [
        ({"konton": "1510"}, [12_500], [12_500]),
        ({"konton": "26, 5000-5999"}, [1_000, 4_000], [2_500]),
        ({"konton": "1930", "motkonto": "5010"}, [], [5_000]),
        ({"sok": "HYRA"}, [4_000, 1_000], [5_000]),
        ({"minst": "12 500,00"}, [12_500, 12_500], [12_500]),
        ({"hogst": "1000"}, [1_000], []),
        ({"vminst": "5 000", "vhogst": "5 000"}, [4_000, 1_000], [5_000]),
        ({"debkred": "credit", "period": "2"}, [], [12_500]),
        ({"fran": "2026-01-16", "till": "2026-01-31"}, [4_000, 1_000], [5_000]),
        ({"serie": "B"}, [12_500, 4_000, 1_000, 12_500], [10_000, 2_500, 5_000, 12_500]),
    ],
)
def test_filters_of_the_address_narrow_the_rows(
    office: Office, narrowed: dict[str, Any], debit: list[int], credit: list[int]
) -> None:
    app = page(office, office.with_books(), **narrowed)
    rows = app.dataframe[0].value
    assert sorted(rows["debit"].dropna()) == sorted(debit)
    assert sorted(rows["credit"].dropna()) == sorted(credit)


def test_an_object_narrows_the_rows(office: Office) -> None:
    records = '#DIM 1 "Ställe"\n#OBJEKT 1 K "Kontoret"\n#VER A 1 20250301 "Resa"\n{\n'
    client = from_fortnox(office, [year_of(records + "#TRANS 1930 {} -20\n#TRANS 4010 {1 K} 20\n}\n")])
    assert column(page(office, client, dim=1, objekt="K"), "objects_text") == ["K"]


def test_what_narrows_is_said_and_can_be_cleared(office: Office) -> None:
    app = page(office, office.with_books(), konton="1510,19", minst="100", fran="2026-01-02")
    assert "Konton **1510, 19** · Radbelopp från **100,00** · Från och med **2026-01-02**" in shown(app)
    button(app, "Rensa filter")
    assert not {"konton", "minst", "fran"} & set(app.query_params)
    assert "Rader **8**" in shown(app)


def test_a_field_that_cannot_be_read_says_so_and_narrows_nothing(office: Office) -> None:
    app = page(office, office.with_books(), konton="1510, bank", minst="mycket", fran="igår", till="2031-01-01")
    assert "”bank” är inget konto och inget kontointervall." in shown(app)
    assert "”mycket” är inget belopp." in shown(app)
    assert "Rader **2**" in shown(app)


def test_what_is_typed_is_written_in_the_address(office: Office) -> None:
    app = page(office, office.with_books())
    app.text_input(key="address-konton").set_value("1510").run()
    app.date_input(key="address-till").set_value(date(2026, 1, 31)).run()
    assert (app.query_params["konton"], app.query_params["till"]) == ("1510", "2026-01-31")
    assert column(app, "account") == ["1510 Kundfordringar"]


def test_rows_can_be_read_by_their_amount(office: Office) -> None:
    app = page(office, office.with_books(), ordning="largest", debkred="debit")
    assert column(app, "debit") == [12_500, 12_500, 4_000, 1_000]


def test_vouchers_that_have_a_row_that_passes_are_shown_whole(office: Office) -> None:
    app = page(office, office.with_books(), bild="verifikationer", konton="1930")
    assert [str(total) for total in column(app, "total")] == ["5000.00", "12500.00"]


@pytest.mark.parametrize("shape", ["rader", "verifikationer"])
def test_a_click_opens_the_voucher(office: Office, shape: str) -> None:
    app = page(office, office.with_books(), bild=shape, sok="hyra")
    click(app, f"explored-{'rows' if shape == 'rader' else 'vouchers'}-0", 0)
    assert app.query_params["ver"] == "A 2"
    assert "Verifikation A 2" in shown(app)
    button(app, "Utforska")
    assert app.query_params["sok"] == "hyra"
    assert len(column(app, "label")) == (3 if shape == "rader" else 1)


def test_an_account_of_an_opened_voucher_shows_its_rows(office: Office) -> None:
    client = office.with_books()
    app = page(office, client, ver="A 2", sok="hyra", period="1")
    number = app.dataframe[0].value["account"].to_list().index("1930 Företagskonto")
    click(app, "voucher-1", number)
    assert "ver" not in app.query_params
    assert column(app, "label") == ["A 2"]
    assert "Konton **1930**" in shown(app)


def test_nothing_that_passes_says_what_to_do(office: Office) -> None:
    app = page(office, office.with_books(), sok="finns inte")
    assert "Ingenting passar filtren." in shown(app)


@pytest.mark.parametrize("shape", ["manader", "trend", "eftersl"])
def test_figures_of_nothing_say_what_to_do(office: Office, shape: str) -> None:
    app = page(office, office.with_books(), bild=shape, sok="finns inte")
    assert "Ingenting passar filtren." in shown(app)


def test_a_month_of_an_account_opens_its_rows(office: Office) -> None:
    app = page(office, office.with_books(), bild="manader", sok="åkesson")
    click(app, "heat-0", column(app, "when").index("februari 2026"))
    assert (app.query_params["konton"], app.query_params["period"]) == ("1510", "2")
    assert column(app, "label") == ["A 3"]


def test_a_square_of_the_heat_map_opens_its_rows(office: Office) -> None:
    app = page(office, office.with_books(), bild="manader")
    picked(app, "heat-map", account="1930 Företagskonto", day="2026-01-01")
    assert column(app, "label") == ["A 2"]


def test_figures_come_to_the_same_however_they_are_seen(office: Office) -> None:
    client = office.with_books()
    sums = [
        [str(page(office, client, bild=shape).dataframe[0].value[name].sum()) for name in ("debit", "credit")]
        for shape in ("rader", "manader", "trend")
    ]
    assert sums == [["30000.00", "30000.00"]] * 3


def test_the_trend_has_every_month_and_opens_it(office: Office) -> None:
    app = page(office, office.with_books(), bild="trend", konton="1930")
    assert [str(figure) for figure in column(app, "movement")[:3]] == ["-5000.00", "12500.00", "0.00"]
    assert len(column(app, "when")) == 12
    picked(app, "trend-chart", id="2026-02-01")
    assert app.query_params["period"] == "2"
    assert column(app, "label") == ["A 3"]


def test_a_year_before_without_vouchers_is_not_compared_with(office: Office) -> None:
    assert "before" not in page(office, office.with_books(), bild="trend").dataframe[0].value


def test_the_trend_stands_beside_the_year_before(office: Office) -> None:
    rows = [("1930", 100), ("3001", -100)]
    years = [year_of(voucher("A 1", f"{year}0310", rows), year=calendar_year(year)) for year in (2024, 2025)]
    app = page(office, from_fortnox(office, years), bild="trend", konton="3", ar="2025-01-01")
    assert [str(figure) for figure in column(app, "before")[:3]] == ["0.00", "0.00", "-1.00"]


def test_how_late_vouchers_were_entered_is_told_by_month(office: Office) -> None:
    app = page(office, office.with_books(), bild="eftersl")
    assert column(app, "vouchers") == [2, 1]
    assert column(app, "longest") == [1, 1]
    click(app, "lag", 1)
    assert (app.query_params["bild"], app.query_params["period"]) == ("verifikationer", "2")


def test_a_source_that_tells_no_day_of_entry_says_so(office: Office) -> None:
    app = page(office, from_fortnox(office), bild="eftersl")
    assert "Källan säger inte när verifikationerna registrerades." in shown(app)


def test_what_is_owed_is_shown_by_age_and_opens_the_appendix(office: Office) -> None:
    app = page(office, from_fortnox(office), bild="alder", period="1-12")
    assert "Kunder **350,00**" in shown(app)
    assert [str(amount) for amount in column(app, "amount")][:5] == ["0.00", "0.00", "0.00", "250.00", "100.00"]
    click(app, "ageing", 5)
    assert app.query_params["bilaga"] == "2440"
    assert app.query_params["dag"] == "2025-12-31"


def test_a_client_without_ledgers_says_why_it_has_no_ages(office: Office) -> None:
    assert "Bilagorna kommer med importer från Fortnox." in shown(page(office, office.with_books(), bild="alder"))


def test_a_view_is_saved_opened_and_removed(office: Office) -> None:
    client = office.with_books()
    app = page(office, client, konton="1510", fran="2026-01-02", bild="manader", period="1")
    app.text_input(key="view-name").set_value(" Kunder ")
    button(app, "Spara vy")
    assert "Vyn ”Kunder” sparades." in shown(app)
    with office.store.reading() as session:
        assert activity.entries(session, limit=1)[0].action == "view.save"
    other = page(office, client, konton="2440", minst="5")
    button(other, "Kunder")
    kept = dict(other.query_params.items())
    assert kept == {
        "klient": str(client.id),
        "vy": "utforska",
        "konton": "1510",
        "fran": "2026-01-02",
        "bild": "manader",
        "period": "1",
    }
    next(found for found in other.button if str(found.key).startswith("forget-")).click().run()
    assert "Vyn ”Kunder” togs bort." in shown(other)
    assert "Kunder" not in [found.label for found in page(office, client).button]


def test_a_view_for_all_clients_is_there_for_another_client(office: Office) -> None:
    client, other = office.with_books(), office.with_books()
    for name, shared in (("Egen", False), ("Allas", True)):
        app = page(office, client, konton="1")
        app.text_input(key="view-name").set_value(name)
        app.toggle(key="view-shared").set_value(shared)
        button(app, "Spara vy")
    labels = [found.label for found in page(office, other).button]
    assert "Allas · alla klienter" in labels
    assert "Egen" not in labels


def test_a_view_without_a_name_is_refused(office: Office) -> None:
    app = page(office, office.with_books())
    button(app, "Spara vy")
    assert "Ge den ett namn" in shown(app) or "ge den ett namn" in shown(app)


def test_a_viewer_opens_views_and_saves_none(office: Office) -> None:
    client = office.with_books()
    app = page(office, client, konton="1510")
    app.text_input(key="view-name").set_value("Kunder")
    button(app, "Spara vy")
    app = page(office, client, Role.VIEWER)
    labels = [found.label for found in app.button]
    assert "Kunder" in labels
    assert "Spara vy" not in labels
    assert not [found for found in app.button if str(found.key).startswith("forget-")]


@pytest.mark.parametrize(
    ("day", "year", "expected"),
    [
        ("03-01", calendar_year(2024), "2024-03-01"),
        ("02-29", calendar_year(2025), None),
        ("02-29", calendar_year(2024), "2024-02-29"),
        ("03-01", half_year(2025), "2026-03-01"),
        ("08-01", half_year(2025), "2025-08-01"),
        ("nonsense", calendar_year(2025), None),
    ],
)
def test_a_day_of_a_view_fits_whichever_year_is_shown(day: str, year: FinancialYear, expected: str | None) -> None:
    assert saved_views.opened({"fran": day}, year)["fran"] == expected


def test_a_view_puts_nothing_in_the_address_but_what_views_hold() -> None:
    put = saved_views.opened({"klient": "7", "konton": "1510"}, calendar_year(2025))
    assert "klient" not in put
    assert put["konton"] == "1510"
    assert put["sok"] is None


def test_months_of_several_years_are_told_apart() -> None:
    assert months([date(2025, 3, 1)]) == ["mars"]
    assert months([date(2025, 12, 1), date(2026, 1, 1)]) == ["dec 25", "jan 26"]
