"""The rows of a voucher that was sent, checked one by one against the chart, cost centres and projects."""

from decimal import Decimal, InvalidOperation
from typing import Any, Final

from lib.sandbox.books import Row
from lib.sandbox.fortnox.amounts import ORE
from lib.sandbox.fortnox.companies import FortnoxCompany
from lib.sandbox.fortnox.errors import Refused
from lib.sandbox.fortnox.resources import Record
from lib.sandbox.fortnox.texts import text, wrong

PROJECT_NEEDED: Final = 2999005
PROJECT_OVER: Final = 2999006
NO_CENTRE: Final = 2999009
_FIRST_ACCOUNT, _LAST_ACCOUNT = 1000, 9999
_TEXT_AT_MOST: Final = 100
_KRONOR_AT_MOST: Final = Decimal(10) ** 12


def booked_rows(company: FortnoxCompany, body: Record) -> tuple[Row, ...]:
    """The rows of a voucher; those without cost centre or project get the voucher's own. Raises Refused."""
    sent = body.get("VoucherRows")
    if not isinstance(sent, list) or not sent or not all(isinstance(row, dict) for row in sent):
        raise wrong()
    whole = {name: body.get(name) for name in ("CostCenter", "Project")}
    return tuple(_row(company, {**whole, **{name: value for name, value in row.items() if value}}) for row in sent)


def _row(company: FortnoxCompany, sent: Record) -> Row:
    account = _account(company, sent.get("Account"))
    centre, project = _centre(company, sent, account), _project(company, sent, account)
    words = text(sent, "TransactionInformation", _TEXT_AT_MOST)
    amount = _ore(sent, "Debit") - _ore(sent, "Credit")
    return Row(account, amount, words, centre, project)


def _account(company: FortnoxCompany, sent: object) -> str:
    digits = str(sent)
    if isinstance(sent, bool) or not digits.isascii() or not digits.isdigit():
        raise Refused(400, 2000108, "Värdet måste vara numeriskt (Account)")
    known = company.live.kept("numbers", lambda: {account.number for account in company.books.chart})
    if len(digits) > len(str(_LAST_ACCOUNT)) or not int(digits) >= _FIRST_ACCOUNT or digits not in known:
        raise Refused(400, 2001304, "Kunde inte hitta konto")
    if digits in company.setup.inactive_accounts:
        raise Refused(400, 2000550, f'Konto "{digits}" är inte aktivt.')
    return digits


def _centre(company: FortnoxCompany, sent: Record, account: str) -> str:
    code = text(sent, "CostCenter", 6)
    if not code and account in company.setup.centre_needed:
        raise Refused(400, 2000946, f"Kostnadsställe är obligatoriskt på konto: {account}")
    if code in company.setup.inactive_centres:
        raise Refused(400, 2002821, f'Angivet kostnadsställe "{code}" är inte aktivt.')
    if code and code not in company.books.centres:
        raise Refused(400, NO_CENTRE, f'Kostnadsstället "{code}" finns inte.')
    return code


def _project(company: FortnoxCompany, sent: Record, account: str) -> str:
    code = text(sent, "Project", 20)
    if not code and account in company.setup.project_needed:
        raise Refused(400, PROJECT_NEEDED, f"Projekt är obligatoriskt på konto {account}.")
    if code in company.setup.completed_projects:
        raise Refused(400, PROJECT_OVER, f"Projektredovisningsperioden är inte aktiv för projekt {code}.")
    if code and code not in company.books.projects:
        raise Refused(400, 2001161, "Kan inte hitta projektet.")
    return code


def _ore(sent: Record, name: str) -> int:
    amount = _decimal(sent.get(name, 0), name) * ORE
    if amount != amount.to_integral_value():
        raise _not_numeric(name)
    return int(amount)


def _decimal(value: Any, name: str) -> Decimal:  # noqa: ANN401 - whatever was sent
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal | float):
        raise _not_numeric(name)
    try:
        amount = Decimal(str(value) or "0")
    except InvalidOperation:
        raise _not_numeric(name) from None
    if not amount.is_finite() or abs(amount) > _KRONOR_AT_MOST:
        raise _not_numeric(name)
    return amount


def _not_numeric(name: str) -> Refused:
    return Refused(400, 2000108, f"Värdet måste vara numeriskt ({name})")
