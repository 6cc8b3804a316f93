"""Who mends a failure, and what to do about one that kept no next step."""

import pkgutil
from importlib import import_module

import pytest

from lib import jobs
from lib.support import failures
from lib.support.diagnoses import Who

CRASHED = [
    (f"{module.name}.{name}", text)
    for module in pkgutil.iter_modules(jobs.__path__)
    for name, text in vars(import_module(f"{jobs.__name__}.{module.name}")).items()
    if name.endswith("CRASHED")
]
"""What each kind of job says of a fault of our own."""


@pytest.mark.parametrize("text", [text for _, text in CRASHED], ids=[name for name, _ in CRASHED])
def test_a_fault_of_our_own_is_the_administrators_to_look_at(text: str) -> None:
    assert failures.act(text).who is Who.ADMINISTRATOR


def test_a_failure_that_kept_no_next_step_is_told_one() -> None:
    assert failures.step({"reference": "4f2a"}).text == failures.GIVE_REFERENCE
    assert failures.step({}).text == failures.ASK_SUPPORT
