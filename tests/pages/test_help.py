"""The help: a part for every page, reached from it; a heading for every check; every word of the trade explained."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from dashboard import account_analysis, context, news
from dashboard.export_checks import CHECKS
from dashboard.help_texts import FILES, FOLDER, OF_PAGE, PARTS
from dashboard.places import PLACES, Place
from lib.checks.analysis.registry import RULES
from lib.closing.system.proposals import KIND_NAMES
from lib.core.catalogue import CATALOGUE
from lib.core.languages import LANGUAGES, Language, translate
from lib.store.tables import Role
from tests.browser.test_accessibility import OF_STREAMLIT
from tests.pages.office import Office, shown

TERMS = (FOLDER.parent.parent / "tests" / "pages" / "terms.txt").read_text(encoding="utf-8").splitlines()
ARROWS = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}


def _name(value: object) -> str:
    return value.name if isinstance(value, Place) else str(value)


def _each(part: str, texts: Iterable[str]) -> list[tuple[str, str]]:
    return [(part, text) for text in texts]


def _keys(shortcut: str) -> str:
    """A shortcut as it is written on the keys: `Alt+Left` is Alt + ←."""
    key = shortcut.removeprefix("Alt+")
    return f"Alt + {ARROWS.get(key, key)}"


def _headings(part: str, language: Language) -> list[str]:
    text = _file(part, language).read_text(encoding="utf-8")
    return re.findall(r"^#+ (.+)$", text, re.MULTILINE)


def _file(part: str, language: Language) -> Path:
    return FOLDER / f"{FILES[part]}.{language}.md"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", FILES)
def test_every_part_is_written_and_named_in_both_languages(part: str, language: Language) -> None:
    assert len(_headings(part, language)) >= 1
    assert translate(PARTS[part], language)
    assert [*PARTS] == [*FILES]


def test_both_languages_have_the_same_headings_in_the_same_depth() -> None:
    for part in FILES:
        depths = [
            re.findall(r"^(#+) ", _file(part, language).read_text(encoding="utf-8"), re.MULTILINE)
            for language in LANGUAGES
        ]
        assert depths[0] == depths[1], part


@pytest.mark.slow
@pytest.mark.parametrize("place", [place for place in PLACES if place.name != "help"], ids=_name)
def test_every_page_leads_to_its_own_part_of_the_help(office: Office, place: Place) -> None:
    client = office.with_books()
    app = office.screen(place.name, Role.ADMIN, klient=client.id)
    links = [one.proto for one in app.get("page_link") if one.proto.label == "Om sidan"]
    assert [link.query_string for link in links] == [f"klient={client.id}&del={OF_PAGE[place.name]}"]
    assert OF_PAGE[place.name] in FILES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("check", [*CATALOGUE])
def test_every_check_of_an_import_has_its_heading(check: str, language: Language) -> None:
    text = _file("kontroller", language).read_text(encoding="utf-8")
    assert re.search(rf"^## .+\n\n`{re.escape(check)}`", text, re.MULTILINE)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("check", [*RULES])
def test_every_check_of_the_analysis_has_its_heading(check: str, language: Language) -> None:
    assert translate(RULES[check].text.title, language) in _headings("analys", language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("part", "text"), [*_each("verifikationer", KIND_NAMES.values()), *_each("export", CHECKS)])
def test_every_system_entry_and_check_before_an_export_is_told(part: str, text: str, language: Language) -> None:
    assert f"\n| {translate(text, language)} |" in _file(part, language).read_text(encoding="utf-8")


@pytest.mark.parametrize("term", TERMS)
def test_the_glossary_explains_every_word_of_the_trade_in_both_languages(term: str) -> None:
    swedish, english = term.split(" | ")
    assert f"| {swedish}" in _file("ordlista", "sv").read_text(encoding="utf-8")
    assert re.search(
        rf"^\| [^|]*{re.escape(english)}", _file("ordlista", "en").read_text(encoding="utf-8"), re.MULTILINE
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_shortcut_is_told_in_the_order_of_the_menu(language: Language) -> None:
    text = _file("kortkommandon", language).read_text(encoding="utf-8")
    told = re.findall(r"^\| (Alt \+ .) \| ([^|]+) \|$", text, re.MULTILINE)
    pages = [(_keys(place.shortcut), translate(place.title, language)) for place in PLACES if place.shortcut]
    assert told[: len(pages)] == pages
    arrows = [arrow.shortcut for arrow in context.ARROWS.values()]
    steps = [shortcut for _icon, shortcut in account_analysis.STEPS.values()]
    assert [keys for keys, _words in told[len(pages) :]] == [_keys(shortcut) for shortcut in arrows + steps]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", OF_STREAMLIT)
def test_what_axe_finds_in_parts_of_streamlit_is_told(rule: str, language: Language) -> None:
    assert f"`{rule}`" in _file("granssnitt", language).read_text(encoding="utf-8")


@pytest.mark.parametrize("part", FILES)
def test_every_part_is_shown(office: Office, part: str) -> None:
    app = office.screen("help", **{"del": part})  # type: ignore[arg-type]
    assert not app.exception
    assert _headings(part, "sv")[-1] in shown(app)


def test_news_is_marked_until_it_has_been_read(office: Office) -> None:
    assert "Hjälp · nytt" in _menu(office)
    app = office.screen("help", **{"del": news.PART})  # type: ignore[arg-type]
    assert "Alla klienter på en gång" in shown(app)
    assert "Hjälp · nytt" not in _menu(office)
    assert "Hjälp" in _menu(office)


def test_news_that_one_has_read_is_still_new_to_another(office: Office) -> None:
    office.screen("help", Role.ACCOUNTANT, **{"del": news.PART})  # type: ignore[arg-type]
    assert "Hjälp · nytt" in _menu(office, Role.VIEWER)


def test_other_help_leaves_the_news_unread(office: Office) -> None:
    office.screen("help", **{"del": "start"})  # type: ignore[arg-type]
    assert "Hjälp · nytt" in _menu(office)


def _menu(office: Office, role: Role = Role.ACCOUNTANT) -> list[str]:
    return [one.proto.label for one in office.screen("clients", role).get("page_link")]
