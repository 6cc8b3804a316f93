"""Whatever befalls an export: Fortnox ends with every entry exactly once, in order."""

import logging
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import stamina
import structlog

from lib.store.database import Store
from tests.jobs.export_schedules import FATES, Weather, amiss, fresh_company, prepared, run, schedule

MANY, PIECES = 1_000, 20
A_FEW = range(5, 11)
"""Schedules that meet every misfortune between them."""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepared(tmp_path_factory.mktemp("prepared"))


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with stamina.set_testing(True, attempts=2, cap=True):
        yield
    structlog.reset_defaults()


def carried(seeds: range, database: Path, folder: Path) -> Counter[str]:
    """Carry these schedules out; gives how often each misfortune was met."""
    met: Counter[str] = Counter()
    wrong = {}
    for seed in seeds:
        ended = schedule(seed, database, folder / str(seed))
        met.update(ended.met)
        if ended.wrong:
            wrong[seed] = ended.wrong
    assert wrong == {}
    return met


def test_every_entry_stands_once_and_in_order_whatever_befalls_the_export(database: Path, tmp_path: Path) -> None:
    met = carried(A_FEW, database, tmp_path)
    assert met.keys() == set(FATES)


def test_a_voucher_that_is_found_after_its_last_sending_is_said_to_be_there(tmp_path: Path) -> None:
    prepared(tmp_path, count=1)
    store = Store.open(tmp_path)
    weather = Weather(fresh_company(), random.Random(1), share=0, script=["error before", "error before", "drop after"])
    assert run(store, weather) == (True, 0)
    assert amiss(store, weather) == ""
    store.close()


@pytest.mark.slow
@pytest.mark.timeout(1_800)
@pytest.mark.parametrize("piece", range(PIECES))
def test_a_thousand_schedules_double_and_lose_nothing(piece: int, database: Path, tmp_path: Path) -> None:
    size = MANY // PIECES
    met = carried(range(piece * size, (piece + 1) * size), database, tmp_path)
    assert met.keys() == set(FATES)
