"""A bureau beside a local Fortnox, for the tests that ask what comes of a connection and an import."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import stamina

from lib.store.database import Store
from tests.jobs.local_fortnox import Bureau, bureau_at, new_world


@pytest.fixture
def bureau(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bureau]:
    """A bureau with an empty store, and a local Fortnox over HTTP without a rate limit or pauses between attempts."""
    store = Store.open(tmp_path / "bureau")
    monkeypatch.setenv("BRYGGA_DATA", str(store.folder))
    with bureau_at(store, new_world(), monkeypatch) as opened, stamina.set_testing(True, attempts=3, cap=True):
        yield opened
    store.close()
