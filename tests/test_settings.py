"""The one table of settings, and what is refused before anything is opened."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from lib.settings import (
    SETTINGS,
    DemoOnLoopbackOnly,
    Setting,
    SettingRefused,
    Settings,
    SettingsMissing,
    clock,
    load,
)

HELP = Path(__file__).parent.parent / "dashboard" / "help"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for setting in SETTINGS:
        monkeypatch.delenv(setting.name, raising=False)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_each_setting_is_described_in_the_help(setting: Setting, language: str) -> None:
    row = re.search(rf"^\| `{setting.name}` \|(.*)\| (.+) \|$", _help(language), re.MULTILINE)
    assert row
    assert len(row[2]) > 20


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_help_describes_no_setting_that_is_not_there(language: str) -> None:
    assert set(re.findall(r"BRYGGA_\w+", _help(language))) == {setting.name for setting in SETTINGS}


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("setting", [setting for setting in SETTINGS if setting.default], ids=lambda one: one.name)
def test_the_help_tells_what_holds_if_a_setting_is_unset(setting: Setting, language: str) -> None:
    assert f"| `{setting.name}` | `{setting.default.lower()}` |" in _help(language).replace("Europe/S", "europe/s")


def test_no_secret_has_a_default() -> None:
    secrets = [name for name, field in Settings.model_fields.items() if field.annotation == SecretStr | None]
    assert secrets
    assert [name for name in secrets if Settings.model_fields[name].default] == []


def test_a_setting_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRYGGA_PORT", "9000")
    assert load().port == 9000


def test_what_is_known_takes_precedence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRYGGA_PORT", "9000")
    assert load(port=9001).port == 9001


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BRYGGA_PORT", "eighty"),
        ("BRYGGA_PORT", "70000"),
        ("BRYGGA_ADDRESS", "brygga.example"),
        ("BRYGGA_TIME_ZONE", "Europe/Uppsala"),
        ("BRYGGA_LANGUAGE", "fi"),
        ("BRYGGA_PUBLIC_URL", "brygga.example"),
        ("BRYGGA_COOKIE_SECRET", "too-short"),
        ("BRYGGA_SESSION_HOURS", "0"),
        ("BRYGGA_OIDC_ISSUER", "http://identity.example"),
        ("BRYGGA_OIDC_ISSUER", "identity.example"),
        ("BRYGGA_OIDC_ROLES", "Ekonomer=owner"),
        ("BRYGGA_OIDC_ROLES", "Ekonomer"),
        ("BRYGGA_OIDC_REQUIRED_CLAIM", "hd"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_and_its_value_is_not(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingRefused) as refusal:
        load()
    for language in ("sv", "en"):
        sentence = refusal.value.sentence(language)
        assert name in sentence
        assert value not in sentence.replace(name, "")


def test_secrets_do_not_show_when_the_settings_are_printed() -> None:
    printed = repr(load(cookie_secret="k" * 32, database_url="postgresql://u:pass-word@host/db"))
    assert "kkk" not in printed
    assert "pass-word" not in printed


NEEDED: dict[str, str] = {
    "cookie_secret": "c" * 32,
    "encryption_keys": "k" * 43 + "=",
    "oidc_issuer": "https://identity.example",
    "oidc_client_id": "brygga",
    "oidc_client_secret": "a secret",
}


def test_outside_demo_mode_it_starts_with_secrets_and_an_identity_provider() -> None:
    load(**NEEDED).check_start()


@pytest.mark.parametrize("missing", NEEDED)
def test_outside_demo_mode_it_names_what_is_missing(missing: str) -> None:
    with pytest.raises(SettingsMissing) as refusal:
        load(**{name: value for name, value in NEEDED.items() if name != missing}).check_start()
    assert f"without BRYGGA_{missing.upper()}." in refusal.value.sentence("en")


def test_all_that_is_missing_is_named_at_once() -> None:
    with pytest.raises(SettingsMissing) as refusal:
        load().check_start()
    assert all(f"BRYGGA_{name.upper()}" in refusal.value.sentence("sv") for name in NEEDED)


@pytest.mark.parametrize("address", ["0.0.0.0", "192.168.1.10", "::"])  # noqa: S104 - refused
def test_the_demo_does_not_start_where_others_could_reach_it(address: str) -> None:
    with pytest.raises(DemoOnLoopbackOnly) as refusal:
        load(demo=True, address=address).check_start()
    assert address in refusal.value.sentence("sv")


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.2", "::1"])
def test_the_demo_starts_on_this_computer(address: str) -> None:
    load(demo=True, address=address).check_start()


def test_the_demo_goes_by_this_computers_names_alone() -> None:
    settings = load(demo=True, allowed_hosts="brygga.example", public_url="https://brygga.example")
    assert settings.hosts == {"localhost", "127.0.0.1", "::1"}


def test_outside_the_demo_it_goes_by_the_names_it_is_given() -> None:
    settings = load(address="10.0.0.5", allowed_hosts="a.example, B.example", public_url="https://brygga.example")
    assert settings.hosts == {"a.example", "b.example", "brygga.example"}


def _help(language: str) -> str:
    return (HELP / f"settings.{language}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["metrics_token", "encryption_keys", "public_url", "port"])
def test_a_variable_that_holds_nothing_is_as_good_as_none(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of all settings the metrics' token must not be blank: it would let in whoever states none."""
    usual = getattr(load(), name)
    monkeypatch.setenv(f"BRYGGA_{name.upper()}", "")
    assert getattr(load(), name) == usual


@pytest.mark.parametrize(
    ("month", "told"), [(1, "2026-01-31 15:05"), (7, "2026-07-31 16:05")], ids=["winter", "summer"]
)
def test_a_moment_is_told_by_the_bureaus_clocks(month: int, told: str) -> None:
    assert clock(datetime(2026, month, 31, 14, 5, 59, tzinfo=UTC)) == told
