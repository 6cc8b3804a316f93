"""The way to attached files through the real server: to whom, as what, and to nobody else."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest

from dashboard.attachment_routes import disposition, path_of
from lib.closing.entries import Draft
from lib.store import attachments, consents, entries, people, periods, sub_appendices
from lib.store.columns import now
from lib.store.database import Store
from lib.store.tables import Client, Role
from lib.store.words import FileOwner
from tests.dashboard.served import Served, served
from tests.store.examples import Y2026, activated, add_client, year_books

NOVEMBER = "2026-11-30"
PDF = b"%PDF-1.7\nhemligt"
NAME = 'årets "besked" <b>1</b>.pdf'


@dataclass(frozen=True)
class Bureau:
    """The server, three clients, and the files of each; one of the first's is gone from the disk."""

    server: Served
    client: int
    other: int
    file: int
    theirs: int
    hidden: tuple[int, int]
    """A client of support's, and its file, without the accountant's consent."""
    gone: int
    of_entry: int


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    folder = tmp_path_factory.mktemp("attachment-routes")
    store = Store.open(folder / "data")
    client, other = add_client(store, demo=True), add_client(store, "Grannen AB")
    hidden = add_client(store, "Dolda AB")
    secret = attach(store, hidden)
    file, gone, theirs = attach(store, client), attach(store, client, "borta.pdf"), attach(store, other)
    with store.transaction() as session:
        stored = attachments.get(session, client.id, gone).stored
        colleague = people.add_user(session, subject="demo-support", name="Sven", role=Role.SUPPORT)
        people.set_clients(session, colleague.id, [other.id, hidden.id])
        consents.give(session, other.id, None, until=now() + timedelta(hours=1), reason="Felsökning")
    next(Path(folder).rglob(stored)).unlink()
    of_entry = attach_to_entry(store, client)
    store.close()
    with served(folder) as server:
        yield Bureau(server, client.id, other.id, file, theirs, (hidden.id, secret), gone, of_entry)


def attach(store: Store, client: Client, name: str = NAME) -> int:
    activated(store, client, name.encode(), year_books(Y2026))
    with store.transaction() as session:
        row = sub_appendices.save(session, client.id, NOVEMBER, name="Bilaga", accounts=["1930"], who=None)
    return attachments.add(store, client.id, FileOwner.APPENDIX, row.id, name=name, content=PDF, who=None).id


def attach_to_entry(store: Store, client: Client) -> int:
    with store.transaction() as session:
        periods.start(session, client.id, NOVEMBER)
        draft = Draft("Hyra", date(2026, 11, 30), ())
        row = entries.add(session, client.id, NOVEMBER, draft, who=None)
    owner = FileOwner.CLOSING_ENTRY
    return attachments.add(store, client.id, owner, row.id, name="avtal.pdf", content=PDF, who=None).id


@contextmanager
def browser(bureau: Bureau, role: str = "accountant") -> Iterator[httpx.Client]:
    with bureau.server.browser() as opened:
        bureau.server.sign_in(opened, role)
        yield opened


def test_a_file_comes_whole_and_is_kept_never_shown(bureau: Bureau) -> None:
    with browser(bureau) as opened:
        answer = opened.get(path_of(bureau.client, bureau.file))
    assert (answer.status_code, answer.content) == (200, PDF)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert "object-src 'none'" in answer.headers["content-security-policy"]


def test_a_closing_entrys_file_comes_by_the_same_way(bureau: Bureau) -> None:
    with browser(bureau, "viewer") as opened:
        answer = opened.get(path_of(bureau.client, bureau.of_entry))
    assert (answer.status_code, answer.content) == (200, PDF)
    assert "avtal.pdf" in answer.headers["content-disposition"]


@pytest.mark.parametrize("role", ["viewer", "admin"])
def test_everybody_who_sees_the_client_sees_its_files(bureau: Bureau, role: str) -> None:
    with browser(bureau, role) as opened:
        assert opened.get(path_of(bureau.client, bureau.file)).content == PDF


