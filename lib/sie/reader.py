"""Reads a SIE file of type 1-4 into frames and findings."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import polars as pl

from lib.sie import assembly
from lib.sie.checksum import crc_of_line, stated_crc
from lib.sie.door import admit
from lib.sie.encoding import Encoding, decide, to_text
from lib.sie.frames import SieFile
from lib.sie.lines import LineReader, Row, is_whole, stripped
from lib.sie.notes import Notes
from lib.sie.object_lists import ObjectLists
from lib.sie.records import CHECKSUM, Group
from lib.sie.tokens import fields, label_of
from lib.sie.vouchers import places, with_added

UNNAMED: Final = "file"


def read(source: Path | bytes, *, name: str | None = None) -> SieFile:
    """Read a SIE file of type 1, 2, 3, 4E or 4I.

    `name` is what findings call the file, and what tells 4I (`.si`) from 4E; a path gives its own.
    What is wrong in the content becomes findings. Raises FileRefused when the file is not SIE 1-4
    at all or larger than `LIMIT_BYTES`, OSError when it cannot be read from the disk.
    Source: SIE 4C (2025-08-06), and real files as `lib.sie.tokens` tells.
    """
    called = name or (source.name if isinstance(source, Path) else UNNAMED)
    data = admit(source, called)
    return _Reading(called, data).file()


class _Reading:
    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self.size = len(data)
        self.data = data
        self.notes = Notes(name)
        self.lists = ObjectLists()
        self.lines = LineReader(self.notes, self.lists)
        self.encoding: Encoding = decide(data)

    def file(self) -> SieFile:
        text = to_text(self.data, self.encoding).removeprefix("\ufeff")
        if "\n" not in text:
            text = text.replace("\r", "\n")
        lines = [stripped(line) for line in text.split("\n")]
        self._read_lines(lines)
        checksum = self._checksum(lines)
        return self._assembled(checksum)

    def _read_lines(self, lines: Sequence[str]) -> None:
        opened = 0
        last = len(lines)
        for number, line in enumerate(lines, 1):
            if line == "{":
                opened = number
            elif line == "}":
                opened = self.lines.opened_at = 0
            elif number == last and line and not is_whole(line):
                opened = number
            elif line:
                self.lines.read(number, line)
        if opened or self.lines.opened_at:
            self.notes.add("cut-off", last)

    def _checksum(self, lines: Sequence[str]) -> str:
        opened, crc = 0, 0
        for number, (line, raw) in enumerate(zip(lines, self.data.split(b"\n"), strict=False), 1):
            if label_of(line) == CHECKSUM:
                found = fields(line, len(CHECKSUM) + 1)
                if not found:
                    opened, crc = number, 0
                elif opened:
                    return self._compared(found[0].text, crc, number)
            elif opened:
                crc = crc_of_line(raw.strip(b" \t\r\x1a"), crc)
        if opened:
            self.notes.add("cut-off-checksum", opened)
        return "absent"

    def _compared(self, text: str, computed: int, line: int) -> str:
        if self.encoding not in {"cp437", "ascii"}:
            return "absent"
        if stated_crc(text) == computed:
            return "ok"
        self.notes.add("checksum-damaged", line, stated=text, computed=str(computed))
        return "bad"

    def _assembled(self, checksum: str) -> SieFile:
        rows = self.lines.rows
        header, stated_type = assembly.header_frame(rows[Group.HEADER])
        years = assembly.years_frame(rows[Group.YEARS])
        balances = assembly.balances_frame(rows[Group.BALANCES])
        vouchers = assembly.vouchers_frame(rows[Group.VOUCHERS])
        transactions = self._transactions(rows[Group.TRANSACTIONS], [row.line for row in rows[Group.VOUCHERS]])
        yearly = bool(rows[Group.YEARS]) or bool(rows[Group.BALANCES])
        return SieFile(
            name=self.name,
            size=self.size,
            encoding=self.encoding,
            sie_type=sie_type(stated_type, self.name, yearly=yearly, vouchers=len(vouchers) > 0),
            checksum=checksum,
            header=header,
            years=years,
            accounts=assembly.accounts_frame(
                rows[Group.ACCOUNTS], rows[Group.TYPES], rows[Group.UNITS], rows[Group.SRU]
            ),
            dimensions=assembly.dimensions_frame(rows[Group.DIMENSIONS]),
            objects=assembly.objects_frame(rows[Group.OBJECTS]),
            object_lists=self.lists.frame(),
            balances=balances,
            period_balances=assembly.period_balances_frame(rows[Group.PERIOD_BALANCES]),
            vouchers=vouchers,
            transactions=transactions,
            findings=self.notes.findings(lambda line: _voucher_at(vouchers, line)),
        )

    def _transactions(self, rows: Sequence[Row], voucher_lines: Sequence[int]) -> pl.DataFrame:
        found = places(voucher_lines, [row.line for row in rows])
        for row, place in zip(rows, found, strict=True):
            if place < 0:
                self.notes.add("row-outside-voucher", row.line, account=row.values[0])
        first = sum(place < 0 for place in found)
        frame = assembly.transactions_frame(rows[first:], found[first:], [False] * (len(rows) - first))
        return with_added(frame)


def _voucher_at(vouchers: pl.DataFrame, line: int) -> str | None:
    place = vouchers["line"].search_sorted(line, side="right") - 1
    if place < 0:
        return None
    series, number = vouchers.row(place)[1:3]
    return f"{series} {number}".strip()


def sie_type(stated: str, name: str, *, yearly: bool, vouchers: bool) -> str:
    """The file's type: 4I and 4E are both stated as 4, and told apart by the name or by what 4I must not have."""
    digit = stated.strip()[:1]
    if digit not in {"1", "2", "3", "4"}:
        digit = "4" if vouchers else "1"
    if digit != "4":
        return digit
    return "4I" if name.lower().endswith(".si") or not yearly else "4E"
