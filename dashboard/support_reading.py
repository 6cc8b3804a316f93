"""What the support desk reads: the client's diagnoses, as the person at the screen may see them."""

from datetime import datetime

from dashboard import appendix_standing, context, data, reader
from dashboard.context import View
from lib.closing.appendices import AppendixView
from lib.store.tables import Source
from lib.support import reading
from lib.support.diagnoses import Diagnosis


def diagnoses(view: View, now: datetime) -> list[Diagnosis]:
    """What is wrong with the client, worst first; masked where the person may not see its contents."""
    store, shown = data.house().store, appendices(view)
    with store.reading() as session:
        found = reading.diagnoses(store, session, view.client, shown, now)
    return found if reader.sees(view.client.id) else [one.masked for one in found]


def appendices(view: View) -> list[AppendixView]:
    """Both appendices on the last day in use that has come, where there is anything to show."""
    if view.client.source is not Source.FORTNOX or not view.books.years:
        return []
    when = min(max(view.books.years).end, context.today())
    return [one.shown for one in appendix_standing.of_client(view, when) if one.shown is not None]
