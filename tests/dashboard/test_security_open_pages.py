"""Pages that stand open while a sign-in ends or its rights change: what was drawn before does nothing any more."""

from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus

from lib.actions.desk import Desk, Person
from lib.actions.users import change_person, sign_out
from lib.store import books, people
from lib.store.database import Store
from lib.store.tables import Client, Role
from tests.dashboard.served import Served, served
from tests.dashboard.sockets import (
    button,
    drawn,
    file_made,
    pressed,
    read_all,
    run_of,
    session_of,
    socket,
    told,
)
from tests.jobs.inline import InlineRunner
from tests.store.examples import Y2026, activated, add_client, booked

ADMIN, ACCOUNTANT = "demo-admin", "demo-accountant"


@dataclass(frozen=True)
class Bureau:
    """The server, its store from another process, and a client whose books are in use."""

    server: Served
    store: Store
    client: Client

    def user(self, subject: str) -> tuple[int, int]:
        """The number and version of a person."""
        with self.store.reading() as session:
            found = people.by_subject(session, subject)
        assert found
        return found.id, found.version

    def desk(self) -> Desk:
        """The desk of an administrator elsewhere."""
        return Desk(self.store, InlineRunner(self.store), Person(self.user(ADMIN)[0], "Anna", Role.ADMIN))

    def become(self, role: Role, *, active: bool = True, clients: list[int] | None = None) -> None:
        """Change the accountant, as an administrator does on another screen."""
        number, version = self.user(ACCOUNTANT)
        change_person(self.desk(), number, expected_version=version, role=role, clients=clients, active=active)


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    folder = tmp_path_factory.mktemp("open-pages")
    store = Store.open(folder / "data")
    client = add_client(store)
    activated(store, client, b"a file", booked(Y2026))
    with served(folder) as server:
        with server.browser() as administrator:
            server.sign_in(administrator, "admin")
        yield Bureau(server, store, client)
    store.close()


@pytest.fixture
def accountant(bureau: Bureau) -> Iterator[httpx.Client]:
    with bureau.server.browser() as opened:
        bureau.server.sign_in(opened)
        bureau.become(Role.ACCOUNTANT)
        yield opened
        bureau.become(Role.ACCOUNTANT)


def question(bureau: Bureau) -> BackMsg:
    """The page that asks whether the client's books shall be taken out of use."""
    return run_of("installningar", f"klient={bureau.client.id}&visa=nollstall")


def in_use(bureau: Bureau) -> bool:
    with bureau.store.reading() as session:
        return bool(books.active(session, bureau.client.id).years)


@pytest.mark.parametrize("change", ["role", "client", "shut out", "signed out"])
def test_what_was_asked_before_is_not_done_once_the_right_is_gone(
    bureau: Bureau, accountant: httpx.Client, change: str
) -> None:
    with socket(bureau.server, accountant) as opened:
        number, part = button(drawn(opened, question(bureau)), "Återställ klienten")
        assert part, "the question stands in a part of the page of its own, drawn with the rights of then"
        if change == "signed out":
            sign_out(bureau.desk(), bureau.user(ACCOUNTANT)[0])
        else:
            bureau.become(
                Role.VIEWER if change == "role" else Role.ACCOUNTANT,
                active=change != "shut out",
                clients=[] if change == "client" else None,
            )
        said = told(drawn(opened, pressed(question(bureau), number, part)))
    assert in_use(bureau)
    assert bureau.client.name not in said or change == "role"


def test_with_the_right_the_same_is_done(bureau: Bureau, accountant: httpx.Client) -> None:
    with socket(bureau.server, accountant) as opened:
        number, part = button(drawn(opened, question(bureau)), "Återställ klienten")
        drawn(opened, pressed(question(bureau), number, part))
    assert not in_use(bureau)
    activated(bureau.store, bureau.client, b"another file", booked(Y2026))


@pytest.mark.parametrize("end", ["signed out everywhere", "shut out"])
def test_an_open_page_and_a_copied_cookie_end_with_the_sign_in(
    bureau: Bureau, accountant: httpx.Client, end: str
) -> None:
    with socket(bureau.server, accountant) as opened:
        drawn(opened, run_of())
        if end == "shut out":
            bureau.become(Role.ACCOUNTANT, active=False)
        else:
            sign_out(bureau.desk(), bureau.user(ACCOUNTANT)[0])
        assert "/sign-in" in told(drawn(opened, run_of()))
    assert accountant.get("/").status_code == 303
    with pytest.raises(InvalidStatus), socket(bureau.server, accountant):
        pass


def test_what_is_no_run_closes_the_socket_once_the_rights_are_others(bureau: Bureau, accountant: httpx.Client) -> None:
    with socket(bureau.server, accountant) as opened:
        drawn(opened, run_of())
        bureau.become(Role.VIEWER)
        opened.send(BackMsg(clear_cache=True).SerializeToString())
        with pytest.raises(ConnectionClosed):
            read_all(opened)


def test_a_file_on_one_persons_page_is_not_given_to_another(bureau: Bureau, accountant: httpx.Client) -> None:
    page = run_of("huvudbok", f"klient={bureau.client.id}")
    with socket(bureau.server, accountant) as opened, bureau.server.browser() as viewer:
        bureau.server.sign_in(viewer, "viewer")
        file = file_made(opened, drawn(opened, page))
        assert viewer.get(file).status_code == 404, "the address was passed on"
        assert accountant.get(file).content[:2] == b"PK"
        with bureau.server.browser() as stranger:
            assert stranger.get(file).status_code == 401
        sign_out(bureau.desk(), bureau.user(ACCOUNTANT)[0])
        assert accountant.get(file).status_code == 401


@pytest.mark.parametrize("when", ["while it is open", "once it is closed"])
def test_nobody_goes_on_with_the_session_of_another(bureau: Bureau, accountant: httpx.Client, when: str) -> None:
    with bureau.server.browser() as viewer:
        bureau.server.sign_in(viewer, "viewer")
        with socket(bureau.server, accountant) as opened:
            theirs = session_of(drawn(opened, run_of()))
            if when == "while it is open":
                with socket(bureau.server, viewer, session=theirs) as other:
                    assert session_of(drawn(other, run_of())) != theirs
        with socket(bureau.server, viewer, session=theirs) as other:
            assert session_of(drawn(other, run_of())) != theirs


def test_one_goes_on_with_ones_own_session(bureau: Bureau, accountant: httpx.Client) -> None:
    with socket(bureau.server, accountant) as opened:
        mine = session_of(drawn(opened, run_of()))
    with socket(bureau.server, accountant, session=mine) as again:
        assert session_of(drawn(again, run_of())) == mine


def test_a_file_goes_to_ones_own_page_alone(bureau: Bureau, accountant: httpx.Client) -> None:
    with socket(bureau.server, accountant) as opened, bureau.server.browser() as viewer:
        bureau.server.sign_in(viewer, "viewer")
        way = f"/_stcore/upload_file/{session_of(drawn(opened, run_of()))}/a"
        file = {"file": ("a.se", b"#FLAGGA 0")}
        assert viewer.put(way, files=file, headers=marked(viewer)).status_code == 404
        assert viewer.delete(way, headers=marked(viewer)).status_code == 404
        assert accountant.put(way, files=file).status_code == 403, "a form of another site carries no mark"
        assert accountant.put(way, files=file, headers=marked(accountant)).status_code == 204


def marked(browser: httpx.Client) -> dict[str, str]:
    """The mark with which Streamlit's pages show that they are ours."""
    browser.get("/_stcore/health")
    return {"X-Xsrftoken": browser.cookies["_streamlit_xsrf"].strip('"')}
