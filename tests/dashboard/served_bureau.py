"""A bureau whose people sign in with its identity provider."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from lib.store.database import Store
from tests.dashboard.identity_provider import IdentityProvider, identity_provider
from tests.dashboard.served import Served, served

CLAIMS = {
    "BRYGGA_OIDC_ROLE_CLAIM": "groups",
    "BRYGGA_OIDC_ROLES": "Ekonomer=accountant, Support=support",
    "BRYGGA_FIRST_ADMIN": "anna@byran.example",
}


@dataclass(frozen=True)
class Bureau:
    """A served dashboard, its folder and the provider where its people sign in."""

    server: Served
    provider: IdentityProvider
    folder: Path

    @contextmanager
    def store(self) -> Iterator[Store]:
        """What the dashboard stores in."""
        with closing(Store.open(self.folder / "data")) as store:
            yield store


@contextmanager
def served_bureau(folder: Path) -> Iterator[Bureau]:
    """The bureau, with roles that the provider's claims give."""
    with identity_provider() as provider, served(folder, **provider.settings(**CLAIMS)) as server:
        yield Bureau(server, provider, folder)
