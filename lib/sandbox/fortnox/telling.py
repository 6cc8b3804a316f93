"""How the stories of the companies are put in words: invoices, bills and payments in few figures, in kronor."""

from datetime import date, timedelta
from decimal import Decimal

from lib.sandbox.books import BANK, Draft, Row
from lib.sandbox.documents import Invoice, InvoiceRow, Party, Payment, Rate, State, WriteOff

ORE = 100
DAYS = timedelta(days=30)


def ore(kronor: float) -> int:
    """Kronor as öre."""
    return round(kronor * ORE)


def sale(story: str, party: Party, day: date, net: float, what: tuple[str, str] = ("3041", "Arbete")) -> Invoice:
    """An invoice with 25 % VAT, due in 30 days; `what` are the account and the words of its row."""
    account, text = what
    row = InvoiceRow(account, ore(net), ore(net) // 4, text)
    return Invoice("", party, day, day + DAYS, (row,), story=story)


def abroad(story: str, party: Party, day: date, price: tuple[float, Rate], account: str) -> Invoice:
    """An invoice in a foreign currency; one from abroad carries Swedish VAT that the buyer reports."""
    amount, rate = price
    net = rate.ore(ore(amount))
    buying = account.startswith("4")
    row = InvoiceRow(account, net, net // 4 if buying else 0, "Varor", reverse=buying)
    return Invoice("", party, day, day + DAYS, (row,), rate=rate, foreign=ore(amount), story=story)


def migrated(number: str, party: Party, day: date, net: float, account: str) -> Invoice:
    """An invoice from an earlier system, whose amount stands on `account` since the first day."""
    row = InvoiceRow("3001" if account.startswith("15") else "4010", ore(net), ore(net) // 4, "Från tidigare system")
    state = State.MIGRATED
    return Invoice(number, party, day, day + DAYS, (row,), state=state, account=account, story=f"migrated {number}")


def pay(day: date, kronor: float, *write_offs: tuple[str, float, str]) -> Payment:
    """A payment in kronor; write-offs are account, kronor and text."""
    parts = tuple(WriteOff(account, ore(amount), text) for account, amount, text in write_offs)
    return Payment("", "", day, ore(kronor), write_offs=parts)


def pay_abroad(invoice: Invoice, day: date, amount: float, kronor: str) -> Payment:
    """A payment in the invoice's currency, at the rate of its own day."""
    rate = Rate(invoice.rate.currency, Decimal(kronor), invoice.rate.unit)
    foreign = ore(amount)
    return Payment("", "", day, rate.ore(foreign), rate=rate, foreign=foreign, taken=invoice.rate.ore(foreign))


def moved(day: date, text: str, debit: str, credit: str, kronor: float) -> Draft:
    """A voucher of series A with two rows."""
    return Draft(day, "A", text, (Row(debit, ore(kronor)), Row(credit, -ore(kronor))))


def from_bank(day: date, text: str, account: str, kronor: float) -> Draft:
    """A voucher of series A by which money comes in from an account (or goes out to it, when negative)."""
    return Draft(day, "A", text, (Row(BANK, ore(kronor)), Row(account, -ore(kronor))))


def euro(kronor: str) -> Rate:
    """The euro at so many kronor."""
    return Rate("EUR", Decimal(kronor))
