"""What support takes out: tables and papers in which no personal number stands."""

from dataclasses import replace

import polars as pl

from lib.reports.masked import paper_without_persons, sheet_without_persons
from lib.reports.papers import Chapter, Facts, Paper, Part, Remarks, Signature, Signatures
from lib.reports.sheets import Column, Kind, Sheet
from tests.reports.test_workbook import ORIGIN

NUMBER, MARK = "811218-9876", "••••••-••••"
SHEET = Sheet(
    f"Lön {NUMBER}",
    pl.DataFrame({"text": [f"Lön {NUMBER}", None, "Hyra"], "amount": [8_112_189_876, 1, 2]}),
    [Column("text", "Text"), Column("amount", "Belopp", Kind.AMOUNT)],
)


def test_a_table_keeps_its_figures_and_loses_its_personal_numbers() -> None:
    shown = sheet_without_persons(SHEET)
    assert shown.title == f"Lön {MARK}"
    assert shown.frame["text"].to_list() == [f"Lön {MARK}", None, "Hyra"]
    assert shown.frame["amount"].to_list() == [8_112_189_876, 1, 2]


def test_no_part_of_a_paper_keeps_one() -> None:
    said = (f"Rut om {NUMBER}", f"Utbetalt till {NUMBER}")
    parts: list[Part] = [
        SHEET,
        Facts(NUMBER, [said]),
        Remarks("Sagt", [said]),
        Signatures("Signeras", [Signature("Upprättad")]),
    ]
    about = replace(
        ORIGIN, company=f"Firma {NUMBER}", org_number=NUMBER, source=f"{NUMBER}.se", filters={"Sök": NUMBER}
    )
    whole = Paper(NUMBER, about, [Chapter(NUMBER, parts, {"Konto": NUMBER}, NUMBER)])
    assert NUMBER in str(whole)
    shown = paper_without_persons(whole)
    assert NUMBER not in str(shown)
    assert dict(shown.about.lines("sv"))["Organisationsnummer"] == MARK
    assert shown.chapters[0].parts[3] is parts[3]
