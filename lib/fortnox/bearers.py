"""The access token of the moment, renewed so that no renewal is ever lost or done twice."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

import httpx
from pydantic import SecretStr

from lib.fortnox import oauth
from lib.fortnox.addresses import Address
from lib.fortnox.failures import (
    AnswerUnreadable,
    AppUnknown,
    ConnectionLost,
    FortnoxFailure,
    FortnoxFaulty,
    TooManyRequests,
    Unreachable,
)
from lib.fortnox.oauth import TokenRefused
from lib.fortnox.ports import Tokens, Vault
from lib.fortnox.reasons import LostReason
from lib.fortnox.refusals import GRANTS

LEEWAY: Final = timedelta(seconds=60)
"""A token that dies within this time is renewed before it is used."""


def _now() -> datetime:
    return datetime.now(UTC)


class StoredBearer:
    """The bearer of a connection in a vault; with `tenant` it is a service account's."""

    def __init__(
        self,
        address: Address,
        vault: Vault,
        *,
        tenant: int | None = None,
        now: Callable[[], datetime] = _now,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """Go by the tokens in `vault`; `tenant` is what a service account mints its tokens for."""
        self._address = address
        self._vault = vault
        self._tenant = tenant
        self._now = now
        self._transport = transport

    def token(self) -> SecretStr:
        """An access token that has not expired; raises ConnectionLost, Unreachable and its like."""
        tokens = self._vault.read()
        if tokens.expires_at - LEEWAY > self._now():
            return tokens.access
        return self._renewed_once(tokens).access

    def renewed(self, refused: SecretStr) -> SecretStr:
        """Another access token than the one that was refused."""
        tokens = self._vault.read()
        if tokens.access != refused:
            return tokens.access
        return self._renewed_once(tokens).access

    def lose(self, reason: LostReason) -> None:
        """Note that the connection lets us do nothing any more."""
        self._vault.lose(self._vault.read(), reason)

    def _renewed_once(self, known: Tokens) -> Tokens:
        """Renew `known` unless somebody else has, while we waited for our turn."""
        with self._vault.lease():
            tokens = self._vault.read()
            return tokens if tokens.access != known.access else self._renew(tokens)

    def _renew(self, tokens: Tokens) -> Tokens:
        """Renew under the lease: the doubt is written before the request, the new tokens before their use."""
        doubtful = tokens.doubtful
        for last in (False, True):
            self._vault.doubt(tokens)
            try:
                new = self._asked(tokens)
            except TokenRefused as refusal:
                return self._refused(tokens, refusal.error, doubtful=doubtful)
            except (Unreachable, FortnoxFaulty, AnswerUnreadable, TooManyRequests) as failure:
                doubtful |= _unknown(failure)
                if not doubtful:
                    self._vault.trust(tokens)
                current = self._vault.read()
                if current.access != tokens.access:
                    return current
                if last:
                    raise
            else:
                return self._kept(tokens, new)
        raise AssertionError  # pragma: no cover - the last attempt raises or returns

    def _kept(self, tokens: Tokens, new: Tokens) -> Tokens:
        """What the vault holds once it was given the new tokens; those that it has no place for are given back."""
        if self._vault.replace(tokens, by=new):
            return self._vault.read()
        try:
            current = self._vault.read()
        except ConnectionLost:
            self._give_back(new)
            raise
        if current.refresh != new.refresh:
            self._give_back(new)
        return current

    def _give_back(self, tokens: Tokens) -> None:
        """Revoke tokens that nobody will use; a service account's consent is not theirs to end."""
        if self._tenant is None and tokens.refresh is not None:
            with suppress(TokenRefused, FortnoxFailure):
                oauth.revoke(self._address, tokens.refresh, transport=self._transport)

    def _asked(self, tokens: Tokens) -> Tokens:
        if self._tenant is not None:
            minted = oauth.mint(self._address, self._tenant, transport=self._transport)
            return replace(minted, refresh=tokens.refresh)  # which disconnecting gives back
        if tokens.refresh is None:
            raise TokenRefused("invalid_grant")
        return oauth.refresh(self._address, tokens.refresh, transport=self._transport)

    def _refused(self, tokens: Tokens, error: str, *, doubtful: bool) -> Tokens:
        """What stands in the vault by now, if that is something else; else the connection is over."""
        current = self._vault.read()
        if current.access != tokens.access:
            return current
        reason = GRANTS.get(error)
        if reason is None:
            if not doubtful:
                self._vault.trust(tokens)
            raise AppUnknown(error=error)
        if reason is LostReason.REVOKED and doubtful and self._tenant is None:
            reason = LostReason.ROTATED
        self._vault.lose(tokens, reason)
        raise ConnectionLost(reason)


class FreshBearer:
    """The bearer of tokens that have just been got and are kept nowhere yet."""

    def __init__(self, tokens: Tokens) -> None:
        """Go by these tokens while they last."""
        self._tokens = tokens

    def token(self) -> SecretStr:
        """The access token."""
        return self._tokens.access

    def renewed(self, refused: SecretStr) -> SecretStr:  # noqa: ARG002 - the port's own signature
        """There is no other: raises ConnectionLost."""
        raise ConnectionLost(LostReason.CLOSED)

    def lose(self, reason: LostReason) -> None:
        """Nothing is kept, so nothing is lost."""


def _unknown(failure: Exception) -> bool:
    """Whether the renewal may have been carried out all the same."""
    return failure.sent if isinstance(failure, Unreachable) else not isinstance(failure, TooManyRequests)
