"""Addresses on this server: as others are to lead people back to it, and as it leads them on itself."""

from starlette.requests import Request

from lib.settings import Settings


def own_address(request: Request, settings: Settings, path: str) -> str:
    """A path of ours under the address that people type, else the one that this request came to."""
    if settings.public_url:
        return f"{settings.public_url.rstrip('/')}{path}"
    return f"{request.url.scheme}://{request.url.netloc}{path}"


def local_path(text: str) -> str:
    """A path on this server to lead back to; anything that could lead elsewhere becomes the first page."""
    is_local = text.startswith("/") and not text.startswith("//") and "\\" not in text and text.isprintable()
    return text if is_local else "/"
