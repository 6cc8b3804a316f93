"""OAuth with Fortnox, and the only place that knows Authlib: what comes out are our own types and failures."""

import json
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import httpx
from pydantic import SecretStr

from lib.core.languages import mark
from lib.fortnox.addresses import Address
from lib.fortnox.failures import AnswerUnreadable, FortnoxFaulty, TooManyRequests, Unreachable, word_of
from lib.fortnox.ports import Tokens
from lib.fortnox.transports import NOT_SENT, SERVER_FAULTS, TOO_MANY, line_to

with warnings.catch_warnings():
    from authlib.deprecate import AuthlibDeprecationWarning  # sets a filter that shows it always

    # it would rather have httpx2, which stays out of here
    warnings.simplefilter("ignore", AuthlibDeprecationWarning)
    from authlib.common.security import generate_token
    from authlib.integrations.httpx_client import OAuth2Client
    from authlib.oauth2.rfc7636 import create_s256_code_challenge

SCOPES: Final = (
    "companyinformation bookkeeping settings costcenter project customer supplier invoice supplierinvoice payment"
)
"""What is asked for: as much as the books and both ledgers need."""
BOOK_SCOPES: Final = "companyinformation bookkeeping settings costcenter project"
"""What is asked for of a company that has no licence for its ledgers."""
CONNECTION: Final = mark("the connection")
TIMEOUT: Final = httpx.Timeout(15, connect=5)
_VERIFIER_LENGTH: Final = 64
_HINT: Final = "refresh_token"
_BASIC: Final = "client_secret_basic"
_FORM: Final = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}


class TokenRefused(Exception):
    """Fortnox's token endpoint says no; `error` is its word for it (`invalid_grant`)."""

    def __init__(self, error: str) -> None:
        """Carry the word."""
        self.error = word_of(error)
        super().__init__(self.error)


def new_verifier() -> str:
    """A fresh secret of PKCE, kept until the person comes back."""
    return str(generate_token(_VERIFIER_LENGTH))


def challenge(verifier: str) -> str:
    """What is told of a verifier beforehand: its SHA-256."""
    return str(create_s256_code_challenge(verifier))


def authorise_url(  # noqa: PLR0913 - what the portal is told, all by name
    address: Address, *, state: str, redirect_uri: str, challenge: str, service: bool, scopes: str = SCOPES
) -> str:
    """Where a person goes to let Brygga into `scopes`; `service` asks for the company's own consent."""
    extra = {"account_type": "service"} if service else {}
    with _client(address, None) as client:
        url, _state = client.create_authorization_url(
            f"{address.auth}/oauth-v1/auth",
            state=state,
            scope=scopes,
            redirect_uri=redirect_uri,
            access_type="offline",
            code_challenge=challenge,
            code_challenge_method="S256",
            **extra,
        )
    return str(url)


def exchange(
    address: Address, code: str, redirect_uri: str, verifier: str, *, transport: httpx.BaseTransport | None = None
) -> Tokens:
    """The tokens for the code that a person brought back. Raises TokenRefused, FortnoxFailure."""
    return _tokens(
        address,
        transport,
        lambda client: client.fetch_token(
            _token_url(address),
            grant_type="authorization_code",
            code=code,
            redirect_uri=redirect_uri,
            code_verifier=verifier,
            headers=_FORM,
        ),
    )


def refresh(address: Address, token: SecretStr, *, transport: httpx.BaseTransport | None = None) -> Tokens:
    """New tokens for a refresh token, which is dead from then on. Raises TokenRefused, FortnoxFailure."""
    secret = token.get_secret_value()
    return _tokens(
        address,
        transport,
        lambda client: client.refresh_token(_token_url(address), refresh_token=secret, headers=_FORM),
    )


def mint(address: Address, tenant: int, *, transport: httpx.BaseTransport | None = None) -> Tokens:
    """A token on the company's own consent (client credentials). Raises TokenRefused, FortnoxFailure."""
    headers = {**_FORM, "TenantId": str(tenant)}
    return _tokens(
        address,
        transport,
        lambda client: client.fetch_token(_token_url(address), grant_type="client_credentials", headers=headers),
    )


def revoke(address: Address, token: SecretStr, *, transport: httpx.BaseTransport | None = None) -> None:
    """Give a refresh token back, and with it the connection. Raises TokenRefused, FortnoxFailure."""
    with _client(address, transport) as client, _told():
        answer = client.revoke_token(
            f"{address.auth}/oauth-v1/revoke", token=token.get_secret_value(), token_type_hint=_HINT
        )
        _judged(answer)


def _token_url(address: Address) -> str:
    return f"{address.auth}/oauth-v1/token"


def _client(address: Address, transport: httpx.BaseTransport | None) -> OAuth2Client:
    # no scope on the client: it would go along with every refresh
    client = OAuth2Client(
        client_id=address.client_id,
        client_secret=address.client_secret.get_secret_value(),
        token_endpoint_auth_method=_BASIC,
        timeout=TIMEOUT,
        transport=transport or line_to(address.auth),
    )
    for kind in ("access_token_response", "refresh_token_response"):
        client.register_compliance_hook(kind, _judged)
    return client


def _tokens(
    address: Address, transport: httpx.BaseTransport | None, ask: Callable[[OAuth2Client], Mapping[str, Any]]
) -> Tokens:
    asked = datetime.now(UTC)
    with _client(address, transport) as client, _told():
        try:
            return _read(ask(client), asked)
        except (KeyError, TypeError, ValueError, OverflowError):
            raise AnswerUnreadable(what=CONNECTION) from None


def _read(answer: Mapping[str, Any], asked: datetime) -> Tokens:
    refresh = answer.get("refresh_token")
    return Tokens(
        access=SecretStr(str(answer["access_token"])),
        refresh=SecretStr(str(refresh)) if refresh else None,
        expires_at=asked + timedelta(seconds=int(answer["expires_in"])),
        scopes=str(answer.get("scope") or ""),
    )


def _judged(answer: httpx.Response) -> httpx.Response:
    """The answer, when it is one; errors come as JSON under any content type."""
    if answer.status_code == TOO_MANY:
        raise TooManyRequests
    if answer.status_code >= SERVER_FAULTS:
        raise FortnoxFaulty(status=answer.status_code)
    body: object = None
    with suppress(ValueError):
        body = json.loads(answer.content)
    if isinstance(body, dict) and isinstance(body.get("error"), str):
        raise TokenRefused(body["error"])
    # Authlib would raise an error of its own for an `error` that is no word
    if not (answer.is_success and isinstance(body, dict) and "error" not in body):
        raise AnswerUnreadable(what=CONNECTION)
    return answer


@contextmanager
def _told() -> Iterator[None]:
    """Tell of what stops a request before its answer in our own words."""
    try:
        yield
    except httpx.RequestError as error:
        raise Unreachable(sent=not isinstance(error, NOT_SENT)) from None
