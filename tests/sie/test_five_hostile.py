"""SIE 5 that is damaged, misnamed or made to do harm: refused with the line, or read with a finding."""

import time
from collections.abc import Callable
from itertools import islice, pairwise, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.core.errors import FileRefused
from lib.core.findings import Finding
from lib.core.languages import catalogue
from lib.sie import read
from tests.benchmarks.figures import peak_memory
from tests.sie.documents import HEAD, NAMESPACE, accounts, document, entry, five, journal, line_with
from tests.sie.written import found

SOUND = document(
    accounts('<Account id="1930" name="Företagskonto åäö" type="asset"/>'),
    journal(entry('<LedgerEntry accountId="1930" amount="1"><Overstrike date="2026-02-02" by="TH"/></LedgerEntry>')),
)
SECRET = "Sveriges hemligaste rad"
ENTITIES = [f'<!ENTITY {name} "{f"&{other};" * 10}">' for name, other in pairwise("ihgfedcba")]
BILLION = f"""<!DOCTYPE Sie [<!ENTITY a "skratt">{"".join(ENTITIES)}]>"""
SECONDS_AT_MOST = 20


def refused(text: str | bytes) -> Finding:
    with pytest.raises(FileRefused) as caught:
        read(text if isinstance(text, bytes) else text.encode(), name="prov.sie")
    return caught.value.finding


def cause_of(text: str | bytes) -> str:
    told = refused(text)
    assert told.check == "broken-sie-5"
    assert told.location
    assert told.location.line
    assert str(told.facts["cause"]) in catalogue("sv")
    return str(told.facts["cause"])


def with_doctype(doctype: str, text: str = SOUND) -> str:
    return text.replace(HEAD, f"{HEAD}\n{doctype}")


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE Sie>",
        '<!DOCTYPE Sie SYSTEM "http://exempel.se/sie.dtd">',
        '<!DOCTYPE Sie [<!ENTITY a "b">]>',
        '<!DOCTYPE Sie [<!ENTITY % a SYSTEM "file:///etc/hostname"> %a;]>',
        BILLION,
    ],
)
def test_document_types_and_entities_are_refused(doctype: str) -> None:
    assert "entities" in cause_of(with_doctype(doctype).replace("Företagskonto", "&i;" if doctype == BILLION else "x"))


def test_no_file_is_read_for_a_document(tmp_path: Path) -> None:
    secret = tmp_path / "hemlig.txt"
    secret.write_text(SECRET, encoding="utf-8")
    doctype = f'<!DOCTYPE Sie [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    told = refused(with_doctype(doctype, SOUND.replace("</Sie>", "&x;</Sie>")))
    assert SECRET not in str(told)


def test_a_reference_to_no_entity_is_damage() -> None:
    assert "damaged" in cause_of(SOUND.replace("Företagskonto", "&x;"))


@pytest.mark.parametrize("length", range(len(document()) - 1, 200, -37))
def test_a_document_without_its_end_is_refused(length: int) -> None:
    assert "end is missing" in cause_of(document()[:length])


@pytest.mark.parametrize(
    ("sound", "damaged"),
    [
        ("</Accounts>", "</Konton>"),
        ('name="Företagskonto', "name=Företagskonto"),
        ('name="Företagskonto', 'name="<b>Företagskonto'),
        ('<Account id="1930"', '<Account id="1930" id="1930"'),
        ('name="Företagskonto', 'name="\x01Företagskonto'),
    ],
)
def test_damage_is_told_at_its_line(sound: str, damaged: str) -> None:
    told = refused(SOUND.replace(sound, damaged))
    assert (told.check, "damaged" in str(told.facts["cause"])) == ("broken-sie-5", True)
    assert told.location
    assert told.location.line == line_with(SOUND, sound)


@pytest.mark.parametrize(
    "text",
    [
        SOUND.replace(NAMESPACE, "http://exempel.se/sie5"),
        SOUND.replace(f' xmlns="{NAMESPACE}"', ""),
        f'<Kuvert xmlns="http://exempel.se/"><Sie xmlns="{NAMESPACE}"/></Kuvert>',
        f'<Siesta xmlns="{NAMESPACE}"/>',
    ],
)
def test_other_xml_is_called_so(text: str) -> None:
    told = refused(text)
    assert (told.check, told.facts["kind"]) == ("not-sie", "XML of another kind than SIE 5")


def test_elements_of_another_namespace_are_not_taken_for_ours() -> None:
    file = five('<x:Accounts xmlns:x="http://exempel.se"><x:Account id="1"/></x:Accounts>')
    assert file.accounts.is_empty()
    assert found(file, "parts-skipped")[0].facts["part"] == "<Accounts>"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_utf_16_is_refused_with_its_name(encoding: str) -> None:
    assert "UTF-16" in cause_of(SOUND.replace("utf-8", "utf-16").encode(encoding))


