"""What support sees of a client without consent: the shape of things, and never a personal number."""

import pytest

from lib.core.languages import Fact, translate
from lib.core.masking import masked, masked_facts, masked_line, without_personal_numbers
from lib.sie.tokens import fields


@pytest.mark.parametrize(
    "written",
    [
        "850709-9805",
        "8507099805",
        "19850709-9805",
        "198507099805",
        "19850709 9805",
        "850709 9805",
        "850709+9805",
        "850709\u20139805",
        "850709 - 9805",
        "701063-2391",
        "7010632391",
        "850709-9806",
    ],
    ids=[
        "ten digits with a hyphen",
        "ten digits",
        "twelve digits with a hyphen",
        "twelve digits",
        "twelve digits with a blank",
        "ten digits with a blank",
        "older than a hundred years",
        "a dash for a hyphen",
        "blanks round the hyphen",
        "a coordination number",
        "a coordination number in digits alone",
        "a mistyped check digit",
    ],
)
def test_a_personal_number_is_hidden_in_every_form(written: str) -> None:
    assert without_personal_numbers(f"Lön {written} juli") == "Lön ••••••-•••• juli"


@pytest.mark.parametrize(
    "text",
    ["556036-0793", "5560360793", "165560360793", "20260131", "8507099806", "faktura 2026013112", "850799-9805"],
)
def test_what_is_no_personal_number_stands(text: str) -> None:
    assert without_personal_numbers(text) == text


@pytest.mark.parametrize(
    ("line", "shape"),
    [
        ('#VER A 17 20260115 "Hyra januari" 20260116 "Åsa"', '#VER A 17 20260115 "•••" 20260116 "•••"'),
        ('#TRANS 1510 {1 "3"} -1250.50 20260131 "Faktura Åsa"', '#TRANS 1510 {•••} -•.• 20260131 "•••"'),
        ("#TRANS 1930 {} 125000", "#TRANS 1930 {} •"),
        ('#TRANS 1930 {} "12.345,67 kr"', '#TRANS 1930 {} "•.•,• kr"'),
        ("   #TRANS 1250.50", "   #TRANS •••"),
        ('#KONTO 1510 "Kund Åsa Ek"', '#KONTO 1510 "•••"'),
        ("#IB 0 1930 125000.00", "#IB 0 1930 •.•"),
        ("#ORGNR 850709-9805", "#ORGNR ••••••-••••"),
        ("#ORGNR 556036-0793", "#ORGNR 556036-0793"),
        ('#FNAMN "Åsas Bygg"', '#FNAMN "•••"'),
        ('#OKÄND "Åsa" 12', '#OKÄND "•••" •••'),
        ("{", "{"),
        ("1930;Åsas konto;1 234,50;2026-01-31", "1930;••• •••;• •,•;2026-01-31"),
        (
            '<LedgerEntry accountId="1510" amount="-1250.00" ledgerDate="2026-01-31" text="Åsa"/>',
            '<LedgerEntry accountId="1510" amount="-•.•" ledgerDate="2026-01-31" text="•••"/>',
        ),
        ("<Name>Åsa Ek</Name>", "<Name>•••</Name>"),
    ],
)
def test_a_raw_line_keeps_its_shape_alone(line: str, shape: str) -> None:
    assert masked_line(line) == shape


def test_a_masked_sie_line_has_as_many_fields_as_the_line() -> None:
    line = '#TRANS 1510 {1 "3" 6 "P 9"} -1250.50 20260131 "Faktura \\"A\\" Ek" 3 "Åsa Ek"'
    assert len(fields(masked_line(line), 6)) == len(fields(line, 6))


def test_a_sentence_loses_its_amounts_and_what_it_quotes_and_keeps_voucher_account_and_day() -> None:
    sentence = "Verifikation A 17 den 2026-01-31 (”Hyra Åsa”) på konto 1930 skiljer 1\u00a0234,50 från −99,00, 500 kr."
    assert masked(sentence) == (
        "Verifikation A 17 den 2026-01-31 (“•••”) på konto 1930 skiljer •\u00a0•,• från −•,•, • kr."
    )


def test_the_facts_of_a_finding_are_hidden_by_what_they_are() -> None:
    text = "{voucher} on {account} {day:date} {rows:count|row|rows} {debit:kr} “{text}” {kind:text}"
    where: dict[str, Fact] = {"voucher": "A 17", "account": "1930", "day": "2026-01-31", "rows": 2}
    hidden = masked_facts(text, where | {"debit": 100, "text": "Åsa Ek", "kind": "error"})
    assert translate(text, "en", **hidden) == "A 17 on 1930 2026-01-31 2 rows •••,•• “•••” error"


def test_a_fact_that_the_sentence_does_not_name_is_hidden_too() -> None:
    assert masked_facts("Nothing.", {"company": "Åsas Bygg", "account": "1930"}) == {
        "company": "•••",
        "account": "1930",
    }
