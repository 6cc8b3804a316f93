"""What all tests share: the databases, golden texts, and where the vendors' files stand."""

import re
from pathlib import Path

import pytest

pytest_plugins = ["tests.databases"]

ROOT = Path(__file__).parent.parent
VENDOR_FOLDER = ROOT.parent / "shared" / "data" / "sie"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="rewrite the golden texts; look at the diff afterwards")


ALWAYS_ON_BOTH = ("test_database.py", "test_faults.py", "test_books.py", "test_imports.py", "test_activity.py")
"""What of the store is tried on the second database by `make check` too: the rest is by `make test`."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave to the slow run most of what is done once more: on the second database, and in the second language."""
    for item in items:
        folder, again = item.path.parent.name, set(re.split(r"[\[\]-]", item.name))
        database = "postgresql" in again and folder in {"actions", "store"} and item.path.name not in ALWAYS_ON_BOTH
        if database or ("en" in again and folder == "pages"):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def vendor_folder() -> Path:
    """The vendors' approval files beside the project, which are never copied into it."""
    if not VENDOR_FOLDER.is_dir():
        pytest.skip("the vendors' SIE files do not stand beside the project (../shared/data/sie)")
    return VENDOR_FOLDER
