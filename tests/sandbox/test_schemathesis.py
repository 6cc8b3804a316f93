"""The local Fortnox against Fortnox's own description of its API, for the operations that it has."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode, Response
from schemathesis.specs.openapi.checks import (
    ensure_resource_availability,
    negative_data_rejection,
    positive_data_acceptance,
)

from lib.sandbox.fortnox.companies import sandbox_companies
from lib.sandbox.fortnox.people import SCOPES
from lib.sandbox.fortnox.serving import running
from lib.sandbox.fortnox.world import World
from tests.sandbox.small_fortnox import Visitor

DESCRIPTION = Path(__file__).parent.parent.parent.parent / "shared" / "reference" / "fortnox-openapi.json"
EXAMPLES = 8
RECORDS = 6
LISTS = [
    "accountcharts", "accounts", "companyinformation", "costcenters", "currencies", "customers",
    "financialyears", "invoicepayments", "invoices", "me", "modesofpayments", "predefinedvoucherseries",
    "projects", "settings/company", "settings/lockedperiod", "supplierinvoicepayments", "supplierinvoices",
    "suppliers", "vouchers", "vouchers/sublist", "voucherseries",
]  # fmt: skip
ITEMS = [
    "accounts/{Number}", "costcenters/{Code}", "currencies/{Code}", "customers/{CustomerNumber}",
    "financialyears/{Id}", "invoicepayments/{Number}", "invoices/{DocumentNumber}", "modesofpayments/{Code}",
    "predefinedvoucherseries/{Name}", "projects/{ProjectNumber}", "sie/{Type}",
    "supplierinvoicepayments/{Number}", "supplierinvoices/{GivenNumber}", "suppliers/{SupplierNumber}",
    "vouchers/sublist/{VoucherSeries}", "vouchers/{VoucherSeries}/{VoucherNumber}", "voucherseries/{Code}",
]  # fmt: skip
UNTOLD = [
    positive_data_acceptance,  # it knows no form of dates, and not that a voucher must balance
    negative_data_rejection,  # Fortnox overlooks parameters that it does not know
    ensure_resource_availability,  # what is created has no address of its own in the answer
]
"""Checks that the description is too vague for."""
TENANTS = (990101, 990102, 990106)
_KEY = re.compile(r"\{(\w+)\}")

Schema = Any
Operation = Any
Case = Any


@pytest.fixture(scope="module")
def schema() -> Schema:
    if not DESCRIPTION.is_file():
        pytest.skip("Fortnox's description does not stand beside the project (../shared/reference)")
    return schemathesis.openapi.from_path(DESCRIPTION)


@pytest.fixture(scope="module")
def visitor() -> Iterator[Visitor]:
    world = World(sandbox_companies(date(2026, 3, 2)), paced=False)
    with running(world) as base, httpx.Client(base_url=base) as http:
        yield Visitor(base, http)


@pytest.fixture(scope="module")
def tokens(visitor: Visitor) -> Mapping[int, str]:
    """A token for each company that is tried."""
    return {tenant: visitor.access(tenant, scope=" ".join(SCOPES)) for tenant in TENANTS}


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("path", [*LISTS, *ITEMS])
def test_what_is_read_is_as_described(
    schema: Schema, visitor: Visitor, tokens: Mapping[int, str], path: str, mode: GenerationMode
) -> None:
    _conforms(schema[f"/3/{path}"]["GET"], visitor, tokens[990101], mode)


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_a_voucher_that_is_sent_is_answered_as_described(
    schema: Schema, visitor: Visitor, tokens: Mapping[int, str], mode: GenerationMode
) -> None:
    _conforms(schema["/3/vouchers"]["POST"], visitor, tokens[990101], mode)


@pytest.mark.parametrize("path", [path for path in ITEMS if not path.startswith(("sie", "vouchers/sublist"))])
def test_records_that_there_are_are_as_described(
    schema: Schema, visitor: Visitor, tokens: Mapping[int, str], path: str
) -> None:
    seen = 0
    for token in tokens.values():
        body = visitor.get(f"{path.partition('/{')[0]}?limit=500", token).json()
        (rows,) = (rows for name, rows in body.items() if name != "MetaInformation")
        for row in rows[:: max(1, len(rows) // RECORDS)]:
            _is_as_described(schema[f"/3/{path}"]["GET"], visitor, token, row["@url"])
            seen += 1
    assert seen


@pytest.mark.parametrize("path", ["sie/4", "sie/1", "vouchers/sublist/A"])
def test_files_and_series_that_there_are_are_as_described(
    schema: Schema, visitor: Visitor, tokens: Mapping[int, str], path: str
) -> None:
    template = next(known for known in ITEMS if known.startswith(path.rpartition("/")[0] + "/{"))
    for token in tokens.values():
        _is_as_described(schema[f"/3/{template}"]["GET"], visitor, token, f"{visitor.base}/3/{path}")


def test_a_voucher_that_is_taken_is_as_described(schema: Schema, visitor: Visitor, tokens: Mapping[int, str]) -> None:
    rows = [{"Account": 1930, "Debit": 100.5}, {"Account": 3041, "Credit": 100.5}]
    voucher = {"Description": "Prov", "VoucherSeries": "A", "TransactionDate": "2026-02-27", "VoucherRows": rows}
    case = schema["/3/vouchers"]["POST"].Case(body={"Voucher": voucher}, media_type="application/json")
    assert _validated(case, visitor, tokens[990101]).status_code == 201


def _conforms(operation: Operation, visitor: Visitor, token: str, mode: GenerationMode) -> None:
    """Ask with made-up parameters and bodies, and hold each answer to the description."""

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Case) -> None:
        _validated(case, visitor, token)

    ask()


def _is_as_described(operation: Operation, visitor: Visitor, token: str, url: str) -> None:
    """Hold the record at `url` to the description."""
    address = httpx.URL(url)
    names = _KEY.findall(operation.path)
    keys = dict(zip(names, address.path.split("/")[-len(names) :], strict=True))
    case = operation.Case(path_parameters=keys, query=dict(address.params))
    assert _validated(case, visitor, token).status_code == 200


def _validated(case: Case, visitor: Visitor, token: str) -> Response:
    answer: Response = case.call_and_validate(
        base_url=visitor.base, headers={"Authorization": f"Bearer {token}"}, excluded_checks=UNTOLD
    )
    return answer
