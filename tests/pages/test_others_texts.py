"""What people have written, on every screen: read as it is written, and by nobody whose client it is not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Node

from dashboard import support_parts
from dashboard.places import PLACES
from lib.actions import clients as act
from lib.actions.check_settings import save_template
from lib.actions.users import add_person
from lib.store.tables import Client, Role, Source
from tests.actions.entries_by_hand import JANUARY, clerk_at, client_with_books
from tests.actions.filled_clients import Theirs, filled
from tests.pages.office import Office, make_office

pytestmark = pytest.mark.slow

COMPANY, WORD, EVERYBODYS = "Grannens [länk](x) <i>", "Främmande [länk](x) <i>", "Byråns [länk](x) <i>"
READ_AS_MARKDOWN: Final = re.compile(r"(Grannens|Främmande|Byråns) (\[|.{0,30}[^\\]<i>)")
NOT_OURS: Final = re.compile(r"Grannens|Främmande")
NEVER_MARKDOWN: Final = {"arrow_data_frame", "text", "code", "text_input", "text_area", "html"}
"""Elements that show every text as it is written, or whose texts are HTML."""
WRITTEN: Final = {
    "options",
    "value",
    "raw_value",
    "raw_values",
    "default",
    "file_name",
    "url",
    "query_string",
    "id",
    "data",
    "spec",
}
"""Fields that are no Markdown."""

Address = dict[str, Any]


def of_rows(theirs: Theirs) -> list[tuple[str, Address]]:
    """Screens that show something that people have written beside the company's name."""
    here: Address = {"period": JANUARY}
    return [
        ("activity_log", {}),
        ("import_data", {}),
        ("import_data", {"imp": theirs.failed}),
        ("import_data", {"imp": theirs.faulty}),
        ("periods", {"vy": "checklista"}),
        ("periods", {"vy": "checklista", "punkt": theirs.item}),
        ("reconciliation", here | {"konto": "1930"}),
        ("reconciliation", here | {"konto": "1790"}),
        ("reconciliation", here | {"konto": "1790", "ub": theirs.appendix}),
        ("transaction_analysis", {"vy": "installningar"}),
        ("transaction_analysis", {"vy": "installningar", "kontroll": theirs.own_check}),
        ("closing_entries", here),
        ("closing_entries", here | {"bv": theirs.entry}),
        ("export", {}),
        ("export", {"korning": theirs.export}),
        ("support_desk", {"del": "diagnos"}),
        ("support_desk", {"del": "importer", "imp": theirs.failed}),
        ("support_desk", {"del": "importer", "imp": theirs.faulty}),
        ("support_desk", {"del": "jobb", "uppgift": theirs.failed_job}),
        ("support_desk", {"del": "jamfor", "med": "fil", "jamforelse": theirs.comparison}),
        ("users", {}),
    ]


def screens(theirs: Theirs) -> list[tuple[str, Address]]:
    """Every page, each of its parts, and the rows that an address can name."""
    here: Address = {"period": JANUARY}
    of_reconciliation = ("balans", "oversikt", "bilagor", "resultat", "moms")
    return [
        *of_rows(theirs),
        *((place.name, {}) for place in PLACES),
        ("import_data", {"imp": theirs.staged}),
        ("import_data", {"imp": theirs.staged, "visa": "skal"}),
        *(("ledger", {"vy": part}) for part in ("resultat", "balans", "verifikationer", "grundbok")),
        *(("ledger", named) for named in ({"ver": "A 1"}, {"konto": "1930"})),
        *(("reconciliation", here | {"vy": part}) for part in of_reconciliation),
        *(("transaction_analysis", {"vy": part}) for part in ("resultat", "utforska")),
        ("transaction_analysis", {"vy": "installningar", "flik": "mallar"}),
        *(("support_desk", {"del": part}) for part in support_parts.PARTS),
        ("support_desk", {"del": "jobb", "uppgift": theirs.comparison}),
        ("support_desk", {"del": "jamfor", "fran": theirs.staged, "till": theirs.failed}),
        ("troubleshooting", {"q": theirs.failed_job}),
        ("troubleshooting", {"q": theirs.staged}),
    ]


