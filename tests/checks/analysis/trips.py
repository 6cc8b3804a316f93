"""What is done to sound books to make each kind of finding, and what comes near it without being one."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random

from lib.checks.analysis.client import Client, Statement
from tests.checks.analysis.ledgers import THIS, Written

Change = Callable[[Written], object]
TRIPS: dict[str, Change] = {}
NEAR: dict[str, Change] = {}
"""By check, not by kind."""
LIMITS: Mapping[str, Mapping[str, int | str]] = {
    "unusual-amount:limit": {"limit": 50_000_00},
    "no-rows": {"accounts": "6990-6999"},
    "amount-limits": {"accounts": "6110", "above": 3_000_00, "below": 100_00},
    "row-count": {"accounts": "5010", "least": 1, "most": 1},
    "rows-last-year": {"accounts": "6000-6999"},
}
"""What must be set for a kind to be looked for at all."""


def trip(kind: str) -> Callable[[Change], Change]:
    def register(change: Change) -> Change:
        TRIPS[kind] = change
        return change

    return register


def near(check: str) -> Callable[[Change], Change]:
    def register(change: Change) -> Change:
        NEAR[check] = change
        return change

    return register


def day(month: int, number: int = 15) -> date:
    return date(THIS, month, number)


# T1


@trip("unbalanced-voucher")
def _(b: Written) -> None:
    b.find("Bankavgift", 3).rows[0] = ("6570", 253)


@trip("books-hold")
def _(b: Written) -> None:
    b.find("Bankavgift", 4).rows[0] = ("6570", 254)


@trip("books-hold:chart")
def _(b: Written) -> None:
    b.names["9100"] = "Internt konto"
    b.book("A", day(5), "Internt", ("9100", 500), ("6110", -500))


@trip("undeclared-account")
def _(b: Written) -> None:
    b.book("A", day(5), "Porto", ("6250", 200), ("1930", -200))


@trip("opening-not-zero")
def _(b: Written) -> None:
    b.opening["1930"] += 1_000


@trip("closing-differs")
def _(b: Written) -> None:
    b.closing_off = 40


@trip("duplicate-voucher-number")
def _(b: Written) -> None:
    b.find("Bankavgift", 5).number = 2


@near("books-hold")
def _(b: Written) -> None:
    b.book("A", day(5), "Inget belopp", ("6110", 0), ("1930", 0))


# T2


@trip("ledger-account")
def _(b: Written) -> None:
    b.ledgers = True
    b.book("A", day(6), "Kundförlust", ("6110", 4_000), ("1510", -4_000))


@near("ledger-account")
def _(b: Written) -> None:
    b.ledgers = True
    b.sell(day(12, 28), 3_000, "2699")


# T3


@trip("voucher-vat")
def _(b: Written) -> None:
    b.book("B", day(6), "Kundfaktura 9001", ("1510", 12_000), ("3001", -10_000), ("2611", -2_000))


@trip("voucher-vat:missing")
def _(b: Written) -> None:
    b.book("B", day(6), "Kundfaktura 9002", ("1510", 10_000), ("3001", -10_000))


@trip("voucher-vat:input")
def _(b: Written) -> None:
    b.book("D", day(6), "Leverantörsfaktura 9003, Papper AB", ("6110", 1_000), ("2641", 400), ("2440", -1_400))


@near("voucher-vat")
def _(b: Written) -> None:
    b.names["3002"] = "Försäljning inom Sverige, 12 % moms"
    b.names["2621"] = "Utgående moms, 12 %"
    rows = (("1930", 2_370), ("3001", -1_000), ("3002", -1_000), ("2611", -250), ("2621", -120))
    b.book("A", day(12, 29), "Dagskassa", *rows)
    b.book("D", day(12, 29), "Leverantörsfaktura 9, Hotell AB", ("6110", 1_000), ("2641", 120), ("2440", -1_120))


# T4


@trip("period-vat")
def _(b: Written) -> None:
    b.book("B", day(6), "Kundfaktura 9004", ("1510", 50_000), ("3001", -50_000))


@trip("period-vat:reverse")
def _(b: Written) -> None:
    b.names |= {"2614": "Utgående moms omvänd betalningsskyldighet, 25 %", "2645": "Beräknad ingående moms, utland"}
    rows = (("6110", 2_000), ("2440", -1_500), ("2614", -500))
    b.book("D", day(6), "Leverantörsfaktura 9005, Cloud Ltd", *rows)


@trip("period-vat:unsettled")
def _(b: Written) -> None:
    b.buy(day(6), "6110", 4_000, "9006", "Papper AB")


@trip("period-vat:settlement")
def _(b: Written) -> None:
    settled = b.find(f"Momsredovisning {THIS}-06")
    settled.rows += [("6570", 120), ("2650", -120)]


@trip("period-vat:unpaid")
def _(b: Written) -> None:
    for month in range(5, 9):
        b.drop("Moms betald", month)


@near("period-vat")
def _(b: Written) -> None:
    b.book("A", day(6), "Öresavrundning i momsen", ("2650", 4), ("2611", -4))


# T5


@trip("closed-period")
def _(b: Written) -> None:
    b.book("D", day(3), "Leverantörsfaktura 9, Sent AB", ("6110", 800), ("2641", 200), ("2440", -1_000), entered=day(6))


@trip("closed-period:changed")
def _(b: Written) -> None:
    b.find("Bankavgift", 7).history = [("BTRANS", "6110", 90), ("RTRANS", "6570", 157)]


@near("closed-period")
def _(b: Written) -> None:
    b.book("A", day(3), "Bankavgift till", ("6570", 20), ("1930", -20), entered=day(6))


# T6


@trip("suspense-account")
def _(b: Written) -> None:
    b.book("A", day(9), "Okänd inbetalning", ("1930", 700), ("2999", -700))


@near("suspense-account")
def _(b: Written) -> None:
    b.names |= {"1690": "Fordringar obs", "1681": "Utlägg för observatörer"}
    b.book("A", day(9), "Okänd inbetalning", ("1930", 700), ("2999", -700))
    b.book("A", day(10), "Kundens insättning", ("2999", 700), ("2893", -700))
    b.book("A", day(10), "Utlägg", ("1690", 300), ("1681", 200), ("1930", -500))


# T7


@trip("balance-sign")
def _(b: Written) -> None:
    b.book("E", day(5), "Betald två gånger", ("2440", 90_000), ("1930", -90_000))
    b.book("E", day(7), "Återbetald", ("2440", -90_000), ("1930", 90_000))


@trip("balance-sign:cash")
def _(b: Written) -> None:
    b.book("A", day(5), "Inköp kontant", ("6110", 2_500), ("1910", -2_500))
    b.book("A", day(5, 20), "Uttag till kassan", ("1910", 3_000), ("1930", -3_000))


@near("balance-sign")
def _(b: Written) -> None:
    b.book("A", day(5), "Skattekonto", ("6110", 800), ("1630", -800))
    b.book("A", day(5, 20), "Inköp kontant", ("6110", 2_000), ("1910", -2_000))


# T8


@trip("booked-twice")
def _(b: Written) -> None:
    for _time in range(2):
        b.book("A", day(5), "Reparation fläkt", ("6110", 1_750), ("1930", -1_750))


@trip("booked-twice:near")
def _(b: Written) -> None:
    for number in (5, 11):
        b.book("A", day(5, number), "Reparation fläkt", ("6110", 1_750), ("1930", -1_750))


def _bill(b: Written, number: str, external: str, ore: int, on: date) -> None:
    b.ledgers = True
    made = b.book("D", on, f"Leverantörsfaktura {number}, Papper AB", ("6110", ore // 100), ("2440", -ore // 100))
    own = {"party": "Papper AB", "party_number": "Papper AB", "external": external}
    b.bills.append({"number": number, "voucher": made, "total": ore, "date": on, **own})


@trip("booked-twice:invoice")
def _(b: Written) -> None:
    _bill(b, "901", "2026-0077", 80_000, day(5))
    _bill(b, "902", "20260077", 80_000, day(6))


@trip("booked-twice:amount")
def _(b: Written) -> None:
    _bill(b, "901", "77", 80_000, day(5))
    _bill(b, "902", "78", 80_000, day(5, 20))


@trip("booked-twice:reminder")
def _(b: Written) -> None:
    _bill(b, "901", "77", 80_000, day(5))
    _bill(b, "902", "77", 86_000, day(6))


@trip("booked-twice:paid")
def _(b: Written) -> None:
    _bill(b, "901", "77", 80_000, day(5))
    for number in (6, 7):
        b.book("E", day(number), f"Utbetalning 901 {number}", ("2440", 800), ("1930", -800))
        b.settled.append({"of": "901", "amount": 80_000, "date": day(number)})


@near("booked-twice")
def _(b: Written) -> None:
    b.book("A", day(5), "Reparation fläkt", ("6110", 1_750), ("1930", -1_750))
    b.book("A", day(5), "Reparation port", ("6110", 1_750), ("1930", -1_750))
    b.book("A", day(6), "Reparation fläkt", ("6110", 1_750), ("1930", -1_750))


# T9


@trip("recurring-missing")
def _(b: Written) -> None:
    b.drop("Leverantörsfaktura 26081, Fastighets AB Kajen", 8)


@near("recurring-missing")
def _(b: Written) -> None:
    b.drop("Bankavgift", 8)


# T10


@trip("unusual-month")
def _(b: Written) -> None:
    b.find("Leverantörsfaktura 26081, Fastighets AB Kajen").rows[:2] = [("5010", 60_000), ("1930", -35_000)]


@trip("unusual-month:rows")
def _(b: Written) -> None:
    for number in range(80):
        b.book("A", day(8, 1 + number % 28), f"Bankavgift {number}", ("6570", 2), ("1930", -2))


@near("unusual-month")
def _(b: Written) -> None:
    b.find("Leverantörsfaktura 26081, Fastighets AB Kajen").rows[:2] = [("5010", 24_000), ("1930", 1_000)]


# T11


@trip("equity")
def _(b: Written) -> None:
    b.book("A", day(11), "Sent kvitto", ("6110", 900), ("1930", -900))


@trip("equity:unbooked")
def _(b: Written) -> None:
    b.drop("Årets resultat", 12)
    b.today = date(THIS + 1, 6, 1)


@trip("equity:left")
def _(b: Written) -> None:
    b.find("Omföring av föregående").rows[1] = ("2098", b.find("Omföring av föregående").rows[1][1])


@trip("equity:capital")
def _(b: Written) -> None:
    b.book("A", day(2), "Utdelning", ("2091", 3_000_000), ("1930", -3_000_000))


@trip("equity:share-capital")
def _(b: Written) -> None:
    b.book("A", day(2), "Nyemission", ("1930", 25_000), ("2081", -25_000))


@near("equity")
def _(b: Written) -> None:
    b.drop("Årets resultat", 12)


# T12


@trip("payroll")
def _(b: Written) -> None:
    b.find("Löner", 9).rows[3:] = [("7510", 20_000), ("2731", -20_000)]


@trip("payroll:uncleared")
def _(b: Written) -> None:
    b.drop("Arbetsgivardeklaration", 9)


@trip("payroll:leave")
def _(b: Written) -> None:
    b.names |= {
        "2920": "Upplupna semesterlöner",
        "2941": "Upplupna lagstadgade sociala avgifter",
        "7290": "Semesterlön",
    }
    b.book(
        "A", day(12, 31), "Semesterlöneskuld", ("7290", 50_000), ("2920", -50_000), ("7510", 5_000), ("2941", -5_000)
    )


@near("payroll")
def _(b: Written) -> None:
    b.find("Löner", 9).rows[3:] = [("7510", 12_600), ("2731", -12_600)]
    b.find("Arbetsgivardeklaration", 10).rows[1:] = [("2731", 12_600), ("1930", -24_600)]


# T13


@trip("bank-statement")
def _(b: Written) -> None:
    b.client = Client("AB", "invoice", "month", statements={"1930": Statement(day(6, 30), 1_000_00)})


@trip("bank-statement:still")
def _(b: Written) -> None:
    b.book("A", day(2), "Till skattekontot", ("1630", 5_000), ("1930", -5_000))


def _statement(b: Written, of: date) -> None:
    """The bank says on that day what the books say."""
    until = [(a, amount) for v in b.vouchers if v.day <= of for a, amount in v.rows]
    balance = b.opening["1930"] + sum(amount for account, amount in until if account == "1930")
    b.client = Client("AB", "invoice", "month", statements={"1930": Statement(of, balance * 100)})


@trip("bank-statement:old")
def _(b: Written) -> None:
    _statement(b, day(6, 30))


@near("bank-statement")
def _(b: Written) -> None:
    _statement(b, day(9, 30))


# T14


@trip("late-booking")
def _(b: Written) -> None:
    for voucher in b.vouchers:
        if voucher.day.year == THIS and voucher.series in {"D", "E"}:
            voucher.entered = voucher.day + timedelta(days=90)


@near("late-booking")
def _(b: Written) -> None:
    for month in range(1, 11):
        b.find("Bankavgift", month).entered = day(month) + timedelta(days=90)


# T15


@trip("supplier-coding")
def _(b: Written) -> None:
    b.find("Leverantörsfaktura 26082, Grossisten AB").rows[0] = ("6110", b.find("Leverantörsfaktura 26082").rows[0][1])


@near("supplier-coding")
def _(b: Written) -> None:
    b.find("Leverantörsfaktura 26032, Grossisten AB").rows[0] = ("6110", b.find("Leverantörsfaktura 26032").rows[0][1])


# T16


@trip("voucher-numbers")
def _(b: Written) -> None:
    b.find("Inbetalning 2612").number = 15


@trip("voucher-numbers:order")
def _(b: Written) -> None:
    b.find("Inbetalning 2605").number, b.find("Inbetalning 2606").number = 6, 5


@trip("voucher-numbers:scattered")
def _(b: Written) -> None:
    for number, voucher in enumerate((v for v in b.vouchers if v.series == "B" and v.day.year == THIS), 1):
        voucher.number = number * 17


@near("voucher-numbers")
def _(b: Written) -> None:
    for number, voucher in enumerate((v for v in b.vouchers if v.series == "B" and v.day.year == THIS), 101):
        voucher.number = number


# T17


@trip("account-pairs")
def _(b: Written) -> None:
    b.book("A", day(5), "Lån till närstående", ("1220", 40_000), ("5010", -40_000))


@trip("account-pairs:never")
def _(b: Written) -> None:
    b.book("A", day(5), "Försäljning privat", ("2893", 12_500), ("3001", -10_000), ("2611", -2_500))


@trip("account-pairs:account")
def _(b: Written) -> None:
    b.names["6991"] = "Övriga externa kostnader"
    b.book("A", day(5), "Engångskostnad", ("6991", 15_000), ("1930", -15_000))


@near("account-pairs")
def _(b: Written) -> None:
    b.book("A", day(5), "Kontorsmateriel", ("6110", 400), ("1930", -400))


# T18


@trip("cut-off")
def _(b: Written) -> None:
    b.book("A", day(1, 20), "Konsultarvode december 2025", ("6110", 9_000), ("1930", -9_000))


@trip("cut-off:still")
def _(b: Written) -> None:
    b.book("A", day(2), "Förutbetald hyra", ("1710", 30_000), ("1930", -30_000))


@trip("cut-off:jump")
def _(b: Written) -> None:
    b.sell(day(12, 30), 400_000, "2698")


@trip("cut-off:credit")
def _(b: Written) -> None:
    b.book("B", day(1, 20), "Kreditfaktura 2698", ("3001", 40_000), ("2611", 10_000), ("1510", -50_000))


def _late_bill(b: Written, kronor: int) -> None:
    """A supplier's invoice of the year before, booked in January."""
    b.ledgers = True
    b.buy(day(1, 18), "6110", kronor, "9031", "Papper AB")
    b.bills[-1]["date"] = date(THIS - 1, 12, 20)


