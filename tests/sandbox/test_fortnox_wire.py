"""Answers to the byte: JSON, headers, casings, lists, pages, sorting, names in any case."""

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.sandbox.fortnox.errors import Refused
from lib.sandbox.fortnox.wire import php_json
from lib.sandbox.fortnox.world import World
from tests.sandbox.small_fortnox import TENANT, Visitor, error

INVALID_FILTER, INVALID_PARAMETER = 2000587, 2000588
NUMBERS = ["1", "2", "3", "4", "5", "6", "7"]


def _numbers(visitor: Visitor, query: str) -> Sequence[str]:
    return [thing["Number"] for thing in visitor.get(f"things?{query}", visitor.access()).json()["Things"]]


def test_json_is_written_as_php_writes_it() -> None:
    value = {"å/b": "ö€ \U0001f600", "n": None, "t": True, "whole": Decimal("1250.00"), "half": Decimal("-0.50")}
    assert php_json(value) == (rb'{"\u00e5\/b":"\u00f6\u20ac \ud83d\ude00","n":null,"t":true,"whole":1250,"half":-0.5}')
    assert php_json({"day": date(2026, 1, 31), "rows": [1, "2"]}) == b'{"day":"2026-01-31","rows":[1,"2"]}'


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda x: st.lists(x) | st.dictionaries(st.text().map(lambda t: f"k{t}"), x),
    )
)
def test_php_json_says_what_any_json_says(value: object) -> None:
    assert json.loads(php_json(value)) == value


def test_addresses_of_records_are_those_of_the_local_fortnox(visitor: Visitor) -> None:
    answer = visitor.get("things/1", visitor.access())
    assert answer.text.startswith('{"Thing":{"@url":"' + f"{visitor.base}/3/things/1".replace("/", "\\/") + '"')
    assert visitor.get("things", visitor.access()).json()["Things"][1]["@url"] == f"{visitor.base}/3/things/2"


def test_every_answer_has_the_recorded_headers(visitor: Visitor) -> None:
    token = visitor.access()
    answers = [visitor.get("things/1", token), visitor.get("things/2", token), visitor.get("things", "wrong")]
    assert [answer.status_code for answer in answers] == [200, 404, 401]
    for answer in answers:
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["server"] == "Fortnox"
        assert answer.headers["vary"] == "Accept-Encoding"
        assert len(bytes.fromhex(answer.headers["x-uid"])) == 4
        assert answer.headers["x-build"] == "16d854443d"
        assert answer.headers["x-rack-responsetime"].isdigit()
        assert answer.headers["x-frame-options"] == "sameorigin"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-xss-protection"] == "0"
        assert answer.headers["referrer-policy"] == "strict-origin-when-cross-origin"
        assert answer.headers["strict-transport-security"] == "max-age=31536000; includeSubdomains"
        assert "content-security-policy" in answer.headers
    assert len({answer.headers["x-uid"] for answer in answers}) == 3


@pytest.mark.parametrize(
    ("status", "keys"),
    [
        (400, ["error", "message", "code"]),
        (500, ["error", "message", "code"]),
        (403, ["Error", "Message", "Code"]),
        (404, ["Error", "Message", "Code"]),
    ],
)
def test_403_and_404_are_told_with_capitals_and_others_without(status: int, keys: list[str]) -> None:
    assert list(Refused(status, 1, "x").envelope["ErrorInformation"]) == keys


def test_what_is_not_found_is_told_to_the_byte(visitor: Visitor) -> None:
    answer = visitor.get("things/9", visitor.access())
    assert answer.status_code == 404
    assert answer.text == '{"ErrorInformation":{"Error":1,"Message":"Kan inte hitta fakturan.","Code":2000434}}'


def test_an_unknown_filter_is_told_to_the_byte(visitor: Visitor) -> None:
    answer = visitor.get("things?filter=lost", visitor.access())
    assert answer.status_code == 400
    assert answer.text == (
        '{"ErrorInformation":{"error":1,"message":"Ett ogiltigt filter har anv\\u00e4nts.","code":2000587}}'
    )
    assert visitor.get("things?filter=unpaid", visitor.access()).status_code == 200


