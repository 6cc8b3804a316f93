"""Working papers: what is handed to the template, and what it makes of it, hostile texts above all."""

import os
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest
import typst
from pypdf import PdfReader

from lib.core.languages import LANGUAGES, Language
from lib.reports import press, typesetter
from lib.reports.papers import Chapter, Facts, Paper, Part, Remarks, Signature, Signatures, of_one
from lib.reports.press import NotPrinted, data_of, pdf
from lib.reports.provenance import Provenance
from lib.reports.sheets import Column, Kind, Sheet
from lib.reports.table_layout import LANDSCAPE, PORTRAIT, breakable, cells_of, is_wide, laid_out, needs_of
from tests.reports.printed_pages import pages, squeezed
from tests.reports.test_workbook import ORIGIN

TEMPLATE = Path(press.__file__).with_name("paper.typ")
HOSTILE = (
    '#read("/etc/passwd")',
    '#panic("no")',
    '#import "@preview/cetz:0.3.0"',
    "$x$ *fet* _lutad_ `kod`",
    "@källa <etikett> = Rubrik",
    "\\ \\\\ // inte en kommentar",
    '"}], "rows": []',
    "ord" * 200,
    "עברית العربية",
    "\u202eomvänd",
    "a\x00b\x1bc",
)
PLACES = 13
"""Where a hostile text stands whole: title, cell, remarks 3, facts 3, signatures, origin 4.

One may go on over the end of a page.
"""
COLUMNS = (
    Column("account", "Konto", width=10),
    Column("name", "Benämning", width=34),
    Column("amount", "Belopp", Kind.AMOUNT, summed=True),
    Column("day", "Avser", Kind.DAY),
)


def sheet(names: list[str], title: str = "Avstämning") -> Sheet:
    rows = [(str(1000 + number), name, number * 100 - 50, None) for number, name in enumerate(names)]
    schema = {"account": pl.String, "name": pl.String, "amount": pl.Int64, "day": pl.Date}
    return Sheet(title, pl.DataFrame(rows, schema, orient="row"), COLUMNS, "Summa")


def words_of(paper: Paper, language: Language = "sv") -> str:
    """All that stands on the paper's pages."""
    return squeezed("".join(pages(pdf(paper, language))))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_text_is_set_as_it_stands_and_does_nothing(text: str) -> None:
    parts: list[Part] = [
        sheet([text]),
        Remarks(text, [(text, text)]),
        Facts(text, [(text, text)]),
        Signatures(text, []),
    ]
    paper = Paper(text, replace(ORIGIN, company=text, made_by=text, filters={text: text}), [Chapter(text, parts)])
    shown = squeezed("".join(sign for sign in text if sign == " " or sign.isprintable()))
    told = pages(pdf(paper))
    assert squeezed("".join(told)).count(shown) >= PLACES - (len(told) - 1)


def test_the_template_reaches_no_file_and_no_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hemligt", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    for template in ('#read("/etc/passwd")', f'#read("{secret}")', '#read("../secret")'):
        with pytest.raises(typst.TypstError):
            typesetter._compiler(template.encode(), "").compile()  # noqa: SLF001 - what the process itself calls


def test_the_process_that_sets_it_knows_none_of_our_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, object]] = []
    real = subprocess.run

    def noted(*args: object, **more: object) -> object:
        asked.append(more)
        return real(*args, **more)  # type: ignore[call-overload]

    monkeypatch.setenv("BRYGGA_COOKIE_SECRET", "hemligt")
    monkeypatch.setattr(subprocess, "run", noted)
    pdf(of_one("Prov", [sheet(["Bank"])], ORIGIN))
    (more,) = asked
    assert more["env"] == {}
    assert not os.path.exists(str(more["cwd"]))  # noqa: PTH110 - the folder was empty, and is gone


def test_characters_that_no_font_has_become_squares() -> None:
    cleaned = typesetter._missing("Åäö ● ▲ ◌ ↻ ✓ ■ − – € Щ 😀中")  # noqa: SLF001 - what the process itself calls
    assert cleaned == {"😀", "中"}
    assert pdf(of_one("😀", [sheet(["中" * 40])], ORIGIN)).startswith(b"%PDF")


def test_it_is_an_archive_file_that_screen_readers_read_with_title_author_and_date() -> None:
    paper = of_one("Balansavstämning", [sheet(["Bank"])], ORIGIN)
    content = pdf(paper)
    assert b"<pdfaid:part>2</" in content
    assert b"<pdfuaid:part>1</" in content
    told = PdfReader(BytesIO(content)).metadata
    assert told is not None
    assert (told.title, told.author) == ("Balansavstämning – Bolaget AB – P1-P3", "Eva Ek")
    assert told.creation_date == ORIGIN.made_at
    assert content == pdf(paper)


def test_a_long_paper_is_an_archive_file_still() -> None:
    content = pdf(of_one("Rader", [sheet(["x"] * (typesetter.ROWS_TAGGED + 1))], ORIGIN))
    assert b"<pdfaid:part>2</" in content
    assert len(content) < 1_000_000


