"""Answers as they look on the wire: JSON as PHP writes it, and the headers that Fortnox sends.

Source: recorded traffic, `reference/fortnox.md` §1.6, §1.7, §2.2 and §2.4.
"""

import json
import secrets
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from starlette.responses import Response

NO_MORE: Final[Mapping[str, str]] = {}
BUILD: Final = "16d854443d"
_ALWAYS: Final = {"server": "Fortnox", "vary": "Accept-Encoding"}
_API: Final = {
    "x-build": BUILD,
    "x-frame-options": "sameorigin",
    "x-content-type-options": "nosniff",
    "x-xss-protection": "0",
    "referrer-policy": "strict-origin-when-cross-origin",
    "strict-transport-security": "max-age=31536000; includeSubdomains",
    "content-security-policy": "default-src 'self'; frame-ancestors 'self'",
}
_NOT_KEPT: Final = {"cache-control": "no-store", "pragma": "no-cache"}


def php_json(value: object, base: str = "") -> bytes:
    r"""The JSON of `value` without whitespace, with `\/` and `\uXXXX`; `@url…` begins with `base` and `/3/`."""
    text = json.dumps(_addressed(value, base), separators=(",", ":"), default=_plain)
    return text.replace("/", "\\/").encode("ascii")


def api_answer(
    status: int,
    content: bytes,
    *,
    media_type: str = "application/json",
    more: Mapping[str, str] = NO_MORE,
) -> Response:
    """An answer of the API with all its headers and some `more`."""
    headers = {
        "content-type": media_type,
        "x-uid": secrets.token_hex(4),
        "x-rack-responsetime": "0",
        **_ALWAYS,
        **_API,
        **more,
    }
    return Response(content, status, headers)


def token_answer(body: Mapping[str, object]) -> Response:
    """What the token endpoint gives when it gives something."""
    return Response(php_json(body), 200, {"content-type": "application/json", **_ALWAYS, **_NOT_KEPT})


def token_refusal(status: int, error: str, description: str) -> Response:
    """A refusal of the token endpoint: JSON that says it is text (401) or a page (400)."""
    kind = "text/plain;charset=UTF-8" if status == 401 else "text/html; charset=UTF-8"  # noqa: PLR2004
    body = php_json({"error": error, "error_description": description})
    return Response(body, status, {"content-type": kind, **_ALWAYS, **_NOT_KEPT})


def _addressed(value: object, base: str) -> object:
    if isinstance(value, Mapping):
        return {
            key: _absolute(base, item) if _is_url(key, item) else _addressed(item, base) for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [_addressed(item, base) for item in value]
    return value


def _is_url(key: object, value: object) -> bool:
    return isinstance(key, str) and key.startswith("@url") and isinstance(value, str)


def _absolute(base: str, below: object) -> str:
    return f"{base}/3/{below}"


def _plain(value: Any) -> Any:  # noqa: ANN401 - json's own signature
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        # the shortest form that says the same, as PHP writes it: 1250, 1250.5
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(type(value).__name__)
