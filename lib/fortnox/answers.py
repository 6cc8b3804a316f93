"""Bodies of answers: JSON under any content type, numbers exact, and errors in both of their casings."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

ERROR_KEY: Final = "errorinformation"


@dataclass(frozen=True, slots=True)
class Error:
    """An error within an answer: Fortnox's code, None when it has none, and its Swedish message."""

    code: int | None = None
    message: str = ""
    told: bool = False
    """Whether the body says that it is an error at all."""


def parsed(text: bytes | str) -> object:
    """The value that a JSON text holds, decimal numbers as Decimal; raises ValueError."""
    return json.loads(text, parse_float=Decimal, parse_constant=_refuse)


def dumped(value: object) -> str:
    """The value as JSON, Decimals as strings, which are read like numbers."""
    return json.dumps(value, default=str, ensure_ascii=False)


def parsed_object(body: bytes) -> Mapping[str, Any] | None:
    """The JSON object that a body holds; None when it holds something else."""
    try:
        value = parsed(body)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def error_of(body: bytes) -> Error:
    """The error that a body tells of, whatever its status and content type say."""
    value = parsed_object(body) or {}
    told = next((inner for key, inner in value.items() if key.lower() == ERROR_KEY), None)
    if not isinstance(told, dict):
        return Error()
    fields = {key.lower(): inner for key, inner in told.items()}
    code = str(fields.get("code") or "")
    return Error(
        code=int(code) if code.isascii() and code.isdigit() else None,
        message=str(fields.get("message") or ""),
        told=True,
    )


def _refuse(constant: str) -> None:
    raise ValueError(constant)
