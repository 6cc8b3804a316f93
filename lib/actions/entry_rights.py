"""Who may do what with closing entries and their export: a part of the one table of `lib.actions.rights`."""

from collections.abc import Mapping
from typing import Final

from lib.actions.circles import ACCOUNTANTS, EVERYONE
from lib.core.languages import mark
from lib.store.tables import Role

ENTRY_RIGHTS: Final[Mapping[str, frozenset[Role]]] = {
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
    "year-file.take": EVERYONE - {Role.SUPPORT},  # personal numbers are hidden from support, and stand in the file
}

ENTRY_NAMES: Final[Mapping[str, str]] = {
    "entry.view": mark("see the closing entries"),
    "entry.change": mark("make and change closing entries"),
    "entry.delete": mark("delete closing entries"),
    "entry.keep": mark("say whether a closing entry is transferred"),
    "system-entry.change": mark("change system entries"),
    "entry-template.change": mark("change templates of closing entries"),
    "export.view": mark("see the exports"),
    "export.start": mark("export closing entries to Fortnox"),
    "export.fate": mark("say where an entry of unknown fate is"),
    "entry.seen": mark("say which voucher a closing entry is"),
    "si.export": mark("take out closing entries as an SI file"),
    "year-file.take": mark("take out a whole year as SIE 4E"),
}

ENTRY_DONE: Final[Mapping[str, str]] = {
    "entry.change": mark("{entry} in {period} was saved."),
    "entry.delete": mark("{entry} in {period} was deleted; it can be brought back."),
    "entry.keep": mark("{entry} in {period} is now: {state:text}."),
    "system-entry.change": mark("The system entries in {period} were worked out anew."),
    "entry-template.change": mark("The template {name} was saved."),
    "export.start": mark("An export to Fortnox was started: {entries:count|closing entry|closing entries}."),
    "export.fate": mark("It was said of {entry} that it is {voucher} in Fortnox: Fortnox is asked."),
    "entry.seen": mark("{entry} is voucher {voucher} of the books: it counts there, and no longer here."),
    "si.export": mark("An SI file was made with {entries:count|closing entry|closing entries}."),
}
