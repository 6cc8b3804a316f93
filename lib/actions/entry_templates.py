"""Keep templates of closing entries, a client's own or the bureau's, and make entries from them."""

from collections.abc import Sequence
from typing import Final

from lib.actions.desk import Desk
from lib.actions.due_entries import make
from lib.actions.periods import name_of
from lib.closing.accruals import MONTHS_AT_MOST, Plan
from lib.closing.entries import EntryRow
from lib.core.errors import InvalidInput
from lib.core.languages import mark
from lib.store import accruals, entries, entry_templates, periods

FIELD_NAME: Final = mark("The template's name")
FIELD_MONTHS: Final = mark("Months")
FIELD_ROWS: Final = mark("Rows")
NO_NAME: Final = mark("give it a name")
WRONG_MONTHS: Final = mark("choose 1 to 120")
NO_ROWS: Final = mark("it needs at least one row")
GONE: Final = mark("The template {name} was deleted; entries made from it stay.")


def save_template(  # noqa: PLR0913 - the form's fields
    desk: Desk,
    client_id: int | None,
    *,
    name: str,
    rows: Sequence[EntryRow],
    months: int = 1,
    reversal: bool = False,
    template_id: int | None = None,
) -> int:
    """Keep rows to make entries from, for one client or (None) for all; gives the template's id.

    Over `months` the amounts are spread; with `reversal` each entry is taken back in the period
    after. Raises InvalidInput, NotFound.
    """
    with desk.acting("entry-template.change", client_id, name=name.strip()), desk.transaction() as session:
        if not name.strip():
            raise InvalidInput(field=FIELD_NAME, problem=NO_NAME)
        if not 1 <= months <= MONTHS_AT_MOST:
            raise InvalidInput(field=FIELD_MONTHS, problem=WRONG_MONTHS)
        if not rows:
            raise InvalidInput(field=FIELD_ROWS, problem=NO_ROWS)
        row = entry_templates.save(
            session,
            client_id,
            name=name.strip(),
            rows=rows,
            months=months,
            reversal=reversal,
            template_id=template_id,
            who=desk.person.who,
        )
        return row.id


def delete_template(desk: Desk, client_id: int | None, template_id: int) -> None:
    """Delete a template; what was begun from it goes on. Raises NotFound."""
    with desk.acting("entry-template.change", client_id, done=GONE) as facts, desk.transaction() as session:
        facts["name"] = entry_templates.own(session, client_id, template_id).name
        entry_templates.delete(session, client_id, template_id)


def use_template(desk: Desk, client_id: int, key: str, template_id: int) -> int:
    """Make an entry from a template in an active period, on its last day, ready if it is sound; gives its id.

    What is left of its months, and the entry that takes it back, are made when their periods are
    started. Raises PeriodClosed, NotFound.
    """
    with desk.acting("entry.change", client_id, period=name_of(desk, client_id, key)) as facts:
        with desk.transaction() as session:
            template = entry_templates.get(session, client_id, template_id)
            facts["entry"] = template.name
            period = periods.get(session, client_id, key)
            rows, months = entry_templates.rows_of(template), template.months
            plan = Plan.begun(template.name, rows, period, months=months, reversal=template.reversal)
            (row,) = make(desk, session, client_id, key, [accruals.begin(plan, template_id, period)])
            facts["entry"] = entries.label(row)
        return row.id