def test_a_paper_goes_on_over_pages() -> None:
    assert len(pages(pdf(of_one("Rader", [sheet(["Bank"] * 30)], ORIGIN)))) == 1
    assert len(pages(pdf(of_one("Rader", [sheet(["Bank"] * 130)], ORIGIN)))) == 3


@pytest.mark.parametrize(
    ("language", "source", "made", "page"),
    [
        (
            "sv",
            "Källa: Import av bok.se, importerad 31 jan. 2026 14:05 (för 5 dagar sedan)",
            "Skapad 5 feb. 2026 14:05 av Eva Ek · Brygga {version} · bokföring 3f9a8812aa77",
            "Sida {page} av {pages}",
        ),
        (
            "en",
            "Source: Import av bok.se, imported 31 Jan 2026 14:05 (5 days ago)",
            "Made 5 Feb 2026 14:05 by Eva Ek · Brygga {version} · books 3f9a8812aa77",
            "Page {page} of {pages}",
        ),
    ],
)
def test_every_page_says_whose_it_is_of_what_from_where_and_by_whom(
    language: Language, source: str, made: str, page: str
) -> None:
    about = replace(ORIGIN, made_at=datetime(2026, 2, 5, 14, 5, tzinfo=UTC), fingerprint="3f9a8812aa77bb66cc")
    data = data_of(of_one("Prov", [], about), language)
    assert (data["company"], data["number"], data["period"]) == ("Bolaget AB", "556677-8899", "P1-P3 · 2025")
    assert data["source"] == source
    assert data["made"] == made.format(version=version("brygga"))
    assert data["words"]["page"] == page


def test_what_the_template_is_handed_is_in_words() -> None:
    signatures = Signatures("Underskrifter", [Signature("Upprättad av", "Rut", "2026-01-02"), Signature("Granskad av")])
    chapter = Chapter("Avstämning", [sheet(["Kassa", "Bank"]), signatures], {"Serie": "A", "Sök": ""})
    (told,) = data_of(Paper("Avstämning", ORIGIN, [chapter]), "sv")["chapters"]
    table, signed, origin = told["parts"]
    assert told["lead"] == [["Serie", "A"]]
    assert table["rows"] == [["1000", "Kassa", "−0,50"], ["1001", "Bank", "0,50"]]
    assert table["total"] == ["Summa", "", "0,00"]
    assert [column["heading"] for column in table["columns"]] == ["Konto", "Benämning", "Belopp"]
    assert signed["rows"] == [["Upprättad av", "Rut", "2026-01-02"], ["Granskad av", "", ""]]
    assert ["Företag", "Bolaget AB"] in origin["rows"]


def test_several_chapters_have_a_table_of_contents_and_each_its_own_page() -> None:
    chapters = [Chapter("Kassa", [sheet(["Kassa"])]), Chapter("Bank", [sheet(["Bank"])])]
    folder = Paper("Arbetspapper", ORIGIN, chapters)
    assert data_of(folder, "sv")["contents"]
    assert not data_of(Paper("Ett", ORIGIN, chapters[:1]), "sv")["contents"]
    assert len(pages(pdf(folder))) == 3


def test_a_wide_table_lies_on_its_side_and_a_narrow_one_stands() -> None:
    wide = [Column(f"a{number}", "Ingående balans", Kind.AMOUNT) for number in range(9)]
    frame = pl.DataFrame([dict.fromkeys((column.name for column in wide), 123_456_789_00)])
    assert is_wide(cells_of(Sheet("Bred", frame, wide)))
    assert not is_wide(cells_of(sheet(["Bank"])))


@pytest.mark.parametrize(("wide", "room"), [(False, PORTRAIT), (True, LANDSCAPE)])
def test_a_table_is_never_wider_than_its_page(*, wide: bool, room: int) -> None:
    columns = [Column(f"a{number}", "Rubrik", Kind.AMOUNT) for number in range(40)]
    layout = laid_out(needs_of(columns, [["−123 456 789,00"] * 40]), wide=wide)
    assert sum(layout.widths) <= room + 0.01


def test_only_words_longer_than_their_column_are_broken() -> None:
    assert breakable("Kundfordringar och annat", 14) == "Kundfordringar och annat"
    assert breakable("a" * 25, 10) == "\u200b".join(["a" * 10, "a" * 10, "a" * 5])


def test_a_paper_that_cannot_be_set_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "_TYPESETTER", Path("/nowhere.py"))
    with pytest.raises(NotPrinted) as told:
        pdf(of_one("Prov", [], ORIGIN))
    assert told.value.sentence("sv") == "PDF:en Prov kunde inte skapas."


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_paper_of_no_rows_says_that_there_are_none(language: Language) -> None:
    said = {"sv": "Inget att visa.", "en": "Nothing to show."}
    assert squeezed(said[language]) in words_of(of_one("Prov", [sheet([])], ORIGIN), language)


def test_what_was_never_imported_has_no_age() -> None:
    about: Provenance = replace(ORIGIN, imported_at=None)
    assert data_of(of_one("Prov", [], about), "sv")["source"] == "Källa: Import av bok.se"
