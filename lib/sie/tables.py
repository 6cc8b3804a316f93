"""The frames of the records that were read side by side."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from lib.sie.assembly import SCHEMAS
from lib.sie.buffers import Buffer, Flags
from lib.sie.bulk import LAYOUTS, THREADS, Part, Stretch
from lib.sie.columns import Column
from lib.sie.object_lists import ObjectLists
from lib.sie.records import RECORDS, Group, Kind
from lib.sie.slices import LABELS, OTHER
from lib.sie.strings import series

_KINDS: Final = np.array([""] * (OTHER + 1) + list(LABELS))
_ARROW: Final = {Kind.DAY: pa.date32(), Kind.MONTH: pa.date32(), Kind.QUANTITY: pa.decimal128(38, 6)}
_WIDTH: Final = {Kind.AMOUNT: np.int64, Kind.QUANTITY: np.int64}


def frames(file: Buffer, stretches: Sequence[Stretch], lists: ObjectLists) -> dict[Group, pl.DataFrame]:
    """A frame by line for each group of records that was read side by side; `lists` takes all object lists over."""
    buffers = [file, *(stretch.texts for stretch in stretches)]
    before = np.cumsum([0] + [stretch.lines for stretch in stretches])
    numbers = [lists.numbers_of(stretch.lists) for stretch in stretches]
    found: dict[Group, list[pl.DataFrame]] = {group: [] for group in SCHEMAS}
    for labels in LAYOUTS:
        record = RECORDS[labels[0]]
        parts = [
            _placed(part, start, known)
            for stretch, start, known in zip(stretches, before, numbers, strict=False)
            for part in stretch.parts
            if part.record is record
        ]
        if parts:
            found[record.group].append(_frame(parts, buffers))
    return {group: _joined(layouts, group) for group, layouts in found.items()}


def _placed(part: Part, lines_before: int, numbers: npt.NDArray[np.int32]) -> Part:
    """The part with lines counted from the file's first, and object lists by their number in the file."""
    columns = dict(part.columns)
    if Kind.OBJECTS in part.record.kinds:
        places, there = part.columns["objects"]
        values = np.append(numbers, np.int32(-1)).take(places if there is None else np.where(there, places, -1))
        columns["objects"] = Column(values.view(np.uint32), values >= 0)
    return part._replace(lines=part.lines.view(np.uint32) + np.uint32(lines_before), columns=columns)


def _frame(parts: Sequence[Part], buffers: Sequence[Buffer]) -> pl.DataFrame:
    """The records of one layout that were read, in the file's order."""
    record = parts[0].record
    schema = SCHEMAS[record.group]
    found = {"line": pl.Series(np.concatenate([part.lines for part in parts]))}
    if "kind" in schema:
        found["kind"] = _kinds(np.concatenate([part.codes for part in parts]), schema["kind"])
    # numpy and Arrow let go of the interpreter lock while they copy, so two columns go at a time
    with ThreadPoolExecutor(THREADS) as pool:
        read = pool.map(lambda name, kind: _column(name, kind, parts, buffers), record.names, record.kinds)
        found |= zip(record.names, read, strict=True)
    for name in schema.keys() - found.keys():
        found[name] = pl.repeat(None, len(found["line"]), dtype=schema[name], eager=True)
    frame = pl.DataFrame([found[name].alias(name).cast(kind) for name, kind in schema.items()])
    whole = np.concatenate([part.read for part in parts])
    return frame if whole.all() else frame.filter(pl.Series(whole))


def _column(name: str, kind: Kind, parts: Sequence[Part], buffers: Sequence[Buffer]) -> pl.Series:
    columns = [part.columns[name] for part in parts]
    values = np.concatenate([column.values for column in columns], dtype=_WIDTH.get(kind))
    return series(values, buffers) if kind is Kind.TEXT else _series(kind, values, _there(columns))


def _there(columns: Sequence[Column]) -> Flags | None:
    flags = [column.there for column in columns if column.there is not None]
    return np.concatenate(flags) if flags else None


def _kinds(codes: npt.NDArray[np.int8], kinds: pl.DataType) -> pl.Series:
    """The codes as an Enum, whose numbers are the places of its categories."""
    names = kinds.categories.to_list() if isinstance(kinds, pl.Enum) else []
    numbers = np.array([names.index(name) if name in names else 0 for name in _KINDS], np.uint8)
    return pl.Series(numbers[codes]).cat.to(kinds)


def _series(kind: Kind, values: npt.NDArray[Any], there: Flags | None) -> pl.Series:
    if kind is Kind.QUANTITY:
        values = np.stack([values, values >> 63], axis=1)
    bitmap = None if there is None else pa.py_buffer(np.packbits(there, bitorder="little"))
    arrow = _ARROW.get(kind) or pa.from_numpy_dtype(values.dtype)
    return pl.Series(pl.from_arrow(pa.Array.from_buffers(arrow, len(values), [bitmap, pa.py_buffer(values)])))


def _joined(layouts: Sequence[pl.DataFrame], group: Group) -> pl.DataFrame:
    """The layouts of a group as one frame in the file's order."""
    if not layouts:
        return pl.DataFrame(schema=dict(SCHEMAS[group]))
    return layouts[0] if len(layouts) == 1 else pl.concat(layouts).sort("line")
