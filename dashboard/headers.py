"""What every answer tells the browser to refuse: foreign scripts, frames, guesses and leaks."""

import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

import streamlit
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_TWO_YEARS: Final = 2 * 365 * 24 * 3600
_INLINE_SCRIPT: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class SecurityHeaders:
    """ASGI middleware that sets the headers on every answer; `secure` where the server is behind TLS."""

    app: ASGIApp
    secure: bool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and set the headers when its answer begins."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS | {"Content-Security-Policy": content_policy()})
                if self.secure:
                    headers["Strict-Transport-Security"] = f"max-age={_TWO_YEARS}"
                if not scope["path"].startswith("/static/"):
                    headers["Cache-Control"] = "no-store"
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


@cache
def content_policy() -> str:
    """Where a page of ours may take things from: this server, and Streamlit's own one inline script."""
    scripts = " ".join(f"'sha256-{digest}'" for digest in _inline_scripts())
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {scripts}".strip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "frame-ancestors 'none'",
            "base-uri 'self'",
            "object-src 'none'",
            "form-action 'self'",
        )
    )


def _inline_scripts() -> Iterator[str]:
    page = Path(streamlit.__file__).parent / "static" / "index.html"
    for script in _INLINE_SCRIPT.findall(page.read_text(encoding="utf-8")):
        yield b64encode(sha256(script.encode()).digest()).decode()
