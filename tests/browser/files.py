"""Files that a person at the desk has at hand: the checks' examples, as they are or with a few words changed."""

from pathlib import Path

DATA = Path(__file__).parent.parent / "data"
FAULTLESS = "already-imported.se"
DEARER_RENT = (
    ("#RES 0 5010 4000.00", "#RES 0 5010 4500.00"),
    ("#TRANS 5010 {} 4000.00", "#TRANS 5010 {} 4500.00"),
    ("#UB 0 1930 57500.00", "#UB 0 1930 57000.00"),
    ("#TRANS 1930 {} -5000.00", "#TRANS 1930 {} -5500.00"),
)
"""The faultless example with 500 kronor more rent, paid from the bank."""


def example(folder: Path, *changes: tuple[str, str], of: str = FAULTLESS, name: str = FAULTLESS) -> Path:
    """An example with each of the texts changed, which must stand in it, saved in `folder`."""
    text = (DATA / of).read_bytes().decode("cp437")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    path = folder / name
    path.write_bytes(text.encode("cp437"))
    return path