def test_a_colleague_of_another_client_is_refused_its_files(bureau: Bureau) -> None:
    with browser(bureau, "support") as opened:
        refused = opened.get(path_of(bureau.client, bureau.file))
        own = opened.get(path_of(bureau.other, bureau.theirs))
    assert (refused.status_code, own.status_code) == (403, 200)
    assert PDF not in refused.content


def test_support_is_refused_the_files_of_a_client_without_the_accountants_consent(bureau: Bureau) -> None:
    with browser(bureau, "support") as opened:
        refused = opened.get(path_of(*bureau.hidden))
    assert refused.status_code == 403
    assert "medgivande" in refused.text
    assert PDF not in refused.content


def test_a_file_is_not_found_under_a_client_that_is_not_its_own(bureau: Bureau) -> None:
    with browser(bureau, "support") as opened:
        sneaked = opened.get(path_of(bureau.other, bureau.file))
        nothing = opened.get(path_of(bureau.other, 999))
    assert (sneaked.status_code, nothing.status_code) == (404, 404)
    assert PDF not in sneaked.content
    assert sneaked.text == nothing.text


@pytest.mark.parametrize("file", ["x", "0", "-1", "99999999999999999999", "1.pdf", "\N{SUPERSCRIPT ONE}"])
def test_what_names_no_file_is_not_found(bureau: Bureau, file: str) -> None:
    with browser(bureau) as opened:
        answer = opened.get(f"/attachments/{bureau.client}/{file}")
    assert answer.status_code == 404
    assert "content-disposition" not in answer.headers


def test_no_path_leads_out_of_the_files(bureau: Bureau) -> None:
    with browser(bureau) as opened:
        answer = opened.get(f"/attachments/{bureau.client}/..%2f..%2f..%2fbrygga.db")
    assert "content-disposition" not in answer.headers
    assert b"SQLite" not in answer.content


def test_a_file_that_is_gone_from_the_disk_says_so_on_a_page_with_a_way_back(bureau: Bureau) -> None:
    with browser(bureau) as opened:
        answer = opened.get(path_of(bureau.client, bureau.gone))
    assert answer.status_code == 404
    assert "Den bifogade filen" in answer.text
    assert 'href="/"' in answer.text


def test_nobody_gets_a_file_without_signing_in(bureau: Bureau) -> None:
    way = path_of(bureau.client, bureau.file)
    with bureau.server.browser() as stranger:
        asked = stranger.get(way)
        program = stranger.get(way, headers={"accept": "*/*"})
    assert (asked.status_code, asked.headers["location"].partition("?")[0]) == (303, "/sign-in")
    assert program.status_code == 401
    assert PDF not in asked.content + program.content


def test_a_sign_in_that_is_over_gets_no_file(bureau: Bureau) -> None:
    with browser(bureau) as opened:
        kept = dict(opened.cookies)
        opened.get("/sign-out", headers={"sec-fetch-site": "same-origin"})
    with bureau.server.browser() as copied:
        copied.cookies.update(kept)
        answer = copied.get(path_of(bureau.client, bureau.file), headers={"accept": "*/*"})
    assert answer.status_code == 401


def test_nothing_but_reading_goes_by_this_way(bureau: Bureau) -> None:
    with browser(bureau) as opened:
        assert opened.post(path_of(bureau.client, bureau.file)).status_code == 405


@pytest.mark.parametrize(
    ("name", "plain", "whole"),
    [
        ("årsbesked.pdf", '"_rsbesked.pdf"', "%C3%A5rsbesked.pdf"),
        ('a";x=".pdf', '"a__x__.pdf"', "a%22%3Bx%3D%22.pdf"),
        ("a\r\nSet-Cookie: b.pdf", '"a__Set-Cookie_ b.pdf"', "a%0D%0ASet-Cookie%3A%20b.pdf"),
    ],
)
def test_no_name_breaks_out_of_its_header(name: str, plain: str, whole: str) -> None:
    assert disposition(name) == f"attachment; filename={plain}; filename*=UTF-8''{whole}"
