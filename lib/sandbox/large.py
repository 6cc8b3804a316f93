"""A type 4E file of any size in Fortnox's layout, quickly made, for measuring readers."""

from functools import cache
from typing import Final, NamedTuple

import polars as pl

from lib.core.money import MEBIBYTE
from lib.core.periods import FinancialYear, calendar_year
from lib.sandbox.large_head import COST_CENTRES, head_text
from lib.sandbox.names import GOODS, business, person

BYTES_A_VOUCHER: Final = 265
"""A little less than a voucher takes, so that too many are made and the year is cut where the size is full."""
PROJECTS_AT_MOST: Final = 440
VOUCHER_AT_MOST: Final = 1_200
"""More bytes than any one voucher takes: closer to the size than this need nobody come."""

_NEWLINE: Final = "\r\n"
_ADDED, _STRUCK = 29, 23  # of 1 000 rows, as counted in a real file (reference/sie.md, A.4)
_PRIME: Final = 2_147_483_647


class Row(NamedTuple):
    """One row of a kind of voucher: the account, and how often net, VAT and a part of net are in its amount."""

    account: str
    net: int = 0
    vat: int = 0
    part: int = 0


class Kind(NamedTuple):
    """A kind of voucher: its series, its share of all vouchers in per cent, its text and its rows."""

    series: str
    share: int
    text: str
    rows: tuple[Row, ...]


KINDS: Final = (
    Kind("A", 4, "Bankavgift", (Row("6570", 1), Row("1930", -1))),
    Kind(
        "A",
        4,
        "Lön",
        (
            Row("7210", 1), Row("2710", 0, 0, -1), Row("1930", -1, 0, 1), Row("7510", 0, 1, 0), Row("2731", 0, -1, 0),
            Row("7410", 0, 0, 1), Row("2990", 0, 0, -1), Row("7331", 0, 1, 0), Row("1910", 0, -1, 0),
        ),
    ),
    Kind("B", 20, "Kundfaktura", (Row("1510", 1, 1), Row("3001", -1, 0, 1), Row("3041", 0, 0, -1), Row("2611", 0, -1))),
    Kind("B", 10, "Kundfaktura", (Row("1510", 1, 1), Row("3001", -1), Row("2611", 0, -1))),
    Kind(
        "B",
        6,
        "Kundfaktura frakt",
        (Row("1510", 1, 1), Row("3001", -1, 0, 2), Row("3520", 0, 0, -1), Row("3540", 0, 0, -1), Row("2611", 0, -1)),
    ),
    Kind("C", 18, "Inbetalning kundfaktura", (Row("1930", 1, 1), Row("1510", -1, -1))),
    Kind("D", 14, "Leverantörsfaktura", (Row("2440", -1, -1), Row("2641", 0, 1), Row("4010", 1))),
    Kind(
        "D",
        12,
        "Leverantörsfaktura",
        (
            Row("2440", -1, -1), Row("2641", 0, 1), Row("4010", 1, 0, -2), Row("5410", 0, 0, 1), Row("5710", 0, 0, 1),
            Row("5460", 0, 1), Row("4960", 0, -1),
        ),
    ),
    Kind("E", 12, "Utbetalning leverantörsfaktura", (Row("2440", 1, 1), Row("1930", -1, -1))),
)  # fmt: skip


