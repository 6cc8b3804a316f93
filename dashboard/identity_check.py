"""What the doctor says of the identity provider: whether it answers, is who the settings say, and goes by our time."""

import asyncio
from typing import Final

from dashboard.identity import DISCOVERY, IdentityProvider
from lib.core.errors import BryggaError
from lib.core.languages import mark
from lib.fortnox.failures import Unreachable
from lib.fortnox.reachability import clock_of
from lib.jobs.doctor import CLOCK_AT_MOST, Diagnosis, Standing
from lib.settings import SettingRefused, Settings, load
from lib.store.columns import now

PART: Final = mark("Identity provider")


def look() -> Diagnosis:
    """Look at the provider of the environment's settings; nobody is signed in, and no secret is told."""
    try:
        settings = load()
    except SettingRefused:
        return _not_run(mark("It cannot be looked at before the settings are right."))
    if settings.demo:
        return Diagnosis(PART, Standing.AGREES, mark("The demo needs none: whoever opens it chooses a role."))
    if not (settings.oidc_issuer and settings.oidc_client_id):
        return _not_run(mark("The settings name none."))
    provider = IdentityProvider(settings)
    try:
        asyncio.run(provider.keys())
        off = _seconds_off(settings)
    except BryggaError as failure:
        text, facts = failure.told
        step = mark("Look at BRYGGA_OIDC_ISSUER, the network, the proxy (HTTPS_PROXY) and the firewall.")
        return Diagnosis(PART, Standing.WRONG, text, step, facts)
    if off > CLOCK_AT_MOST.total_seconds():
        text = mark("Its clock and this computer's differ by {seconds:count|second|seconds}.")
        step = mark("Set the computer's clock by the network (NTP): nobody can sign in while they differ.")
        return Diagnosis(PART, Standing.WRONG, text, step, {"seconds": off})
    text = mark("{host} answers, is the issuer that is set, and its clock goes with ours.")
    return Diagnosis(PART, Standing.AGREES, text, facts={"host": provider.host})


def _seconds_off(settings: Settings) -> int:
    try:
        clock = clock_of(f"{str(settings.oidc_issuer).removesuffix(DISCOVERY).rstrip('/')}{DISCOVERY}")
    except Unreachable:
        return 0  # it has just answered
    return abs(round((now() - clock).total_seconds())) if clock else 0


def _not_run(text: str) -> Diagnosis:
    return Diagnosis(PART, Standing.NOT_RUN, text)
