"""The businesses of the demo bureau's clients, in figures; kronor throughout."""

from typing import Final

from lib.sandbox.names import business
from lib.sandbox.profile import Expense, Income, Profile


def opening(equity: str, **accounts: int) -> dict[str, int]:
    """Opening balances, written `_1930=...`, with what is left standing as equity."""
    stated = {account.removeprefix("_"): amount for account, amount in accounts.items()}
    return stated | {equity: -sum(stated.values())}


def overheads(rent: int, scale: int) -> tuple[Expense, ...]:
    """What every company has: rent a quarter ahead, insurance a year ahead, telephone, IT, bookkeeping."""
    return (
        Expense("5010", "Lokalhyra kvartalsvis", rent, "Fastighetsbolaget Kvarnen i Åmål AB", 3, 3, 10, prepaid="1710"),
        Expense("6310", "Företagsförsäkring", scale * 12, "Försäkringsbolaget Öresund", 12, 4, 2, 0, prepaid="1730"),
        Expense("5020", "El", scale, "Älvkraft Försäljning AB", day=8),
        Expense("6212", "Mobilabonnemang", scale // 2, "Tele Norrsken AB", day=3),
        Expense("6540", "Drift och support", scale, "Dataservice Österlen AB", day=6),
        Expense("6530", "Löpande redovisning", scale * 2, "Redovisningsbyrån Bryggan AB", day=9),
        Expense("6420", "Revision", scale * 10, "Revisorsgruppen Åkern AB", 12, 5, 15),
        Expense("5420", "Molntjänst", scale // 2, "Cloudhouse Ireland Ltd", day=14, reverse=True),
    )


TRADE: Final = Profile(
    key="trade",
    opening=opening(
        "2091", _1220=620_000, _1229=-240_000, _1460=1_450_000, _1930=980_000, _2081=-100_000, _2350=-600_000
    ),
    income=(Income("3001", "Varor enligt order"), Income("3520", "Frakt", share=5), Income("3540", "Avgift", share=1)),
    invoices=52,
    invoice_net=(2_000, 32_000),
    expenses=(
        *overheads(96_000, 3_200),
        Expense("5710", "Frakter", 9_500, "Åkeriet Vägen AB", day=12),
        Expense("5611", "Drivmedel", 4_800, "Bensinstationen Öst AB", day=11),
        Expense("5910", "Annonser", 7_500, "Reklambyrån Ängen AB", day=7),
    ),
    goods=22,
    goods_net=(4_000, 32_000),
    customers=40,
    salaries=165_000,
    depreciation=96_000,
    loan=600_000,
    preliminary_tax=22_000,
    vat="quarter",
    centres={"BUT": "Butik", "LAG": "Lager", "WEB": "E-handel"},
    projects={"1001": "Höstkampanj", "1002": "Mässan i Älvsjö"},
)

CONSULTANCY: Final = Profile(
    key="consultancy",
    opening=opening("2091", _1220=310_000, _1229=-150_000, _1930=1_450_000, _2081=-50_000),
    income=(Income("3041", "Konsulttimmar"), Income("3308", "Konsulttimmar, EU", 0, 40)),
    invoices=14,
    invoice_net=(20_000, 140_000),
    expenses=(
        *overheads(84_000, 2_600),
        Expense("6550", "Underkonsult", 65_000, "Källströms Elteknik i Gävle AB", day=20),
        Expense("5800", "Resor", 14_000, "Resebyrån Färden AB", day=17),
        Expense("5220", "Hyra av skrivare", 2_900, "Kontorsmaskiner Väst AB", day=4),
    ),
    first_month=7,
    customers=14,
    salaries=620_000,
    depreciation=62_000,
    preliminary_tax=55_000,
    centres={"STO": "Stockholm", "GBG": "Göteborg", "MAL": "Malmö"},
    projects={f"P{index:02}": f"Uppdrag {business(index * 9)}" for index in range(1, 9)},
)

POTTERY: Final = Profile(
    key="pottery",
    opening=opening("2010", _1220=84_000, _1229=-30_000, _1930=62_000),
    income=(Income("3001", "Stengods"), Income("3041", "Drejkurs")),
    invoices=7,
    invoice_net=(1_500, 9_000),
    expenses=(
        Expense("5010", "Ateljéhyra", 5_200, "Fastighetsbolaget Kvarnen i Åmål AB"),
        Expense("6212", "Mobilabonnemang", 349, "Tele Norrsken AB", day=3),
        Expense("6310", "Företagsförsäkring", 3_600, "Försäkringsbolaget Öresund", 12, 2, vat=0),
    ),
    goods=2,
    goods_net=(800, 3_200),
    customers=15,
    depreciation=12_000,
    preliminary_tax=3_800,
    withdrawals=21_000,
    vat="year",
    cash=True,
    sole_trader=True,
)

CHAIN: Final = Profile(
    key="chain",
    opening=opening(
        "2091", _1220=8_400_000, _1229=-3_150_000, _1460=14_200_000, _1930=9_600_000, _2081=-1_000_000, _2086=-200_000
    ),
    income=(Income("3001", "Varor till återförsäljare"), Income("3002", "Livsmedel", 12), Income("3520", "Frakt")),
    invoices=450,
    invoice_net=(1_000, 7_000),
    expenses=(
        *overheads(2_400_000, 42_000),
        Expense("5710", "Frakter", 210_000, "Åkeriet Vägen AB", day=12),
        Expense("5910", "Annonser", 260_000, "Reklambyrån Ängen AB", day=7),
        Expense("5060", "Städning av butiker", 140_000, "Norrsken Städservice AB", day=16),
    ),
    goods=330,
    goods_net=(3_000, 21_000),
    customers=480,
    salaries=1_600_000,
    depreciation=1_100_000,
    preliminary_tax=150_000,
    shops=30,
    centres={f"{100 + index}": f"Butik {index + 1}" for index in range(30)},
    projects={f"K{index:03}": f"Kampanj {index}" for index in range(1, 671)},
)

CAFE: Final = Profile(
    key="cafe",
    opening=opening("2091", _1220=280_000, _1229=-90_000, _1460=40_000, _1930=210_000, _2081=-25_000),
    income=(Income("3002", "Catering", 12), Income("3041", "Servering"), Income("3001", "Uthyrning av porslin")),
    invoices=24,
    invoice_net=(1_800, 14_000),
    expenses=(*overheads(42_000, 1_400), Expense("5060", "Städning", 6_200, "Norrsken Städservice AB", day=16)),
    goods=14,
    goods_net=(900, 7_500),
    customers=25,
    salaries=68_000,
    depreciation=44_000,
    preliminary_tax=4_000,
    vat="quarter",
    centres={"CAF": "Café", "CAT": "Catering"},
)
