"""SIE files written by hand for the reader's tests, and what of a read file is compared."""

from typing import Any

import polars as pl

from lib.core.findings import Finding
from lib.sie import SieFile, read

HEAD = ("#FLAGGA 0", "#FORMAT PC8", "#SIETYP 4", "#RAR 0 20250101 20251231", "#KONTO 1930 Bank")


def bytes_of(*lines: str, encoding: str = "cp437", errors: str = "strict", end: str = "\r\n") -> bytes:
    """The lines as a file's bytes."""
    return "".join(line + end for line in lines).encode(encoding, errors)


def file_of(*lines: str, encoding: str = "cp437", name: str = "a.se") -> SieFile:
    """A file of a usual head and these lines, read."""
    return read(bytes_of(*HEAD, *lines, encoding=encoding), name=name)


def voucher_of(*rows: str) -> SieFile:
    """A file with one voucher of these rows, read."""
    return file_of("#VER A 1 20250115 Text", "{", *rows, "}")


def row_of(row: str) -> dict[str, Any]:
    """The first row of a file with one voucher that has this row."""
    return voucher_of(row).transactions.row(0, named=True)


def found(file: SieFile, check: str) -> list[Finding]:
    """The findings of one check."""
    return [finding for finding in file.findings if finding.check == check]


def written_out(file: SieFile) -> dict[str, Any]:
    """All that was read, with object lists in full in place of their numbers, which have no meaning of their own."""
    pairs: dict[int, list[tuple[int, str]]] = {}
    for number, dimension, name in file.object_lists.iter_rows():
        pairs.setdefault(number, []).append((dimension, name))
    names = ("header", "years", "accounts", "dimensions", "objects")
    plain = {name: getattr(file, name).rows() for name in names}
    numbered = {
        name: _without_numbers(getattr(file, name), pairs)
        for name in ("balances", "period_balances", "vouchers", "transactions")
    }
    told = {"encoding": file.encoding, "sie_type": file.sie_type, "checksum": file.checksum, "findings": file.findings}
    return plain | numbered | told


def _without_numbers(frame: pl.DataFrame, pairs: dict[int, list[tuple[int, str]]]) -> list[dict[str, Any]]:
    rows = frame.rows(named=True)
    for row in rows:
        if row.get("objects") is not None:
            row["objects"] = pairs[row["objects"]]
    return rows
