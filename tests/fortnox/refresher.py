"""A process that renews a connection again and again.

`python -m tests.fortnox.refresher FOLDER DATABASE_URL SANDBOX CONNECTION_ID ROUNDS`, the key on its standard input.
Its clock goes two hours ahead, so that every access token is old when it comes.
"""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lib.fortnox.bearers import StoredBearer
from lib.store.database import Store
from lib.store.sealing import Seal
from lib.store.vault import StoredVault
from tests.fortnox.conftest import address_of


def main(folder: str, database_url: str, sandbox: str, connection_id: str, rounds: str) -> None:
    """Renew, and end with an exception when a renewal fails."""
    store = Store.open(Path(folder), database_url or None)
    vault = StoredVault(store, Seal(sys.stdin.read().strip()), int(connection_id))
    ahead = StoredBearer(address_of(sandbox), vault, now=lambda: datetime.now(UTC) + timedelta(hours=2))
    tokens = {ahead.token().get_secret_value() for _ in range(int(rounds))}
    sys.stdout.write(f"{len(tokens)}\n")
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
