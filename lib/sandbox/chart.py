"""The chart of accounts that the demo books are kept in: numbers and names by BAS, SRU codes by the tax return."""

from dataclasses import dataclass
from functools import cache
from typing import Final


@dataclass(frozen=True, slots=True)
class Account:
    """One account; `sru` is the box of the tax return, blank where there is none."""

    number: str
    name: str
    sru: str

    @property
    def is_balance(self) -> bool:
        """Whether the account carries a balance into the next year (BAS classes 1 and 2)."""
        return self.number[0] in "12"


_COMPANY: Final = """
1220 7215 Inventarier och verktyg
1229 7215 Ackumulerade avskrivningar på inventarier och verktyg
1240 7215 Bilar och andra transportmedel
1249 7215 Ackumulerade avskrivningar på bilar och andra transportmedel
1250 7215 Datorer
1259 7215 Ackumulerade avskrivningar på datorer
1385 7235 Värde av kapitalförsäkring
1460 7243 Lager av handelsvaror
1510 7251 Kundfordringar
1513 7251 Kundfordringar, delad faktura
1515 7251 Osäkra kundfordringar
1630 7261 Avräkning för skatter och avgifter (skattekonto)
1640 7261 Skattefordringar
1650 7261 Momsfordran
1680 7261 Andra kortfristiga fordringar
1710 7263 Förutbetalda hyreskostnader
1730 7263 Förutbetalda försäkringspremier
1790 7263 Övriga förutbetalda kostnader och upplupna intäkter
1910 7281 Kassa
1920 7281 PlusGiro
1930 7281 Företagskonto/checkkonto/affärskonto
1940 7281 Övriga bankkonton
2081 7301 Aktiekapital
2086 7301 Reservfond
2091 7302 Balanserad vinst eller förlust
2098 7302 Vinst eller förlust från föregående år
2099 7302 Årets resultat
2350 7352 Andra långfristiga skulder till kreditinstitut
2420 7360 Förskott från kunder
2440 7365 Leverantörsskulder
2510 7368 Skatteskulder
2611 7369 Utgående moms på försäljning inom Sverige, 25 %
2614 7369 Utgående moms omvänd betalningsskyldighet, 25 %
2621 7369 Utgående moms på försäljning inom Sverige, 12 %
2631 7369 Utgående moms på försäljning inom Sverige, 6 %
2641 7369 Debiterad ingående moms
2645 7369 Beräknad ingående moms på förvärv från utlandet
2650 7369 Redovisningskonto för moms
2710 7369 Personalskatt
2731 7369 Avräkning lagstadgade sociala avgifter
2893 7369 Skulder till närstående personer, kortfristig del
2898 7369 Outtagen vinstutdelning
2910 7370 Upplupna löner
2920 7370 Upplupna semesterlöner
2941 7370 Beräknade upplupna lagstadgade sociala avgifter
2970 7370 Förutbetalda intäkter
2990 7370 Övriga upplupna kostnader och förutbetalda intäkter
3001 7410 Försäljning inom Sverige, 25 % moms
3002 7410 Försäljning inom Sverige, 12 % moms
3003 7410 Försäljning inom Sverige, 6 % moms
3041 7410 Försäljning av tjänster 25 % moms, Sverige
3106 7410 Försäljning varor till annat EU-land
3308 7410 Försäljning tjänster till annat EU-land
3520 7410 Fakturerade frakter
3540 7410 Faktureringsavgifter
3740 7410 Öres- och kronutjämning
3990 7413 Övriga ersättningar och intäkter
4010 7511 Inköp material och varor
4515 7511 Inköp av varor från annat EU-land, 25 %
4531 7511 Inköp av tjänster från ett land utanför EU, 25 %
4600 7511 Legoarbeten och underentreprenader
4960 7511 Förändring av lager av handelsvaror
5010 7513 Lokalhyra
5020 7513 El för belysning
5060 7513 Städning och renhållning
5090 7513 Övriga lokalkostnader
5220 7513 Hyra av inventarier och verktyg
5410 7513 Förbrukningsinventarier
5420 7513 Programvaror
5460 7513 Förbrukningsmaterial
5611 7513 Drivmedel för personbilar
5612 7513 Försäkring och skatt för personbilar
5615 7513 Leasing av personbilar
5710 7513 Frakter, transporter och försäkringar vid varudistribution
5800 7513 Resekostnader
5831 7513 Kost och logi i Sverige
5910 7513 Annonsering
5930 7513 Reklamtrycksaker och direktreklam
6071 7513 Representation, avdragsgill
6072 7513 Representation, ej avdragsgill
6110 7513 Kontorsmateriel
6212 7513 Mobiltelefon
6230 7513 Datakommunikation
6250 7513 Postbefordran
6310 7513 Företagsförsäkringar
6351 7513 Konstaterade förluster på kundfordringar
6420 7513 Ersättningar till revisor
6530 7513 Redovisningstjänster
6540 7513 IT-tjänster
6550 7513 Konsultarvoden
6570 7513 Bankkostnader
6970 7513 Tidningar, tidskrifter och facklitteratur
6981 7513 Föreningsavgifter, avdragsgilla
6990 7513 Övriga externa kostnader
7010 7514 Löner till kollektivanställda
7082 7514 Sjuklöner till kollektivanställda
7090 7514 Förändring av semesterlöneskuld
7210 7514 Löner till tjänstemän
7290 7514 Förändring av semesterlöneskuld, tjänstemän
7331 7514 Skattefria bilersättningar
7410 7514 Pensionsförsäkringspremier
7510 7514 Arbetsgivaravgifter 31,42 %
7519 7514 Sociala avgifter för semester- och löneskulder
7570 7514 Premier för arbetsmarknadsförsäkringar
7690 7514 Övriga personalkostnader
7832 7515 Avskrivningar på inventarier och verktyg
7834 7515 Avskrivningar på bilar och andra transportmedel
7835 7515 Avskrivningar på datorer
7960 7517 Valutakursförluster på fordringar och skulder av rörelsekaraktär
8310 7417 Ränteintäkter från omsättningstillgångar
8314 7417 Skattefria ränteintäkter
8410 7522 Räntekostnader för långfristiga skulder
8422 7522 Dröjsmålsräntor för leverantörsskulder
8423 7522 Räntekostnader för skatter och avgifter
8910 7528 Skatt som belastar årets resultat
8999 7450 Årets resultat
"""

