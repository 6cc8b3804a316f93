"""Keeps consents and tokens in a file, so that a demo that is started again knows who was let in.

They open made-up books alone; the file is readable by its owner only, as if they were real.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from lib.sandbox.fortnox.people import SERVICE_ACCOUNT, USERS, User


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person let an app do with a company; `service` when it acts as a service account."""

    client_id: str
    tenant: int
    user: User
    scopes: tuple[str, ...]
    service: bool = False


Tokens = dict[str, tuple[Consent, float]]
"""Token -> what it opens, and when it expires."""
_PEOPLE: Final[Mapping[int, User]] = {user.number: user for user in (*USERS.values(), SERVICE_ACCOUNT)}


@dataclass(frozen=True, slots=True)
class Memory:
    """The file, or nothing at all."""

    path: Path | None = None

    def read(self) -> tuple[Tokens, Tokens, list[Consent]]:
        """Access tokens, refresh tokens, service accounts; none when what was kept cannot be read."""
        try:
            kept = json.loads(self.path.read_bytes()) if self.path else {"access": {}, "refresh": {}, "services": []}
            return _tokens(kept["access"]), _tokens(kept["refresh"]), [_consent(one) for one in kept["services"]]
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}, {}, []

    def write(self, access: Tokens, refresh: Tokens, services: list[Consent], now: float) -> None:
        """Keep what lives still."""
        if self.path is None:
            return
        kept = {
            "access": _plain(access, now),
            "refresh": _plain(refresh, now),
            "services": [_facts(consent) for consent in services],
        }
        self.path.parent.mkdir(parents=True, exist_ok=True)
        newer = self.path.with_suffix(".new")
        newer.touch(0o600)
        newer.write_text(json.dumps(kept), encoding="ascii")
        newer.replace(self.path)


def _plain(tokens: Tokens, now: float) -> Mapping[str, list[Any]]:
    return {token: [_facts(consent), expires] for token, (consent, expires) in tokens.items() if expires > now}


def _facts(consent: Consent) -> Mapping[str, object]:
    return {**asdict(consent), "user": consent.user.number}


def _tokens(kept: Mapping[str, Any]) -> Tokens:
    return {token: (_consent(facts), float(expires)) for token, (facts, expires) in kept.items()}


def _consent(facts: Mapping[str, Any]) -> Consent:
    return Consent(
        facts["client_id"], facts["tenant"], _PEOPLE[facts["user"]], tuple(facts["scopes"]), facts["service"]
    )
