"""The `brygga` command: serve the dashboard, work on jobs, try the demo, stand in for Fortnox, look at a SIE file."""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Final

import click

from dashboard.terminal import LANGUAGE, Commands, Told, chosen, stop_with_parent
from dashboard.terminal import said as _
from lib.core.languages import LANGUAGES, Language, mark, translate
from lib.settings import PREFIX, Settings, load

if TYPE_CHECKING:
    from lib.checks.analysis.printed import Analysed
    from lib.checks.inspection import Inspection

IS_AT: Final = mark("Brygga is at {address} (stop with Ctrl+C).")
FORTNOX_IS_AT: Final = mark(
    "The local Fortnox is at {address}; {page} tells what is made up, and can make it misbehave."
)
FORTNOX_PORT_TAKEN: Final = mark("Port {port} is taken. Choose another for the local Fortnox with --port.")
SEEDING: Final = mark("Making the demo's books. This is done once and takes a moment.")
CANNOT_OPEN: Final = mark("The file {file} cannot be opened: {cause}.")


@click.group(cls=Commands, help=_(mark("Bookkeeping between a client's books and the closing work.")))
def main() -> None:
    """Read nothing and open nothing: each command imports what it needs."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


_language = click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default=LANGUAGE,
    callback=chosen,
    help=_(mark("The language of what is printed.")),
)
_port = click.option("--port", type=int, help=_(mark("The port to listen on.")))
_files = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")


@main.command(help=_(mark("Serve the dashboard, with a worker beside it.")))
@click.option("--address", help=_(mark("The IP address to listen on.")))
@_port
@_language
def serve(address: str | None, port: int | None, language: Language) -> None:
    """Serve until told to stop."""
    _serve(_settings(address=address, port=port), language)


@main.command(help=_(mark("Serve the dashboard with made-up books, on this computer only.")))
@_port
@_language
def demo(port: int | None, language: Language) -> None:
    """Make the demo's books when they are missing, then serve."""
    folder = os.environ.get(f"{PREFIX}DATA", "data/demo")
    settings = _settings(demo=True, data=folder, port=port)
    settings.check_start()
    command, fortnox = _local_fortnox(settings.data)
    settings = _settings(**fortnox, encryption_keys=_demo_keys(settings))
    _seed(settings, language)
    _tell_fortnox(fortnox["fortnox_auth_url"], language)
    _serve(settings, language, command)


@main.command(help=_(mark("Work on jobs until stopped; `brygga serve` has one worker already.")))
@click.option("--beside", is_flag=True, hidden=True)
def worker(*, beside: bool) -> None:
    """Work until told to stop, and with `beside` no longer than the process that started this one."""
    from dashboard.logs import configure

    settings = load()
    configure(settings)
    from lib.jobs.worker import main as work

    if beside:
        Thread(target=stop_with_parent, daemon=True).start()
    work(settings)


@main.command(help=_(mark("Serve a local Fortnox with made-up companies; its page /sandbox tells what is made up.")))
@_port
@click.option(
    "--keep",
    type=click.Path(dir_okay=False, path_type=Path),
    help=_(mark("Keep in this file who was let in, for the next time.")),
)
@click.option("--beside", is_flag=True, hidden=True)
@_language
def sandbox(port: int | None, keep: Path | None, language: Language, *, beside: bool) -> None:
    """Serve until told to stop, and with `beside` no longer than the process that started this one."""
    from lib.sandbox.fortnox.memory import Memory
    from lib.sandbox.fortnox.serving import PORT, serve

    if beside:
        Thread(target=stop_with_parent, daemon=True).start()
    chosen = PORT if port is None else port
    try:
        serve(chosen, lambda address: None if beside else _tell_fortnox(address, language), Memory(keep))
    except OSError:
        raise Told(translate(FORTNOX_PORT_TAKEN, language, port=str(chosen))) from None


@main.command(help=_(mark("Tell what SIE files hold, and what is wrong with them.")))
@click.option("--json", "as_json", is_flag=True, help=_(mark("One JSON object a line, amounts in öre.")))
@_language
@_files
def inspect(files: Sequence[Path], language: Language, *, as_json: bool) -> None:
    """Print one object or one text for each file."""
    for inspection in _inspected(files, language):
        if as_json:
            # bytes, so that it is UTF-8 whatever the terminal speaks
            click.echo(json.dumps(inspection.as_json(), ensure_ascii=False).encode())
        else:
            click.echo(inspection.as_text())


@main.command(help=_(mark("Check SIE files; the exit code is 1 when an error was found.")))
@click.option("--analysis", is_flag=True, help=_(mark("Analyse the year's transactions instead of the file.")))
@_language
@_files
def check(files: Sequence[Path], language: Language, *, analysis: bool) -> None:
    """Print what was found in each file."""
    wrong = False
    for inspection in _analysed(files, language) if analysis else _inspected(files, language):
        click.echo(inspection.as_text())
        wrong |= inspection.has_errors
    sys.exit(1 if wrong else 0)


@main.group(help=_(mark("Keys that encrypt the connections to Fortnox.")))
def keys() -> None:
    """Do nothing by itself."""


