"""SIE 5: what each element becomes in the frames."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from lib.ledger.books import Extent
from lib.ledger.intake import books_of
from lib.sie import SieFile, read, read_header
from tests.sie.documents import accounts, document, entry, five, journal, line_with
from tests.sie.written import found

RENT = ('<LedgerEntry accountId="5010" amount="4000"/>', '<LedgerEntry accountId="1930" amount="-4000"/>')


def balances_of(file: SieFile) -> list[tuple[object, ...]]:
    return file.balances.drop("line", "quantity").rows()


def test_the_heading_is_the_header() -> None:
    header = five().header.row(0, named=True)
    assert {name: value for name, value in header.items() if value is not None} == {
        "program": "Edison",
        "program_version": "6.0B",
        "generated": date(2026, 12, 21),
        "generated_by": "LH",
        "company_id": "7",
        "org_number": "555555-5555",
        "company_name": "Bryggstugan på Ön AB",
        "balances_through": date(2026, 11, 30),
        "currency": "SEK",
    }


def test_years_are_counted_from_the_one_that_is_marked() -> None:
    years = five(
        info="<FileInfo><FiscalYears>"
        '<FiscalYear start="2026-05" end="2027-04"/><FiscalYear start="2025-05" end="2026-04" primary="1"/>'
        '<FiscalYear start="2024-01" end="2025-04"/></FiscalYears></FileInfo>'
    ).years
    assert years.rows() == [
        (-1, date(2024, 1, 1), date(2025, 4, 30)),
        (0, date(2025, 5, 1), date(2026, 4, 30)),
        (1, date(2026, 5, 1), date(2027, 4, 30)),
    ]


@pytest.mark.parametrize("marked", ["", 'primary="true"'])
def test_of_several_years_marked_alike_the_last_is_taken_and_that_is_said(marked: str) -> None:
    file = five(
        info=f'<FileInfo><FiscalYears><FiscalYear start="2025-01" end="2025-12" {marked}/>'
        f'<FiscalYear start="2026-01" end="2026-12" {marked}/></FiscalYears></FileInfo>'
    )
    assert file.years.rows()[1] == (0, date(2026, 1, 1), date(2026, 12, 31))
    assert found(file, "own-year-unmarked")[0].facts == {"start": "2026-01-01", "end": "2026-12-31"}


def test_a_year_that_is_the_only_one_need_not_be_marked() -> None:
    file = five(info='<FileInfo><FiscalYears><FiscalYear start="2026-01" end="2026-12"/></FiscalYears></FileInfo>')
    assert (file.years["year_index"].to_list(), file.findings) == ([0], ())


def test_accounts_keep_number_name_type_and_unit() -> None:
    file = five(
        accounts(
            '<Account id="0351" name="Inventarier &amp; &quot;verktyg&quot;" type="asset"/>',
            '<Account id="2081" name="Aktiekapital" type="equity"/>',
            '<Account id="2440" name="Skulder" type="liability"/>',
            '<Account id="3041" name="Timmar" type="income" unit="tim"/>',
            '<Account id="5010" name="Hyra" type="cost"/>',
            '<Account id="9999" name="Antal" type="statistics"/>',
        )
    )
    assert file.accounts.drop("sru").rows() == [
        ("0351", 'Inventarier & "verktyg"', "T", ""),
        ("2081", "Aktiekapital", "S", ""),
        ("2440", "Skulder", "S", ""),
        ("3041", "Timmar", "I", "tim"),
        ("5010", "Hyra", "K", ""),
        ("9999", "Antal", None, ""),
    ]


def test_balances_are_those_of_a_years_first_and_last_month() -> None:
    file = five(
        accounts(
            '<Account id="1930" name="Bank" type="asset">',
            '<ClosingBalance month="2025-12" amount="100.5"/>',
            '<OpeningBalance month="2026-01" amount="100.5" quantity="2"/>',
            '<ClosingBalance month="2026-12" amount="-7"/>',
            "</Account>",
            '<Account id="3041" name="Intäkt" type="income">',
            '<ClosingBalance month="2026-12" amount="-0.01"/>',
            "</Account>",
        )
    )
    assert balances_of(file) == [
        ("UB", -1, "1930", None, 10050),
        ("IB", 0, "1930", None, 10050),
        ("UB", 0, "1930", None, -700),
        ("RES", 0, "3041", None, -1),
    ]
    assert file.balances["quantity"].to_list() == [None, Decimal(2), None, None]
    assert file.period_balances.is_empty()


def test_the_account_type_tells_a_result_from_a_balance_and_the_number_where_there_is_none() -> None:
    close = '<ClosingBalance month="2026-12" amount="1"/></Account>'
    file = five(
        accounts(
            '<Account id="8999" name="" type="equity">' + close,
            '<Account id="1000" name="" type="cost">' + close,
            '<Account id="3000" name="" type="annat">' + close,
            '<Account id="9000" name="">' + close,
        )
    )
    assert file.balances["kind"].to_list() == ["UB", "RES", "RES", "UB"]


def test_balances_of_objects_stand_beside_those_of_the_account() -> None:
    objects = '<ObjectReference dimId="1" objectId="Å1"/><ObjectReference dimId="6" objectId="P 1"/>'
    file = five(
        accounts(
            '<Account id="1930" name="Bank" type="asset">',
            '<OpeningBalance month="2026-01" amount="5"/>',
            f'<OpeningBalance month="2026-01" amount="3">{objects}</OpeningBalance>',
            f'<ClosingBalanceMultidim month="2026-12" amount="4">{objects}</ClosingBalanceMultidim>',
            "</Account>",
        )
    )
    assert balances_of(file) == [
        ("IB", 0, "1930", None, 500),
        ("OIB", 0, "1930", 0, 300),
        ("OUB", 0, "1930", 0, 400),
    ]
    assert file.object_lists.rows() == [(0, 1, "Å1"), (0, 6, "P 1")]


def test_in_a_file_of_a_part_of_the_year_the_last_closed_month_is_the_closing_balance() -> None:
    file = five(
        accounts(
            '<Account id="1930" name="Bank" type="asset"><ClosingBalance month="2026-06" amount="9"/></Account>',
        )
    )
    assert balances_of(file) == [("UB", 0, "1930", None, 900)]


def test_what_moved_in_a_month_is_its_closing_balance_less_the_one_before() -> None:
    file = five(
        accounts(
            '<Account id="1930" name="Bank" type="asset"><OpeningBalance month="2026-01" amount="10"/>',
            '<ClosingBalance month="2026-01" amount="15"/>',
            '<ClosingBalance month="2026-02" amount="12"/>',
            '<ClosingBalance month="2026-03" amount="12"/></Account>',
            # a balance of nought is left out: February takes back what January brought
            '<Account id="3041" name="Intäkt" type="income"><ClosingBalance month="2026-01" amount="-5"/></Account>',
        )
    )
    assert file.period_balances.select("kind", "month", "account", "amount").sort("account", "month").rows() == [
        ("PSALDO", date(2026, 1, 1), "1930", 500),
        ("PSALDO", date(2026, 2, 1), "1930", -300),
        ("PSALDO", date(2026, 1, 1), "3041", -500),
        ("PSALDO", date(2026, 2, 1), "3041", 500),
    ]
    assert balances_of(file) == [("IB", 0, "1930", None, 1000), ("UB", 0, "1930", None, 1200)]


def test_a_month_whose_beginning_nobody_states_has_no_movement() -> None:
    file = five(
        accounts(
            '<Account id="1930" name="Bank" type="asset">',
            '<ClosingBalance month="2026-03" amount="15"/><ClosingBalance month="2026-06" amount="20"/>',
            '<OpeningBalance month="2026-08" amount="20"/><ClosingBalance month="2026-08" amount="21"/></Account>',
        )
    )
    assert file.period_balances.select("month", "amount").rows() == [(date(2026, 8, 1), 100)]


def test_budgets_of_months_are_read_and_those_of_whole_years_are_said() -> None:
    file = five(
        accounts(
            '<Account id="3041" name="Intäkt" type="income">',
            '<Budget month="2026-03" amount="-100"/>',
            '<Budget month="2026-03" amount="-60"><ObjectReference dimId="1" objectId="A"/></Budget>',
            '<Budget amount="-1200"/></Account>',
        )
    )
    assert file.period_balances.drop("line", "quantity").rows() == [
        ("PBUDGET", 0, date(2026, 3, 1), "3041", None, -10000),
        ("PBUDGET", 0, date(2026, 3, 1), "3041", 0, -6000),
    ]
    assert found(file, "parts-skipped")[0].facts == {"part": "budgets of whole years", "rows": 1}


def test_balances_outside_the_years_are_said() -> None:
    file = five(
        accounts(
            '<Account id="1930" name="B" type="asset"><ClosingBalance month="2019-12" amount="1"/></Account>',
        )
    )
    assert file.balances.is_empty()
    assert found(file, "parts-skipped")[0].facts["rows"] == 1


def test_dimensions_have_their_objects() -> None:
    file = five(
        '<Dimensions><Dimension id="1" name="Kostnadsställe"><Object id="Å1" name="Årsta"/></Dimension>'
        '<Dimension id="sex" name="Projekt"><Object id="1" name="x"/></Dimension></Dimensions>'
    )
    assert (file.dimensions.rows(), file.objects.rows()) == ([(1, "Kostnadsställe", None)], [(1, "Å1", "Årsta")])
    assert found(file, "unreadable-line")[0].facts["text"] == '<Dimension id="sex" name="Projekt">'


def test_vouchers_and_rows_stand_at_the_lines_of_their_elements() -> None:
    text = document(journal(entry(*RENT), entry(head='id="2" journalDate="2026-02-01"')))
    file = read(text.encode())
    assert file.vouchers.rows() == [
        (0, "A", "1", date(2026, 1, 15), "Hyra", date(2026, 1, 16), "AN", line_with(text, "2026-01-15")),
        (1, "A", "2", date(2026, 2, 1), "", date(2026, 1, 16), "AN", line_with(text, "2026-02-01")),
    ]
    assert file.transactions.select("voucher", "kind", "account", "amount", "line").rows() == [
        (0, "TRANS", "5010", 400000, line_with(text, "5010")),
        (0, "TRANS", "1930", -400000, line_with(text, "1930")),
    ]


def test_a_row_keeps_its_date_text_quantity_and_objects() -> None:
    row = (
        '<LedgerEntry accountId="5010" amount="1" text="å" quantity="-2.5" ledgerDate="2026-01-31">'
        '<ObjectReference dimId="1" objectId="A"/></LedgerEntry>'
    )
    (only,) = five(journal(entry(row))).transactions.rows(named=True)
    assert (only["date"], only["text"], only["quantity"], only["objects"]) == (
        date(2026, 1, 31),
        "å",
        Decimal("-2.5"),
        0,
    )


def test_a_struck_row_is_history_with_the_day_and_the_hand_that_struck_it() -> None:
    struck = '<LedgerEntry accountId="1930" amount="-1"><Overstrike date="2026-02-02" by="TH"/></LedgerEntry>'
    file = five(journal(entry(struck, *RENT)))
    kept = file.transactions.row(0, named=True)
    assert (kept["kind"], kept["date"], kept["signature"]) == ("BTRANS", date(2026, 2, 2), "TH")
    assert file.booked["amount"].to_list() == [400000, -400000]


def test_a_row_that_was_added_later_is_announced_as_in_sie_4() -> None:
    added = '<LedgerEntry accountId="1930" amount="-1"><EntryInfo date="2026-02-02" by="TH"/></LedgerEntry>'
    same = '<LedgerEntry accountId="1940" amount="1"><EntryInfo date="2026-01-16" by="AN"/></LedgerEntry>'
    rows = five(journal(entry(added, same))).transactions
    assert rows.select("kind", "added", "account", "date", "signature").rows() == [
        ("RTRANS", False, "1930", date(2026, 2, 2), "TH"),
        ("TRANS", True, "1930", None, "TH"),
        ("TRANS", False, "1940", None, ""),
    ]


def test_a_row_both_added_and_struck_is_struck_alone() -> None:
    both = (
        '<LedgerEntry accountId="1930" amount="-1"><EntryInfo date="2026-02-02" by="TH"/>'
        '<Overstrike date="2026-02-03" by="LH"/></LedgerEntry>'
    )
    assert five(journal(entry(both))).transactions["kind"].to_list() == ["BTRANS"]


def test_vouchers_on_their_way_in_are_loose_and_carry_the_hand_of_the_program_before() -> None:
    info = '<FileInfo><Company organizationId="555555-5555"/></FileInfo>'
    text = (
        '<Journal><JournalEntry journalDate="2026-01-31" text="Lön"><OriginalEntryInfo date="2026-02-01" by="Lön"/>'
        '<LedgerEntry accountId="7010" amount="5"/><LedgerEntry accountId="1930" amount="-5"/></JournalEntry></Journal>'
    )
    file = five(text, root="SieEntry", info=info)
    books, findings = books_of(file, series="L")
    assert (file.sie_type, file.vouchers.row(0)[1:7]) == (
        "5I",
        ("", "", date(2026, 1, 31), "Lön", date(2026, 2, 1), "Lön"),
    )
    assert (books[0].extent, books[0].vouchers.row(0)[1:3]) == (Extent.PART, ("L", "1"))
    assert [finding.check for finding in findings] == ["year-assumed", "missing-series"]


@pytest.mark.parametrize(
    ("parts", "extent"),
    [
        ((journal(entry(*RENT)),), Extent.FULL),
        ((accounts('<Account id="1" name="" type="asset"><ClosingBalance month="2026-12" amount="1"/></Account>'),),
         Extent.BALANCES),
        ((accounts('<Account id="1" name="" type="asset"><ClosingBalance month="2026-01" amount="1"/></Account>'),),
         Extent.PERIODS),
    ],
)  # fmt: skip
def test_a_whole_document_tells_as_much_of_the_year_as_it_holds(parts: tuple[str, ...], extent: Extent) -> None:
    file = five(*parts)
    assert (file.sie_type, books_of(file)[0][0].extent) == ("5", extent)


@pytest.mark.parametrize(
    ("text", "ore"),
    [("4000", 400000), ("-0.05", -5), ("+1.5", 150), ("13196.4000", 1319640), (" 7 ", 700), (".5", 50), ("-.5", -50)],
)
def test_every_decimal_of_xml_is_an_amount(text: str, ore: int) -> None:
    file = five(journal(entry(f'<LedgerEntry accountId="1930" amount="{text}"/>')))
    assert (file.transactions["amount"].to_list(), file.findings) == ([ore], ())


@pytest.mark.parametrize(
    ("text", "check", "ore"),
    [
        ("1,5", "odd-amount", 150),
        ("1.005", "odd-amount", 101),
        ("1e9", "unreadable-amount", 0),
        ("NaN", "unreadable-amount", 0),
        ("", "unreadable-amount", 0),
        (".", "unreadable-amount", 0),
        ("9" * 30, "unreadable-amount", 0),
    ],
)
def test_other_amounts_are_said_with_line_account_and_voucher(text: str, check: str, ore: int) -> None:
    row = f'<LedgerEntry accountId="1930" amount="{text}"/>'
    whole = document(journal(entry(row)))
    file = read(whole.encode())
    (told,) = file.findings
    assert (told.check, told.account, told.voucher) == (check, "1930", "A 1")
    assert told.location
    assert told.location.line == line_with(whole, "1930")
    assert file.transactions["amount"].to_list() == [ore]


@pytest.mark.parametrize(
    "element",
    ['<LedgerEntry amount="1"/>', '<LedgerEntry accountId="1930"/>', '<LedgerEntry accountId=" " amount="1"/>'],
)
def test_a_row_without_what_it_must_have_is_left_out_and_shown(element: str) -> None:
    file = five(journal(entry(element, *RENT)))
    assert file.transactions.height == len(RENT)
    assert found(file, "unreadable-line")[0].facts == {"text": element.replace("/>", ">"), "label": "LedgerEntry"}


@pytest.mark.parametrize("day", ["2026-02-30", "i går", "20260230"])
def test_a_day_that_is_none_is_said(day: str) -> None:
    file = five(journal(entry(head=f'id="1" journalDate="{day}"')))
    assert (file.vouchers["date"].to_list(), file.findings[0].facts["text"]) == ([None], day)
    assert (file.findings[0].check, file.findings[0].voucher) == ("unreadable-date", "A 1")


@pytest.mark.parametrize("day", ["2026-01-15", "2026-01-15Z", "2026-01-15+01:00", "2026-01-15T00:00:00", "20260115"])
def test_a_day_may_have_a_zone_and_a_time(day: str) -> None:
    assert five(journal(entry(head=f'journalDate="{day}"'))).vouchers["date"].to_list() == [date(2026, 1, 15)]


def test_what_is_passed_over_is_said_once_for_each_kind_with_its_number() -> None:
    row = '<LedgerEntry accountId="1" amount="1"><ForeignCurrencyAmount amount="1" currency="EUR"/></LedgerEntry>'
    file = five(
        '<SupplierInvoices primaryAccountId="2440"><SecondaryAccountRef accountId="2441"/>'
        '<SupplierInvoice id="1"><Balances/></SupplierInvoice><SupplierInvoice id="2"/></SupplierInvoices>',
        "<FixedAssets><FixedAsset/></FixedAssets>",
        "<Customers/>",
        journal(entry(row, row, row, '<LockingInfo date="2026-01-01" by="x"/>', '<VoucherReference documentId="1"/>')),
        "<Documents><EmbeddedFile>QQ==</EmbeddedFile><FileReference/></Documents>",
        "<Nyhet><Sak/></Nyhet>",
    )
    said = {finding.facts["part"]: finding.facts["rows"] for finding in found(file, "parts-skipped")}
    assert said == {
        "supplier invoices": 2,
        "fixed assets": 1,
        "amounts in foreign currency": 3,
        "documents": 2,
        "<Nyhet>": 1,
    }
    assert len(file.findings) == len(said)


def test_a_signature_and_a_correction_are_said() -> None:
    file = five(
        journal(entry('<CorrectedBy journalId="B" journalEntryId="7"/>')),
        '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo/></Signature>',
    )
    assert [(told.check, told.voucher) for told in file.findings] == [
        ("corrected-voucher", "A 1"),
        ("signature-unverified", None),
    ]
    assert file.findings[0].facts == {"correction": "B 7"}


def test_names_may_have_a_prefix() -> None:
    text = document(accounts('<Account id="1930" name="Bank" type="asset"/>')).replace("xmlns=", "xmlns:s=")
    for name in ("Sie", "FileInfo", "Accounts", "Account "):
        text = text.replace(f"<{name}", f"<s:{name}").replace(f"</{name}", f"</s:{name}")
    assert read(text.encode()).accounts["account"].to_list() == ["1930"]


def test_a_path_gives_the_name(tmp_path: Path) -> None:
    path = tmp_path / "bolag.sie"
    path.write_text(document(), encoding="utf-8")
    assert (read(path).name, read(path).size) == ("bolag.sie", path.stat().st_size)


def test_the_header_is_read_of_a_beginning() -> None:
    whole = document(accounts(*(f'<Account id="{number}" name="å" type="asset"/>' for number in range(100)))).encode()
    for length in (len(whole) // 2, len(whole) // 2 + 1, len(whole)):
        assert read_header(whole[:length], name="prov.sie")["org_number"].to_list() == ["555555-5555"]
