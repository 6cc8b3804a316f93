"""A person's own connection to a client's Fortnox: begun here, finished when the person comes back, taken back."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from lib.actions.desk import Desk
from lib.core.errors import BryggaError
from lib.core.languages import mark
from lib.fortnox import oauth
from lib.fortnox.addresses import Address
from lib.fortnox.failures import ConsentRefused, FortnoxFailure
from lib.fortnox.oauth import TokenRefused
from lib.fortnox.ports import Tokens
from lib.fortnox.registers import Company
from lib.jobs import identity, lines
from lib.jobs.lines import NotConnected
from lib.jobs.workflows import REVOKE
from lib.settings import load
from lib.store import attempts, clients, connections
from lib.store.attempts import Attempt
from lib.store.columns import now
from lib.store.sealing import Seal, SealBroken

CONNECT: Final = "fortnox.connect"
NUMBER_SET: Final = mark("The client's organisation number was set to {number} from Fortnox.")


class TripOver(BryggaError):
    """Nobody set out on this trip, or not in this browser, or too long ago, or it has come back before."""

    text = mark("The sign-in to Fortnox took more than ten minutes, or was not begun in this browser.")
    next_step = mark("Begin again with Connect to Fortnox.")


@dataclass(frozen=True, slots=True)
class Return:
    """Where a person who comes back from Fortnox goes on, and what stood in the way, if anything did."""

    client_id: int
    path: str
    failure: BryggaError | None = None


def check_set_up() -> None:
    """Raise NotSetUp or KeysMissing where nobody can connect to Fortnox before an administrator has seen to it."""
    settings = load()
    Address.of(settings)
    Seal.of(settings)


def begin_connect(  # noqa: PLR0913 - what a trip needs, all by name
    desk: Desk, client_id: int, *, return_path: str, browser: str, redirect_uri: str, books_only: bool = False
) -> str:
    """The address at Fortnox's login portal where the person signs in.

    `browser` is what only the person's browser knows, `return_path` where to go on then, and `books_only`
    asks for no ledgers, for a company without the licences. Raises Forbidden, NotFound, NotSetUp, KeysMissing.
    """
    desk.allow(CONNECT, client_id)
    settings = load()
    address, verifier = Address.of(settings), oauth.new_verifier()
    with desk.transaction() as session:
        clients.get(session, client_id)
        state = attempts.begin_attempt(
            session,
            Seal.of(settings),
            user_id=desk.person.user_id,
            client_id=client_id,
            browser=browser,
            verifier=verifier,
            return_path=return_path,
            service=settings.fortnox_service_accounts,
            now=now(),
        )
    return oauth.authorise_url(
        address,
        state=state,
        redirect_uri=redirect_uri,
        challenge=oauth.challenge(verifier),
        service=settings.fortnox_service_accounts,
        scopes=oauth.BOOK_SCOPES if books_only else oauth.SCOPES,
    )


def finish_connect(desk: Desk, *, state: str, code: str, browser: str, redirect_uri: str) -> Return:
    """Exchange the code that the person brought back, and keep the connection when the company is the client.

    Tokens of another company are given back at once. A client without an organisation number gets the company's.
    Raises TripOver; any other failure is logged and told in what is returned.
    """
    attempt = _come_back(desk, state, browser)
    try:
        with desk.acting(CONNECT, attempt.client_id) as facts:
            tokens = _exchanged(code, redirect_uri, attempt.verifier)
            company, number = _keep(desk, attempt, tokens)
            facts["company"] = company.name
    except BryggaError as failure:
        return Return(attempt.client_id, attempt.return_path, failure)
    if number:
        with desk.acting(CONNECT, attempt.client_id, done=NUMBER_SET, number=number):
            pass
    return Return(attempt.client_id, attempt.return_path)


def give_up_connect(desk: Desk, *, state: str, error: str, browser: str) -> Return:
    """The person came back without a code: Fortnox's own word for it is told in ours. Raises TripOver."""
    attempt = _come_back(desk, state, browser)
    try:
        with desk.acting(CONNECT, attempt.client_id):
            raise ConsentRefused(error)
    except BryggaError as failure:
        return Return(attempt.client_id, attempt.return_path, failure)


def disconnect(desk: Desk, client_id: int) -> None:
    """Take the person's own connection out of use at once; a job revokes it in Fortnox. Raises NotConnected."""
    with desk.acting("fortnox.disconnect", client_id) as facts:
        with desk.transaction() as session:
            connection = connections.of(session, desk.person.user_id, client_id)
            if connection is None:
                raise NotConnected
            facts["company"] = connection.company_name
            connections.take_back(session, connection.id, now())
        desk.jobs.start(REVOKE, str(uuid4()), str(connection.id))


def _come_back(desk: Desk, state: str, browser: str) -> Attempt:
    with desk.transaction() as session:
        attempt = attempts.take_attempt(
            session, Seal.of(load()), state, user_id=desk.person.user_id, browser=browser, now=now()
        )
    if attempt is None:
        raise TripOver
    return attempt


def _exchanged(code: str, redirect_uri: str, verifier: str) -> Tokens:
    try:
        return oauth.exchange(Address.of(load()), code, redirect_uri, verifier)
    except TokenRefused as refusal:
        raise ConsentRefused(refusal.error) from None


def _keep(desk: Desk, attempt: Attempt, tokens: Tokens) -> tuple[Company, str]:
    """Keep the tokens; what is not kept is given back, and so is what they take the place of.

    Gives the company, and the organisation number that the client had to be given, else blank.
    """
    seal = Seal.of(load())
    try:
        company = lines.company_of(desk.store, tokens)
        with desk.transaction() as session:
            client = clients.get(session, attempt.client_id)
            identity.check_company(session, client, company)
            number = identity.fill_number(session, client, company)
            earlier = connections.sealed_before(session, desk.person.user_id, client.id)
            connections.add_or_renew(
                session,
                seal,
                user_id=desk.person.user_id,
                client_id=client.id,
                company=company,
                tokens=tokens,
                service=attempt.service,
                now=now(),
            )
    except Exception:
        with suppress(FortnoxFailure):  # what stood in the way is what is told
            lines.give_back(tokens)
        raise
    if earlier is not None:
        with suppress(FortnoxFailure, SealBroken):
            lines.give_back(seal.open_tokens(earlier))
    return company, number
