"""Codes and tokens: single use, rotation and lifetimes as Fortnox has them.

Source: `reference/fortnox.md` §1.3 to §1.10.
"""

import base64
import hashlib
import hmac
import json
import secrets
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import RLock
from typing import Final

from lib.sandbox.fortnox.memory import Consent, Memory, Tokens

CODE_LIVES: Final = 600
ACCESS_LIVES: Final = 3600
REFRESH_LIVES: Final = 45 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Code:
    """A code that waits to be exchanged: what was sent to the authorisation must come again with it."""

    consent: Consent
    redirect_uri: str | None
    challenge: str
    method: str
    expires: float

    def fits(self, client_id: str, redirect_uri: str | None, verifier: str) -> bool:
        """Whether the exchange comes from the one who asked."""
        if self.consent.client_id != client_id or (self.redirect_uri is not None and self.redirect_uri != redirect_uri):
            return False
        return not self.challenge or hmac.compare_digest(self.challenge, _challenge(verifier, self.method))


def _challenge(verifier: str, method: str) -> str:
    if method != "S256":
        return verifier
    digest = hashlib.sha256(verifier.encode("utf-8", "replace")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


class Consents:
    """Everything that opens a door; may be used from any thread. Times are seconds of the world's clock."""

    def __init__(self, clock: Callable[[], float], memory: Memory) -> None:
        """Begin with the doors open that `memory` has kept."""
        self._clock: Final = clock
        self._lock: Final = RLock()
        self._signing: Final = secrets.token_bytes(32)
        self._codes: Final[dict[str, Code]] = {}
        self._memory: Final = memory
        self._access, self._refresh, services = memory.read()
        self._services: Final = {(consent.client_id, consent.tenant): consent for consent in services}

    def grant(self, consent: Consent, redirect_uri: str | None, challenge: str = "", method: str = "plain") -> str:
        """A new code for a consent that was just given; a service account's also lets in without a code."""
        code = secrets.token_urlsafe(24)
        with self._lock:
            self._codes[code] = Code(consent, redirect_uri, challenge, method, self._clock() + CODE_LIVES)
            if consent.service:
                self._services[consent.client_id, consent.tenant] = consent
                self._keep()
        return code

    def opened_by(self, *, code: str = "", refresh: str = "") -> Consent | None:
        """The consent behind a code or a refresh token, without using it up."""
        with self._lock:
            if code in self._codes:
                return self._codes[code].consent
            return self._refresh[refresh][0] if refresh in self._refresh else None

    def exchange(
        self, code: str, client_id: str, redirect_uri: str | None, verifier: str
    ) -> Mapping[str, object] | None:
        """The first tokens for a code, or none when it is used, too old or another's; it is used up in any case."""
        with self._lock:
            known = self._codes.pop(code, None)
            if known is None or known.expires <= self._clock() or not known.fits(client_id, redirect_uri, verifier):
                return None
            return self._tokens(known.consent)

    def refresh(self, token: str, client_id: str) -> Mapping[str, object] | None:
        """New tokens for a refresh token, which dies; none when it is dead already or another's."""
        with self._lock:
            known = self._refresh.get(token)
            if known is None or known[0].client_id != client_id:
                return None
            del self._refresh[token]
            consent, expires = known
            return self._tokens(consent) if expires > self._clock() else None

    def service(self, client_id: str, tenant: int) -> Consent | None:
        """The standing consent of a company to an app's service account."""
        return self._services.get((client_id, tenant))

    def mint(self, consent: Consent, scopes: tuple[str, ...]) -> Mapping[str, object]:
        """An access token for a service account, without a refresh token."""
        with self._lock:
            return self._access_token(Consent(consent.client_id, consent.tenant, consent.user, scopes, service=True))

    def bearer(self, token: str) -> Consent | None:
        """What an access token opens; none when it is unknown or too old."""
        with self._lock:
            consent, expires = self._access.get(token, (None, 0.0))
            return consent if expires > self._clock() else None

    def revoke(self, token: str, client_id: str) -> None:
        """Let a refresh token of the app die."""
        with self._lock:
            if token in self._refresh and self._refresh[token][0].client_id == client_id:
                del self._refresh[token]
                self._keep()

    def end_access(self, tenant: int) -> None:
        """Let every access token to a company expire (0: to all)."""
        with self._lock:
            _without(self._access, tenant)
            self._keep()

    def end_refresh(self, tenant: int, *, services: bool = False) -> None:
        """Let every refresh token to a company die (0: to all), and the service accounts' consents too."""
        with self._lock:
            _without(self._refresh, tenant)
            for key in [key for key in self._services if services and tenant in {0, key[1]}]:
                del self._services[key]
            self._keep()

    def _tokens(self, consent: Consent) -> Mapping[str, object]:
        refresh = str(uuid.uuid4())
        self._refresh[refresh] = consent, self._clock() + REFRESH_LIVES
        return {**self._access_token(consent), "refresh_token": refresh}

    def _access_token(self, consent: Consent) -> dict[str, object]:
        now = self._clock()
        claims = {
            "iat": int(now),
            "exp": int(now) + ACCESS_LIVES,
            "jti": str(uuid.uuid4()),
            "userId": consent.user.number,
            "tenantId": consent.tenant,
        }
        token = self._signed(claims)
        self._access[token] = consent, now + ACCESS_LIVES
        self._keep()
        return {
            "access_token": token,
            "expires_in": ACCESS_LIVES,
            "token_type": "bearer",
            "scope": " ".join(consent.scopes),
        }

    def _keep(self) -> None:
        self._memory.write(self._access, self._refresh, list(self._services.values()), self._clock())

    def _signed(self, claims: Mapping[str, object]) -> str:
        head = _part({"typ": "JWT", "alg": "HS256"}) + "." + _part(claims)
        mark = hmac.digest(self._signing, head.encode(), "sha256")
        return f"{head}.{base64.urlsafe_b64encode(mark).rstrip(b'=').decode()}"


def _part(content: Mapping[str, object]) -> str:
    text = json.dumps(content, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def _without(tokens: Tokens, tenant: int) -> None:
    for token in [token for token, (consent, _expires) in tokens.items() if tenant in {0, consent.tenant}]:
        del tokens[token]
