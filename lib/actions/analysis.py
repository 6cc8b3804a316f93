"""Have the checks run on a year of a client's books."""

from uuid import uuid4

from lib.actions.desk import Desk
from lib.core.periods import FinancialYear
from lib.jobs.workflows import ANALYSE


def run_checks(desk: Desk, client_id: int, year: FinancialYear) -> None:
    """Start a run of the client's checks; what they find is then read with `lib.store.analyses.of_year`."""
    with desk.acting("checks.run", client_id, year=year.label):
        ids = str(client_id), year.start.isoformat(), str(desk.person.user_id)
        desk.jobs.start(ANALYSE, str(uuid4()), *ids)
