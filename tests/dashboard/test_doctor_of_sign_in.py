"""What `brygga doctor` says of the identity provider."""

from collections.abc import Iterator

import pytest
from click.testing import CliRunner

from dashboard.cli import main
from lib.settings import SETTINGS
from tests.dashboard.identity_provider import CLIENT_SECRET, IdentityProvider, identity_provider


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> Iterator[IdentityProvider]:
    for setting in SETTINGS:
        monkeypatch.setenv(setting.name, "")
        monkeypatch.delenv(setting.name)
    monkeypatch.setenv("BRYGGA_DATA", f"{tmp_path}/data")
    with identity_provider() as opened:
        for name, value in opened.settings().items():
            monkeypatch.setenv(name, value)
        yield opened


def said() -> str:
    """The doctor's lines on the identity provider."""
    result = CliRunner().invoke(main, ["doctor", "--language", "en"])
    assert CLIENT_SECRET not in result.output
    return result.output[result.output.index("Identity provider") - 2 :]


def test_a_provider_that_is_as_set_is_right(provider: IdentityProvider) -> None:
    assert said().startswith("● Identity provider: 127.0.0.1 answers")


@pytest.mark.parametrize(
    ("fault", "word"),
    [
        ("other-discovery", "another issuer"),
        ("no-json", "cannot be read"),
        ("plain-http", "without encryption"),
        ("clock-off", "Its clock and this computer's differ by 3"),
    ],
)
def test_a_provider_that_is_not_as_set_is_said_to_be_wrong(provider: IdentityProvider, fault: str, word: str) -> None:
    provider.fault = fault
    told = said()
    assert told.startswith("▲ Identity provider")
    assert word in told
    assert len(told.splitlines()) == 2, "with what to do"


def test_a_provider_that_is_down_is_said_not_to_answer(
    provider: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRYGGA_OIDC_ISSUER", "http://127.0.0.1:9")
    assert "127.0.0.1, where you sign in, does not answer" in said()


def test_what_is_missing_is_named_among_the_settings(
    provider: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BRYGGA_OIDC_ISSUER")
    result = CliRunner().invoke(main, ["doctor", "--language", "en"])
    assert "without BRYGGA_OIDC_ISSUER." in result.output
    assert said().startswith("◌ Identity provider")


def test_the_demo_needs_no_provider(provider: IdentityProvider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRYGGA_DEMO", "true")
    assert said().startswith("● Identity provider")
