"""What the store's tests share."""

import pytest

from lib.store.database import Store
from lib.store.tables import Client
from tests.store.examples import add_client


@pytest.fixture
def client(store: Store) -> Client:
    """A client company without books."""
    return add_client(store)
