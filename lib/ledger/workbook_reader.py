"""Reads an Excel workbook in a process of its own: its bytes come in, the rows of each sheet go out as JSON.

A workbook of some kilobytes can ask for a thousand gigabytes, by a cell in the last corner of a sheet or by one
long text in every cell; what reads it then ends its whole process. It is run as a file, without the program's
environment, and imports nothing of ours.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

import fastexcel

NO_WORKBOOK: Final = 3
"""The exit code for bytes that are no workbook."""
MEMORY_AT_MOST: Final = 2 * 1024**3
SECONDS_AT_MOST: Final = 60
SIGNS_AT_MOST: Final = 50_000_000
"""Of all cells together: years of balances have less than a million."""


def main() -> None:
    """Read from standard input, write to standard output."""
    _bound()
    try:
        sheets = list(_sheets(sys.stdin.buffer.read()))
    except fastexcel.FastExcelError:
        sys.exit(NO_WORKBOOK)
    sys.stdout.write(json.dumps(sheets))


def _bound() -> None:
    """Bound what the process may take, where the system can (not on Windows)."""
    with suppress(ImportError):
        import resource  # noqa: PLC0415 - Windows has none

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_AT_MOST, MEMORY_AT_MOST))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_AT_MOST, SECONDS_AT_MOST))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _sheets(source: bytes) -> Iterator[list[list[str]]]:
    workbook = fastexcel.read_excel(source)
    left = SIGNS_AT_MOST
    for name in workbook.sheet_names:
        # skip_rows is said so that blank rows at the top are counted too
        frame = workbook.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_polars()
        left -= frame.height * frame.width
        left -= sum(int(frame[column].str.len_chars().sum()) for column in frame.columns)
        if left < 0:
            raise MemoryError
        yield [[cell or "" for cell in row] for row in frame.rows()]


if __name__ == "__main__":
    main()
