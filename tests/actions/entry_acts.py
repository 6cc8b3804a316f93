"""The closing entries' part of the table of roles x actions, and an act for each action."""

from collections.abc import Callable
from datetime import date

from lib.actions import entries, entry_templates, export, fates, returns, si_files, system_entries
from lib.actions.desk import Desk
from lib.closing.entries import Draft, EntryRow
from lib.store.tables import Client, Import
from tests.actions.closing_acts import ACCOUNTANTS, EVERYONE, JANUARY

EXPECTED = {
    "entry.view": EVERYONE,
    "entry.change": ACCOUNTANTS,
    "entry.delete": ACCOUNTANTS,
    "entry.keep": ACCOUNTANTS,
    "system-entry.change": ACCOUNTANTS,
    "entry-template.change": ACCOUNTANTS,
    "export.view": EVERYONE,
    "export.start": ACCOUNTANTS,
    "export.fate": ACCOUNTANTS,
    "entry.seen": ACCOUNTANTS,
    "si.export": ACCOUNTANTS,
    "year-file.take": (True, False, True, True),
}
LOOKING = {"entry.view", "export.view"}
DRAFT = Draft("Hyra", date(2026, 1, 31), ())

ACTS: dict[str, Callable[[Desk, Client, Import], object]] = {
    "entry.change": lambda desk, client, _: entries.save_entry(desk, client.id, JANUARY, DRAFT),
    "entry.delete": lambda desk, client, _: entries.delete_entry(desk, client.id, 1),
    "export.start": lambda desk, client, _: export.start_export(desk, client.id, DRAFT.day, {}),
    "export.fate": lambda desk, client, _: fates.say_it_is_not_there(desk, client.id, 1),
    "entry.seen": lambda desk, client, _: returns.confirm_entry(desk, client.id, 1, ("A", "1")),
    "si.export": lambda desk, client, _: si_files.take_si_file(desk, client.id, DRAFT.day),
    "year-file.take": lambda desk, client, _: si_files.take_year_file(desk, client.id, DRAFT.day, with_entries=False),
    "entry.keep": lambda desk, client, _: entries.keep_entry_here(desk, client.id, 1, here=True),
    "system-entry.change": lambda desk, client, _: system_entries.refresh_system_entries(desk, client.id, JANUARY),
    "entry-template.change": lambda desk, client, _: entry_templates.save_template(
        desk, client.id, name="Hyra", rows=[EntryRow("5010", 1)]
    ),
}