@trip("cut-off:invoice")
def _(b: Written) -> None:
    _late_bill(b, 8_000)


@near("cut-off")
def _(b: Written) -> None:
    _late_bill(b, 3_000)
    b.book("A", day(1, 20), "Konsultarvode december 2026", ("6110", 9_000), ("1930", -9_000))
    b.book("A", day(3, 20), "Konsultarvode december 2025", ("6110", 9_000), ("1930", -9_000))
    b.book("A", day(1, 21), "Porto december 2025", ("6110", 900), ("1930", -900))


# T19


def _small(b: Written, account: str = "6110") -> None:
    draw = Random(1)
    for number in range(40):
        amount = draw.randint(120, 420)
        b.book("A", day(1 + number % 11, 1 + number % 27), f"Kvitto {number}", (account, amount), ("1930", -amount))


@trip("unusual-amount")
def _(b: Written) -> None:
    _small(b)
    b.book("A", day(5), "Kvitto 41", ("6110", 28_000), ("1930", -28_000))


@trip("unusual-amount:limit")
def _(b: Written) -> None:
    b.book("A", day(5), "Kopiator", ("6110", 49_500), ("1930", -49_500))


@trip("unusual-amount:equipment")
def _(b: Written) -> None:
    b.book("A", day(5), "Svarv", ("5410", 29_600), ("1930", -29_600))


