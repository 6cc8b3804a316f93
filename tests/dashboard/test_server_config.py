"""Streamlit's own settings, as it reads them from `.streamlit/config.toml`."""

import re
import tomllib
from collections.abc import Iterator, Mapping

import pytest
from streamlit import config

from tests.dashboard.served import ROOT

FILE = ROOT / ".streamlit" / "config.toml"
MEANT = {
    "server.headless": True,
    "server.fileWatcherType": "none",
    "server.maxUploadSize": 256,
    "server.enableCORS": True,
    "server.enableXsrfProtection": True,
    "server.enableStaticServing": False,
    "server.enableAgentApi": False,
    "server.disconnectedSessionTTL": 120,
    "browser.gatherUsageStats": False,
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "runner.postScriptGC": False,
    "runner.magicEnabled": False,
    "logger.level": "warning",
    "theme.light.primaryColor": "#0F5C6E",
    "theme.light.backgroundColor": "#FCFBF8",
    "theme.light.textColor": "#0B1418",
    "theme.dark.linkColor": "#7CC4D4",
    "theme.dark.backgroundColor": "#12181B",
    "theme.dark.textColor": "#E7ECEE",
}
READABLE = 4.5
VISIBLE = 3.0
WHITE = "#FFFFFF"
TEXT_COLOURS = ("textColor", "linkColor", *(f"{name}TextColor" for name in ("green", "orange", "red", "blue", "gray")))


@pytest.fixture(autouse=True)
def at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    config.get_config_options(force_reparse=True)


@pytest.mark.parametrize("option", MEANT)
def test_streamlit_reads_the_setting_as_it_is_meant(option: str) -> None:
    assert config.get_option(option) == MEANT[option]


def test_streamlit_knows_every_setting_of_the_file() -> None:
    known = set(config.get_config_options())
    unknown = {name for name, _value in _flat(tomllib.loads(FILE.read_text()))} - known
    assert unknown == set()


def test_everything_outside_the_theme_is_meant() -> None:
    written = {name for name, _value in _flat(tomllib.loads(FILE.read_text())) if not name.startswith("theme.")}
    assert written == {name for name in MEANT if not name.startswith("theme.")}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("colour", TEXT_COLOURS)
def test_text_is_readable_on_every_ground(theme: str, colour: str) -> None:
    colours = tomllib.loads(FILE.read_text())["theme"][theme]
    own_ground = colour.removesuffix("TextColor") + "BackgroundColor"
    grounds = {colours["backgroundColor"], colours["secondaryBackgroundColor"], colours.get(own_ground)} - {None}
    assert min(_contrast(colours[colour], ground) for ground in grounds) >= READABLE


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_primary_button_can_be_seen_and_its_white_text_read(theme: str) -> None:
    colours = tomllib.loads(FILE.read_text())["theme"][theme]
    assert _contrast(WHITE, colours["primaryColor"]) >= READABLE
    assert _contrast(colours["primaryColor"], colours["backgroundColor"]) >= VISIBLE


@pytest.mark.parametrize("scheme", [0, 1])
def test_the_sign_in_page_is_readable_in_light_and_dark(scheme: int) -> None:
    styles = (ROOT / "dashboard" / "sign_in.html").read_text(encoding="utf-8").split(":root")[1:]
    colours = dict(re.findall(r"--(\w+): (#\w{6})", styles[scheme].split("}")[0]))
    for ink in ("text", "muted", "accent", "wrong"):
        assert min(_contrast(colours[ink], colours[ground]) for ground in ("ground", "tint")) >= READABLE


def _flat(options: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    for name, value in options.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def _contrast(ink: str, ground: str) -> float:
    """The contrast ratio of WCAG 2.2."""
    light, dark = sorted((_luminance(ink), _luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
