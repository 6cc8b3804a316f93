"""The pages outside the dashboard: sign in, sign out. One HTML file of ours, nothing fetched from elsewhere."""

import re
from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import Final
from urllib.parse import urlencode

from lib.core.languages import LANGUAGES, Language, mark, translate
from lib.store.tables import Role

TEMPLATE: Final = Path(__file__).with_name("sign_in.html")
ROLES: Final = {
    Role.VIEWER: (mark("Viewer"), mark("Sees clients and their books, changes nothing.")),
    Role.SUPPORT: (
        mark("Support"),
        mark("Imports files and finds what is wrong; sees names and amounts when allowed to."),
    ),
    Role.ACCOUNTANT: (mark("Accountant"), mark("Decides which import counts, adds and changes clients.")),
    Role.ADMIN: (mark("Administrator"), mark("May do everything, and lets people in and out.")),
}
EXPIRED: Final = mark("The page had been open too long, or was opened in another window. Choose again.")
_COMMAND: Final = re.compile(r"`([^`]+)`")
_NATIVE: Final = {"sv": "Svenska", "en": "English"}


def sign_in_page(language: Language, *, names: dict[Role, str], form_mark: str, back: str, again: bool = False) -> str:
    """The page that offers the demo's four roles; `back` is where it leads, `again` says why it is shown anew."""
    rows = "".join(_role_button(language, role, names.get(role, "")) for role in ROLES)
    wrong = f'<p class="wrong" role="alert">{_t(EXPIRED, language)}</p>' if again else ""
    foot = _t(mark("The books are made up, and only this computer can reach them."), language)
    body = (
        f'{wrong}<form method="post" action="/sign-in">{_hidden(form_mark, back)}<div class="roles">{rows}</div></form>'
        f'<p class="foot">{foot}</p>'
    )
    lead = _t(mark("This is the demo: choose whose eyes you want to see it with."), language)
    return _page(language, title=_t(mark("Sign in"), language), lead=lead, body=body, here="/sign-in", back=back)


def way_in_page(language: Language, *, start: str, back: str) -> str:
    """The page that leads to the bureau's identity provider, by way of `start`."""
    way = escape(start if back == "/" else f"{start}?{urlencode({'next': back})}")
    title = _t(mark("Sign in"), language)
    body = f'<p class="foot"><a class="main" href="{way}">{title}</a></p>'
    lead = _t(mark("You sign in with your account at the bureau."), language)
    return _page(language, title=title, lead=lead, body=body, here="/sign-in", back=back)


def signed_out_page(language: Language) -> str:
    """The page after signing out, with the way in again."""
    body = f'<p class="foot"><a class="main" href="/sign-in">{_t(mark("Sign in"), language)}</a></p>'
    title = _t(mark("You are signed out"), language)
    lead = _t(
        mark("Nobody can use this browser as you any more. Close the window if others use the computer."), language
    )
    return _page(language, title=title, lead=lead, body=body, here="/signed-out", back="/")


def sign_out_page(language: Language, *, form_mark: str) -> str:
    """The page that asks before it signs out, for those who come from elsewhere than the dashboard."""
    action, stay = (_t(text, language) for text in (mark("Sign out"), mark("Stay signed in")))
    body = (
        f'<form method="post" action="/sign-out">{_hidden(form_mark, "/")}'
        f'<button class="main">{action}</button><a href="/">{stay}</a></form>'
    )
    lead = _t(mark("Every window where you are signed in with this browser is signed out."), language)
    return _page(language, title=action, lead=lead, body=body, here="/sign-out", back="/")


def message_page(language: Language, *, title: str, lead: str, back: str) -> str:
    """The page for what cannot be said on any screen: what happened, what to do, and the way back to `back`."""
    body = f'<p class="foot"><a class="main" href="{escape(back)}">{_t(mark("Back to Brygga"), language)}</a></p>'
    lead = _COMMAND.sub(r"<code>\1</code>", escape(lead))
    return _page(language, title=escape(title), lead=lead, body=body, here=back, back="/")


def _role_button(language: Language, role: Role, name: str) -> str:
    title, may = (_t(text, language) for text in ROLES[role])
    return (
        f'<button class="role" name="role" value="{role.value}">'
        f"<span><strong>{title}</strong><small>{escape(name)}</small></span>"
        f'<span class="may">{may}</span><span class="way" aria-hidden="true">→</span></button>'
    )


def _hidden(form_mark: str, back: str) -> str:
    fields = {"form": form_mark, "next": back}
    return "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in fields.items())


def _page(  # noqa: PLR0913 - the places of the template
    language: Language, *, title: str, lead: str, body: str, here: str, back: str
) -> str:
    return _template().substitute(
        language=language,
        title=title,
        lead=lead,
        body=body,
        languages_label=_t(mark("Language"), language),
        languages="".join(_language_links(language, here, back)),
    )


def _language_links(language: Language, here: str, back: str) -> Iterable[str]:
    path = here if back == "/" else f"{here}?{urlencode({'next': back})}"
    for other in LANGUAGES:
        current = ' aria-current="true"' if other == language else ""
        address = escape("/language?" + urlencode({"to": other, "back": path}))
        yield f'<a href="{address}" lang="{other}" hreflang="{other}"{current}>{_NATIVE[other]}</a>'


def _t(text: str, language: Language) -> str:
    return escape(translate(text, language))


@cache
def _template() -> Template:
    return Template(TEMPLATE.read_text(encoding="utf-8"))
