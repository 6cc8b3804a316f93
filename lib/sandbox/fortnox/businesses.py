"""The businesses of the local Fortnox's companies, in figures; kronor throughout."""

from dataclasses import replace
from typing import Final

from lib.sandbox.businesses import CHAIN, opening, overheads
from lib.sandbox.chart import Account
from lib.sandbox.fortnox.payable_stories import EARLIER_ON_2440, EARLIER_ON_2448
from lib.sandbox.fortnox.receivable_stories import EARLIER_ON_1510, EARLIER_ON_1518
from lib.sandbox.profile import Expense, Income, Profile

MARINE: Final = Profile(
    key="marine",
    opening=opening("2091", _1220=480_000, _1229=-180_000, _1460=820_000, _1930=740_000, _2081=-50_000),
    income=(
        Income("3001", "Båttillbehör"),
        Income("3041", "Verkstadstimmar", share=40),
        Income("3520", "Frakt", 25, 4),
    ),
    invoices=30,
    invoice_net=(1_500, 24_000),
    expenses=(
        *overheads(54_000, 2_100),
        Expense("5710", "Frakter", 4_200, "Åkeriet Vägen AB", day=12),
        Expense("5910", "Annonser", 3_900, "Reklambyrån Ängen AB", day=7),
    ),
    goods=14,
    goods_net=(2_500, 21_000),
    customers=28,
    salaries=118_000,
    depreciation=60_000,
    preliminary_tax=9_000,
    vat="quarter",
    centres={"BUT": "Butik", "VRK": "Verkstad"},
    projects={"1001": "Båtmässan", "1002": "Vinterförvaring", "1003": "Renovering av kaj"},
)

CRAFT: Final = Profile(
    key="craft",
    opening=opening(
        "2091",
        _1220=540_000,
        _1229=-210_000,
        _1510=EARLIER_ON_1510,
        _1518=EARLIER_ON_1518,
        _1930=1_150_000,
        _2081=-100_000,
    ),
    income=(Income("3041", "Byggtimmar"), Income("3001", "Material", share=60)),
    invoices=16,
    invoice_net=(6_000, 72_000),
    expenses=(
        *overheads(63_000, 2_300),
        Expense("4600", "Underentreprenör", 38_000, "Norrsken Städservice AB", day=18),
        Expense("5611", "Drivmedel", 6_200, "Bensinstationen Öst AB", day=11),
    ),
    goods=12,
    goods_net=(3_000, 24_000),
    customers=22,
    salaries=210_000,
    depreciation=72_000,
    preliminary_tax=14_000,
    centres={"BYG": "Bygg", "DES": "Design"},
    projects={"301": "Kvarteret Vasen", "302": "Fasader 2:14", "303": "Mässmonter Hamburg"},
    accounts=(
        Account("1518", "Ej reskontraförda kundfordringar", "7251"),
        Account("3105", "Försäljning varor till land utanför EU", "7410"),
        Account("3960", "Valutakursvinster på fordringar och skulder av rörelsekaraktär", "7413"),
    ),
)

JOINERY: Final = Profile(
    key="joinery",
    opening=opening("2010", _1220=96_000, _1229=-24_000, _1930=138_000, _2440=-EARLIER_ON_2440, _2448=-EARLIER_ON_2448),
    income=(Income("3041", "Snickeritimmar"), Income("3001", "Virke och beslag", share=50)),
    invoices=6,
    invoice_net=(4_000, 26_000),
    expenses=(
        Expense("5010", "Verkstadshyra", 4_600, "Fastighetsbolaget Kvarnen i Åmål AB"),
        Expense("6212", "Mobilabonnemang", 399, "Tele Norrsken AB", day=3),
        Expense("5611", "Drivmedel", 1_900, "Bensinstationen Öst AB", day=11),
        Expense("6310", "Företagsförsäkring", 4_400, "Försäkringsbolaget Öresund", 12, 2, vat=0),
    ),
    goods=4,
    goods_net=(1_200, 7_500),
    customers=12,
    depreciation=12_000,
    preliminary_tax=5_500,
    withdrawals=24_000,
    vat="year",
    sole_trader=True,
    uncreated=True,
    accounts=(Account("2448", "Ej reskontraförda leverantörsskulder", ""),),
)

STORES: Final = replace(CHAIN, key="stores")

CARETAKING: Final = Profile(
    key="caretaking",
    opening=opening("2091", _1220=390_000, _1229=-130_000, _1930=520_000, _2081=-50_000),
    income=(Income("3041", "Fastighetsskötsel"), Income("3001", "Reservdelar", share=20)),
    invoices=20,
    invoice_net=(2_500, 18_000),
    expenses=(*overheads(36_000, 1_500), Expense("5611", "Drivmedel", 4_100, "Bensinstationen Öst AB", day=11)),
    goods=5,
    goods_net=(900, 8_000),
    customers=18,
    salaries=76_000,
    depreciation=48_000,
    preliminary_tax=4_000,
    vat="quarter",
    centres={"NOR": "Norra distriktet", "SOD": "Södra distriktet"},
    projects={"2002": "Snöröjning"},
    years=2,
)

GARDENS: Final = Profile(
    key="gardens",
    opening=opening("2091", _1220=120_000, _1229=-40_000, _1930=240_000, _2081=-25_000),
    income=(Income("3041", "Trädgårdsritning"), Income("3001", "Växter", share=40)),
    invoices=8,
    invoice_net=(3_000, 19_000),
    expenses=(
        Expense("5010", "Kontorshyra", 6_400, "Fastighetsbolaget Kvarnen i Åmål AB"),
        Expense("6212", "Mobilabonnemang", 499, "Tele Norrsken AB", day=3),
        Expense("6530", "Löpande redovisning", 2_400, "Redovisningsbyrån Bryggan AB", day=9),
    ),
    goods=3,
    goods_net=(800, 4_500),
    customers=16,
    salaries=32_000,
    depreciation=15_000,
    preliminary_tax=1_500,
    vat="year",
    cash=True,
)

PRESS: Final = Profile(
    key="press",
    opening=opening("2091", _1220=210_000, _1229=-70_000, _1460=160_000, _1930=330_000, _2081=-50_000),
    income=(Income("3003", "Böcker", 6), Income("3041", "Redaktörsarvode")),
    invoices=9,
    invoice_net=(2_000, 30_000),
    expenses=(*overheads(30_000, 1_200),),
    goods=4,
    goods_net=(2_000, 14_000),
    customers=12,
    salaries=38_000,
    depreciation=24_000,
    vat="quarter",
    years=2,
)

HAULAGE: Final = Profile(
    key="haulage",
    opening=opening("2091", _1220=1_400_000, _1229=-520_000, _1930=610_000, _2081=-100_000, _2350=-480_000),
    income=(Income("3041", "Körningar"),),
    invoices=18,
    invoice_net=(4_000, 38_000),
    expenses=(*overheads(27_000, 1_700), Expense("5611", "Drivmedel", 46_000, "Bensinstationen Öst AB", day=11)),
    customers=15,
    salaries=96_000,
    depreciation=180_000,
    loan=480_000,
    preliminary_tax=6_000,
    vat="quarter",
    years=2,
)
