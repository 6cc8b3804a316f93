"""The made-up people, companies and things that the demo books name; any likeness is chance."""

from typing import Final

SURNAMES: Final = (
    "Åkesson", "Öberg", "Ängström", "Sjöström", "Lindqvist", "Hägglund", "Björk", "Nordström", "Wallén", "Dahlström",
    "Fält", "Grönlund", "Höglund", "Jönsson", "Källström", "Löfgren", "Månsson", "Norén", "Östlund", "Palmér",
)  # fmt: skip
FIRST_NAMES: Final = (
    "Åsa", "Örjan", "Märta", "Göran", "Saga", "Björn", "Elin", "Håkan", "Ida", "Jörgen", "Kajsa", "Lennart",
)  # fmt: skip
TOWNS: Final = (
    "Åmål", "Östersund", "Växjö", "Umeå", "Malmö", "Örebro", "Gävle", "Skellefteå", "Jönköping", "Ängelholm",
    "Västerås", "Norrköping", "Visby", "Kiruna", "Borås", "Luleå",
)  # fmt: skip
TRADES: Final = (
    "Bygg", "Måleri", "Åkeri", "Elteknik", "Kök & Bad", "Trädgård", "Café", "Städservice", "Mekaniska", "Snickeri",
    "Fastigheter", "Plåtslageri", "Konditori", "VVS", "Möbler", "Tryckeri",
)  # fmt: skip
GOODS: Final = (
    "Skruv rostfri A4 5x60", "Träskydd 10 l", "Ytterdörr björk", "Kontorsstol höj- och sänkbar", "LED-armatur 36 W",
    "Målarfärg vit matt 0500-N", "Arbetshandskar strl 10", "Kabel EKK 3G1,5 100 m", "Täthetsprovning",
    "Skrivbord ek 160x80", "Förlängningssladd 25 m", "Lastpall EUR", "Vägghängd toalett", "Släp, hyra per dygn",
    "Montering, timmar", "Rådgivning, timmar", "Framkörning inom zon 1", "Hyllplan furu", "Köksblandare",
    "Isolering 95 mm", "Gångjärn förzinkat", "Återbetalning returpall", "Spackel lätt 10 l", "Tätningslist",
)  # fmt: skip
_PAIRS: Final = len(SURNAMES) * len(TRADES)


def business(index: int) -> str:
    """The made-up company with this index: `Sjöströms Måleri i Växjö AB`; 5 120 differ."""
    surname, trade = SURNAMES[index % len(SURNAMES)], TRADES[index // len(SURNAMES) % len(TRADES)]
    town = TOWNS[(index * 7 + index // len(SURNAMES) + index // _PAIRS) % len(TOWNS)]
    return f"{surname}s {trade} i {town} AB"


def person(index: int) -> str:
    """The made-up person with this index: `Åsa Åkesson`; 240 differ."""
    return (
        f"{FIRST_NAMES[index % len(FIRST_NAMES)]} {SURNAMES[(index * 3 + index // len(FIRST_NAMES)) % len(SURNAMES)]}"
    )
