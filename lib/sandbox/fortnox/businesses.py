"""The businesses of the local Fortnox's companies, in figures; kronor throughout."""

from typing import Final

from lib.sandbox.businesses import opening, overheads
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
