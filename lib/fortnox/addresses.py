"""Where Fortnox is, and who we are to it."""

from dataclasses import dataclass

from pydantic import SecretStr

from lib.fortnox.failures import NotSetUp
from lib.settings import Settings


@dataclass(frozen=True, slots=True)
class Address:
    """The two hosts of Fortnox, without a slash at their end, and our app's id and secret there."""

    auth: str
    api: str
    client_id: str
    client_secret: SecretStr

    @classmethod
    def of(cls, settings: Settings) -> "Address":
        """The address that the settings name; raises NotSetUp when they name no app."""
        if not (settings.fortnox_client_id and settings.fortnox_client_secret):
            raise NotSetUp
        return cls(
            settings.fortnox_auth_url.rstrip("/"),
            settings.fortnox_api_url.rstrip("/"),
            settings.fortnox_client_id,
            settings.fortnox_client_secret,
        )