def _bills(b: Written, largest: int) -> None:
    b.ledgers = True
    for number, net in enumerate((1_000, 1_200, 900, 1_100, 1_400, largest)):
        b.buy(day(2 + number), "1220", net, f"905{number}", "Papper AB")


@trip("unusual-amount:supplier")
def _(b: Written) -> None:
    _bills(b, 18_000)


@near("unusual-amount")
def _(b: Written) -> None:
    _bills(b, 13_000)
    _small(b)
    b.book("A", day(5), "Kvitto 41", ("6110", 1_900), ("1930", -1_900))
    b.book("A", day(5), "Slip", ("5410", 29_500), ("1930", -29_500))


# T20


@trip("ledger-health")
def _(b: Written) -> None:
    b.ledgers = True
    b.sell(day(5), 12_000, "9001")


@trip("ledger-health:supplier")
def _(b: Written) -> None:
    b.ledgers = True
    b.buy(day(5), "6110", 12_000, "9001", "Papper AB")


@trip("ledger-health:credit")
def _(b: Written) -> None:
    b.ledgers = True
    b.sell(day(5), -2_000, "9001")


@near("ledger-health")
def _(b: Written) -> None:
    b.ledgers = True
    b.sell(day(12), 12_000, "9001")


# T21-T26


@trip("round-amounts")
def _(b: Written) -> None:
    b.book("A", day(5), "Uppskattad kostnad", ("6110", 300_000), ("1930", -300_000))


