"""A bureau of its own for every test."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
import streamlit as st

from dashboard.exports import Export, Printed
from tests.pages.office import Office, make_office

Made = TypeVar("Made")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """A bureau with an empty store."""
    monkeypatch.setenv("BRYGGA_DATA", str(tmp_path))
    st.cache_resource.clear()
    made = make_office(tmp_path, monkeypatch)
    yield made
    st.cache_resource.clear()
    made.store.close()


@pytest.fixture
def workbooks(office: Office) -> list[Export]:
    """What the buttons that are drawn would make for Excel, in turn."""
    return _downloads(office, Export)


@pytest.fixture
def printed(office: Office) -> list[Printed]:
    """What the buttons that are drawn would print, in turn."""
    return _downloads(office, Printed)


@pytest.fixture
def files(office: Office) -> list[Callable[[], bytes]]:
    """What the buttons that are drawn would make of any kind, in turn."""
    return _downloads(office, Callable)  # type: ignore[arg-type]


def _downloads(office: Office, kind: type[Made]) -> list[Made]:
    made: list[Made] = []
    real = st.download_button

    def noted(label: str, data: object, **more: Any) -> bool:  # noqa: ANN401 - as Streamlit's own
        if isinstance(data, kind):
            made.append(data)
        return real(label, data, **more)  # type: ignore[arg-type]

    office.patch.setattr(st, "download_button", noted)
    return made
