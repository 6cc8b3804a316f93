"""Periods that are worked on, for page tests: started, and what is said and put in place in them."""

from lib.actions import periods
from lib.store import books, marks
from lib.store.marks import Marks
from lib.store.tables import Client
from tests.pages.office import Office

DECEMBER = "2025-12-31"


def start(office: Office, client: Client, key: str = DECEMBER) -> None:
    """Let the client be worked on in this period."""
    periods.start_period(office.desk(), client.id, key)


def lock(office: Office, client: Client, key: str = DECEMBER) -> None:
    """Lock the period on the books in use."""
    with office.store.reading() as session:
        version = books.active(session, client.id).version
    periods.lock_period(office.desk(), client.id, key, expected_version=version)


def said(office: Office, client: Client, account: str, key: str = DECEMBER) -> Marks:
    """What is said of an account."""
    with office.store.reading() as session:
        return marks.of_period(session, client.id, key).get(account, marks.NO_MARKS)