def test_meta_information_comes_first_in_a_list(visitor: Visitor) -> None:
    answer = visitor.get("things?limit=3", visitor.access())
    assert answer.text.startswith(
        '{"MetaInformation":{"@TotalResources":7,"@TotalPages":3,"@CurrentPage":1},"Things":[{"@url":'
    )


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", NUMBERS),
        ("limit=3", ["1", "2", "3"]),
        ("limit=3&page=2", ["4", "5", "6"]),
        ("limit=3&page=3", ["7"]),
        ("limit=3&page=4", []),
        ("offset=5", ["6", "7"]),
        ("limit=2&offset=1&page=2", ["4", "5"]),
        ("limit=501", NUMBERS),
        ("LIMIT=2&Page=2", ["3", "4"]),
        ("nosuchparameter=1", NUMBERS),
        ("sortby=number&sortorder=descending", NUMBERS[::-1]),
        ("sortby=name", NUMBERS[::-1]),
        ("SortBy=name&SORTORDER=descending", NUMBERS),
        ("sortorder=descending&limit=2", ["7", "6"]),
        ("lastmodified=2026-03-02 09:33", ["5", "6", "7"]),
        ("lastmodified=2026-03-02 09:33:59", ["5", "6", "7"]),
        ("lastmodified=2026-03-02", NUMBERS),
        ("lastmodified=2026-03-03", []),
    ],
)
def test_a_list_is_cut_and_ordered_as_asked(visitor: Visitor, query: str, numbers: list[str]) -> None:
    assert _numbers(visitor, query) == numbers


def test_an_empty_list_has_no_pages_and_stands_on_the_first(visitor: Visitor) -> None:
    answer = visitor.get("things?lastmodified=2027-01-01", visitor.access())
    assert answer.text == '{"MetaInformation":{"@TotalResources":0,"@TotalPages":0,"@CurrentPage":1},"Things":[]}'


def test_a_list_that_is_not_paged_is_given_whole(visitor: Visitor) -> None:
    answer = visitor.get("things/whole?limit=2", visitor.access()).json()
    assert len(answer["Things"]) == 7
    assert answer["MetaInformation"]["@TotalPages"] == 1


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=x", "limit=-1", "page=0", "offset=-1", "lastmodified=today", "sortby=age", "sortorder=up"],
)
def test_a_parameter_that_cannot_be_read_is_refused(visitor: Visitor, query: str) -> None:
    assert error(visitor.get(f"things?{query}", visitor.access())) == (400, INVALID_PARAMETER)


def test_names_in_a_query_may_have_any_case(visitor: Visitor) -> None:
    token = visitor.access()
    for name in ("financialyear", "financialYear", "FINANCIALYEAR"):
        assert visitor.get(f"echo?{name}=4", token).json()["Echo"]["Year"] == "4"


def test_time_is_told_in_stockholm(visitor: Visitor) -> None:
    # 1 790 000 000 seconds are 2026-09-21 14:13 in Greenwich
    assert visitor.get("echo", visitor.access()).json()["Echo"]["Now"] == "2026-09-21 16:13"


@pytest.mark.parametrize("path", ["things/", "things/1/", "companyinformation/"])
def test_a_path_may_end_with_a_stroke(visitor: Visitor, path: str) -> None:
    assert visitor.get(path, visitor.access()).status_code == 200


@pytest.mark.parametrize("path", ["nothing", "Things", "things/1/2", "echo/1", "sie", "", "things//1"])
def test_a_path_that_does_not_exist_is_not_found(visitor: Visitor, path: str) -> None:
    assert error(visitor.get(path, visitor.access())) == (404, 2999190)


@pytest.mark.parametrize(
    ("method", "path"), [("PUT", "things/1"), ("DELETE", "things"), ("POST", "echo"), ("HEAD", "echo")]
)
def test_a_method_that_a_path_lacks_is_refused(visitor: Visitor, method: str, path: str) -> None:
    headers = {"authorization": f"Bearer {visitor.access()}", "content-type": "application/json"}
    assert visitor.http.request(method, f"/3/{path}", headers=headers).status_code == 405


def test_sie_is_sent_as_its_own_bytes(visitor: Visitor) -> None:
    answer = visitor.get("sie/4", visitor.access())
    assert answer.headers["content-type"] == "application/octet-stream"
    assert "content-disposition" not in answer.headers
    assert answer.content.decode("cp437").splitlines()[1] == '#FNAMN "Åsjö"'


def test_what_is_created_comes_back_with_201_and_a_location_that_names_no_record(
    visitor: Visitor, world: World
) -> None:
    answer = visitor.create("things", visitor.access(), '{"Thing":{"Name":"ny","Amount":12.50}}')
    assert answer.status_code == 201
    assert answer.headers["location"] == "things"
    assert answer.text == (
        '{"Thing":{"@url":"' + f"{visitor.base}/3/things/1".replace("/", "\\/") + '","Name":"ny","Amount":12.5}}'
    )
    assert vars(world.companies[TENANT])["made"] == [{"Name": "ny", "Amount": Decimal("12.50")}]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("{", 2002115),
        ("", 2002115),
        (b"\xff\xfe\x00", 2002115),
        ('{"Thing":{"Amount":NaN}}', 2002115),
        ("[" * 100_000, 2002115),
        ("[]", 2001392),
        ("3", 2001392),
        ('{"Name":"without its wrapper"}', 2002381),
        ('{"Thing":[]}', 2002381),
    ],
)
def test_a_body_that_cannot_be_used_is_refused(visitor: Visitor, content: str | bytes, code: int) -> None:
    assert error(visitor.create("things", visitor.access(), content)) == (400, code)
