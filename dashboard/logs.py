"""What the program writes about itself: one line an event, JSON in production, no secret in any of them."""

import logging
import re
import sys
from collections.abc import Mapping
from errno import errorcode
from traceback import format_tb
from typing import Any, Final, cast

import structlog
from structlog.typing import EventDict, ExcInfo, Processor

from lib.settings import Settings

HIDDEN: Final = "[hidden]"
_SECRET_KEY: Final = re.compile(r"token|secret|passw|cookie|authori[sz]ation|api_?key|session_id", re.IGNORECASE)
_SECRET_TEXT: Final = (
    re.compile(r"(?i)((?:bearer|basic)\s+)[\w.~+/=-]{6,}"),
    re.compile(r"(?i)((?:set-)?cookie['\"]?\s*[:=]\s*)[^\n]+"),
    re.compile(r"(?i)(\b[\w-]*(?:token|secret|passw\w*|session|api_?key)['\"]?\s*[:=]\s*['\"]?)[^\s'\"&;,)}]+"),
    re.compile(r"(?i)([?&](?:code|state)=)[^\s&'\"]+"),
    re.compile(r"(://[^\s:/@]+:)[^\s@]+(?=@)"),
    re.compile(r"()\beyJ[\w-]+\.[\w-]+\.[\w-]*"),
)
_OWN_HANDLERS: Final = ("streamlit", "uvicorn", "websockets", "dbos")
_CHATTY: Final = ("alembic", "dbos", "httpx", "watchdog")


def configure(settings: Settings) -> None:
    """Send everything that is logged, ours and the libraries', through one handler on stderr.

    Call it before Streamlit, uvicorn or DBOS are imported: they give their loggers handlers of their own.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.ExceptionRenderer(crash),
        redact,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    logging.setLoggerClass(_Plain)  # after structlog's factory, which sets one of its own
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *shared],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _without_colours,
                _renderer(settings),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.log_level.upper())
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)


def redact(_logger: Any, _method: str, event: EventDict) -> EventDict:  # noqa: ANN401 - structlog's own signature
    """Hide tokens, secrets, passwords and cookies, whether they stand under their name or in a text."""
    return {name: _safe(name, value) for name, value in event.items()}


def crash(exc_info: ExcInfo) -> str:
    """What an exception is and where it came from, with what it came of: never its own text.

    That may quote the books: `int` and Polars name the value that they could not read. The code of the
    system or the database is kept.
    """
    parts, error, known = [], cast("BaseException | None", exc_info[1]), set[int]()
    while error is not None and id(error) not in known:
        known.add(id(error))
        parts.append("".join([*format_tb(error.__traceback__), _kind(error)]))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join(reversed(parts))


def _kind(error: BaseException) -> str:
    """The class of an exception, its code where it has one, and the classes of those that it gathers."""
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    number = errorcode.get(error.errno or 0) if isinstance(error, OSError) else None
    code = number or getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None)
    within = [crash((type(one), one, None)) for one in getattr(error, "exceptions", ())]
    return "\n".join([f"{name} ({code})" if code else name, *within])


def without_secrets(text: str) -> str:
    """A text with everything hidden that looks like a credential."""
    for pattern in _SECRET_TEXT:
        text = pattern.sub(rf"\g<1>{HIDDEN}", text)
    return text


def _safe(name: str, value: Any) -> Any:  # noqa: ANN401 - whatever was logged
    if name.startswith("_"):
        return value
    if _SECRET_KEY.search(name):
        return HIDDEN
    if isinstance(value, str):
        return without_secrets(value)
    if isinstance(value, Mapping):
        return {inner: _safe(str(inner), part) for inner, part in value.items()}
    if isinstance(value, list | tuple | set):
        return [_safe("", part) for part in value]
    return value if isinstance(value, int | float | bool | None) else without_secrets(str(value))


def _without_colours(_logger: Any, _method: str, event: EventDict) -> EventDict:  # noqa: ANN401 - as redact
    event.pop("color_message", None)  # uvicorn says everything twice
    return event


def _renderer(settings: Settings) -> Processor:
    at_terminal = sys.stderr.isatty()
    if settings.log_format == "text" or (settings.log_format == "auto" and at_terminal):
        plain = structlog.dev.plain_traceback  # `crash` has made texts of all exceptions
        return structlog.dev.ConsoleRenderer(colors=at_terminal, exception_formatter=plain)
    return structlog.processors.JSONRenderer(ensure_ascii=False)


class _Plain(logging.Logger):
    """A logger without handlers of its own where a library would add them: all lines pass the root's."""

    propagate = True

    def addHandler(self, hdlr: logging.Handler) -> None:  # noqa: N802 - logging's own name
        if not self.name.startswith(_OWN_HANDLERS):
            super().addHandler(hdlr)

    def __setattr__(self, name: str, value: object) -> None:
        if name != "propagate" or not getattr(self, "name", "").startswith(_OWN_HANDLERS):
            super().__setattr__(name, value)
