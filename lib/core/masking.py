"""What is hidden from people who may not see a client's contents: personal numbers, amounts, names and texts.

Marks stand where something was, so that a line keeps its shape: a SIE line its label, accounts,
dates and voucher numbers, an amount its sign and separators. Personal numbers are hidden from everybody
who reads for support, also when the accountant has given consent.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from string import Formatter
from typing import Final

import polars as pl
from stdnum import luhn

from lib.core.findings import CheckText, Finding
from lib.core.languages import Fact

TEXT: Final = "•••"
"""Stands for a name or a text."""
AMOUNT: Final = "•••,••"
"""Stands for an amount that we write ourselves."""
PERSON: Final = "••••••-••••"
"""Stands for a personal number."""

KEPT_FACTS: Final = frozenset(
    {
        "account", "accounts", "books", "check", "code", "column", "columns", "currency", "day", "days",
        "digit", "dimension", "encoding", "entry", "field", "file", "first", "item", "kind", "label", "last",
        "last_year", "limit", "line", "lines", "main", "marker", "month", "months", "number", "page", "part",
        "path", "per_mille", "percent", "period", "previous", "rate", "reference", "repaired", "request",
        "role", "row", "rows", "scope", "scopes", "series", "setting", "sheet", "side", "start",
        "stated_encoding", "status", "step", "threshold", "version", "voucher", "vouchers", "weight",
        "word", "year", "years",
    }
)  # fmt: skip
"""Facts that say where and what kind, never who or how much; every other one without a form is hidden."""
_OPEN_FORMS: Final = frozenset({"count", "noun", "text", "MB", "date"})

_SEPARATED: Final = re.compile(r"(?<!\d)((?:\d\d)?)(\d{6}) ?[-+\u2010\u2011\u2012\u2013] ?(\d{4})(?!\d)")
_BARE: Final = re.compile(r"(?<!\d)((?:18|19|20)?)(\d{6})[ \u00a0]?(\d{4})(?!\d)")
_CENTURIES: Final = frozenset({"", "18", "19", "20"})
_COORDINATION: Final = 60
"""Added to the day of a coordination number's birth date (skatteverket.se, samordningsnummer)."""

_WORDS: Final = re.compile(r'"(?:[^"\\]|\\.)*"?|\{[^}]*\}?|[^\s"{}]+|\s+')
_DIGITS: Final = re.compile(r"\d+")
_QUOTED: Final = re.compile(r"“[^”]*”|”[^”]*”|\"[^\"]*\"|«[^»]*»")
_FIGURE: Final = re.compile(
    r"(?<![\w.,:/-])[-+\u2212]?(?:\d{1,3}(?:[ \u00a0\u202f.]\d{3})+|\d+)(?:,\d{1,2}|\.\d{2})(?![\w/:-]|[.,]\d)"
    r"|(?<![\w.,:/-])[-+\u2212]?\d[\d \u00a0\u202f]*(?=[ \u00a0]?(?:kr|SEK|kronor)\b)"
)
_ATTRIBUTE: Final = re.compile(r"""([\w:.-]+)(\s*=\s*)("[^"]*"?|'[^']*'?)""")
_OPEN_ATTRIBUTES: Final = frozenset(
    {
        "id",
        "accountId",
        "account",
        "date",
        "end",
        "start",
        "month",
        "type",
        "primary",
        "currency",
        "version",
        "encoding",
    }
)
_DAY: Final = re.compile(r"\d{8}|\d{4}-\d\d-\d\d")
_ACCOUNT: Final = re.compile(r"\d{4}")
_CODE: Final = re.compile(r'"?[A-Za-zÅÄÖåäö]{0,3}\d{0,10}"?|\d{4}-\d\d-\d\d')
"""What can stand where an account, a series, a number or a day belongs; anything else there is out of place."""

_FIELDS: Final[Mapping[str, str]] = {
    "FLAGGA": "h", "FORMAT": "h", "SIETYP": "h", "PROGRAM": "hh", "GEN": "k", "RAR": "hkk", "OMFATTN": "k",
    "TAXAR": "k", "KPTYP": "h", "VALUTA": "h", "ORGNR": "h", "KSUMMA": "h", "FTYP": "h", "BKOD": "h",
    "KONTO": "k", "KTYP": "kk", "ENHET": "kk", "SRU": "kk", "DIM": "k", "UNDERDIM": "k.k", "OBJEKT": "k",
    "IB": "kka", "UB": "kka", "RES": "kka", "OIB": "kk.a", "OUB": "kk.a", "PSALDO": "kkk.a", "PBUDGET": "kkk.a",
    "VER": "kkk.k", "TRANS": "k.ak", "BTRANS": "k.ak", "RTRANS": "k.ak",
}  # fmt: skip
"""For each label of SIE 4C its fields in order: of the heading and kept (h), kept when it is a code (k), an amount
(a), hidden (.); the rest is hidden."""


