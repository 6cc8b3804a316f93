"""Sealing: what must not be read in the database is encrypted with keys that stand outside it."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from pydantic import SecretStr

from lib.core.errors import BryggaError
from lib.core.languages import mark
from lib.fortnox.ports import Tokens
from lib.settings import Settings

Sealed = Mapping[str, str | float | bool | None]
"""What can be sealed: a flat JSON object."""


def hashed(text: str) -> str:
    """What a token is known again by and cannot be read from: its SHA-256, in hexadecimal digits."""
    return sha256(text.encode()).hexdigest()


class KeysMissing(BryggaError):
    """No key is set, so nothing can be sealed."""

    text = mark("Brygga has no key to encrypt the connections to Fortnox with.")
    next_step = mark("An administrator makes one with `brygga keys new` and sets BRYGGA_ENCRYPTION_KEYS to it.")


class SealBroken(BryggaError):
    """No key opens what was sealed."""

    text = mark("The connection to Fortnox was encrypted with a key that Brygga no longer has.")
    next_step = mark("An administrator adds the old key last in BRYGGA_ENCRYPTION_KEYS; or connect to Fortnox again.")


class Seal:
    """Seals with the first of its keys and opens with any of them."""

    def __init__(self, *keys: str) -> None:
        """Take the keys, the newest first; raises KeysMissing when there is none."""
        if not keys:
            raise KeysMissing
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    @classmethod
    def of(cls, settings: Settings) -> "Seal":
        """The seal with the keys that are set; raises KeysMissing."""
        keys = settings.encryption_keys.get_secret_value() if settings.encryption_keys else ""
        return cls(*(key.strip() for key in keys.split(",") if key.strip()))

    def close(self, content: Sealed) -> str:
        """The content, sealed."""
        return self._fernet.encrypt(json.dumps(content).encode()).decode()

    def open(self, sealed: str) -> Sealed:
        """What was sealed; raises SealBroken."""
        try:
            content: Sealed = json.loads(self._fernet.decrypt(sealed))
        except InvalidToken:
            raise SealBroken from None
        return content

    def close_tokens(self, tokens: Tokens) -> str:
        """Tokens, sealed."""
        return self.close(
            {
                "access": tokens.access.get_secret_value(),
                "refresh": tokens.refresh.get_secret_value() if tokens.refresh else None,
                "expires_at": tokens.expires_at.isoformat(),
                "scopes": tokens.scopes,
                "doubtful": tokens.doubtful,
            }
        )

    def open_tokens(self, sealed: str) -> Tokens:
        """The tokens that were sealed; raises SealBroken."""
        content = self.open(sealed)
        return Tokens(
            access=SecretStr(str(content["access"])),
            refresh=SecretStr(str(content["refresh"])) if content["refresh"] else None,
            expires_at=datetime.fromisoformat(str(content["expires_at"])),
            scopes=str(content["scopes"]),
            doubtful=bool(content["doubtful"]),
        )

    def renew(self, sealed: str) -> str:
        """The same content under the newest key; raises SealBroken."""
        try:
            return self._fernet.rotate(sealed).decode()
        except InvalidToken:
            raise SealBroken from None

    def renew_each(self, rows: Iterable[object], field: str) -> tuple[int, int]:
        """Seal a field of each row with the newest key; gives how many were, and how many no key opens."""
        done = broken = 0
        for row in rows:
            try:
                setattr(row, field, self.renew(getattr(row, field)))
                done += 1
            except SealBroken:
                broken += 1
        return done, broken


def new_key() -> str:
    """A fresh key."""
    return Fernet.generate_key().decode()
