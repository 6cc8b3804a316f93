"""The bureau's identity provider by OpenID Connect: the only place that speaks to it, in Authlib's words.

Discovery, authorization code with PKCE, and the ID token verified (signature, issuer, audience, time,
nonce). No token leaves this module: what comes out are the claims, or a failure of ours.
"""

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
from joserfc.errors import ClaimError, ExpiredTokenError, JoseError
from joserfc.jwk import KeySet

from dashboard.identity_failures import (
    ClockDiffers,
    CodeRefused,
    ProviderFaulty,
    ProviderKnowsUsNot,
    ProviderUnreachable,
)
from lib.core.languages import mark
from lib.fortnox.failures import word_of
from lib.fortnox.transports import proxy_to
from lib.settings import LOOPBACK_HOSTS, Settings

with warnings.catch_warnings():
    from authlib.deprecate import AuthlibDeprecationWarning  # sets a filter that shows it always

    # it would rather have httpx2, which stays out of here
    warnings.simplefilter("ignore", AuthlibDeprecationWarning)
    from authlib.common.errors import AuthlibBaseError
    from authlib.integrations.base_client import OAuthError
    from authlib.integrations.starlette_client import StarletteOAuth2App
    from authlib.oidc.core import CodeIDToken

DISCOVERY: Final = "/.well-known/openid-configuration"
TIMEOUT: Final = httpx.Timeout(10, connect=5)
LEEWAY: Final = 60
"""Seconds by which the provider's clock may differ from ours."""
ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""How an ID token may be signed: with a key of the provider's alone, never with none and never with our secret."""
_METHODS: Final = ("client_secret_basic", "client_secret_post")
_ENDPOINTS: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_READ: Final[tuple[str, ...]] = ("issuer", *_ENDPOINTS, "end_session_endpoint", "_loaded_at")
"""What is used of the discovery document; the rest would be taken for settings of the client."""
_UNKNOWN_CLIENT: Final = frozenset({"invalid_client", "unauthorized_client"})
_TIMES: Final = frozenset({"exp", "iat", "nbf"})

UNREADABLE: Final = mark("its answer cannot be read")
INSECURE: Final = mark("it names an address without encryption")
OTHER_ISSUER: Final = mark("its discovery document names another issuer than BRYGGA_OIDC_ISSUER")
NO_ID_TOKEN: Final = mark("it sent no ID token")
BAD_SIGNATURE: Final = mark("the signature of the ID token cannot be verified")
BAD_CLAIM: Final = mark("the ID token was made for somebody or something else")
SAID_NO: Final = mark("it answered with an error")


class IdentityProvider:
    """One trip's worth of the provider: its discovery document is read anew, so that its keys are those of now."""

    def __init__(self, settings: Settings) -> None:
        """Speak to the provider of the settings, which name it outside demo mode."""
        secret = settings.oidc_client_secret
        self._issuer = str(settings.oidc_issuer).removesuffix(DISCOVERY)
        self.host = urlsplit(self._issuer).hostname or ""
        self._app = StarletteOAuth2App(
            None,
            client_id=settings.oidc_client_id,
            client_secret=secret.get_secret_value() if secret else None,
            server_metadata_url=f"{self._issuer.rstrip('/')}{DISCOVERY}",
            client_kwargs={
                "scope": settings.oidc_scopes,
                "code_challenge_method": "S256",
                "timeout": TIMEOUT,
                "transport": httpx.AsyncHTTPTransport(proxy=proxy_to(self._issuer)),
            },
        )
        self._client_id = settings.oidc_client_id

    async def discover(self) -> Mapping[str, Any]:
        """The discovery document. Raises ProviderUnreachable or ProviderFaulty."""
        with self._told():
            known: dict[str, Any] = await self._app.load_server_metadata()
            if str(known["issuer"]).rstrip("/") != self._issuer.rstrip("/"):
                raise ProviderFaulty(host=self.host, problem=OTHER_ISSUER)
            if not all(_kept_private(str(known[name])) for name in _ENDPOINTS):
                raise ProviderFaulty(host=self.host, problem=INSECURE)
            offered = known.get("id_token_signing_alg_values_supported", ())
            algorithms = [one for one in offered if one in ALGORITHMS] or ["RS256"]
            methods = known.get("token_endpoint_auth_methods_supported") or _METHODS
            method = next((one for one in _METHODS if one in methods), _METHODS[0])
            self._app.client_kwargs["token_endpoint_auth_method"] = method
            read = {name: known[name] for name in _READ if name in known}
            self._app.server_metadata = read | {"id_token_signing_alg_values_supported": algorithms}
            return read

    async def keys(self) -> int:
        """How many keys it signs with. Raises as `discover`."""
        await self.discover()
        with self._told():
            found = await self._app.fetch_jwk_set()
            return len(KeySet.import_key_set(found).keys)

    async def address(self, *, redirect_uri: str, state: str, nonce: str, verifier: str) -> str:
        """Where a person signs in. Raises as `discover`."""
        await self.discover()
        with self._told():
            begun = await self._app.create_authorization_url(
                redirect_uri, state=state, nonce=nonce, code_verifier=verifier
            )
            return str(begun["url"])

    async def claims(self, *, code: str, redirect_uri: str, nonce: str, verifier: str) -> Mapping[str, object]:
        """What the ID token for a code says, verified. Raises what `identity_failures` holds."""
        issuer = (await self.discover())["issuer"]
        with self._told():
            token = await self._app.fetch_access_token(redirect_uri, code=code, code_verifier=verifier)
            if not token.get("id_token"):
                raise ProviderFaulty(host=self.host, problem=NO_ID_TOKEN)
            must: dict[str, Any] = {
                "iss": {"essential": True, "value": issuer},
                "aud": {"essential": True, "value": self._client_id},
            }
            return dict(
                await self._app.parse_id_token(
                    token, nonce=nonce, claims_options=must, claims_cls=CodeIDToken, leeway=LEEWAY
                )
            )

    async def end_session_address(self, back: str) -> str | None:
        """Where a person signs out at the provider too; None when it offers no such thing. Raises as `discover`."""
        known = await self.discover()
        if not _kept_private(str(known.get("end_session_endpoint", ""))):
            return None
        # named by our id, for an ID token in an address would be kept in histories and logs
        with self._told():
            ended = await self._app.create_logout_url(back, client_id=self._client_id)
            return str(ended["url"])

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Tell of whatever goes wrong in our own words; the provider's own may hold a code or a token."""
        try:
            yield
        except httpx.RequestError:
            raise ProviderUnreachable(host=self.host) from None
        except OAuthError as error:
            word = word_of(str(error.error or ""))
            if word in _UNKNOWN_CLIENT:
                raise ProviderKnowsUsNot(host=self.host) from None
            if word == "invalid_grant":
                raise CodeRefused(host=self.host) from None
            raise ProviderFaulty(host=self.host, problem=SAID_NO) from None
        except httpx.HTTPStatusError:
            raise ProviderFaulty(host=self.host, problem=SAID_NO) from None
        except ClaimError as error:
            if isinstance(error, ExpiredTokenError) or error.claim in _TIMES:
                raise ClockDiffers(host=self.host) from None
            raise ProviderFaulty(host=self.host, problem=BAD_CLAIM) from None
        except JoseError:
            raise ProviderFaulty(host=self.host, problem=BAD_SIGNATURE) from None
        except (AuthlibBaseError, AttributeError, KeyError, TypeError, ValueError):
            raise ProviderFaulty(host=self.host, problem=UNREADABLE) from None


def _kept_private(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK_HOSTS)