def masked(text: str) -> str:
    """Hide personal numbers, amounts, names and texts in a line of a source or in a sentence.

    A line of SIE or XML is known by how it starts; of anything else only what is quoted and what is written
    as an amount can be told apart from our own words. For lines of a table, see `masked_line`.
    """
    start = text.lstrip("\ufeff \t")
    if start[:1] in {"#", "{", "}", "<"}:
        return masked_line(text)
    return _FIGURE.sub(_shape, _QUOTED.sub(f"“{TEXT}”", without_personal_numbers(text)))


def masked_line(line: str) -> str:
    """Hide all of a raw line of a source but its shape, whatever format it is of."""
    start = line.strip("\ufeff \t\r\n")
    if start[:1] == "#":
        return without_personal_numbers(_sie(line))
    if start[:1] == "<" or _ATTRIBUTE.search(line):
        return without_personal_numbers(_xml(line))
    return without_personal_numbers(re.sub(r"[^\s;,\t|{}]+", _cell, line))


def without_personal_numbers(text: str) -> str:
    """Hide personal and coordination numbers in every form that Swedes write; a sole trader's number is one.

    With a hyphen or plus the birth date tells; ten or twelve digits in a row must also have the right check digit.
    """
    return _BARE.sub(_person, _SEPARATED.sub(_separated, text))


def column_without_personal_numbers(column: pl.Expr) -> pl.Expr:
    """The texts of columns of a table with every personal number hidden."""
    return column.map_elements(without_personal_numbers, return_dtype=pl.String)


def masked_facts(text: str, facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """Hide amounts and names among the facts that a marked text names.

    A fact's form in the text tells what it is: kronor are hidden; counts, dates and marked texts are kept.
    One without a form is kept when it only says where (`KEPT_FACTS`).
    """
    forms = {name: (form or "").partition("|")[0] for _, name, form, _ in Formatter().parse(text) if name}
    return {name: _fact(name, forms.get(name, ""), value) for name, value in facts.items()}


def masked_finding(finding: Finding, text: CheckText) -> Finding:
    """Hide amounts and names in a finding; voucher, account and place in the source stand."""
    return replace(finding, facts=masked_facts(f"{text.sentence} {text.remedy}", finding.facts))


def _fact(name: str, form: str, value: Fact) -> Fact:
    if value is None or form in _OPEN_FORMS:
        return value
    if form == "kr":
        return AMOUNT
    if name not in KEPT_FACTS:
        return TEXT
    return without_personal_numbers(value) if isinstance(value, str) else value


def _separated(match: re.Match[str]) -> str:
    return PERSON if _is_born(match[1], match[2]) else match[0]


def _person(match: re.Match[str]) -> str:
    return PERSON if _is_born(match[1], match[2]) and luhn.is_valid(match[2] + match[3]) else match[0]


def _is_born(century: str, six: str) -> bool:
    """Whether six digits are a birth date: no company's number is, for its third digit is 2 or more."""
    year, month, day = int(six[:2]), int(six[2:4]), int(six[4:])
    day -= _COORDINATION if day > _COORDINATION else 0
    try:
        # without a century, a year that had a 29 February where one can be meant
        date(int(century or "20") * 100 + year, month, day)
    except ValueError:
        return False
    return century in _CENTURIES


def _sie(line: str) -> str:
    words = iter(_WORDS.findall(line))
    kinds: str | None = None
    place = 0
    said = []
    for word in words:
        if word.isspace():
            said.append(word)
        elif kinds is None:
            kinds = _FIELDS.get(word.lstrip("\ufeff#").upper(), "")
            said.append(word)
        else:
            said.append(_field(word, kinds[place : place + 1]))
            place += 1
    return "".join(said)


def _field(word: str, kind: str) -> str:
    if word[0] == "{":
        return word if not word.strip("{} \t") else "{" + TEXT + "}"
    if not word.strip('"'):
        return word
    match kind:
        case "h":
            return word
        case "k" if _CODE.fullmatch(word):
            return word
        case "a":
            return _DIGITS.sub("•", word)
        case _:
            return f'"{TEXT}"' if word[0] == '"' else TEXT


def _xml(line: str) -> str:
    between = re.sub(r">([^<]*[^<\s][^<]*)", f">{TEXT}", line)
    return _ATTRIBUTE.sub(_attribute, between)


def _attribute(match: re.Match[str]) -> str:
    name, equals, value = match.groups()
    if name in _OPEN_ATTRIBUTES or name.endswith("Date") or name.startswith(("xmlns", "xsi:")):
        return match[0]
    return f"{name}{equals}{value[0]}{_DIGITS.sub('•', value[1:-1]) if name == 'amount' else TEXT}{value[0]}"


def _cell(match: re.Match[str]) -> str:
    word = match[0]
    if _DAY.fullmatch(word) or _ACCOUNT.fullmatch(word):
        return word
    return TEXT if any(c.isalpha() for c in word) else _DIGITS.sub("•", word)


def _shape(match: re.Match[str]) -> str:
    return _DIGITS.sub("•", match[0])
