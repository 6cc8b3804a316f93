"""The support desk on years and periods that files do not fit: parts, overlaps, locks, and vouchers without lines."""

from lib.actions import imports as act
from lib.store import imports
from lib.store.tables import Client, Import, Source
from tests.pages.closings import lock, start
from tests.pages.desk_cases import blocks
from tests.pages.office import Office

YEAR_2025 = "20250101 20251231"
CHART = '#KONTO 1930 "Bank"\n#KONTO 3041 "Tjänster"\n'


def sie(year: str, *vouchers: str, through: int = 100) -> bytes:
    """A file of this financial year, whose account 1930 closes at so many kronor."""
    head = f'#FLAGGA 0\n#SIETYP 4\n#ORGNR 555555-5555\n#FNAMN "Bryggstugan på Ön AB"\n#RAR 0 {year}\n'
    balances = f"#UB 0 1930 {through}\n#RES 0 3041 -{through}\n"
    return (head + CHART + balances + "".join(vouchers)).encode("cp437")


def voucher(day: str, kronor: int = 100) -> str:
    return f'#VER A 1 {day} "Hyra"\n{{\n#TRANS 1930 {{}} {kronor}\n#TRANS 3041 {{}} -{kronor}\n}}\n'


def brought(office: Office, client: Client, content: bytes, name: str) -> Import:
    (taken,) = act.upload(office.desk(), [(name, content)], client_id=client.id, source=Source.SIE4)
    with office.store.reading() as session:
        return imports.get(session, taken.import_id or "")


def with_2025(office: Office) -> Client:
    client = office.client()
    office.put_in_use(brought(office, client, sie(YEAR_2025, voucher("20251205")), "hel.se"))
    return client


def test_a_part_of_a_year_that_is_in_use_is_said_to_be_one(office: Office) -> None:
    client = with_2025(office)
    brought(office, client, sie("20250101 20250630", voucher("20250105")), "del.se")
    (block,) = [block for block in blocks(office, client) if "del.se" in block]
    assert "väntar på beslut men kan inte tas i bruk" in block
    assert "Filen innehåller bara en del av räkenskapsåret 2025-01-01–2025-12-31" in block
    assert "Nästa steg: Exportera hela året som SIE 4E och importera det." in block


def test_a_year_that_overlaps_another_is_told_with_both_ways_out(office: Office) -> None:
    client = with_2025(office)
    brought(office, client, sie("20250701 20260630", voucher("20250905")), "brutet.se")
    (block,) = [block for block in blocks(office, client, "en") if "brutet.se" in block]
    assert "Cause: The books have a financial year that is cut differently: 2025-01-01 – 2025-12-31." in block
    assert "Next step: Compare with the financial years in the bookkeeping program" in block


def test_a_locked_period_that_an_import_changed_is_named_with_its_accounts(office: Office) -> None:
    client = with_2025(office)
    start(office, client)
    lock(office, client)
    office.put_in_use(brought(office, client, sie(YEAR_2025, voucher("20251205", 200), through=200), "ny.se"))
    (block,) = [block for block in blocks(office, client) if "låstes" in block]
    assert "Bokföringen har ändrats i P12 2025 sedan perioden låstes, på 1930, 3041." in block
    assert "lås upp den tidigaste period som måste stämmas av igen" in block


def test_a_voucher_without_lines_of_last_year_is_named_and_keeps_nothing_else_out(office: Office) -> None:
    client = office.client()
    struck = '#VER A 2 20251231 "Makulerad"\n{\n}\n'
    brought(office, client, sie("20260101 20261231", voucher("20260105"), struck), "tom.se")
    (block,) = [block for block in blocks(office, client) if "Verifikation A 2" in block]
    assert "är daterad 2025-12-31, utanför räkenskapsåret" in block
    assert "Rätta datumet i bokföringsprogrammet" in block


def test_quotes_round_type_flag_number_and_format_are_read_as_they_are_meant(office: Office) -> None:
    client = office.client()
    text = sie("20260101 20261231", voucher("20260105")).decode("cp437")
    quoted = text.replace("#FLAGGA 0", '#FLAGGA "0"\n#FORMAT "PC8"').replace("#SIETYP 4", '#SIETYP "4"')
    quoted = quoted.replace("555555-5555", '"555555-5555"').replace("20260101 20261231", '"20260101" "20261231"')
    brought(office, client, quoted.encode("cp437"), "citat.se")
    (block,) = blocks(office, client)
    assert block.startswith("1. citat.se väntar på beslut.")