def large_file(size: int = 100 * MEBIBYTE, *, year: int, seed: int = 1) -> bytes:
    """Make a type 4E file that fills `size` bytes to within a voucher or two and is never larger.

    The layout is Fortnox 3.60's (`reference/sie.md`, A.2-A.4): CP437, CRLF, series by series, objects on
    30 % of the rows, 2.9 % of the rows added later (`#RTRANS` and its twin), 2.3 % struck (`#BTRANS`),
    one text in 500 with escaped quotes, a few vouchers with every row struck. Balances agree to the öre.
    The year is cut at the day where the size is full. Raises ValueError below 64 kB, where the chart
    alone would fill the file.
    """
    if size < MEBIBYTE // 16:
        raise ValueError(size)
    span = calendar_year(year)
    projects = min(PROJECTS_AT_MOST, 4 + size // 20_000)
    rows = _rows(_vouchers(size // BYTES_A_VOUCHER, span, seed), seed, projects)
    room = size - len(head_text(rows, span, projects))
    while True:
        kept = _cut(rows, room)
        content = head_text(kept, span, projects) + str(kept["block"].str.join("").item())
        slack = size - len(content)
        if 0 <= slack < VOUCHER_AT_MOST or (slack > 0 and len(kept) == len(rows)):
            return content.encode("cp437")
        room += slack - VOUCHER_AT_MOST // 2


def _mix(index: pl.Expr, salt: int) -> pl.Expr:
    """Scatter an index over 31 bits, the same way on every machine and with every version of Polars."""
    mixed = (index.cast(pl.UInt64) + salt * 7919 + 1) * 48_271 % _PRIME
    mixed = (mixed ^ (mixed // 4096)) * 69_621 % _PRIME
    return (mixed ^ (mixed // 512)) * 16_807 % _PRIME


def _pick(texts: pl.Series, index: pl.Expr) -> pl.Expr:
    return pl.lit(texts).gather(index % len(texts))


def _vouchers(total: int, span: FinancialYear, seed: int) -> pl.DataFrame:
    """One row a voucher, series by series: kind, number, day, text and the three amounts in öre."""
    series = [_series(name, total, seed) for name in sorted({kind.series for kind in KINDS})]
    index = pl.col("voucher")
    day = pl.lit(span.start) + pl.duration(days=pl.col("place"))
    return (
        pl.concat(series)
        .with_row_index("voucher")
        .with_columns(
            date=day.cast(pl.Date),
            net=(_mix(index, seed + 1) % 9_000 + 100) * _pick(pl.Series([10, 50, 100, 700]), _mix(index, seed + 2)),
            party=_pick(_parties(), _mix(index, seed + 3)),
        )
        .with_columns(
            pl.col("net").cast(pl.Int64),
            vat=(pl.col("net") // 4).cast(pl.Int64),
            part=(pl.col("net") * (20 + _mix(index, seed + 4) % 25) // 100).cast(pl.Int64),
            head=_voucher_lines(seed),
            struck=_mix(index, seed + 6) % 2_500 == 0,
        )
    )


def _series(name: str, total: int, seed: int) -> pl.DataFrame:
    """The vouchers of one series, its kinds mixed, its days rising over the year."""
    kinds = [place for place, kind in enumerate(KINDS) for _ in range(kind.share) if kind.series == name]
    count = max(total * len(kinds) // 100, 1)
    number = pl.int_range(count, dtype=pl.Int64)
    return pl.select(
        series=pl.lit(name),
        number=number + 1,
        place=number * 365 // count,
        kind=_pick(pl.Series(kinds, dtype=pl.UInt32), _mix(number, seed + ord(name))),
    )


def _voucher_lines(seed: int) -> pl.Expr:
    registered = pl.col("date") + pl.duration(days=_mix(pl.col("voucher"), seed + 5) % 6)
    number = pl.col("number").cast(pl.String)
    text = pl.concat_str(_pick(pl.Series([kind.text for kind in KINDS]), pl.col("kind")), pl.lit(" "), number)
    return pl.concat_str(
        pl.lit("#VER "),
        pl.col("series"),
        pl.lit(" "),
        number,
        pl.col("date").dt.strftime(' %Y%m%d "'),
        text,
        pl.lit(" "),
        pl.col("party"),
        registered.dt.strftime(f'" %Y%m%d{_NEWLINE}{{{_NEWLINE}'),
    )


def _rows(vouchers: pl.DataFrame, seed: int, projects: int) -> pl.DataFrame:
    """One row a row: voucher, date, account, amount, whether booked, and the text block it takes in the file."""
    index = pl.col("row")
    amount = pl.sum_horizontal(pl.col(name) * pl.col(f"{name}_times") for name in ("net", "vat", "part"))
    opens = (pl.col("voucher") != pl.col("voucher").shift()).fill_null(value=True)
    closes = (pl.col("voucher") != pl.col("voucher").shift(-1)).fill_null(value=True)
    return (
        vouchers.join(_kind_rows(), on="kind", maintain_order="left_right")
        .with_row_index("row")
        .with_columns(
            amount=amount,
            objects=_pick(_object_lists(projects), _mix(index, seed + 7)),
            words=_pick(_row_texts(), _mix(index, seed + 8)),
            signature=_pick(_signatures(), _mix(index, seed + 9)),
        )
        .with_columns(tail=pl.concat_str(pl.lit(' "" "'), pl.col("words"), pl.lit('" 0')))
        .with_columns(
            block=pl.concat_str(
                pl.when(opens).then(pl.col("head")).otherwise(pl.lit("")),
                _row_lines(_mix(index, seed + 10) % 1000),
                pl.when(closes).then(pl.lit(f"}}{_NEWLINE}")).otherwise(pl.lit("")),
            )
        )
        .select("voucher", "date", "account", "amount", ~pl.col("struck").alias("booked"), "block")
    )


def _row_lines(chance: pl.Expr) -> pl.Expr:
    """The one to three lines of a row: struck before it, announced as added, and booked."""
    line = _line("TRANS", pl.col("amount"))
    struck = _line("BTRANS", pl.col("amount") - pl.col("vat") // 3 - 100, signed=True)
    added = pl.concat_str(_line("RTRANS", pl.col("amount"), signed=True), line)
    return (
        pl.when(pl.col("struck"))
        .then(_line("BTRANS", pl.col("amount"), signed=True))
        .when(chance < _ADDED)
        .then(added)
        .when(chance < _ADDED + _STRUCK)
        .then(pl.concat_str(struck, line))
        .otherwise(line)
    )


def _line(label: str, amount: pl.Expr, *, signed: bool = False) -> pl.Expr:
    signature = pl.concat_str(pl.lit(' "'), pl.col("signature"), pl.lit('"')) if signed else pl.lit("")
    return pl.concat_str(
        pl.lit(f"#{label} "),
        pl.col("account"),
        pl.lit(" "),
        pl.col("objects"),
        pl.lit(" "),
        _kronor(amount),
        pl.col("tail"),
        signature,
        pl.lit(_NEWLINE),
    )


def _kronor(amount: pl.Expr) -> pl.Expr:
    ore = amount.abs()
    sign = pl.when(amount < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    return pl.concat_str(sign, ore // 100, pl.lit("."), (ore % 100).cast(pl.String).str.zfill(2))


def _kind_rows() -> pl.DataFrame:
    rows = [(place, *row) for place, kind in enumerate(KINDS) for row in kind.rows]
    names = {"kind": pl.UInt32, "account": pl.String} | dict.fromkeys(
        ("net_times", "vat_times", "part_times"), pl.Int64
    )
    return pl.DataFrame(rows, schema=names, orient="row")


@cache
def _parties() -> pl.Series:
    plain = [business(index) for index in range(499)]
    return pl.Series([*plain, r"Firma \"Två Bröder\" i Åhus"])


@cache
def _row_texts() -> pl.Series:
    """Four rows in nine have no text; one text in 333 holds escaped quotes."""
    texts = [f"{GOODS[index % len(GOODS)]}, {index % 17 + 1} st" for index in range(332)]
    return pl.Series([*texts, r"Skylt \"Öppet\", 2 st", *[""] * 267])


@cache
def _signatures() -> pl.Series:
    return pl.Series([person(index) for index in range(6)])


@cache
def _object_lists(projects: int) -> pl.Series:
    """Seven rows in ten have no object; of the others a third each have a cost centre, a project, both."""
    lists = []
    for index in range(projects * 3):
        centre, project = f'1 "{100 + index % COST_CENTRES}"', f'6 "P{index % projects + 1}"'
        lists.append("{" + (centre, project, f"{centre} {project}")[index % 3] + "}")
    return pl.Series(lists + ["{}"] * (len(lists) * 7 // 3))


def _cut(rows: pl.DataFrame, room: int) -> pl.DataFrame:
    """Keep the vouchers that fit, by day, so that every series ends on the same day without a gap."""
    lengths = rows.group_by("voucher", "date").agg(pl.col("block").str.len_chars().sum()).sort("date", "voucher")
    kept = lengths.filter(pl.col("block").cum_sum() <= room)
    return rows.join(kept, on="voucher", how="semi", maintain_order="left")
