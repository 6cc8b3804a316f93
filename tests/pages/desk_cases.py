"""Failures as the support desk meets them: a bureau at its local Fortnox, and what the desk says of each."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import stamina

from lib.core.languages import LANGUAGES, Language, translate
from lib.store.tables import Client, Role
from lib.support.diagnoses import CONNECTING, PEOPLE, Reconnect, Who
from tests.jobs.local_fortnox import Bureau, bureau_at, new_world
from tests.pages.office import Office, shown

HARD_BLANK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Failure:
    """A failure of `product.md` §10: how it is made, and what the desk must say of it, as phrases sv and en."""

    name: str
    make: Callable[[Bureau], Client]
    cause: tuple[str, str]
    step: tuple[str, str]
    who: Who
    reconnect: Reconnect | None = Reconnect.USELESS


@contextmanager
def bureau_of(office: Office, patch: pytest.MonkeyPatch, *, only: tuple[int, ...] = ()) -> Iterator[Bureau]:
    """A local Fortnox beside the office, with the office's accountant at its desk."""
    with bureau_at(office.store, new_world(only), patch) as opened, stamina.set_testing(True, attempts=2, cap=True):
        opened.users["Rut"] = office.person(Role.ACCOUNTANT).user_id
        yield opened


def blocks(office: Office, client: Client, language: Language = "sv") -> list[str]:
    """What the case text says on the page, a block for each diagnosis that is chosen by itself."""
    app = office.screen("support_desk", language=language, klient=client.id, svar=language)
    assert not app.exception
    (code,) = app.code
    return code.value.replace(HARD_BLANK, " ").split("\n\n")[1:]


def page(
    office: Office,
    client: Client,
    language: Language = "sv",
    role: Role = Role.ACCOUNTANT,
    *,
    consent: bool = True,
    **address: Any,  # noqa: ANN401 - whatever the address holds
) -> str:
    """Everything that the desk says; to support with the accountant's consent or without."""
    app = office.screen("support_desk", role, language, consent=consent, klient=client.id, **address)
    assert not app.exception
    return shown(app).replace(HARD_BLANK, " ")


def check(office: Office, client: Client, failure: Failure) -> None:
    """Hold the desk to naming cause, next step, whose it is, and whether connecting again can help."""
    for number, language in enumerate(LANGUAGES):
        told = blocks(office, client, language)
        about = [block for block in told if failure.cause[number] in block]
        assert about, (failure.cause[number], told)
        assert failure.step[number] in about[0]
        assert translate(PEOPLE[failure.who], language) in about[0]
        if failure.reconnect is not None:
            assert translate(CONNECTING[failure.reconnect], language) in about[0]