_SOLE_TRADER: Final = """
1220 - Inventarier och verktyg
1229 - Ackumulerade avskrivningar på inventarier och verktyg
1460 - Lager av handelsvaror
1510 - Kundfordringar
1650 - Momsfordran
1910 - Kassa
1930 - Företagskonto/checkkonto/affärskonto
2010 - Eget kapital
2012 - Avräkning för skatter och avgifter (skattekonto)
2013 - Övriga egna uttag
2018 - Övriga egna insättningar
2019 - Årets resultat
2440 - Leverantörsskulder
2611 - Utgående moms på försäljning inom Sverige, 25 %
2641 - Debiterad ingående moms
2650 - Redovisningskonto för moms
3001 - Försäljning inom Sverige, 25 % moms
3041 - Försäljning av tjänster 25 % moms, Sverige
3740 - Öres- och kronutjämning
4010 - Inköp material och varor
5010 - Lokalhyra
5410 - Förbrukningsinventarier
5420 - Programvaror
5460 - Förbrukningsmaterial
5611 - Drivmedel för personbilar
5612 - Försäkring och skatt för personbilar
5910 - Annonsering
6110 - Kontorsmateriel
6212 - Mobiltelefon
6230 - Datakommunikation
6310 - Företagsförsäkringar
6530 - Redovisningstjänster
6570 - Bankkostnader
6990 - Övriga externa kostnader
7832 - Avskrivningar på inventarier och verktyg
8314 - Skattefria ränteintäkter
8999 - Årets resultat
"""


@cache
def company_chart() -> tuple[Account, ...]:
    """The chart of a limited company, in the order of the numbers."""
    return _read(_COMPANY)


@cache
def sole_trader_chart() -> tuple[Account, ...]:
    """The chart of a sole trader, whose equity is one account with withdrawals and deposits beside it."""
    return _read(_SOLE_TRADER)


def _read(table: str) -> tuple[Account, ...]:
    rows = (line.split(maxsplit=2) for line in table.strip().splitlines())
    return tuple(Account(number, name, sru.strip("-")) for number, sru, name in rows)
