"""What a call to Fortnox was about, and what its answer means."""

import pytest

from lib.fortnox.reasons import REASONS, LostReason
from lib.store.fortnox_tables import ApiCall
from lib.support.calls import about, meaning


def call_of(status: int | None, code: int | None = None, path: str = "/3/invoices?limit&page") -> ApiCall:
    return ApiCall(method="GET", path=path, status=status, milliseconds=12, code=code)


def test_a_good_answer_needs_no_words() -> None:
    assert meaning(call_of(200)) is None


@pytest.mark.parametrize(
    ("status", "code", "said"),
    [
        (None, None, "Fortnox did not answer."),
        (429, None, "Fortnox takes no more requests for the company at the moment."),
        (503, None, "Fortnox has a fault of its own at the moment (503)."),
        (403, 2001103, REASONS[LostReason.LICENCE]),
        (401, None, REASONS[LostReason.CLOSED]),
        (401, 2000310, REASONS[LostReason.CLOSED]),
        (401, 2000311, REASONS[LostReason.REVOKED]),
        (400, 2001339, "The person who connected has no right to the customer invoices in Fortnox."),
        (400, 2000663, "The connection does not cover the customer invoices."),
        (400, 2001101, "The company has no active licence in Fortnox for the customer invoices."),
        (400, 2000401, "The voucher's date lies in a period that is locked in Fortnox."),
        (403, None, "Fortnox does not let us read the customer invoices, and does not say why."),
        (404, None, "Fortnox has nothing at this address."),
        (400, 1234567, "Fortnox refused to hand out the customer invoices (error 1234567)."),
    ],
)
def test_an_error_is_told_in_words_with_a_next_step(status: int | None, code: int | None, said: str) -> None:
    found = meaning(call_of(status, code))
    assert found is not None
    what, step = found
    assert what.say("en") == said
    assert step.say("sv")


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("/3/sie/4?financialyear", "the bookkeeping"),
        ("/3/settings/lockedperiod", "the locked period"),
        ("/3/supplierinvoices/17", "the supplier invoices"),
        ("/3/supplierinvoicepayments?page", "the payments to suppliers"),
        ("/3/vouchers", "the vouchers"),
        ("/oauth-v1/token", "something else"),
    ],
)
def test_a_path_is_told_by_what_it_is_about(path: str, what: str) -> None:
    assert about(path) == what