NOBODYS: Final = Theirs(*[""] * len(Theirs.__slots__))  # type: ignore[arg-type]
EVERY, ROWS = range(len(screens(NOBODYS))), range(len(of_rows(NOBODYS)))


@dataclass(frozen=True)
class Street:
    """An office with two clients: ours, and the neighbour's, where every text says so."""

    office: Office
    ours: Client
    neighbour: Client
    theirs: Theirs

    def screen(self, place: int, role: Role, client: Client, only: list[int] | None = None) -> AppTest:
        """A screen at the address of one client, with the rows of the neighbour's."""
        page, address = screens(self.theirs)[place]
        return self.office.screen(page, role, only=only, klient=client.id, **address)


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    folder = tmp_path_factory.mktemp("street")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRYGGA_DATA", str(folder))
        st.cache_resource.clear()
        office = make_office(folder, patch)
        ours, neighbour = client_with_books(office.store), client_with_books(office.store)
        clerk_at(office.store, ours, JANUARY)
        desk = clerk_at(office.store, neighbour, JANUARY)
        act.change_client(desk, neighbour.id, name=COMPANY)
        act.choose_source(desk, neighbour.id, Source.FORTNOX)
        save_template(office.desk(Role.ADMIN), neighbour.id, EVERYBODYS)
        add_person(office.desk(Role.ADMIN), email="g@byran.example", name=WORD, role=Role.VIEWER, clients=None)
        yield Street(office, ours, neighbour, filled(desk, neighbour, WORD))
        st.cache_resource.clear()
        office.store.close()


def nodes(app: AppTest) -> Iterator[Node]:
    """Everything on a screen, blocks as well as what is in them."""
    waiting: list[Node] = [app._tree]  # noqa: SLF001 - AppTest gives blocks in no other way
    while waiting:
        node = waiting.pop()
        waiting += node.children.values() if isinstance(node, Block) else []
        yield node


def strings(message: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any protobuf message
    """Every text of a message, with the field that it stands in."""
    for field, value in message.ListFields():
        values = value if field.is_repeated else [value]
        for one in values:
            if field.message_type is not None and not field.message_type.GetOptions().map_entry:
                yield from strings(one)
            elif isinstance(one, str):
                yield field.name, one


def texts(app: AppTest) -> Iterator[tuple[str, str, str]]:
    """Every text on a screen: the kind of its element, the field, and what it says."""
    for node in nodes(app):
        message = getattr(node, "proto", None)
        if message is not None:
            yield from ((node.type, name, text) for name, text in strings(message))


def tables(app: AppTest) -> str:
    """What stands in the tables."""
    return "".join(str(table.value.to_dict()) for table in app.dataframe)


@pytest.mark.parametrize("place", EVERY)
def test_no_text_of_others_is_read_as_markdown_or_html(street: Street, place: int) -> None:
    app = street.screen(place, Role.ADMIN, street.neighbour)
    assert not app.exception
    found = [
        one
        for one in texts(app)
        if one[0] not in NEVER_MARKDOWN and one[1] not in WRITTEN and READ_AS_MARKDOWN.search(one[2])
    ]
    assert found == []
    assert not [text for kind, _, text in texts(app) if kind == "html" and "<i>" in text]


@pytest.mark.parametrize("place", ROWS)
def test_the_texts_are_on_the_screens(street: Street, place: int) -> None:
    app = street.screen(place, Role.ADMIN, street.neighbour)
    assert "Främmande" in tables(app) + "".join(text for *_, text in texts(app))


@pytest.mark.parametrize("place", EVERY)
def test_no_address_shows_the_rows_of_a_client_that_is_not_ones_own(street: Street, place: int) -> None:
    app = street.screen(place, Role.ACCOUNTANT, street.ours, only=[street.ours.id])
    assert not app.exception
    assert not NOT_OURS.search(tables(app))
    assert [text for *_, text in texts(app) if NOT_OURS.search(text)] == []
