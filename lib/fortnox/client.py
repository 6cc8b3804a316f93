"""The client: the resources of Fortnox that are read here, vouchers that are sent, and no more."""

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, Final, Self, TypeVar
from urllib.parse import quote
from zoneinfo import ZoneInfo

import httpx

from lib.fortnox import resources
from lib.fortnox.addresses import Address
from lib.fortnox.answers import parsed_object
from lib.fortnox.failures import AnswerUnreadable, ConnectionLost, FortnoxRefused, TooLarge, Unanswered, Unreachable
from lib.fortnox.fields import Row, day
from lib.fortnox.paging import LIMIT, Page, whole_list
from lib.fortnox.ports import Bearer, Journal, Pace
from lib.fortnox.refusals import failure_of
from lib.fortnox.registers import Account, Company, CostCentre, Project, Series, Year
from lib.fortnox.resources import LEDGERS, Kind, Resource
from lib.fortnox.transports import (
    LARGEST,
    NOT_SENT,
    OF_A_JOB,
    ONCE,
    BodyTooLarge,
    Noted,
    Paced,
    Patience,
    Retried,
    line_to,
)
from lib.fortnox.vouchers import NewRow, NewVoucher, SeenVoucher, VoucherRefused, booked_rows

STOCKHOLM: Final = ZoneInfo("Europe/Stockholm")
SIE_TIMEOUT: Final = httpx.Timeout(120, connect=10)
"""Fortnox writes a SIE file while it sends it."""
SIE_BEGINS: Final = b"#FLAGGA"
_UNAUTHORISED: Final = 401

Read = TypeVar("Read")


