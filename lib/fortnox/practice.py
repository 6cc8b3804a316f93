"""The local Fortnox, where it stands in for the real one: its switches, and its made-up people who let us in.

Nothing here ever goes to another host than this computer.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from html import unescape
from typing import Final
from urllib.parse import parse_qs, urlsplit

import httpx

from lib.core.languages import mark
from lib.fortnox.addresses import Address
from lib.fortnox.failures import ConsentRefused, FortnoxFailure
from lib.fortnox.transports import line_to
from lib.settings import LOOPBACK_HOSTS, Settings

SWITCHES: Final = "/sandbox/faults"
PERSON: Final = "rut@byran.example"
"""Who signs in at the local Fortnox; no password is asked for there."""
_FORMS: Final = ("sign-in", "company", "consent")
_PENDING: Final = re.compile(r'name="pending" value="([^"]*)"')
_TIMEOUT: Final = httpx.Timeout(15, connect=5)


class NoLocalFortnox(FortnoxFailure):
    """Brygga speaks to the real Fortnox, or the local one does not answer."""

    text = mark("There is no local Fortnox to try on.")
    next_step = mark("Start the demo with `brygga demo`, on a computer of your own, and try there.")


def is_local(settings: Settings) -> bool:
    """Whether the Fortnox that the settings name is one on this computer, which is never the real one."""
    urls = (settings.fortnox_auth_url, settings.fortnox_api_url)
    named = settings.fortnox_client_id and settings.fortnox_client_secret
    return bool(named) and all(urlsplit(url).hostname in LOOPBACK_HOSTS for url in urls)


def set_up(address: Address, tenant: int, switches: Sequence[Mapping[str, str]]) -> None:
    """Let all be well again with one made-up company, then let it meet these faults. Raises NoLocalFortnox."""
    with _answering(), _client(address.api) as client:
        _well(client.delete(SWITCHES, params={"tenant": tenant}))
        if switches:
            _well(client.put(SWITCHES, json=[{"tenant": tenant, **switch} for switch in switches]))


def approve(url: str, tenant: int) -> str:
    """The code that a person gets who signs in at `url`, chooses the company and lets the app in.

    Raises ConsentRefused where the local Fortnox ends it, NoLocalFortnox.
    """
    parts = urlsplit(url)
    with _answering(), _client(f"{parts.scheme}://{parts.netloc}") as client:
        answer = client.get(url)
        sent = ({"user": PERSON}, {"tenant": str(tenant)}, {"decision": "approve"})
        for form, fields in zip(_FORMS, sent, strict=True):
            pending = _PENDING.search(answer.text)
            if pending is None:
                raise NoLocalFortnox
            answer = client.post(f"/oauth-v1/auth/{form}", data={"pending": unescape(pending[1]), **fields})
    said = parse_qs(urlsplit(str(answer.headers.get("location", ""))).query)
    if "code" not in said:
        raise ConsentRefused(said.get("error", [""])[0])
    return str(said["code"][0])


def _client(url: str) -> httpx.Client:
    if urlsplit(url).hostname not in LOOPBACK_HOSTS:
        raise NoLocalFortnox
    return httpx.Client(base_url=url, timeout=_TIMEOUT, transport=line_to(url))


@contextmanager
def _answering() -> Iterator[None]:
    """Tell of a local Fortnox that is not running in our own words."""
    try:
        yield
    except httpx.RequestError:
        raise NoLocalFortnox from None


def _well(answer: httpx.Response) -> None:
    if not answer.is_success:
        raise NoLocalFortnox