@keys.command("new", help=_(mark("Print a new key, to be set first in BRYGGA_ENCRYPTION_KEYS.")))
def new_key() -> None:
    """Print a key, which is kept nowhere."""
    from lib.store.sealing import new_key as new

    click.echo(new())


@keys.command("rotate", help=_(mark("Encrypt all connections anew with the first of the keys that are set.")))
@_language
def rotate_keys(language: Language) -> None:
    """Tell what was done; the exit code is 1 when some could not be opened."""
    from dashboard.keys import rotate

    _end(*rotate(load(), language))


@main.command(
    help=_(mark("Back up everything to the file TARGET, or to a new one in a folder; Brygga may be running."))
)
@click.argument("target", type=click.Path(path_type=Path))
@_language
def backup(target: Path, language: Language) -> None:
    """Tell what was written; the exit code is 1 when something that the database names was missing."""
    from dashboard.upkeep import backup as run

    _end(*run(load(), target, language))


@main.command(help=_(mark("Restore the backup SOURCE into an empty data directory.")))
@click.argument("source", type=click.Path(path_type=Path))
@_language
def restore(source: Path, language: Language) -> None:
    """Tell what was restored."""
    from dashboard.upkeep import restore as run

    _end(*run(load(), source, language))


@main.command(help=_(mark("Look at all that Brygga needs; the exit code is 1 when something is wrong.")))
@_language
def doctor(language: Language) -> None:
    """Tell of each thing as it was looked at."""
    from dashboard.upkeep import examine

    well = True
    for told, is_well in examine(language):
        click.echo(told)
        well &= is_well
    sys.exit(0 if well else 1)


@main.group(help=_(mark("The log of who did what.")))
def log() -> None:
    """Do nothing by itself."""


@log.command(
    "verify", help=_(mark("Go through the activity log; the exit code is 1 when a row was changed or removed."))
)
@_language
def verify_log(language: Language) -> None:
    """Tell whether it is whole, else where it breaks."""
    from dashboard.upkeep import verify_log as run

    _end(*run(load(), language))


def _end(told: str, well: bool) -> None:  # noqa: FBT001 - what was told, and whether all is well
    click.echo(told)
    sys.exit(0 if well else 1)


def _settings(**given: str | int | bool | Path | None) -> Settings:
    """The settings, with what was given on the command line put where pages and workers find it too."""
    for name, value in given.items():
        if value is not None:
            os.environ[f"{PREFIX}{name.upper()}"] = str(value)
    return load()


def _local_fortnox(data: Path) -> tuple[tuple[str, ...], dict[str, str]]:
    """The command that serves a local Fortnox, and the settings that lead to it."""
    from lib.sandbox.fortnox.people import DEMO_CLIENT_ID, DEMO_CLIENT_SECRET
    from lib.sandbox.fortnox.serving import HOST, open_port

    port = open_port()
    address = f"http://{HOST}:{port}"
    leading = {
        "fortnox_auth_url": address,
        "fortnox_api_url": address,
        "fortnox_client_id": DEMO_CLIENT_ID,
        "fortnox_client_secret": DEMO_CLIENT_SECRET,
    }
    keep = str(data / "local-fortnox.json")
    program = (sys.executable, "-m", "dashboard.cli", "sandbox")
    return (*program, "--port", str(port), "--keep", keep, "--beside"), leading


def _demo_keys(settings: Settings) -> str | None:
    """The demo's own key; None when keys are set already."""
    from dashboard.keys import demo_key

    return None if settings.encryption_keys else demo_key(settings.data)


def _tell_fortnox(address: str, language: Language) -> None:
    click.echo(translate(FORTNOX_IS_AT, language, address=address, page=f"{address}/sandbox"))


def _serve(settings: Settings, language: Language, *beside: Sequence[str]) -> None:
    settings.check_start()
    from dashboard.logs import configure

    configure(settings)
    from dashboard.server import serve as run

    run(settings, lambda address: click.echo(translate(IS_AT, language, address=address)), beside)


def _seed(settings: Settings, language: Language) -> None:
    from lib.actions.demo import seed
    from lib.store.database import Store

    done = settings.data / "demo-2-is-made"  # the second making added the companies of the local Fortnox
    store = Store.open(settings.data, settings.database_url)
    if not done.exists():
        click.echo(translate(SEEDING, language))
        seed(store, datetime.now(settings.zone).date())
        done.touch()
    store.close()


def _inspected(files: Sequence[Path], language: Language) -> Iterator["Inspection"]:
    from lib.checks.inspection import inspect as look

    for path in files:
        try:
            yield look(path, language=language)
        except OSError as error:
            cause = (error.strerror or "").lower()
            raise Told(translate(CANNOT_OPEN, language, file=str(path), cause=cause)) from None


def _analysed(files: Sequence[Path], language: Language) -> Iterator["Analysed | Inspection"]:
    from lib.checks.analysis.printed import analyse

    try:
        yield from analyse(files, datetime.now(load().zone).date(), language=language)
    except OSError as error:
        cause = (error.strerror or "").lower()
        raise Told(translate(CANNOT_OPEN, language, file=str(error.filename), cause=cause)) from None


if __name__ == "__main__":
    main()
