"""A small company's sound books of two years, made voucher by voucher, and what can be done to them."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from lib.checks.analysis.case import Case
from lib.checks.analysis.client import Client
from lib.core.periods import FinancialYear, calendar_year, month_end
from lib.fortnox.frames import Ledger
from lib.ledger import YearBooks, books_of
from lib.ledger.sides import Side
from lib.sie import read
from tests.ledger.ledgers_by_hand import invoice, ledger, payment

THIS, LAST = 2026, 2025
TODAY = date(2027, 2, 10)
NAMES = {
    "1220": "Inventarier och verktyg",
    "1229": "Ackumulerade avskrivningar på inventarier",
    "1510": "Kundfordringar",
    "1630": "Skattekonto",
    "1710": "Förutbetalda hyreskostnader",
    "1910": "Kassa",
    "1930": "Företagskonto",
    "2081": "Aktiekapital",
    "2091": "Balanserad vinst eller förlust",
    "2098": "Vinst eller förlust från föregående år",
    "2099": "Årets resultat",
    "2440": "Leverantörsskulder",
    "2611": "Utgående moms på försäljning inom Sverige, 25 %",
    "2641": "Debiterad ingående moms",
    "2650": "Redovisningskonto för moms",
    "2710": "Personalskatt",
    "2731": "Avräkning lagstadgade sociala avgifter",
    "2893": "Skulder till närstående personer, kortfristig del",
    "2999": "OBS-konto",
    "3001": "Försäljning inom Sverige, 25 % moms",
    "4010": "Inköp material och varor",
    "5010": "Lokalhyra",
    "5410": "Förbrukningsinventarier",
    "6110": "Kontorsmateriel",
    "6570": "Bankkostnader",
    "7210": "Löner till tjänstemän",
    "7510": "Arbetsgivaravgifter",
    "7832": "Avskrivningar på inventarier",
    "8999": "Årets resultat",
}
Row = tuple[str, int]


@dataclass
class Voucher:
    series: str
    day: date
    text: str
    rows: list[Row]
    entered: date
    history: list[tuple[str, str, int]] = field(default_factory=list)
    number: int | str | None = None


@dataclass
class Written:
    """Two years of books as they are written; amounts in kronor."""

    vouchers: list[Voucher] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=lambda: dict(NAMES))
    opening: dict[str, int] = field(default_factory=dict)
    customers: list[dict[str, Any]] = field(default_factory=list)
    paid: list[dict[str, Any]] = field(default_factory=list)
    bills: list[dict[str, Any]] = field(default_factory=list)
    settled: list[dict[str, Any]] = field(default_factory=list)
    ledgers: bool = False
    client: Client = field(default_factory=lambda: Client("AB", "invoice", "month"))
    today: date = TODAY
    closing_off: int = 0

    def book(self, series: str, day: date, text: str, *rows: Row, entered: date | None = None) -> Voucher:
        """Write a voucher; it is entered two days after its date unless said otherwise."""
        made = Voucher(series, day, text, list(rows), entered or day + timedelta(days=2))
        self.vouchers.append(made)
        return made

    def find(self, text: str, month: int | None = None, year: int = THIS) -> Voucher:
        """The first voucher of a year (and month) with this in its text."""
        return next(v for v in self.vouchers if text in v.text and v.day.year == year and month in {None, v.day.month})

    def drop(self, text: str, month: int, year: int = THIS) -> None:
        self.vouchers.remove(self.find(text, month, year))

    def sell(self, day: date, net: int, number: str) -> Voucher:
        """A customer's invoice with 25 % VAT."""
        vat = net // 4
        made = self.book("B", day, f"Kundfaktura {number}", ("1510", net + vat), ("3001", -net), ("2611", -vat))
        self.customers.append({"number": number, "voucher": made, "total": (net + vat) * 100, "date": day})
        return made

    def buy(self, day: date, account: str, net: int, number: str, supplier: str) -> Voucher:
        """A supplier's invoice with 25 % VAT."""
        vat = net // 4
        rows = ((account, net), ("2641", vat), ("2440", -net - vat))
        made = self.book("D", day, f"Leverantörsfaktura {number}, {supplier}", *rows)
        bill = {"number": number, "voucher": made, "total": (net + vat) * 100, "date": day}
        self.bills.append({**bill, "party": supplier, "party_number": supplier, "external": f"F-{number}"})
        return made

    def books(self, year: int) -> YearBooks:
        sie = read(self.text(year).encode("cp437"), name=f"{year}.se")
        return books_of(sie)[0][0]

    def case(self, **more: Any) -> Case:  # noqa: ANN401 - any field of a case
        ledgers = {Side.RECEIVABLES: self._ledger(self.customers, self.paid)} if self.ledgers else {}
        if self.ledgers:
            ledgers[Side.PAYABLES] = self._ledger(self.bills, self.settled)
        earlier = (self.books(LAST),)
        usual = {"client": self.client, "ledgers": ledgers, "earlier": earlier}
        return Case(self.books(THIS), self.today, **{**usual, **more})

    def balances(self, year: int) -> tuple[dict[str, int], dict[str, int]]:
        """Opening and closing of a year."""
        before = self.opening if year == LAST else self.balances(year - 1)[1]
        opening = {account: amount for account, amount in before.items() if account[0] in "12"}
        closing = dict(opening)
        for voucher in self.vouchers:
            for account, amount in voucher.rows if voucher.day.year == year else ():
                closing[account] = closing.get(account, 0) + amount
        return opening, closing

    def numbered(self, year: int) -> list[tuple[str, Voucher]]:
        """The year's vouchers in file order with their numbers, given in the order they were entered."""
        own = sorted((v for v in self.vouchers if v.day.year == year), key=lambda v: (v.series, v.entered))
        last: dict[str, int] = {}
        made = []
        for voucher in own:
            last[voucher.series] = last.get(voucher.series, 0) + 1
            made.append((str(voucher.number or last[voucher.series]), voucher))
        return made

    def text(self, year: int) -> str:
        """The year as SIE 4E."""
        opening, closing = self.balances(year)
        span = f"{year}0101 {year}1231"
        lines = ["#FLAGGA 0", "#SIETYP 4", '#FNAMN "Kajen AB"', "#ORGNR 555555-5555", f"#RAR 0 {span}"]
        lines += [f'#KONTO {account} "{name}"' for account, name in sorted(self.names.items())]
        lines += [f"#IB 0 {account} {amount}" for account, amount in sorted(opening.items())]
        closed = [("UB" if account[0] in "12" else "RES", account, amount) for account, amount in closing.items()]
        off = self.closing_off if year == THIS else 0
        lines += [f"#{kind} 0 {a} {amount + (off if a == '1930' else 0)}" for kind, a, amount in sorted(closed)]
        for number, voucher in self.numbered(year):
            lines.append(
                f'#VER {voucher.series} {number} {voucher.day:%Y%m%d} "{voucher.text}" {voucher.entered:%Y%m%d}'
            )
            rows = [f"#TRANS {account} {{}} {amount}" for account, amount in voucher.rows]
            lines += [
                "{",
                *(f"#{kind} {account} {{}} {amount}" for kind, account, amount in voucher.history),
                *rows,
                "}",
            ]
        return "\r\n".join(lines) + "\r\n"

    def _ledger(self, invoices: list[dict[str, Any]], payments: list[dict[str, Any]]) -> Ledger:
        numbers = {id(v): f"{v.series} {n}" for year in (LAST, THIS) for n, v in self.numbered(year)}
        rows = []
        for one in invoices:
            voucher, more = (
                one["voucher"],
                {k: v for k, v in one.items() if k not in {"voucher", "number", "total", "date"}},
            )
            start = date(voucher.day.year, 1, 1) if voucher else None
            label = numbers.get(id(voucher)) if voucher else None
            rows.append(invoice(one["number"], one["total"], one["date"], ver=label, **{"year_start": start, **more}))
        return ledger(rows, [payment(str(n), p["of"], p["amount"], p["date"]) for n, p in enumerate(payments, 1)])


