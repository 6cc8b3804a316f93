"""The registers of the local Fortnox as a client reads them: called in process, through JSON and back."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from lib.sandbox.fortnox.companies import FortnoxCompany, sandbox_companies
from lib.sandbox.fortnox.people import USERS
from lib.sandbox.fortnox.registers import RESOURCES
from lib.sandbox.fortnox.resources import Query
from lib.sandbox.fortnox.wire import php_json

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 10, 30)  # noqa: DTZ001 - Stockholm's time, as Fortnox tells it
PERSON = next(iter(USERS.values()))
Record = dict[str, Any]


@cache
def company(tenant: int, today: date = TODAY) -> FortnoxCompany:
    """A company that no test changes."""
    return fresh(tenant, today)


def fresh(tenant: int, today: date = TODAY) -> FortnoxCompany:
    """A company of one's own."""
    return next(one for one in sandbox_companies(today) if one.tenant == tenant)


def query(**values: object) -> Query:
    return Query(((name, str(value)) for name, value in values.items()), now=NOW, person=PERSON)


def listed(us: FortnoxCompany, path: str, *key: str, **asked: object) -> list[Record]:
    """A list as it comes over the wire."""
    handler = RESOURCES[path].list
    assert handler
    return [through_json(one.record()) for one in handler(us, key, query(**asked))]


def item(us: FortnoxCompany, path: str, *key: str, **asked: object) -> Record:
    """One record as it comes over the wire."""
    handler = RESOURCES[path].item
    assert handler
    return through_json(handler(us, key, query(**asked)))


def sie(us: FortnoxCompany, kind: str = "4", **asked: object) -> bytes:
    handler = RESOURCES["sie"].item
    assert handler
    content = handler(us, (kind,), query(**asked))
    assert isinstance(content, bytes)
    return content


def post(us: FortnoxCompany, path: str, body: Mapping[str, object], **asked: object) -> Record:
    handler = RESOURCES[path].create
    assert handler
    return through_json(handler(us, query(**asked), body))


def through_json(record: object) -> Record:
    found: Record = json.loads(php_json(record), parse_float=Decimal)
    return found


def hundredths(amount: object) -> int:
    """An amount of the wire, number or text, in hundredths."""
    whole = Decimal(str(amount)) * 100
    assert whole == whole.to_integral_value()
    return int(whole)


def in_kronor(amount: object, rate: object, unit: int) -> int:
    """An amount in a currency as öre."""
    ore = Decimal(hundredths(amount)) * Decimal(str(rate)) / unit
    return int(ore.quantize(Decimal(1), ROUND_HALF_UP))


def years(us: FortnoxCompany) -> list[Record]:
    """The financial years, oldest first."""
    return listed(us, "financialyears")[::-1]


class Balances:
    """What accounts stand at after any day: opening balances, and the vouchers read one by one."""

    def __init__(self, us: FortnoxCompany, *accounts: str) -> None:
        """Read every voucher of every year once."""
        self.years = years(us)
        self.opening = {
            (year["Id"], account): hundredths(
                item(us, "accounts", account, financialyear=year["Id"])["BalanceBroughtForward"]
            )
            for year in self.years
            for account in accounts
        }
        self.rows = {
            year["Id"]: [row for row in movements(us, year["Id"]) if row[1] in accounts] for year in self.years
        }

    def on(self, account: str, day: date) -> int:
        year = next(one["Id"] for one in reversed(self.years) if one["FromDate"] <= day.isoformat())
        moved = (amount for when, where, amount in self.rows[year] if where == account and when <= day.isoformat())
        return self.opening[year, account] + sum(moved)


def movements(us: FortnoxCompany, year: int) -> Iterator[tuple[str, str, int]]:
    """Day, account and amount in öre of every row that counts, read voucher by voucher."""
    for line in listed(us, "vouchers", financialyear=year):
        key = (line["VoucherSeries"], str(line["VoucherNumber"]))
        for row in item(us, "vouchers", *key, financialyear=year)["VoucherRows"]:
            if not row["Removed"]:
                amount = hundredths(row["Debit"]) - hundredths(row["Credit"])
                yield line["TransactionDate"], str(row["Account"]), amount


class OpenItems:
    """A ledger rebuilt from what the API tells, by the day of the vouchers, in öre at the documents' rates."""

    def __init__(self, us: FortnoxCompany, *, suppliers: bool) -> None:
        """Read all invoices and payments of one side, with the items of those that have more to tell."""
        self.days = {
            (year["Id"], line["VoucherSeries"], line["VoucherNumber"]): line["TransactionDate"]
            for year in years(us)
            for line in listed(us, "vouchers", financialyear=year["Id"])
        }
        side = "supplier" if suppliers else ""
        self.documents = {str(self.number(one)): one for one in listed(us, f"{side}invoices")}
        self.totals = {number: self.total(us, one) for number, one in self.documents.items()}
        self.payments = [one for one in listed(us, f"{side}invoicepayments") if one["Booked"]]
        self.items = {
            str(one["Number"]): item(us, f"{side}invoicepayments", str(one["Number"])) for one in self.payments
        }

    @staticmethod
    def number(document: Record) -> str:
        return str(document.get("DocumentNumber") or document["GivenNumber"])

    def total(self, us: FortnoxCompany, one: Record) -> int:
        ore = in_kronor(one["Total"], one["CurrencyRate"], one["CurrencyUnit"])
        if "DocumentNumber" in one:
            ore -= 100 * (item(us, "invoices", one["DocumentNumber"])["TaxReduction"] or 0)
        return ore

    def booked_on(self, one: Record) -> str:
        """The day of the voucher; the invoice's own where it came without one."""
        if "Vouchers" in one:
            own = [made for made in one["Vouchers"] if made["ReferenceType"] == "SUPPLIERINVOICE"]
            label = (own[0]["Year"], own[0]["Series"], own[0]["Number"]) if own else None
        else:
            label = (one["VoucherYear"], one["VoucherSeries"], one["VoucherNumber"])
        return str(self.days.get(label, one["InvoiceDate"]))  # type: ignore[arg-type]

    def on(self, day: date) -> Counter[str]:
        """What was open of each invoice after a day."""
        left: Counter[str] = Counter()
        for number, one in self.documents.items():
            if one["Booked"] and self.booked_on(one) <= day.isoformat():
                left[number] = self.totals[number]
        for paid in self.payments:
            number = str(paid["InvoiceNumber"])
            if paid["PaymentDate"] <= day.isoformat():
                one, whole = self.documents[number], self.items[str(paid["Number"])]
                left[number] -= in_kronor(whole["AmountCurrency"], one["CurrencyRate"], one["CurrencyUnit"])
                left[number] -= sum(hundredths(part["Amount"]) for part in whole["WriteOffs"])
        return left
