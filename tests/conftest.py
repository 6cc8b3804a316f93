"""What all tests share: the databases, golden texts, and where the vendors' files stand."""

from pathlib import Path

import pytest

pytest_plugins = ["tests.databases"]

ROOT = Path(__file__).parent.parent
VENDOR_FOLDER = ROOT.parent / "shared" / "data" / "sie"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="rewrite the golden texts; look at the diff afterwards")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave what people do on the second database to the slow run; the store itself is always tried on both."""
    for item in items:
        if "tests/actions" in item.path.as_posix() and "postgresql" in item.name:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def vendor_folder() -> Path:
    """The vendors' approval files beside the project, which are never copied into it."""
    if not VENDOR_FOLDER.is_dir():
        pytest.skip("the vendors' SIE files do not stand beside the project (../shared/data/sie)")
    return VENDOR_FOLDER