@trip("unfinished-words")
def _(b: Written) -> None:
    b.book("A", day(5), "Rättelse av ver A 3", ("6110", 300), ("1930", -300))


@trip("unfinished-words:short")
def _(b: Written) -> None:
    b.book("A", day(5), "x", ("6110", 300), ("1930", -300))


@near("unfinished-words")
def _(b: Written) -> None:
    b.book("A", day(5), "Felix testamente", ("6110", 300), ("1930", -300))


@trip("taken-back")
def _(b: Written) -> None:
    b.book("A", day(5), "Kontorsmöbler", ("6110", 8_400), ("1930", -8_400))
    b.book("A", day(5, 19), "Kontorsmöbler tillbaka", ("1930", 8_400), ("6110", -8_400))


@near("taken-back")
def _(b: Written) -> None:
    b.book("A", day(5), "Kontorsmöbler", ("6110", 8_400), ("1930", -8_400))
    b.book("A", day(6, 19), "Kontorsmöbler tillbaka", ("1930", 8_400), ("6110", -8_400))


def _on_weekdays(b: Written) -> None:
    """Move what was entered on a Saturday or a Sunday to the Monday after."""
    for voucher in b.vouchers:
        voucher.entered += timedelta(days={6: 2, 7: 1}.get(voucher.entered.isoweekday(), 0))


