"""What all tests share: the databases, golden texts, and where the vendors' files stand."""

from pathlib import Path

import pytest

pytest_plugins = ["tests.databases"]

ROOT = Path(__file__).parent.parent
VENDOR_FOLDER = ROOT.parent / "shared" / "data" / "sie"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="rewrite the golden texts; look at the diff afterwards")


@pytest.fixture(scope="session")
def vendor_folder() -> Path:
    """The vendors' approval files beside the project, which are never copied into it."""
    if not VENDOR_FOLDER.is_dir():
        pytest.skip("the vendors' SIE files do not stand beside the project (../shared/data/sie)")
    return VENDOR_FOLDER
