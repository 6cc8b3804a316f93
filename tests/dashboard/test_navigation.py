"""The table of pages."""

from dashboard.places import GROUPS, PLACES
from lib.actions.rights import RIGHTS


def test_every_page_has_its_script_and_every_script_its_page() -> None:
    folder = PLACES[0].path.parent
    assert {place.path.name for place in PLACES} == {path.name for path in folder.glob("[!_]*.py")}


def test_every_page_asks_for_a_right_that_there_is() -> None:
    assert {place.action for place in PLACES} <= set(RIGHTS)


def test_addresses_and_shortcuts_are_used_once() -> None:
    shortcuts = [place.shortcut for place in PLACES if place.shortcut]
    assert len({place.url_path for place in PLACES}) == len(PLACES)
    assert len(set(shortcuts)) == len(shortcuts)


def test_the_menu_has_at_most_four_groups() -> None:
    assert {place.group for place in PLACES} == set(GROUPS)
    assert len(GROUPS) <= 4


def test_a_page_script_is_thin() -> None:
    long = {place.name: len(place.path.read_text(encoding="utf-8").splitlines()) for place in PLACES}
    assert {name: lines for name, lines in long.items() if lines >= 120} == {}
