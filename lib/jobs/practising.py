"""The first step of a practice: put the local Fortnox in a situation, having connected to its made-up company."""

import secrets
from datetime import date
from typing import Final

from lib.fortnox import oauth, practice
from lib.fortnox.addresses import Address
from lib.fortnox.failures import ConsentRefused
from lib.fortnox.oauth import TokenRefused
from lib.fortnox.ports import Tokens
from lib.fortnox.practice import NoLocalFortnox
from lib.jobs import demo, lines
from lib.jobs.situations import SITUATIONS
from lib.jobs.stations import Outcome
from lib.settings import load
from lib.store import connections, imports, jobs
from lib.store.columns import now
from lib.store.database import Store
from lib.store.sealing import Seal
from lib.store.tables import Client

SITUATION: Final = "situation"
"""The option of an import that names the situation it is tried in."""
MENDED: Final = "mended"
"""The option that leaves the faults out: what the remedy brings."""
_RETURN: Final = "http://127.0.0.1:8501/fortnox/callback"
"""Where a browser would be sent back to; nothing goes there."""


def practise(store: Store, import_id: str) -> Outcome:
    """Let all be well, connect as whoever started the job, then let the faults begin. May be repeated.

    Raises NoLocalFortnox, ConsentRefused, and what else keeps a connection from being made.
    """
    settings = load()
    if not practice.is_local(settings):
        raise NoLocalFortnox
    with store.reading() as session:
        import_ = imports.get(session, import_id)
        (job, *_older) = jobs.of_import(session, import_id)
    situation, address = SITUATIONS[import_.options[SITUATION]], Address.of(settings)
    practice.set_up(address, situation.tenant, ())
    tokens = _let_in(address, situation.tenant)
    company = lines.company_of(store, tokens)
    with store.transaction() as session:
        connections.add_or_renew(
            session,
            Seal.of(settings),
            user_id=job.started_by or 0,
            client_id=import_.client_id,
            company=company,
            tokens=tokens,
            now=now(),
        )
    if MENDED not in import_.options:
        practice.set_up(address, situation.tenant, situation.switches)
    return Outcome.GO_ON


def client_of(store: Store, key: str) -> Client:
    """The made-up client of a situation, added where it is missing; it is one of the demo's, and no real one."""
    return demo.of_the_local_fortnox(store, SITUATIONS[key].tenant, date.today())  # noqa: DTZ011 - as the demo does


def _let_in(address: Address, tenant: int) -> Tokens:
    verifier = oauth.new_verifier()
    url = oauth.authorise_url(
        address,
        state=secrets.token_urlsafe(16),
        redirect_uri=_RETURN,
        challenge=oauth.challenge(verifier),
        service=False,
    )
    try:
        return oauth.exchange(address, practice.approve(url, tenant), _RETURN, verifier)
    except TokenRefused as refusal:
        raise ConsentRefused(refusal.error) from None