class Fortnox:
    """One company's Fortnox, through one connection. To be closed, or used in a `with`.

    Every method raises a failure of `lib.fortnox.failures`: ConnectionLost, Withheld, TooManyRequests,
    Unreachable, FortnoxFaulty, AnswerUnreadable, FortnoxRefused.
    """

    def __init__(  # noqa: PLR0913 - its ports, all but two by default
        self,
        address: Address,
        bearer: Bearer,
        pace: Pace | None = None,
        journal: Journal | None = None,
        *,
        patience: Patience = OF_A_JOB,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """Speak to `address` as `bearer`, at the given pace, telling `journal`; `transport` is for tests."""
        inner = transport or line_to(address.api)
        inner = Noted(inner, journal) if journal else inner
        inner = Paced(inner, pace) if pace else inner
        self._bearer = bearer
        self._http = httpx.Client(
            base_url=f"{address.api}/3/",
            transport=Retried(inner, LARGEST, patience),
            auth=_BearerAuth(bearer),
            headers={"Accept": "application/json", "User-Agent": "Brygga"},
            timeout=patience.timeout,
        )

    def __enter__(self) -> Self:
        """The client itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Give back the connections."""
        self._http.close()

    def company(self) -> Company:
        """The company that the connection opens."""
        return self._one(resources.COMPANY, Company.of)

    def years(self) -> tuple[Year, ...]:
        """The financial years, newest first."""
        years = self._all(resources.YEARS, Year.of)
        return tuple(sorted(years, key=lambda year: year.start, reverse=True))

    def accounts(self, year_id: int) -> tuple[Account, ...]:
        """The accounts of a financial year."""
        return self._all(resources.ACCOUNTS, Account.of, financialyear=year_id)

    def cost_centres(self) -> tuple[CostCentre, ...]:
        """The cost centres."""
        return self._all(resources.COST_CENTRES, CostCentre.of)

    def projects(self) -> tuple[Project, ...]:
        """The projects."""
        return self._all(resources.PROJECTS, Project.of)

    def voucher_series(self, year_id: int) -> tuple[Series, ...]:
        """The voucher series of a financial year."""
        return self._all(resources.SERIES, Series.of, financialyear=year_id)

    def locked_until(self) -> date | None:
        """The last day that is locked; None when none is."""
        return self._one(resources.LOCKED_PERIOD, lambda row: day(row, "EndDate"))

    def sie(self, year_id: int) -> bytes:
        """A financial year as SIE 4, at most 100 MB, in the bytes that Fortnox sent."""
        answer = self._answer(resources.SIE, "sie/4", {"financialyear": year_id}, accept="*/*", timeout=SIE_TIMEOUT)
        if not answer.content.startswith(SIE_BEGINS):
            raise AnswerUnreadable(what=resources.SIE.name)
        return answer.content

    def vouchers_changed_since(self, year_id: int, moment: datetime) -> tuple[SeenVoucher, ...]:
        """The vouchers of a year, without their rows, made or changed at `moment` (to the minute) or after it."""
        return self._all(resources.VOUCHERS, SeenVoucher.of, financialyear=year_id, lastmodified=_local(moment))

    def series(self, code: str, year_id: int) -> Series:
        """One voucher series of a year, with the number that comes next."""
        return self._one(_below(resources.SERIES, "VoucherSeries", code), Series.of, financialyear=year_id)

    def vouchers_of_year(self, year_id: int) -> tuple[SeenVoucher, ...]:
        """All vouchers of a year, without their rows."""
        return self._all(resources.VOUCHERS, SeenVoucher.of, financialyear=year_id)

    def vouchers_of_series(self, code: str, year_id: int) -> tuple[SeenVoucher, ...]:
        """The vouchers of one series of a year, without their rows."""
        return self._all(_below(resources.VOUCHERS, "Vouchers", "sublist", code), SeenVoucher.of, financialyear=year_id)

    def voucher_rows(self, code: str, number: str, year_id: int) -> tuple[NewRow, ...]:
        """The rows of one voucher."""
        return self._one(_below(resources.VOUCHERS, "Voucher", code, number), booked_rows, financialyear=year_id)

    def create_voucher(self, year_id: int, voucher: NewVoucher) -> SeenVoucher:
        """Send a voucher, in one attempt only; gives it as Fortnox saved it.

        VoucherRefused (status 4xx), Withheld, ConnectionLost, TooManyRequests and Unreachable where not `sent`
        say for certain that nothing was saved; after any other failure it is not known.
        """
        resource = resources.VOUCHERS
        try:
            answer = self._sent(
                resource,
                "POST",
                resource.path,
                params={"financialyear": year_id},
                content=voucher.body(),
                headers={"Content-Type": "application/json"},
                extensions={ONCE: True},
            )
        except FortnoxRefused as refusal:
            raise VoucherRefused.of(refusal) from None
        with _readable(resource):
            return SeenVoucher.of((parsed_object(answer.content) or {})["Voucher"])

    def page(self, kind: Kind, number: int) -> Page:
        """A page of a ledger's register, from 1."""
        return self._page(LEDGERS[kind], number, {})

    def item(self, kind: Kind, number: str) -> Row:
        """An invoice or a payment by itself.

        It alone tells an invoice's tax reduction, and a payment's voucher, amount in its currency and write-offs.
        """
        resource = LEDGERS[kind]
        envelope = resource.envelope.removesuffix("s")
        return self._one(_below(resource, envelope, number), lambda row: row)

    def _one(self, resource: Resource, read: Callable[[Row], Read], **query: str | int) -> Read:
        body = self._object(resource, query)
        with _readable(resource):
            inner = body[resource.envelope]
            if not isinstance(inner, dict):
                raise ValueError(resource.envelope)  # noqa: TRY004 - a value of the answer, not of ours
            return read(inner)

    def _all(self, resource: Resource, read: Callable[[Row], Read], **query: str | int) -> tuple[Read, ...]:
        rows = self._rows(resource, **query)
        with _readable(resource):
            return tuple(read(row) for row in rows)

    def _rows(self, resource: Resource, **query: str | int) -> tuple[Row, ...]:
        with _readable(resource):
            return whole_list(lambda number: self._page(resource, number, query), resource.key)

    def _page(self, resource: Resource, number: int, query: Mapping[str, str | int]) -> Page:
        body = self._object(resource, {**query, "limit": LIMIT, "page": number})
        with _readable(resource):
            return Page.of(body, resource.envelope, number)

    def _object(self, resource: Resource, query: Mapping[str, str | int]) -> Mapping[str, Any]:
        body = parsed_object(self._answer(resource, resource.path, query).content)
        if body is None:
            raise AnswerUnreadable(what=resource.name)
        return body

    def _answer(
        self,
        resource: Resource,
        path: str,
        query: Mapping[str, str | int],
        *,
        accept: str = "application/json",
        timeout: httpx.Timeout | None = None,
    ) -> httpx.Response:
        headers = {"Accept": accept}
        return self._sent(resource, "GET", path, params=query, headers=headers, timeout=timeout or self._http.timeout)

    def _sent(self, resource: Resource, method: str, path: str, **request: Any) -> httpx.Response:  # noqa: ANN401 - httpx's own
        try:
            answer = self._http.request(method, path, **request)
        except BodyTooLarge:
            raise TooLarge(what=resource.name, limit=LARGEST) from None
        except httpx.DecodingError:
            raise AnswerUnreadable(what=resource.name) from None
        except NOT_SENT:
            raise Unreachable(sent=False) from None
        except httpx.TimeoutException:
            raise Unanswered(sent=True) from None
        except httpx.RequestError:
            raise Unreachable(sent=True) from None
        failure = failure_of(answer, resource.name)
        if isinstance(failure, ConnectionLost):
            self._bearer.lose(failure.reason)
        if failure is not None:
            raise failure
        return answer


class _BearerAuth(httpx.Auth):
    """Sends the access token of the moment, and once more a renewed one when Fortnox refuses it."""

    def __init__(self, bearer: Bearer) -> None:
        self._bearer = bearer

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        token = self._bearer.token()
        request.headers["Authorization"] = f"Bearer {token.get_secret_value()}"
        answer = yield request
        if answer.status_code == _UNAUTHORISED:
            token = self._bearer.renewed(token)
            request.headers["Authorization"] = f"Bearer {token.get_secret_value()}"
            yield request


@contextmanager
def _readable(resource: Resource) -> Iterator[None]:
    """Turn values that are not what they should be into AnswerUnreadable."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError):
        raise AnswerUnreadable(what=resource.name) from None


def _below(resource: Resource, envelope: str, *parts: str) -> Resource:
    """What stands below a resource's path, in an envelope of its own."""
    path = "/".join([resource.path, *(quote(part, safe="") for part in parts)])
    return Resource(path, envelope, resource.key, resource.name)


def _local(moment: datetime) -> str:
    """A moment as Fortnox takes it: Stockholm's time, to the minute."""
    return moment.astimezone(STOCKHOLM).strftime("%Y-%m-%d %H:%M")
