"""A small local Fortnox over HTTP, for the tests of its protocol."""

from collections.abc import Iterator

import httpx
import pytest

from lib.sandbox.fortnox.serving import running
from lib.sandbox.fortnox.world import World
from tests.sandbox.small_fortnox import Clock, Visitor, small_world


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def world(clock: Clock) -> World:
    return small_world(clock)


@pytest.fixture
def visitor(world: World) -> Iterator[Visitor]:
    """Somebody who stands before a Fortnox that serves `world`."""
    with running(world) as base, httpx.Client(base_url=base) as http:
        yield Visitor(base, http)
