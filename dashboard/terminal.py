"""What all commands share at a terminal: its language, and failures told in sentences."""

import os
import signal
from typing import IO, Any, Final

import click

from lib.core.errors import BryggaError
from lib.core.languages import LANGUAGES, Language, translate
from lib.settings import PREFIX

_LOCALE: Final = ("LC_ALL", "LC_MESSAGES", "LANG")


def spoken(environment: dict[str, str]) -> Language:
    """The language of a terminal: BRYGGA_LANGUAGE, else the locale's, else Swedish."""
    named = [environment.get(name, "")[:2] for name in (f"{PREFIX}LANGUAGE", *_LOCALE)]
    return next((name for name in named if name in LANGUAGES), "sv")


LANGUAGE: Final = spoken(dict(os.environ))


def said(text: str) -> str:
    """A marked text in the terminal's language."""
    return translate(text, LANGUAGE)


class Told(click.ClickException):
    """A failure of ours, told on stderr as on screen: the sentence, then the next step."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the message as it is."""
        click.echo(self.message, file=file, err=file is None)


class Commands(click.Group):
    """The commands, with our own failures told in one sentence and never as a traceback."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own signature
        """Carry out the command."""
        try:
            return super().invoke(ctx)
        except BryggaError as error:
            language: Language = ctx.obj or LANGUAGE
            raise Told(f"{error.sentence(language)}\n{error.remedy(language)}") from None


def chosen(ctx: click.Context, _option: click.Parameter, language: Language) -> Language:
    """The language that a command was asked to speak, kept for what it may fail with."""
    ctx.find_root().obj = language
    return language


def stop_with_parent() -> None:
    """Wait in a thread of its own until the process that started this one ends, then stop as if told to."""
    # below Python's buffer, whose lock a thread may not hold when the program ends
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
