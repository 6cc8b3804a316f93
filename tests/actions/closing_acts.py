"""The closing work's part of the table of roles x actions, and an act for each action."""

from collections.abc import Callable
from datetime import date

from lib.actions import analysis, check_settings, checklists, marks, periods, reconciliation
from lib.actions.desk import Desk
from lib.core.periods import ReconciliationPeriod, calendar_year
from lib.store.marks import Said
from lib.store.tables import Client, Import

JANUARY = "2026-01-31"
EVERYONE, SUPPORT = (True, True, True, True), (False, True, True, True)
ACCOUNTANTS, ADMINS = (False, False, True, True), (False, False, False, True)
EXPECTED = {
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
LOOKING = {"period.view"}

ACTS: dict[str, Callable[[Desk, Client, Import], object]] = {
    "attachment.view": lambda desk, client, _: reconciliation.read_file(desk, client.id, 1),
    "comment.add": lambda desk, client, _: checklists.add_comment(desk, client.id, JANUARY, "Hej"),
    "view.save": lambda desk, client, _: check_settings.save_view(desk, client.id, "analysis", "Min", {}),
    "checks.run": lambda desk, client, _: analysis.run_checks(desk, client.id, calendar_year(2026)),
    "period.start": lambda desk, client, _: periods.start_period(desk, client.id, JANUARY),
    "period.lock": lambda desk, client, _: periods.lock_period(desk, client.id, JANUARY, expected_version=1),
    "period.unlock": lambda desk, client, _: periods.unlock_period(desk, client.id, JANUARY),
    "period.review": lambda desk, client, _: periods.review_period(desk, client.id, JANUARY),
    "period.length": lambda desk, client, _: periods.change_length(
        desk, client.id, ReconciliationPeriod.QUARTER, date(2026, 2, 1)
    ),
    "account.mark": lambda desk, client, _: marks.mark_accounts(desk, client.id, JANUARY, {"1930": Said(1)}),
    "account.review": lambda desk, client, _: marks.review_accounts(desk, client.id, JANUARY, {"1930": Said(1)}),
    "finding.mark": lambda desk, client, _: marks.mark_finding(desk, client.id, "gaps", "abc"),
    "checklist.change": lambda desk, client, _: checklists.add_item(desk, client.id, JANUARY, "Lager"),
    "statement.set": lambda desk, client, _: reconciliation.state_balance(
        desk, client.id, JANUARY, "1930", balance=1, day=date(2026, 1, 31)
    ),
    "appendix.change": lambda desk, client, _: reconciliation.save_appendix(
        desk, client.id, JANUARY, name="Hyra", accounts=["1790"]
    ),
    "attachment.add": lambda desk, client, _: reconciliation.attach_file(desk, client.id, 1, "a.pdf", b"%PDF-1.7"),
    "attachment.remove": lambda desk, client, _: reconciliation.remove_file(desk, client.id, 1),
    "check.change": lambda desk, client, _: check_settings.change_check(desk, client.id, "gaps", enabled=False),
    "template.apply": lambda desk, client, _: check_settings.apply_template(desk, client.id, 1),
    "template.change": lambda desk, client, _: check_settings.save_template(desk, client.id, "Byggbolag"),
}
