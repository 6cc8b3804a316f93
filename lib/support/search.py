"""From a code or a pasted error text to what it means: by its code, by the sentence that it is, or by its words."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import log
from string import Formatter
from typing import Final

from lib.core.languages import LANGUAGES, translate
from lib.support.knowledge import Known, everything, unknown

AT_MOST: Final = 5
LONGEST: Final = 4_000
"""Characters of what is pasted that are looked at: a whole log says nothing more."""
LEAST: Final = 0.34
"""Of a question's words, weighed by how rare they are, so much must be an entry's own."""
BY_CODE: Final = 3.0
BY_SENTENCE: Final = 2.0
BY_STATUS: Final = 1.6
"""HTTP's number says little beside a code of Fortnox's."""
BY_PHRASE: Final = 1.0
_CODE: Final = re.compile(r"(?<![\w-])(?:\d{7}|[a-z][a-z0-9]*(?:[-_:][a-z0-9]+)+)(?![\w-])")
_FORTNOX_CODE: Final = re.compile(r"[1-3]\d{6}")
_STATUS: Final = re.compile(
    r"(?:http|status|kod|code|fel|error|svar)\D{0,12}\b([45]\d\d)\b|^([45]\d\d)$"
    r"|\b([45]\d\d) (?:unauth|forbid|not found|too many|internal|bad|service|gateway)"
)
_WORD: Final = re.compile(r"[a-zåäöé]{3,}|\d{4,7}|#[A-Za-z]+")
_COMMON: Final = frozenset(
    {"and", "the", "for", "not", "with", "that", "this", "from", "has", "was", "were", "are", "och", "att", "det",
     "som", "för", "med", "inte", "den", "till", "har", "kan", "ett", "när", "eller", "error", "fel", "fortnox",
     "något", "gick", "something", "went", "wrong", "http"}
)  # fmt: skip
_GAP: Final = r".{0,200}?"
_LITERAL_LEAST: Final = 12
"""Letters of our own that a sentence must have to be known by its form."""


@dataclass(frozen=True, slots=True)
class Match:
    """Something known, and how well it answers: 3 and up by its code, 2 by its very sentence, else by words."""

    known: Known
    score: float


def search(question: str) -> list[Match]:
    """What a code or an error text means, the best answer first; empty when nothing is near."""
    asked = " ".join(question.split())[:LONGEST]
    plain = asked.casefold()
    codes = {*_CODE.findall(plain), plain}
    statuses = {int(number) for number in "".join(" ".join(groups) + " " for groups in _STATUS.findall(plain)).split()}
    words = _words(asked)
    found = [Match(known, _score(known, plain, codes, statuses, words)) for known in everything()]
    found += [Match(unknown(code), BY_CODE) for code in sorted(codes - _all_codes()) if _FORTNOX_CODE.fullmatch(code)]
    near = sorted((match for match in found if match.score >= LEAST), key=lambda match: -match.score)
    if near and near[0].score >= BY_SENTENCE:
        near = [match for match in near if match.score >= BY_PHRASE]
    return near[:AT_MOST]


def _score(known: Known, asked: str, codes: set[str], statuses: set[int], words: Counter[str]) -> float:
    score = BY_CODE if known.codes & codes else BY_STATUS if known.statuses & statuses else 0.0
    said = max((len(literal) for literal, form in _forms(known) if form.search(asked)), default=0)
    if said:
        score += BY_SENTENCE + min(said, 200) / 1000
    phrase = max((len(literal) for literal, form in _phrases(known) if form.search(asked)), default=0)
    if phrase:
        score += BY_PHRASE * (0.5 + min(phrase, 50) / 50)
    return score + _overlap(known, words)


def _overlap(known: Known, words: Counter[str]) -> float:
    own, weights = _own_words(known), _weights()
    strange = log(1 + len(everything()))  # a word that nothing of ours holds tells most, and against
    total = sum(weights.get(word, 0.0 if word.isdecimal() else strange) for word in words)
    return sum(weights[word] for word in words if word in own) / total if total else 0.0


@cache
def _forms(known: Known) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each sentence of an entry as a pattern, with what of it is no value."""
    return tuple(
        (literal, re.compile(pattern))
        for literal, pattern in map(_form, _sentences(known))
        if len(literal) >= _LITERAL_LEAST
    )


@cache
def _phrases(known: Known) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((literal, re.compile(pattern)) for literal, pattern in map(_form, known.phrases))


@cache
def _all_codes() -> frozenset[str]:
    return frozenset(code for known in everything() for code in known.codes)


def _form(sentence: str) -> tuple[str, str]:
    parts = [" ".join(text.split()) if text.strip() else "" for text, *_ in Formatter().parse(sentence)]
    literal = " ".join(part for part in parts if part)
    pattern = _GAP.join(re.escape(part.casefold()) for part in parts if part)
    return literal, pattern


def _sentences(known: Known) -> Iterator[str]:
    for language in LANGUAGES:
        yield translate(known.what, language)


@cache
def _own_words(known: Known) -> frozenset[str]:
    texts = [translate(text, language) for language in LANGUAGES for text in (known.what, known.why, known.step)]
    return frozenset(word for text in (*texts, *known.phrases) for word in _words(text))


@cache
def _weights() -> dict[str, float]:
    """How much each word tells: the rarer, the more."""
    every = everything()
    held = Counter(word for known in every for word in _own_words(known))
    return {word: log(1 + len(every) / number) for word, number in held.items()}


def _words(text: str) -> Counter[str]:
    return Counter(word for word in _WORD.findall(text.casefold()) if word not in _COMMON)
