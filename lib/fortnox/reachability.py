"""Whether Fortnox's hosts answer at all: one short question without any token, whose answer is not read."""

from contextlib import suppress
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final

import httpx

from lib.fortnox.failures import Unreachable
from lib.fortnox.transports import NOT_SENT, line_to

PATIENCE: Final = httpx.Timeout(5, connect=3)


def clock_of(url: str) -> datetime | None:
    """The time by the host's own clock, None when it does not tell; raises Unreachable when it does not answer.

    Any answer will do, a refusal too: what is asked for is no resource of theirs.
    """
    try:
        with (
            httpx.Client(transport=line_to(url), timeout=PATIENCE, headers={"User-Agent": "Brygga"}) as client,
            client.stream("GET", url) as answer,
        ):
            told = answer.headers.get("Date", "")
    except httpx.RequestError as error:
        raise Unreachable(sent=not isinstance(error, NOT_SENT)) from None
    with suppress(ValueError):
        moment = parsedate_to_datetime(told)
        return moment if moment.tzinfo else None
    return None
