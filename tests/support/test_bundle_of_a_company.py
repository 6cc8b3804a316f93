"""The support bundle of a whole made-up company, with ledgers, calls and findings: nothing of its contents is in it."""

import io
import re
import zipfile
from pathlib import Path

import polars as pl
import pytest

from lib.actions.analysis import run_checks
from lib.actions.bundles import take_bundle
from lib.actions.imports import activate, upload
from lib.settings import load
from lib.store import books
from lib.store.database import Store
from lib.store.tables import Client, Role
from tests.jobs.local_fortnox import DIFFERS, SOLE, Bureau, bureau_at, new_world

TEXTS = ("name", "text", "party", "sign", "comment")
AMOUNTS = ("amount", "total", "balance", "opening", "closing", "debit", "credit", "paid", "remaining")
LARGE = 100_00
"""Öre: smaller amounts are written like counts and times are."""
LONG = 7
"""Letters: shorter texts are parts of our own words."""
FAULTY = (
    '#FLAGGA 0\r\n#SIETYP 4\r\n#FNAMN "{name}"\r\n#ORGNR {number}\r\n#RAR 0 20240101 20241231\r\n'
    '#KONTO 1930 "Privatkonto Kurt"\r\n#VER A 1 20240131 "Lön Kurt Kundsson 850709-9805"\r\n{{\r\n'
    "#TRANS 1930 {{}} 98765.43\r\n}}\r\n"
)


@pytest.fixture(params=[DIFFERS, SOLE], ids=["company", "sole trader"])
def company(request: pytest.FixtureRequest, store: Store, monkeypatch: pytest.MonkeyPatch) -> tuple[Bureau, Client]:
    """A client with all that Fortnox has of it in use, checked, and a file that was refused or full of faults."""
    with bureau_at(store, new_world([request.param]), monkeypatch) as bureau:
        client = bureau.connected(request.param)
        one = bureau.bring_in(client)
        activate(bureau.desk(), one.id, expected_version=0, reason=f"{client.name} ska in")
        with store.reading() as session:
            year = max(books.active(session, client.id).years)
        run_checks(bureau.desk(), client.id, year)
        file = FAULTY.format(name=client.name, number=client.org_number).encode("cp437")
        upload(bureau.desk(), [(f"{client.name}.se", file)], client_id=client.id)
    return bureau, client


def contents(folder: Path) -> tuple[set[str], set[int]]:
    """Every text and every amount of the books and ledgers as they are kept."""
    texts: set[str] = set()
    amounts: set[int] = set()
    for path in folder.rglob("*.parquet"):
        frame = pl.read_parquet(path)
        for name, kind in frame.schema.items():
            if kind == pl.String and any(word in name for word in TEXTS):
                texts |= {text for text in frame[name].drop_nulls().to_list() if len(text) >= LONG}
            elif kind == pl.Int64 and any(word in name for word in AMOUNTS):
                amounts |= {abs(amount) for amount in frame[name].drop_nulls().to_list() if abs(amount) >= LARGE}
    return texts, amounts


def written(amount: int) -> tuple[str, ...]:
    """An amount as files, screens and frames write it."""
    kronor, ore = divmod(amount, 100)
    grouped = f"{kronor:,}"
    return (
        f"{kronor}.{ore:02}",
        *(f"{grouped.replace(',', blank)},{ore:02}" for blank in ("", " ", "\u00a0", "\u202f")),
    )


def test_no_name_no_amount_and_no_personal_number_is_in_any_file_of_the_bundle(company: tuple[Bureau, Client]) -> None:
    bureau, client = company
    texts, amounts = contents(bureau.store.folder)
    assert len(texts) > 100
    assert len(amounts) > 100
    made = take_bundle(bureau.desk("Sara", Role.SUPPORT), load(demo=True), client.id)
    with zipfile.ZipFile(io.BytesIO(made.content)) as file:
        parts = {name: file.read(name).decode() for name in file.namelist()}
    assert {"settings.json", "versions.json", "calls.json", "jobs.json", "imports.json", "books.json"} <= set(parts)
    number = client.org_number.replace("-", "")
    for name, part in parts.items():
        lowered = part.casefold()
        assert [text for text in texts if text.casefold() in lowered] == [], name
        figures = set(re.findall(r"\d[\d \u00a0\u202f]*[.,]\d\d", part))
        assert figures.isdisjoint({form for amount in amounts for form in written(amount)}), name
        hidden = ("850709", "Kurt", "98765", client.name, client.org_number, number)
        assert [word for word in hidden if word in part] == [], name
