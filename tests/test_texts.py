"""Every text that is shown to people: marked in English, there in Swedish, with the same facts."""

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from lib.core.languages import LOCALE_FOLDER, catalogue

ROOT = Path(__file__).parent.parent
MARKERS = {"_", "mark", "translate"}


def _marked() -> Iterator[tuple[str, str]]:
    for folder in ("dashboard", "lib", "pages"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKERS:
                    first = node.args[0] if node.args else None
                    if isinstance(first, ast.Constant) and isinstance(first.value, str) and first.value:
                        yield str(path.relative_to(ROOT)), first.value


MARKED = sorted(set(_marked()))


def test_every_text_is_there_in_swedish() -> None:
    assert [(path, text) for path, text in MARKED if text not in catalogue("sv")] == []


def test_every_translation_names_the_same_facts_in_the_same_form() -> None:
    differing = {text: said for text, said in catalogue("sv").items() if _facts(text) != _facts(said)}
    assert differing == {}


@pytest.mark.parametrize("path", sorted(LOCALE_FOLDER.rglob("*.po")), ids=lambda path: path.name)
def test_no_translation_is_left_over_or_unsure(path: Path) -> None:
    used = {text for _path, text in MARKED}
    with path.open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    assert [message.id for message in messages if message.fuzzy or message.id not in used] == []


def test_one_text_has_one_translation() -> None:
    said: dict[str, set[str]] = {}
    for path in LOCALE_FOLDER.glob("sv/*.po"):
        with path.open("rb") as file:
            for message in read_po(file):
                said.setdefault(str(message.id), set()).add(str(message.string))
    assert {text: words for text, words in said.items() if text and len(words) > 1} == {}


def _facts(text: str) -> set[tuple[str, str]]:
    parts = ((name, form or "") for _literal, name, form, _conversion in Formatter().parse(text) if name)
    return {(name, form.split("|")[0]) for name, form in parts}
