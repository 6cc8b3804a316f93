"""The part of the table of roles x actions about consents, bundles and erasing, and an act for each action."""

from collections.abc import Callable
from datetime import UTC

from lib.actions import consents
from lib.actions.bundles import take_bundle
from lib.actions.consents import Lasting
from lib.actions.desk import Desk
from lib.actions.erasing import erase_client
from lib.settings import load
from lib.store.tables import Client, Import

SUPPORT, ACCOUNTANTS, ADMINS = (False, True, True, True), (False, False, True, True), (False, False, False, True)
EXPECTED = {
    "consent.give": ACCOUNTANTS,
    "consent.ask": SUPPORT,
    "bundle.take": SUPPORT,
    "client.erase": ADMINS,
}

ACTS: dict[str, Callable[[Desk, Client, Import], object]] = {
    "consent.give": lambda desk, client, _: consents.give_consent(desk, client.id, Lasting.HOUR, "Felsökning", UTC),
    "consent.ask": lambda desk, client, _: consents.ask_for_consent(desk, client.id, "Felsökning"),
    "bundle.take": lambda desk, client, _: take_bundle(desk, load(), client.id),
    "client.erase": lambda desk, client, _: erase_client(desk, client.id, client.name),
}
