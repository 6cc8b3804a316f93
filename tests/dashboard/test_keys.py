"""`brygga keys`: a new key, sealing anew with it, and the demo's own."""

import stat
from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard import cli
from dashboard.cli import main
from dashboard.keys import KEY_FILE, demo_key
from lib.settings import SETTINGS, SettingRefused, load
from lib.store.database import Store
from lib.store.sealing import Seal, new_key
from tests.store.kept import KEY, found, keep, tokens_of


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for setting in SETTINGS:
        monkeypatch.setenv(setting.name, "")
        monkeypatch.delenv(setting.name)


def rotate(monkeypatch: pytest.MonkeyPatch, folder: Path, *keys: str) -> tuple[int, str]:
    monkeypatch.setenv("BRYGGA_DATA", str(folder))
    monkeypatch.setenv("BRYGGA_ENCRYPTION_KEYS", ",".join(keys))
    result = CliRunner().invoke(main, ["keys", "rotate", "--language", "sv"])
    return result.exit_code, result.output


def test_a_new_key_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    key = CliRunner().invoke(main, ["keys", "new"]).output.strip()
    monkeypatch.setenv("BRYGGA_ENCRYPTION_KEYS", key)
    assert Seal.of(load()).open_tokens(Seal(key).close_tokens(tokens_of("a"))) == tokens_of("a")


def test_what_is_no_key_is_refused_and_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRYGGA_ENCRYPTION_KEYS", f"{new_key()},hush")
    with pytest.raises(SettingRefused) as refusal:
        load()
    assert "hush" not in refusal.value.sentence("en")


def test_rotating_makes_the_old_key_needless_and_tells_what_to_do_next(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    store = Store.open(tmp_path)
    connection, newer = keep(store, tokens_of("a")), new_key()
    code, told = rotate(monkeypatch, tmp_path, newer, KEY)
    assert code == 0
    assert told.splitlines() == [
        "Krypterade om 1 anslutning med den nyaste nyckeln.",
        "Ta bort de äldre nycklarna ur BRYGGA_ENCRYPTION_KEYS och starta om Brygga.",
    ]
    assert Seal(newer).open_tokens(found(store, connection).sealed) == tokens_of("a")
    store.close()


def test_rotating_tells_of_what_no_key_opens(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    keep(store, tokens_of("a"))
    store.close()
    code, told = rotate(monkeypatch, tmp_path, new_key())
    assert code == 1
    assert "1 anslutning krypterades med en nyckel som inte är angiven." in told


def test_rotating_without_a_key_tells_how_to_make_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BRYGGA_DATA", str(tmp_path))
    result = CliRunner().invoke(main, ["keys", "rotate"])
    assert result.exit_code == 1
    assert "brygga keys new" in result.output


def test_the_demo_makes_its_key_once_for_its_owner_alone(tmp_path: Path) -> None:
    key = demo_key(tmp_path / "demo")
    assert demo_key(tmp_path / "demo") == key
    assert stat.S_IMODE((tmp_path / "demo" / KEY_FILE).stat().st_mode) == 0o600


def test_the_demo_goes_by_a_key_that_is_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert cli._demo_keys(load(data=tmp_path)) == demo_key(tmp_path)  # noqa: SLF001 - what `brygga demo` sets
    assert cli._demo_keys(load(data=tmp_path, encryption_keys=new_key())) is None  # noqa: SLF001 - as above
