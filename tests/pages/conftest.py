"""A bureau of its own for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from tests.pages.office import Office, make_office


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """A bureau with an empty store."""
    monkeypatch.setenv("BRYGGA_DATA", str(tmp_path))
    st.cache_resource.clear()
    made = make_office(tmp_path, monkeypatch)
    yield made
    st.cache_resource.clear()
    made.store.close()
