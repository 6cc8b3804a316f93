"""Who may do what in the closing work: a part of the one table of `lib.actions.rights`."""

from collections.abc import Mapping
from typing import Final

from lib.actions.circles import ACCOUNTANTS, ADMINS, EVERYONE, SUPPORT
from lib.core.languages import mark
from lib.store.tables import Role

CLOSING_RIGHTS: Final[Mapping[str, frozenset[Role]]] = {
    "period.view": EVERYONE,
    "attachment.view": EVERYONE,
    "comment.add": SUPPORT,
    "view.save": SUPPORT,
    "checks.run": SUPPORT,
    "period.start": ACCOUNTANTS,
    "period.lock": ACCOUNTANTS,
    "period.unlock": ACCOUNTANTS,
    "period.review": ACCOUNTANTS,
    "period.length": ACCOUNTANTS,
    "account.mark": ACCOUNTANTS,
    "account.review": ACCOUNTANTS,
    "finding.mark": ACCOUNTANTS,
    "checklist.change": ACCOUNTANTS,
    "statement.set": ACCOUNTANTS,
    "appendix.change": ACCOUNTANTS,
    "attachment.add": ACCOUNTANTS,
    "attachment.remove": ACCOUNTANTS,
    "check.change": ACCOUNTANTS,
    "template.apply": ACCOUNTANTS,
    "template.change": ADMINS,
}

CLOSING_NAMES: Final[Mapping[str, str]] = {
    "period.view": mark("see the periods"),
    "attachment.view": mark("see attached files"),
    "comment.add": mark("comment on a period"),
    "view.save": mark("save views"),
    "checks.run": mark("run the checks"),
    "period.start": mark("start a period"),
    "period.lock": mark("lock a period"),
    "period.unlock": mark("unlock a period"),
    "period.review": mark("review a period"),
    "period.length": mark("change the length of periods"),
    "account.mark": mark("mark accounts as done"),
    "account.review": mark("review accounts"),
    "finding.mark": mark("mark findings as done"),
    "checklist.change": mark("work on the checklist"),
    "statement.set": mark("state balances of bank and tax account"),
    "appendix.change": mark("make and change appendices"),
    "attachment.add": mark("attach files"),
    "attachment.remove": mark("remove attached files"),
    "check.change": mark("change how the checks go"),
    "template.apply": mark("use a template for checks"),
    "template.change": mark("change the bureau's templates for checks"),
}

CLOSING_DONE: Final[Mapping[str, str]] = {
    "comment.add": mark("{period} was commented on."),
    "view.save": mark("The view {name} was saved."),
    "checks.run": mark("The checks were run on {year}."),
    "period.start": mark("{period} was started."),
    "period.lock": mark("{period} was locked."),
    "period.unlock": mark("{period} was unlocked."),
    "period.review": mark("{period} was reviewed."),
    "period.length": mark("The books are now reconciled by {length:text}."),
    "account.mark": mark("Marked as done in {period}: {accounts}."),
    "account.review": mark("Reviewed in {period}: {accounts}."),
    "finding.mark": mark("A finding of the check “{check:text}” was marked as done."),
    "checklist.change": mark("The checklist of {period} was changed."),
    "statement.set": mark("The balance of account {account} on {day:date} was stated in {period}."),
    "appendix.change": mark("The appendix {name} in {period} was saved."),
    "attachment.add": mark("{file} was attached."),
    "attachment.remove": mark("An attached file was removed."),
    "check.change": mark("The settings of the check {check} were changed."),
    "template.apply": mark("A template for checks was used."),
    "template.change": mark("The template {name} was saved."),
}
