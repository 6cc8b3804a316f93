"""HTML of the local Fortnox's own pages: elements whose text cannot become markup, and the frame around them."""

from html import escape
from typing import Final

from starlette.responses import HTMLResponse

from lib.core.languages import Language, mark, translate

STAND_IN: Final = mark("A local stand-in for Fortnox: made-up companies, on this computer only.")
_EMPTY: Final = frozenset({"input", "br", "meta"})
_STYLE: Final = """
:root{color-scheme:light dark;--ground:#FCFBF8;--text:#1E2A2F;--muted:#5B666B;--accent:#0F5C6E;--line:#DDD9CF;--on:#fff;
--wrong:#A3261B}
@media(prefers-color-scheme:dark){:root{--ground:#12181B;--text:#E7ECEE;--muted:#9AA6AB;--accent:#7CC4D4;--line:#2C373C;
--on:#12181B;--wrong:#F08A80}}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--text);font:16px/1.5 system-ui,sans-serif}
header{border-bottom:1px solid var(--line);padding:.75rem 1.5rem;color:var(--muted);font-size:.875rem}
main{max-width:34rem;margin:2.5rem auto;padding:0 1.5rem}main.wide{max-width:64rem}
h1{font-size:1.5rem;font-weight:600;margin:0 0 .5rem}h2{font-size:1.1rem;margin:2rem 0 .5rem}p,ul{margin:.5rem 0}
.muted{color:var(--muted)}.wrong{color:var(--wrong)}
label{display:block;margin:1rem 0 .25rem}select,input{font:inherit;color:inherit;background:var(--ground);
border:1px solid var(--muted);border-radius:4px;padding:.4rem .6rem;max-width:100%}select{width:100%}
button{font:inherit;border-radius:4px;padding:.45rem 1rem;border:1px solid var(--accent);background:var(--ground);
color:var(--accent);cursor:pointer}button.main{background:var(--accent);color:var(--on)}
button.row{display:flex;justify-content:space-between;gap:1rem;width:100%;margin:.4rem 0;text-align:left;
border-color:var(--line);color:var(--text)}button.row:hover{border-color:var(--accent)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.actions{display:flex;gap:.75rem;margin-top:1.5rem}
table{border-collapse:collapse;width:100%;font-size:.875rem}
th,td{text-align:left;padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--line);vertical-align:top}
form{margin-top:1rem}.inline{display:flex;flex-wrap:wrap;gap:.75rem 1rem;align-items:end}.inline label{margin:0}
"""
_HEADERS: Final = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "server": "Fortnox",
}


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def element(tag: str, *children: str, **attributes: str | bool) -> Markup:
    """An element; `class_` and `for_` stand for their words without the stroke, and true for a bare attribute."""
    written = "".join(
        f" {name.rstrip('_')}" if value is True else f' {name.rstrip("_")}="{escape(str(value))}"'
        for name, value in attributes.items()
        if value is not False
    )
    opening = f"<{tag}{written}>"
    return Markup(opening if tag in _EMPTY else f"{opening}{joined(*children)}</{tag}>")


def joined(*children: str) -> Markup:
    """Several pieces as one; what is not markup is escaped."""
    return Markup("".join(child if isinstance(child, Markup) else escape(child) for child in children))


def page(language: Language, title: str, *children: str, status: int = 200, wide: bool = False) -> HTMLResponse:
    """A whole page, marked as the stand-in that it is."""
    head = joined(
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        element("style", Markup(_STYLE)),
    )
    body = joined(
        element("header", translate(STAND_IN, language)),
        element("main", element("h1", title), *children, class_="wide" if wide else ""),
    )
    text = f"<!doctype html>{element('html', element('head', head), element('body', body), lang=language)}"
    return HTMLResponse(text, status, _HEADERS)


def spoken(accepted: str) -> Language:
    """The language of a page by `Accept-Language`: English when it stands before Swedish, else Swedish."""
    places = {name: accepted.lower().find(name) for name in ("sv", "en")}
    english = places["en"] >= 0 and (places["sv"] < 0 or places["en"] < places["sv"])
    return "en" if english else "sv"