@trip("weekend-entry")
def _(b: Written) -> None:
    _on_weekdays(b)
    b.book("A", day(5), "Söndagsjobb", ("6110", 18_400), ("1930", -18_400), entered=date(THIS, 5, 17))


@near("weekend-entry")
def _(b: Written) -> None:
    _on_weekdays(b)
    b.book("A", day(5, 17), "Söndagsinköp", ("6110", 18_400), ("1930", -18_400), entered=date(THIS, 5, 18))


@trip("benford")
def _(b: Written) -> None:
    for number in range(5_200):
        amount = int(10 ** (2 + 3 * ((number * 0.618_033_988_75) % 1))) if number % 4 else 4_900
        b.book("A", day(1 + number % 12), f"Kvitto {number}", ("6110", amount), ("1930", -amount))


@near("benford")
def _(b: Written) -> None:
    for number in range(5_200):
        amount = int(10 ** (3 + 3 * ((number * 0.618_033_988_75) % 1)))
        b.book("A", day(1 + number % 12), f"Kvitto {number}", ("6110", amount), ("1930", -amount))


@trip("sample")
def _(b: Written) -> None:
    """Any books give a sample."""


NEAR_LIMITS: Mapping[str, Mapping[str, int | str]] = {
    "round-amounts": {"least": 500_000_00},
    "sample": {"size": 0},
    "no-rows": {"accounts": "6990-6999"},
    "amount-limits": {"accounts": "3001", "above": 200_000_00, "below": 1_00},
    "row-count": {"accounts": "5010", "least": 1, "most": 1},
    "rows-last-year": {"accounts": "1000-8999"},
}
"""Limits that leave nothing to find in sound books."""


@near("round-amounts")
@near("sample")
def _(b: Written) -> None:
    """The limits do it."""


@trip("no-rows")
def _(b: Written) -> None:
    b.names["6991"] = "Övriga externa kostnader"
    b.book("A", day(5), "Diverse", ("6991", 800), ("1930", -800))


@trip("amount-limits")
def _(b: Written) -> None:
    b.book("A", day(5), "Skrivare", ("6110", 4_000), ("1930", -4_000))
    b.book("A", day(5), "Pennor", ("6110", 90), ("1930", -90))


@trip("row-count")
def _(b: Written) -> None:
    b.drop("Leverantörsfaktura 26081, Fastighets AB Kajen", 8)


@trip("rows-last-year")
def _(b: Written) -> None:
    for number in range(12):
        b.book("A", day(1 + number % 9), f"Kvitto {number}", ("6110", 100), ("1930", -100))


@near("no-rows")
@near("amount-limits")
@near("row-count")
@near("rows-last-year")
def _(b: Written) -> None:
    """The limits do it."""