def sound() -> Written:
    """Two closed years of a company that sells, buys, pays wages and settles its VAT every month."""
    books = Written(opening={"1220": 60_000, "1930": 240_000, "1910": 2_000, "2081": -50_000, "2091": -252_000})
    for year in (LAST, THIS):
        for month in range(1, 13):
            _month(books, year, month)
        _close(books, year)
    return books


def _month(books: Written, year: int, month: int) -> None:
    end = month_end(date(year, month, 1))
    number = f"{year % 100}{month:02}"
    if (year, month) != (LAST, 1):
        _pay_dues(books, year, month)
    net = 100_000 + (month * 37 % 11) * 1_300 + (year - LAST) * 4_000
    books.sell(date(year, month, 10), net, number)
    books.book("C", date(year, month, 24), f"Inbetalning {number}", ("1930", net * 5 // 4), ("1510", -net * 5 // 4))
    books.paid.append({"of": number, "amount": net * 125, "date": date(year, month, 24)})
    goods = 30_000 + (month * 53 % 13) * 412
    for suffix, account, cost, supplier in (
        ("1", "5010", 20_000, "Fastighets AB Kajen"),
        ("2", "4010", goods, "Grossisten AB"),
    ):
        bill = f"{number}{suffix}"
        books.buy(date(year, month, 4), account, cost, bill, supplier)
        books.book("E", date(year, month, 20), f"Utbetalning {bill}", ("2440", cost * 5 // 4), ("1930", -cost * 5 // 4))
        books.settled.append({"of": bill, "amount": cost * 125, "date": date(year, month, 20)})
    books.book("A", date(year, month, 28), "Bankavgift", ("6570", 150 + month), ("1930", -150 - month))
    wages = (("7210", 40_000), ("2710", -12_000), ("1930", -28_000), ("7510", 12_568), ("2731", -12_568))
    books.book("A", date(year, month, 25), f"Löner {year}-{month:02}", *wages)
    own = [v for v in books.vouchers if (v.day.year, v.day.month) == (year, month)]
    vat = {account: sum(a for v in own for name, a in v.rows if name == account) for account in ("2611", "2641")}
    rows = [(account, -amount) for account, amount in vat.items()]
    books.book(
        "A",
        end,
        f"Momsredovisning {year}-{month:02}",
        *rows,
        ("2650", sum(vat.values())),
        entered=end + timedelta(days=3),
    )


def _pay_dues(books: Written, year: int, month: int) -> None:
    first = date(year, month, 1)
    last = first - timedelta(days=1)
    owed = {"2710": 0, "2731": 0, "2650": 0}
    for voucher in books.vouchers:
        for account, amount in voucher.rows if voucher.day <= last else ():
            if account in owed:
                owed[account] += amount
    wages = [("2710", -owed["2710"]), ("2731", -owed["2731"]), ("1930", owed["2710"] + owed["2731"])]
    books.book("A", first.replace(day=12), "Arbetsgivardeklaration betald", *wages)
    books.book("A", first.replace(day=26), "Moms betald", ("2650", -owed["2650"]), ("1930", owed["2650"]))


def _close(books: Written, year: int) -> None:
    end = date(year, 12, 31)
    books.book(
        "A", end, "Avskrivning inventarier", ("7832", 12_000), ("1229", -12_000), entered=end + timedelta(days=30)
    )
    result = sum(a for v in books.vouchers if v.day.year == year for account, a in v.rows if account[0] in "345678")
    books.book("A", end, "Årets resultat", ("8999", -result), ("2099", result), entered=end + timedelta(days=30))
    if year == LAST:
        moved = (("2099", -result), ("2091", result))
        books.book(
            "A", date(year + 1, 1, 1), "Omföring av föregående års resultat", *moved, entered=date(year + 1, 1, 31)
        )


YEAR: FinancialYear = calendar_year(THIS)
