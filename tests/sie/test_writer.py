"""What we write, we and others read back unchanged."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.sie import frames
from lib.sie.alphabet import in_cp437
from lib.sie.frames import SieFile, empty
from lib.sie.reader import read
from lib.sie.writer import write
from tests.sie.spec_reader import checksum, records

VENDORS = Path(__file__).parents[3] / "shared/data/sie"
LETTERS = "".join(map(chr, range(32, 127))) + "åäöÅÄÖéüÜ"
CP437 = bytes([*range(32, 127), *range(128, 256)]).decode("cp437")
FRAMES = ("header", "years", "accounts", "dimensions", "objects", "balances", "period_balances", "vouchers")

texts = st.text(LETTERS, max_size=12).filter(lambda text: not text.endswith("\\"))
words = st.one_of(st.from_regex(r"[0-9]{4}", fullmatch=True), st.sampled_from(["FEL", "#", "0351", "LB"]))
named = texts.filter(bool)
days = st.dates(date(1990, 1, 1), date(2099, 12, 31))
amounts = st.integers(-(10**17), 10**17)
quantities = st.none() | st.decimals(-(10**9), 10**9, places=6)
numbers = st.integers(0, 999)
indexes = st.integers(-5, 0)


def frame(schema: frames.Schema, rows: Sequence[Sequence[Any]]) -> pl.DataFrame:
    return pl.DataFrame([list(row) for row in rows], schema=dict(schema), orient="row") if rows else empty(schema)


@st.composite
def booked(draw: st.DrawFn, voucher: int, lists: int) -> list[list[Any]]:
    """A row as it may stand in a voucher: booked, struck, or added with its twin before it."""
    objects = draw(st.none() | st.integers(0, lists - 1)) if lists else None
    fields = [draw(part) for part in (amounts, st.none() | days, texts, quantities, texts)]
    row = [draw(words), objects, *fields, 0]
    match draw(st.sampled_from(["TRANS", "BTRANS", "RTRANS"])):
        case "RTRANS":
            return [[voucher, "RTRANS", False, *row], [voucher, "TRANS", True, *row]]
        case kind:
            return [[voucher, kind, False, *row]]


@st.composite
def header(draw: st.DrawFn, *, full: bool) -> pl.DataFrame:
    facts: dict[str, Any] = {name: draw(st.none() | named) for name in frames.HEADER}
    facts |= {"generated": draw(days), "balances_through": draw(days) if full else None, "format": "PC8"}
    facts |= {
        "flag": draw(st.sampled_from("01")),
        "program": draw(named),
        "industry": facts["industry"] if full else None,
    }
    return pl.DataFrame([facts], schema=dict(frames.HEADER))


@st.composite
def sie_files(draw: st.DrawFn) -> SieFile:
    sie_type = draw(st.sampled_from(["4E", "4I"]))
    full = sie_type == "4E"

    def some(*parts: st.SearchStrategy[Any], least: int = 0, unique: bool = False) -> list[Any]:
        by = (lambda row: row[0]) if unique else None
        return draw(st.lists(st.tuples(*parts), min_size=least, max_size=4, unique_by=by))

    lists = draw(st.lists(st.lists(st.tuples(numbers, named), min_size=1, max_size=3), max_size=3))
    objects = st.none() | st.integers(0, len(lists) - 1) if lists else st.none()
    zero = st.just(0)
    vouchers = some(texts, texts, st.none() | days, texts, st.none() | days, texts)
    rows = [draw(booked(place, len(lists))) for place in range(len(vouchers)) for _ in range(draw(st.integers(0, 3)))]
    of_account = some(st.sampled_from(["IB", "UB", "RES"]), indexes, words, st.none(), amounts, quantities, zero)
    of_object = some(st.sampled_from(["OIB", "OUB"]), indexes, words, objects, amounts, quantities, zero)
    months = days.map(lambda day: day.replace(day=1))
    periods = some(st.sampled_from(["PSALDO", "PBUDGET"]), indexes, months, words, objects, amounts, quantities, zero)
    codes = st.lists(named, max_size=2)
    return SieFile(
        name="written.se" if full else "written.si",
        size=0,
        encoding="cp437",
        sie_type=sie_type,
        checksum="absent",
        header=draw(header(full=full)),
        years=frame(frames.YEARS, some(indexes, days, days, least=int(full), unique=True)),
        accounts=frame(
            frames.ACCOUNTS, some(words, texts, st.none() | st.sampled_from("TSKI"), texts, codes, unique=True)
        ),
        dimensions=frame(frames.DIMENSIONS, some(numbers, named, st.none() | numbers, unique=True)),
        objects=frame(frames.OBJECTS, some(numbers, named, texts)),
        object_lists=frame(frames.OBJECT_LISTS, [(n, *pair) for n, pairs in enumerate(lists) for pair in pairs]),
        balances=frame(frames.BALANCES, [*of_account, *of_object] if full else []),
        period_balances=frame(frames.PERIOD_BALANCES, periods if full else []),
        vouchers=frame(frames.VOUCHERS, [(place, *voucher, 0) for place, voucher in enumerate(vouchers)]),
        transactions=frame(frames.TRANSACTIONS, [row for group in rows for row in group]),
    )


def told(file: SieFile, name: str) -> list[dict[str, Any]]:
    """The rows of a frame as they mean: without lines of the file, object lists in full."""
    lists: dict[int, list[tuple[int, str]]] = {}
    for number, dimension, code in file.object_lists.iter_rows():
        lists.setdefault(number, []).append((dimension, code))
    table: pl.DataFrame = getattr(file, name)
    rows = table.drop("line", strict=False).to_dicts()
    return [row | {"objects": lists.get(row["objects"], [])} if "objects" in row else row for row in rows]


def assert_same(written: SieFile, again: SieFile) -> None:
    for name in (*FRAMES, "transactions"):
        assert getattr(again, name).schema == getattr(written, name).schema
        assert told(again, name) == told(written, name), name


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(sie_files(), st.booleans())
def test_what_is_written_is_read_back_unchanged(file: SieFile, summed: bool) -> None:
    again = read(write(file, checksum=summed), name=file.name)
    assert_same(file, again)
    assert again.sie_type == file.sie_type
    assert again.checksum == ("ok" if summed else "absent")
    assert again.findings == ()


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(sie_files())
def test_another_reader_finds_the_same_texts_amounts_and_checksum(file: SieFile) -> None:
    content = write(file, checksum=True)
    stated, computed = checksum(content)
    assert stated == computed
    found = list(records(content))
    names = [record[2] if len(record) > 2 else "" for record in found if record[0] == "#KONTO"]
    assert names == file.accounts["name"].to_list()
    rows = [record for record in found if record[0] in {"#TRANS", "#RTRANS", "#BTRANS"}]
    kinds, wanted = file.transactions["kind"].to_list(), file.transactions["amount"].to_list()
    assert [record[0] for record in rows] == [f"#{kind}" for kind in kinds]
    # an object may be called "}" too: where the list ends is told by how many stand in it
    ends = [3 + 2 * len(row["objects"]) for row in told(file, "transactions")]
    assert [record[end] for record, end in zip(rows, ends, strict=True)] == ["}"] * len(rows)
    assert [Decimal(record[end + 1]) * 100 for record, end in zip(rows, ends, strict=True)] == wanted
    assert sum(record == ["{"] for record in found) == file.vouchers.height


@pytest.mark.parametrize("path", sorted(VENDORS.glob("*.[sS][eEiI]")), ids=lambda path: str(path.name))
def test_a_vendors_file_comes_back_with_all_that_its_type_may_hold(path: Path) -> None:
    file = read(path)
    again = read(write(file), name=path.name)
    if file.sie_type == "4I":
        file = replace(
            file,
            header=file.header.with_columns(pl.lit(None).cast(pl.Date).alias("balances_through")),
            balances=file.balances.clear(),
            period_balances=file.period_balances.clear(),
        )
    assert_same(file, again)


def test_the_vendors_files_are_there_or_it_is_said() -> None:
    if not VENDORS.is_dir():
        pytest.skip("the vendors' SIE files are not beside the repository")
    assert any(VENDORS.glob("*.se"))


def small(**changed: Mapping[str, Any] | pl.DataFrame) -> SieFile:
    """A file with one voucher of one row, which tests change."""
    transactions = frame(
        frames.TRANSACTIONS,
        [[0, "TRANS", False, "1910", None, 51_250, None, "", None, "", 0]],
    )
    facts = {"program": "Brygga", "generated": date(2026, 1, 31), "company_name": "Åkeri AB"}
    parts: dict[str, Any] = {
        "header": pl.DataFrame(
            [facts | {n: None for n in frames.HEADER if n not in facts}], schema=dict(frames.HEADER)
        ),
        "years": frame(frames.YEARS, [(0, date(2026, 1, 1), date(2026, 12, 31))]),
        "accounts": frame(frames.ACCOUNTS, [("1910", "Kassa", "T", "", ["7281"])]),
        "dimensions": empty(frames.DIMENSIONS),
        "objects": empty(frames.OBJECTS),
        "object_lists": empty(frames.OBJECT_LISTS),
        "balances": empty(frames.BALANCES),
        "period_balances": empty(frames.PERIOD_BALANCES),
        "vouchers": frame(frames.VOUCHERS, [[0, "A", "1", date(2026, 1, 15), "Köp", None, "", 0]]),
        "transactions": transactions,
    }
    return SieFile("small.se", 0, "cp437", "4E", "absent", **(parts | changed))


def lines(file: SieFile) -> list[str]:
    return write(file).decode("cp437").split("\r\n")


def with_row(**values: Any) -> SieFile:  # noqa: ANN401 - any field of a row
    row = small().transactions
    return small(
        transactions=row.with_columns(pl.lit(value).cast(row.schema[n]).alias(n) for n, value in values.items())
    )


def test_a_small_file_is_written_record_by_record() -> None:
    assert lines(small()) == [
        "#FLAGGA 0",
        '#PROGRAM "Brygga"',
        "#FORMAT PC8",
        "#GEN 20260131",
        "#SIETYP 4",
        '#FNAMN "Åkeri AB"',
        "#RAR 0 20260101 20261231",
        '#KONTO 1910 "Kassa"',
        "#KTYP 1910 T",
        "#SRU 1910 7281",
        '#VER A 1 20260115 "Köp"',
        "{",
        "#TRANS 1910 {} 512.50",
        "}",
        "",
    ]


def test_missing_fields_are_written_empty_before_a_later_one_and_left_off_after_the_last() -> None:
    assert "#TRANS 1910 {} 512.50" in lines(small())
    assert '#TRANS 1910 {} 512.50 "" "" "" "Åsa"' in lines(with_row(signature="Åsa"))
    assert '#TRANS 1910 {} 512.50 "" "" 2.5' in lines(with_row(quantity=Decimal("2.5")))


def test_a_row_marked_as_added_gets_its_announcement_when_it_has_none() -> None:
    written = lines(with_row(added=True, signature="Åsa"))
    place = written.index('#RTRANS 1910 {} 512.50 "" "" "" "Åsa"')
    assert written[place + 1] == '#TRANS 1910 {} 512.50 "" "" "" "Åsa"'


def test_a_struck_row_stands_alone() -> None:
    written = lines(with_row(kind="BTRANS"))
    assert "#BTRANS 1910 {} 512.50" in written
    assert not any(line.startswith("#TRANS") for line in written)


def test_only_quotes_are_escaped_and_a_last_backslash_gets_a_blank() -> None:
    assert r'#TRANS 1910 {} 512.50 "" "C:\Bilagor \"Å\" "' in lines(with_row(text='C:\\Bilagor "Å" '))
    path = with_row(text="C:\\Bilagor\\")
    assert r'#TRANS 1910 {} 512.50 "" "C:\Bilagor\ "' in lines(path)
    assert read(write(path), name="a.se").transactions["text"].to_list() == ["C:\\Bilagor\\ "]


def test_vouchers_to_import_carry_no_balances() -> None:
    balances = frame(frames.BALANCES, [("IB", 0, "1910", None, 100, None, 0)])
    assert "#IB 0 1910 1.00" in lines(small(balances=balances))
    assert not any(line.startswith("#IB") for line in lines(replace(small(balances=balances), sie_type="4I")))


def test_what_the_format_demands_is_filled_in() -> None:
    bare = small(header=pl.DataFrame([dict.fromkeys(frames.HEADER)], schema=dict(frames.HEADER)))
    written = lines(bare)
    assert written[:3] == ["#FLAGGA 0", '#PROGRAM "Brygga"', "#FORMAT PC8"]
    assert written[3].startswith("#GEN 20")
    assert '#FNAMN ""' in written


@given(st.text(CP437, max_size=30))
def test_text_of_the_alphabet_is_left_alone(text: str) -> None:
    assert in_cp437(text) == text


@given(st.text(max_size=30))
def test_any_text_becomes_text_of_the_alphabet(text: str) -> None:
    plain = in_cp437(text)
    assert not set(plain) - set(CP437)
    assert in_cp437(plain) == plain


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("2025 – 2026 −5", "2025 - 2026 -5"),
        ("“Två Bröder’s”", '"Två Bröder\'s"'),
        ("Jørgen Łukasz Ő", "Jörgen Lukasz O"),
        ("a\u0308pple", "äpple"),
        ("100 €", "100 EUR"),
        ("Rad ett\r\nrad två\tslut\x00", "Rad ett  rad två slut"),
        ("日本", "??"),
    ],
)
def test_what_the_alphabet_lacks_becomes_the_nearest(text: str, nearest: str) -> None:
    assert in_cp437(text) == nearest
