"""Vouchers sent to the local Fortnox: exact, in one attempt, found again by their marker, refused in plain words."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.core.languages import LANGUAGES
from lib.fortnox.addresses import Address
from lib.fortnox.bearers import FreshBearer
from lib.fortnox.client import Fortnox
from lib.fortnox.failures import AnswerUnreadable, FortnoxFaulty, TooManyRequests, Unanswered, Unreachable
from lib.fortnox.vouchers import REFUSALS, NewRow, NewVoucher, VoucherRefused, strange_letters
from lib.sandbox.fortnox.faults import Fault, Switch
from lib.sandbox.fortnox.world import World
from tests.fortnox.conftest import SOUND
from tests.store.kept import tokens_of

MARKER = "brygga:00112233445566ff"
ROWS = (NewRow("6990", 125_50, "Åtgärd / 50 %"), NewRow("1930", -125_50))
VOUCHER = NewVoucher("A", date(2026, 1, 31), "Upplupen hyra", f"Bokslut V 1 ({MARKER})", ROWS)


def newest(fortnox: Fortnox) -> int:
    return fortnox.years()[0].id


def sent(world: World) -> int:
    return sum(call.method == "POST" and call.target.startswith("/3/vouchers") for call in world.calls)


def failing(answer: httpx.Response | Exception) -> tuple[Fortnox, list[httpx.Request]]:
    """A client whose Fortnox answers everything alike, and the requests that it got."""
    seen: list[httpx.Request] = []

    def reply(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        if isinstance(answer, Exception):
            raise answer
        return answer

    where = Address("http://127.0.0.1:1", "http://127.0.0.1:1", "id", tokens_of("secret").access)
    return Fortnox(where, FreshBearer(tokens_of("a")), transport=httpx.MockTransport(reply)), seen


def test_a_voucher_stands_in_fortnox_as_it_was_sent(fortnox: Fortnox) -> None:
    year = newest(fortnox)
    series = fortnox.series("A", year)
    made = fortnox.create_voucher(year, VOUCHER)
    assert (made.series, made.number, made.year_id) == ("A", str(series.next_number), year)
    assert fortnox.voucher_rows("A", made.number, year) == ROWS
    for seen in (fortnox.vouchers_of_series("A", year), fortnox.vouchers_of_year(year)):
        assert [one for one in seen if MARKER in one.comments] == [made]


def test_a_series_lists_its_own_vouchers_only(fortnox: Fortnox) -> None:
    year = newest(fortnox)
    every = fortnox.vouchers_of_year(year)
    assert fortnox.vouchers_of_series("B", year) == tuple(one for one in every if one.series == "B") != ()


@given(ore=st.integers(-(10**13), 10**13))
def test_amounts_are_sent_to_the_ore(ore: int) -> None:
    body = NewVoucher("A", date(2026, 1, 31), "x", "y", (NewRow("1930", ore),)).body()
    (row,) = json.loads(body, parse_float=Decimal)["Voucher"]["VoucherRows"]
    assert (Decimal(row["Debit"]) - Decimal(row["Credit"])) * 100 == ore
    assert min(row["Debit"], row["Credit"]) == 0


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (httpx.Response(429), TooManyRequests),
        (httpx.Response(500), FortnoxFaulty),
        (httpx.Response(201, content=b"?"), AnswerUnreadable),
        (httpx.Response(201, json={"Voucher": {"VoucherSeries": "A"}}), AnswerUnreadable),
        (httpx.Response(408), AnswerUnreadable),
        (httpx.ReadTimeout(""), Unanswered),
        (httpx.ReadError(""), Unreachable),
        (httpx.ConnectError(""), Unreachable),
    ],
)
def test_a_voucher_is_never_sent_twice_by_the_client_itself(
    answer: httpx.Response | Exception, failure: type[Exception]
) -> None:
    fortnox, seen = failing(answer)
    with fortnox, pytest.raises(failure):
        fortnox.create_voucher(4, VOUCHER)
    assert len(seen) == 1


@pytest.mark.parametrize(
    ("error", "certain"),
    [(httpx.ConnectTimeout(""), True), (httpx.ReadTimeout(""), False), (httpx.ReadError(""), False)],
)
def test_it_is_told_whether_fortnox_may_have_had_the_voucher(error: Exception, certain: bool) -> None:
    fortnox, _ = failing(error)
    with fortnox, pytest.raises(Unreachable) as caught:
        fortnox.create_voucher(4, VOUCHER)
    assert caught.value.sent is not certain


def test_a_voucher_whose_answer_was_lost_is_found_by_its_marker(fortnox: Fortnox, world: World) -> None:
    year, lost = newest(fortnox), replace(VOUCHER, comments="brygga:ffffffffffffffff")
    world.befall(SOUND, Fault.DROP_AFTER, Switch(times=1, method="POST", path="/3/vouchers"))
    with pytest.raises(Unreachable):
        fortnox.create_voucher(year, lost)
    assert [one.comments for one in fortnox.vouchers_of_series("A", year)].count(lost.comments) == 1
    assert sent(world) == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"series": "B"}, "not open for manual posting"),
        ({"series": "Q"}, "not there in Fortnox"),
        ({"day": date(2031, 1, 1)}, "no financial year"),
        ({"rows": (NewRow("1234", 5), NewRow("1930", -5))}, "not in Fortnox's chart"),
        ({"rows": (NewRow("6990", 5),)}, "does not balance"),
        ({"rows": (NewRow("6990", 5, project="Q"), NewRow("1930", -5))}, "project of the voucher is not in Fortnox"),
        ({"rows": (NewRow("6990", 5, cost_centre="Q"), NewRow("1930", -5))}, "cost centre of the voucher is missing"),
        ({"description": "…"}, "letters that Fortnox does not take"),
    ],
)
def test_a_refusal_is_told_in_our_words(fortnox: Fortnox, change: dict[str, Any], words: str) -> None:
    year = newest(fortnox)
    with pytest.raises(VoucherRefused, match=words) as caught:
        fortnox.create_voucher(year, replace(VOUCHER, **change))
    assert caught.value.message not in f"{caught.value} {caught.value.facts}", "it may name people"


def test_every_refusal_has_its_words_in_both_languages() -> None:
    for code in [*REFUSALS, 1]:
        refusal = VoucherRefused(what="x", code=code, status=400)
        assert len({refusal.sentence(language) for language in LANGUAGES}) == 2


@pytest.mark.parametrize("words", ["Hyra, januari – 50 % (1/2)", "åäöÅÄÖ éü", "a_b {1}", ""])
def test_ordinary_texts_have_no_strange_letters(words: str) -> None:
    assert strange_letters(words) == ""


@pytest.mark.parametrize(("words", "found"), [("a…b·c…", "… ·"), ('"x"', '"'), ("http://x", "://"), ("kl 5 🙂", "🙂")])
def test_strange_letters_are_named_once(words: str, found: str) -> None:
    assert strange_letters(words) == found
