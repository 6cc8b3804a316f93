"""Lists that move while they are read: nothing twice, nothing missed that a second look finds."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from lib.fortnox.paging import LIMIT, ROUNDS, Page, whole_list

KEY = ("Number",)


def page(number: int, numbers: Sequence[int], pages: int, total: int) -> Page:
    return Page(tuple({"Number": one} for one in numbers), number, pages, total)


class Moving:
    """A list that loses or gains rows between two requests, as told by the request's count."""

    def __init__(self, *states: Sequence[int]) -> None:
        """Show each state to one request, the last one to all others."""
        self.states = list(states)
        self.asked: list[int] = []

    def __call__(self, number: int) -> Page:
        self.asked.append(number)
        rows = self.states.pop(0) if len(self.states) > 1 else self.states[0]
        shown = rows[(number - 1) * 2 : number * 2]
        return page(number, shown, -(-len(rows) // 2), len(rows))


def read(moving: Moving) -> list[int]:
    return [row["Number"] for row in whole_list(moving, KEY)]


def test_a_list_that_stands_still_is_read_once() -> None:
    still = Moving([1, 2, 3, 4, 5])
    assert read(still) == [1, 2, 3, 4, 5]
    assert still.asked == [1, 2, 3]


@pytest.mark.parametrize("rows", [[], [1], [1, 2]])
def test_a_list_of_one_page_is_one_request(rows: list[int]) -> None:
    short = Moving(rows)
    assert read(short) == rows
    assert short.asked == [1]


def test_a_row_that_is_put_in_before_shifts_the_pages_and_the_list_is_read_again() -> None:
    moved = Moving([1, 2, 3, 4], [0, 1, 2, 3, 4])
    assert read(moved) == [0, 1, 2, 3, 4]
    assert moved.asked[:2] == [1, 2]


def test_a_row_that_is_taken_away_before_would_hide_another_one() -> None:
    moved = Moving([1, 2, 3, 4, 5], [2, 3, 4, 5])
    assert read(moved) == [2, 3, 4, 5]


def test_a_row_that_moves_within_the_list_is_not_counted_twice() -> None:
    assert sorted(read(Moving([1, 2, 3, 4], [3, 4, 1, 2]))) == [1, 2, 3, 4]


def test_a_list_that_never_stands_still_is_read_some_times_and_all_that_was_seen_is_kept() -> None:
    states = [[*range(size)] for size in range(4, 40)]
    moving = Moving(*states)
    assert set(read(moving)) >= {0, 1, 2, 3}
    assert moving.asked.count(1) == ROUNDS


def test_a_total_that_is_too_large_does_not_make_it_go_on_for_ever() -> None:
    asked: list[int] = []

    def filtered(number: int) -> Page:
        asked.append(number)
        return page(number, [number] if number == 1 else [], 900, 1800)

    assert len(whole_list(filtered, KEY)) == 1
    assert asked == [1, 2]


def test_pages_that_are_smaller_than_asked_for_are_all_read() -> None:
    asked: list[int] = []

    def clamped(number: int) -> Page:
        asked.append(number)
        return page(number, [number], 3, 3)

    assert len(whole_list(clamped, KEY)) == 3
    assert asked == [1, 2, 3]


def test_a_full_last_page_is_not_followed_by_another_request() -> None:
    full = Moving([1, 2, 3, 4])
    read(full)
    assert full.asked == [1, 2]


def test_keys_are_the_same_as_number_and_as_text() -> None:
    pages = iter([page(1, [1, 2], 2, 3), Page(({"Number": "2"},), 2, 2, 3), page(1, [1, 2], 2, 2), page(2, [], 2, 2)])
    assert len(whole_list(lambda _: next(pages), KEY)) == 2


def test_what_lies_on_the_shelf_is_not_fetched_again() -> None:
    class Shelf:
        def __init__(self) -> None:
            self.pages: dict[tuple[int, int], str] = {}

        def get(self, reading: int, number: int) -> Page | None:
            text = self.pages.get((reading, number))
            return Page.from_text(text) if text else None

        def put(self, reading: int, page: Page) -> None:
            self.pages[reading, page.number] = page.as_text()

    shelf = Shelf()
    first = Moving([1, 2, 3, 4, 5])
    whole_list(first, KEY, shelf)
    del shelf.pages[1, 3]
    again = Moving([1, 2, 3, 4, 5])
    assert [row["Number"] for row in whole_list(again, KEY, shelf)] == [1, 2, 3, 4, 5]
    assert again.asked == [3]


def test_a_page_comes_back_from_the_shelf_with_its_exact_figures() -> None:
    kept = Page(({"Number": 1, "Amount": Decimal("0.10"), "Name": "Åsa"},), 1, 1, 1)
    back = Page.from_text(kept.as_text())
    assert back.rows == ({"Number": 1, "Amount": "0.10", "Name": "Åsa"},)
    assert (back.number, back.pages, back.total) == (1, 1, 1)


@pytest.mark.parametrize("rows", [0, 499, 500, 1000, 1300])
def test_a_list_that_does_not_say_how_long_it_is_goes_on_while_its_pages_are_full(rows: int) -> None:
    every = [{"Number": one} for one in range(rows)]

    def fetch(number: int) -> Page:
        return Page.of({"Accounts": every[(number - 1) * LIMIT : number * LIMIT]}, "Accounts", number)

    assert len(whole_list(fetch, KEY)) == rows


@pytest.mark.parametrize("row", [{"Other": 1}, {"Number": None}, {"Number": ""}])
def test_a_row_that_nothing_tells_apart_is_not_taken_for_another(row: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="Number"):
        whole_list(lambda number: Page((row,), number, 1, 1), KEY)


def test_a_list_that_never_stood_still_is_told_of_and_one_that_did_is_not() -> None:
    told: list[str] = []
    whole_list(Moving(*([*range(size)] for size in range(4, 40))), KEY, moved=lambda: told.append("moved"))
    assert told == ["moved"]
    whole_list(Moving([1, 2, 3, 4], [0, 1, 2, 3, 4]), KEY, moved=lambda: told.append("again"))
    assert told == ["moved"]