@pytest.mark.parametrize(
    ("stated", "written", "read_as", "is_said"),
    [
        ("utf-8", "utf-8", "utf-8", False),
        ("UTF-8", "utf-8-sig", "utf-8-sig", False),
        ("ISO-8859-1", "iso-8859-1", "cp1252", False),
        ("windows-1252", "cp1252", "cp1252", False),
        ("utf-8", "iso-8859-1", "cp1252", True),
        ("utf-8", "cp437", "cp437", True),
        ("iso-8859-1", "utf-8", "utf-8", True),
        ("finns-inte", "utf-8", "utf-8", True),
        ("ibm437", "cp437", "cp437", False),
    ],
)
def test_the_bytes_tell_the_character_set(stated: str, written: str, read_as: str, is_said: bool) -> None:
    file = read(SOUND.replace("utf-8", stated, 1).encode(written))
    assert file.accounts["name"].to_list() == ["Företagskonto åäö"]
    assert (file.encoding, bool(found(file, "stated-encoding"))) == (read_as, is_said)


def test_letters_that_were_lost_before_are_said() -> None:
    file = read(SOUND.replace("Företagskonto", "F\ufffdretagskonto").encode())
    assert found(file, "damaged-characters")[0].facts["text"] == "F\ufffdretagskonto"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\r"])
def test_lines_are_counted_as_the_store_counts_them(end: str) -> None:
    content = SOUND.replace("\n", end).encode()
    counted = content.replace(b"\r", b"\n") if end == "\r" else content
    line = next(number for number, raw in enumerate(counted.split(b"\n"), 1) if b"<LedgerEntry" in raw)
    assert read(content).transactions["line"].to_list() == [line]


def test_a_document_may_end_as_old_files_do() -> None:
    assert read((SOUND + "\r\n\x1a").encode()).vouchers.height == 1


def lies_deep() -> str:
    return f"{HEAD}<Sie xmlns='{NAMESPACE}'>" + "<a>" * 5_000_000 + "</a>" * 5_000_000 + "</Sie>"


def has_an_endless_tag() -> str:
    return f'{HEAD}<Sie xmlns="{NAMESPACE}" x="' + "x" * 50_000_000 + '"/>'


def has_an_endless_comment() -> str:
    return f'{HEAD}<Sie xmlns="{NAMESPACE}"><!--' + "x" * 50_000_000 + "--></Sie>"


def has_names_without_number() -> str:
    names = ("".join(letters) for letters in product("abcdefghij", repeat=6))
    return f'{HEAD}<Sie xmlns="{NAMESPACE}">' + "".join(f"<{name}/>" for name in names) + "</Sie>"


def has_attributes_without_number() -> str:
    names = ("".join(letters) for letters in product("abcdefghij", repeat=6))
    return f'{HEAD}<Sie xmlns="{NAMESPACE}" ' + " ".join(f'{name}=""' for name in islice(names, 100_000)) + "></Sie>"


@pytest.mark.parametrize(
    ("make", "cause"),
    [
        (lies_deep, "deeper"),
        (has_an_endless_tag, "megabyte"),
        (has_an_endless_comment, "megabyte"),
        (has_names_without_number, "more kinds"),
        (has_attributes_without_number, "more kinds"),
    ],
)
def test_what_would_fill_the_memory_is_refused_quickly(make: Callable[[], str], cause: str) -> None:
    content = make().encode()
    start = time.perf_counter()
    assert cause in cause_of(content)
    assert time.perf_counter() - start < SECONDS_AT_MOST


def test_a_document_enclosed_in_it_may_be_large() -> None:
    file = five("<Documents><EmbeddedFile id='1' fileName='a'>" + "QUJD" * 2_000_000 + "</EmbeddedFile></Documents>")
    assert found(file, "parts-skipped")[0].facts["rows"] == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "line",
    [
        entry('<LedgerEntry accountId="1930" amount="-1234.5"/>', '<LedgerEntry accountId="3041" amount="1234.5"/>'),
        '<JournalEntry id="1" journalDate="x"><LedgerEntry accountId="1" amount="y"/></JournalEntry>',
        "<a/>",
    ],
)
def test_peak_memory_is_at_most_ten_times_the_file(line: str, tmp_path: Path) -> None:
    path = tmp_path / "stor.sie"
    size = 40_000_000
    path.write_text(document(journal(line * (size // len(line)))), encoding="utf-8")
    idle = peak_memory("tests.sie.test_five_hostile:read_nothing")
    peak = peak_memory("tests.benchmarks.sie_read:read_path", str(path))
    assert peak - idle < 10 * path.stat().st_size


def read_nothing() -> None:
    """Read a document of no size: what the process itself takes."""
    read(document().encode())


@settings(deadline=None, max_examples=300)
@given(changes=st.lists(st.tuples(st.integers(0), st.integers(0, 40), st.binary(max_size=8)), max_size=8))
def test_a_changed_document_is_read_or_refused(changes: list[tuple[int, int, bytes]]) -> None:
    content = SOUND.encode()
    for place, length, some in changes:
        start = place % (len(content) + 1)
        content = content[:start] + some + content[start + length :]
    try:
        read(content or b"<")
    except FileRefused as refusal:
        assert refusal.finding.check in {"broken-sie-5", "not-sie"}  # noqa: PT017


@settings(deadline=None, max_examples=300)
@given(
    text=st.text(max_size=12), place=st.sampled_from(['"2026-01"', '"2026-12"', '"1930"', '"1"', '"2026-01-15"', '"A"'])
)
def test_any_value_of_an_attribute_is_read(text: str, place: str) -> None:
    safe = "".join(c if c.isprintable() and c not in '<&"' else "?" for c in text)
    whole = SOUND.replace(place, f'"{safe}"')
    assert read(whole.encode("utf-8", "replace")).vouchers.height == 1
