"""The appendices of the local Fortnox's companies, imported over HTTP, beside what is known to be wrong with them."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest

from lib.actions import imports as act
from lib.closing.appendices import AppendixView, appendix
from lib.core.periods import FinancialYear
from lib.ledger.sides import ACCOUNTS, Side
from lib.sandbox.fortnox.companies import FortnoxCompany
from lib.sandbox.fortnox.truth import Difference
from lib.store import books, snapshots, supplements
from lib.store.books import BookMap
from lib.store.database import Store
from lib.store.words import SupplementKind
from tests.jobs.local_fortnox import CASH, DIFFERS, LOCKED, SOLE, SOUND, Bureau, bureau_at, new_world

TENANTS = (SOUND, DIFFERS, SOLE, LOCKED, CASH)
pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


class Imported:
    """One company's books and ledgers, as an import has left them."""

    def __init__(self, bureau: Bureau, tenant: int) -> None:
        """Connect, import all that there is, and use it."""
        self.company: FortnoxCompany = bureau.world.companies[tenant]  # type: ignore[assignment]
        self.store = bureau.store
        client = bureau.connected(tenant)
        act.activate(bureau.desk(), bureau.bring_in(client).id, expected_version=0, reason="as it is")
        with self.store.reading() as session:
            self.map: BookMap = books.active(session, client.id)
            found = {kind: supplements.active(session, client.id, kind) for kind in SupplementKind}
        self.supplements = {kind: row for kind, row in found.items() if row is not None}

    def appendix(self, side: Side, day: date) -> AppendixView:
        """One of its appendices."""
        ledger = supplements.ledger(self.store, self.supplements[SupplementKind(side.value)])
        years = [snapshots.lazily(self.store, snapshot) for snapshot in self.map.years.values()]
        return appendix(ledger, years, day, side, cash=self.company.cash)

    def days(self) -> Iterator[date]:
        """The end of every quarter that has been, and today."""
        for year in self.map.years:
            ends = [period.end for period in year.periods()][2::3]
            yield from (end for end in ends if end <= self.company.today)
        if any(self.company.today in year for year in self.map.years):
            yield self.company.today

    def known(self, side: Side, day: date) -> list[Difference]:
        """What the company knows itself to be wrong with one of its accounts on a day."""
        account = ACCOUNTS[side].main
        return [known for known in self.company.truth if known.account == account and known.holds(day)]


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, Imported]]:
    store, patch = Store.open(tmp_path_factory.mktemp("bureau")), pytest.MonkeyPatch()
    with bureau_at(store, new_world(TENANTS), patch) as bureau:
        yield {tenant: Imported(bureau, tenant) for tenant in TENANTS}
    patch.undo()
    store.close()


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("tenant", [SOUND, DIFFERS, SOLE, LOCKED])
def test_the_difference_is_the_one_that_is_known(imported: dict[int, Imported], tenant: int, side: Side) -> None:
    of = imported[tenant]
    found = {day: of.appendix(side, day).difference for day in of.days()}
    assert found == {day: -sum(known.amount for known in of.known(side, day)) for day in found}
    assert len(found) > 4


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("tenant", [SOUND, DIFFERS, SOLE, LOCKED])
def test_each_cause_is_the_one_that_is_known(imported: dict[int, Imported], tenant: int, side: Side) -> None:
    of = imported[tenant]
    for day in of.days():
        found: Counter[tuple[str, str]] = Counter()
        for cause in of.appendix(side, day).explanation.causes:
            found[cause.finding.check, cause.finding.voucher or ""] += cause.amount
        expected: Counter[tuple[str, str]] = Counter()
        for known in of.known(side, day):
            expected[known.kind, known.voucher] -= known.amount
        assert found == expected, day


@pytest.mark.parametrize("side", Side)
def test_the_cash_method_is_told_during_the_year_and_the_ledger_agrees_at_its_end(
    imported: dict[int, Imported], side: Side
) -> None:
    of = imported[CASH]
    ended = [year for year in of.map.years if year.end <= of.company.today]
    assert {of.appendix(side, year.end).difference for year in ended} == {0}
    within = of.appendix(side, _middle(ended[0]))
    assert [cause.finding.check for cause in within.explanation.causes] == ["cash-method"]


def test_shares_migrated_and_unbooked_invoices_are_remarked_on(imported: dict[int, Imported]) -> None:
    of = imported[DIFFERS]
    remarks = {finding.check: finding for finding in of.appendix(Side.RECEIVABLES, of.company.today).remarks}
    assert {"tax-share", "migrated-agree", "unbooked-invoices"} <= remarks.keys()
    migrated = [known for known in of.company.truth if known.account == "1510" and not known.voucher]
    apart = sum(abs(known.amount) for known in migrated if known.kind in {"no-voucher", "earlier-system"})
    assert remarks["migrated-agree"].facts["total"] == apart


def test_what_the_local_fortnox_says_is_open_today_is_what_the_ledger_has(imported: dict[int, Imported]) -> None:
    for of in imported.values():
        for side in Side:
            day = max(of.days())
            assert "balance-today" not in {finding.check for finding in of.appendix(side, day).remarks}


def test_a_day_in_the_year_that_is_missing_is_compared_with_nothing(imported: dict[int, Imported]) -> None:
    of = imported[SOLE]
    after = max(year.end for year in of.map.years).replace(month=12, day=31)
    beyond = date(after.year + 1, 1, 31)
    assert of.appendix(Side.PAYABLES, beyond).difference is None


def _middle(year: FinancialYear) -> date:
    return list(year.periods())[5].end
