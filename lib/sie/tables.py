"""The frames of the records that were read side by side, and those that were read one by one set among them."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from lib.sie.assembly import SCHEMAS
from lib.sie.buffers import Buffer, Flags
from lib.sie.bulk import LAYOUTS, Column, Part, Stretch
from lib.sie.object_lists import ObjectLists
from lib.sie.records import RECORDS, Group, Kind
from lib.sie.slices import LABELS, OTHER
from lib.sie.strings import series

_ARROW: Final = {Kind.DAY: pa.date32(), Kind.MONTH: pa.date32(), Kind.QUANTITY: pa.decimal128(38, 6)}
_KINDS: Final = np.array([""] * (OTHER + 1) + list(LABELS))


class Table(NamedTuple):
    """Records read side by side: a frame with a row for each line, and which of them were plain."""

    frame: pl.DataFrame
    plain: Flags


def tables(stretches: Sequence[Stretch], lists: ObjectLists) -> dict[Group, list[Table]]:
    """A table for each layout that was read side by side; object lists become numbers of `lists`."""
    buffers = [buffer for stretch in stretches for buffer in stretch.buffers]
    bases = np.cumsum([0] + [len(stretch.lines) for stretch in stretches])
    found: dict[Group, list[Table]] = {}
    for labels in LAYOUTS:
        record = RECORDS[labels[0]]
        parts = [(base, part) for base, s in zip(bases, stretches, strict=False) for part in s.parts if part.record is record]
        if parts:
            found.setdefault(record.group, []).append(_table(parts, buffers, lists))
    return found


def _table(parts: Sequence[tuple[int, Part]], buffers: Sequence[Buffer], lists: ObjectLists) -> Table:
    record = parts[0][1].record
    schema = SCHEMAS[record.group]
    plain = np.concatenate([part.plain for _, part in parts])
    columns: dict[str, pl.Series] = {"line": pl.Series(np.concatenate([base + part.lines for base, part in parts]))}
    if "kind" in schema:
        codes = np.concatenate([part.codes for _, part in parts])
        columns["kind"] = _kinds(codes, schema["kind"])
    for name, kind in zip(record.names, record.kinds, strict=True):
        values = np.concatenate([part.columns[name].values for _, part in parts])
        there = _there([part.columns[name] for _, part in parts])
        if kind is Kind.OBJECTS:
            columns[name] = _object_lists(series(values, buffers), lists, plain)
        elif kind is Kind.TEXT:
            columns[name] = series(values, buffers)
        else:
            columns[name] = _values(kind, values, there)
    missing = {name: pl.repeat(None, len(plain), dtype=kind, eager=True) for name, kind in schema.items() if name not in columns}
    return Table(pl.DataFrame(columns | missing).select(*schema).cast(dict(schema)), plain)


def _there(columns: Sequence[Column]) -> Flags | None:
    flags = [column.there for column in columns if column.there is not None]
    return np.concatenate(flags) if flags else None


def _kinds(codes: npt.NDArray[np.int8], kinds: pl.DataType) -> pl.Series:
    """The codes as an Enum, whose numbers are the places of its categories."""
    names = pl.Series(kinds.categories).to_list()
    numbers = np.array([names.index(name) if name in names else 0 for name in _KINDS], np.uint8)
    return pl.Series(numbers[codes]).cat.to(kinds)


def _values(kind: Kind, values: npt.NDArray[Any], there: Flags | None) -> pl.Series:
    if kind not in _ARROW:
        return pl.Series(values)
    values = np.stack([values, values >> 63], axis=1) if kind is Kind.QUANTITY else values.astype(np.int32, copy=False)
    bitmap = None if there is None else pa.py_buffer(np.packbits(there, bitorder="little"))
    return pl.Series(pl.from_arrow(pa.Array.from_buffers(_ARROW[kind], len(values), [bitmap, pa.py_buffer(values)])))


def _object_lists(texts: pl.Series, lists: ObjectLists, plain: Flags) -> pl.Series:
    """The number of each list; a row whose list does not end where it seemed to is plain no more."""
    different = texts.unique(maintain_order=True).to_list()
    wrong = [text for text in different if not lists.is_whole(text)]
    if wrong:
        plain &= ~texts.is_in(wrong).to_numpy()
    numbers = [lists.number_of(text) for text in different]
    return texts.replace_strict(different, numbers, return_dtype=pl.UInt32)


def merged(read: Sequence[Table], exact: pl.DataFrame) -> pl.DataFrame:
    """The plain rows of all tables and the exact ones, by line."""
    if not read:
        return exact
    if len(read) == 1 and exact.is_empty() and read[0].plain.all():
        return read[0].frame
    plain = np.concatenate([table.plain for table in read] + [np.ones(exact.height, np.bool_)])
    frame = pl.concat([*(table.frame for table in read), exact])
    rows = np.flatnonzero(plain)
    lines = frame["line"].to_numpy()[rows]
    return frame[rows[np.argsort(lines, kind="stable")]]
