"""The checks by name, what each needs, and one run over a source that came in."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from traceback import format_tb
from typing import Any, Final, Literal

import polars as pl
import structlog

from lib.core.catalogue import CATALOGUE, finding
from lib.core.findings import CheckResult, Finding, Location, Status
from lib.core.languages import mark
from lib.ledger.books import VOUCHERS, YearBooks
from lib.sie.frames import SieFile, empty

LISTED_AT_MOST: Final = 200
"""So many findings of one check are kept; all are counted."""
Kind = Literal["sie", "balances"]
"""What came in: a SIE file, or balances from a spreadsheet or typed by hand."""
CRASHED: Final = "check-crashed"
NOT_COMPLETED: Final = mark("the check could not be completed")

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ClientFacts:
    """Whose books these should be; `org_number` is None while the client has none."""

    name: str
    org_number: str | None = None


@dataclass(frozen=True)
class Intake:
    """All that the checks may look at.

    `sie` is None for a source that is no SIE file. `books` are its years, its own first, and
    empty when it names none. `findings` are those made while reading the source and making its
    books. `client` is None when nobody has said whose books they are. `previous` holds the
    closing balances (`account`, `closing` in öre) of the year before in the client's books in use.
    """

    sie: SieFile | None
    books: Sequence[YearBooks]
    findings: Sequence[Finding] = ()
    client: ClientFacts | None = None
    previous: pl.DataFrame | None = None

    @property
    def kind(self) -> Kind:
        """What came in."""
        return "sie" if self.sie else "balances"

    @cached_property
    def vouchers(self) -> pl.DataFrame:
        """All vouchers as `lib.ledger.books.VOUCHERS`, with `start` and `end` of the year they are put in."""
        parts = [
            books.vouchers.with_columns(start=pl.lit(books.year.start), end=pl.lit(books.year.end))
            for books in self.books
            if books.vouchers.height
        ]
        none = empty({**VOUCHERS, "start": pl.Date(), "end": pl.Date()})
        return pl.concat(parts) if parts else none

    def place(self, line: int | None = None) -> Location | None:
        """A line of the source; None when the source is no file with lines."""
        return None if self.sie is None else Location(self.sie.name, line)


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found: how much in all, and the first of it."""

    total: int = 0
    findings: tuple[Finding, ...] = ()

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> "Found":
        """These findings."""
        every = tuple(findings)
        return cls(len(every), every[:LISTED_AT_MOST])

    @classmethod
    def rows(cls, rows: pl.DataFrame, make: Callable[[dict[str, Any]], Finding]) -> "Found":
        """One finding for each row; only those that are kept are made."""
        return cls(rows.height, tuple(make(row) for row in rows.head(LISTED_AT_MOST).iter_rows(named=True)))


Finder = Callable[[Intake], Found]
Need = Callable[[Intake], str]
"""Why a check cannot be run, as a marked text; blank when it can."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name in the catalogue, what it needs, what it looks at (None: anything), and how."""

    name: str
    needs: tuple[Need, ...]
    of: Kind | None
    find: Finder


CHECKS: Final[dict[str, Check]] = {}


def check(name: str, *, needs: tuple[Need, ...] = (), of: Kind | None = None) -> Callable[[Finder], Finder]:
    """Register a function as the check `name`, to be run when all `needs` are there.

    With `of` it is about the form of one kind of source, and means nothing for the other.

    Raises KeyError when the catalogue has no such check.
    """
    if name not in CATALOGUE:
        raise KeyError(name)

    def register(find: Finder) -> Finder:
        CHECKS[name] = Check(name, needs, of, find)
        return find

    return register


def run_intake(intake: Intake) -> tuple[CheckResult, ...]:
    """Run every check that means anything for this kind of source, and give their results in the catalogue's order.

    A check that lacks what it needs says why it was not run. One that crashes becomes a finding
    of `check-crashed`, so that one bad rule cannot hide what the others found.
    """
    results: list[CheckResult] = []
    crashes: list[Finding] = []
    for name in CATALOGUE:
        if name == CRASHED or CHECKS[name].of not in {None, intake.kind}:
            continue
        try:
            results.append(_run(CHECKS[name], intake))
        except Exception as crash:  # noqa: BLE001 - any crash is the check's own, and is told as such
            # the exception's text may quote the books: only where it happened is logged
            _log.error("check crashed", check=name, error=type(crash).__name__, at=format_tb(crash.__traceback__))
            results.append(CheckResult(name, Status.NOT_RUN, reason=NOT_COMPLETED))
            crashes.append(finding(CRASHED, location=intake.place(), crashed=CATALOGUE[name].title))
    return (*results, _result(CRASHED, Found.of(crashes)))


def _run(check: Check, intake: Intake) -> CheckResult:
    reason = next((why for need in check.needs if (why := need(intake))), "")
    if reason:
        return CheckResult(check.name, Status.NOT_RUN, reason=reason)
    return _result(check.name, check.find(intake))


def _result(name: str, found: Found) -> CheckResult:
    return CheckResult(name, Status.FOUND if found.total else Status.CLEAN, found.findings, found.total)
