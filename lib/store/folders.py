"""The folders of the data directory in which files lie: those of imports by import, all others by client."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

IMPORTS: Final = "imports"
LASTING: Final = ("snapshots", "attachments", "analyses")
"""By client, and kept for as long as the client is."""
BY_CLIENT: Final = (*LASTING, "comparisons")
"""All that lie by client: what is only compared goes after a day."""


def of_client(data: Path, client_id: int, imports: Iterable[str]) -> Iterator[tuple[str, Path]]:
    """Where a client's files lie, if it has any: the kind and the folder, one for each of its imports."""
    for kind in BY_CLIENT:
        yield kind, data / kind / str(client_id)
    for import_id in imports:
        yield IMPORTS, data / IMPORTS / Path(import_id).name
