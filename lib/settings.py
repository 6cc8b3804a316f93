"""What can be set, in one table: the environment variables that begin with `BRYGGA_`.

`dashboard/help/settings.sv.md` and `settings.en.md` describe each of them to people.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from lib.core.errors import BryggaError
from lib.core.languages import Language, mark

PREFIX: Final = "BRYGGA_"
LOOPBACK_HOSTS: Final = ("localhost", "127.0.0.1", "::1")
_SECRET_LENGTH: Final = 32
_KEY: Final = re.compile(r"[\w-]{43}=", re.ASCII)
_ROLE_WORDS: Final = frozenset({"viewer", "support", "accountant", "admin"})
_NEEDED: Final = ("cookie_secret", "encryption_keys", "oidc_issuer", "oidc_client_id", "oidc_client_secret")
"""What stands for a start outside demo mode."""


class SettingRefused(BryggaError):
    """A setting holds something that cannot be used."""

    text = mark("The setting {setting} cannot be used: {problem:text}.")
    next_step = mark("Correct it in the environment and start again; the help on settings tells what it may hold.")


class SettingsMissing(BryggaError):
    """Outside demo mode people sign in at the bureau's own identity provider, and secrets are sealed with own keys."""

    text = mark("Brygga does not start outside demo mode without {names}.")
    next_step = mark(
        "Set them in the environment; the help on settings tells how. `brygga keys new` makes an encryption key, "
        "and `brygga demo` needs none of them."
    )


class DemoOnLoopbackOnly(BryggaError):
    """The demo lets anybody in, so only this computer may reach it."""

    text = mark("Demo mode listens on this computer only, not on {address}.")
    next_step = mark("Leave BRYGGA_ADDRESS at 127.0.0.1.")


class Settings(BaseSettings):
    """The settings as loaded from the environment; no secret has a default outside demo mode."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True)

    data: Path = Field(Path("data"), description="The data directory: database, snapshots and jobs.")
    database_url: str | None = Field(
        None, repr=False, description="PostgreSQL for the store; SQLite in the data directory if unset."
    )
    jobs_database_url: str | None = Field(None, repr=False, description="The same for the durable jobs.")
    address: str = Field("127.0.0.1", description="The IP address that the dashboard listens on.")
    port: int = Field(8501, ge=0, le=65535, description="Its port; 0 takes a free one.")
    public_url: str | None = Field(None, description="The address that people type; with https, cookies demand it.")
    allowed_hosts: str = Field("", description="Host names that requests may name, beside public_url's; with commas.")
    demo: bool = Field(
        default=False, description="Demo mode: made-up books, four roles to choose from, this computer only."
    )
    language: Language = Field("sv", description="The language until a person chooses: sv or en.")
    time_zone: str = Field("Europe/Stockholm", description="The time zone in which points in time are shown.")
    session_idle_minutes: int = Field(120, gt=0, description="A sign-in ends after so long without use.")
    session_hours: int = Field(12, gt=0, description="A sign-in ends after so long, used or not.")
    cookie_secret: SecretStr | None = Field(None, description="Signs forms and uploads: 32 characters or more.")
    metrics_token: SecretStr | None = Field(
        None, description="Lets a monitor read /metrics with `Authorization: Bearer`."
    )
    fortnox_client_id: str | None = Field(None, description="The Client-Id of the bureau's app in Fortnox.")
    fortnox_client_secret: SecretStr | None = Field(None, description="Its Client-Secret.")
    fortnox_auth_url: str = Field("https://apps.fortnox.se", description="Where people sign in to Fortnox.")
    fortnox_api_url: str = Field("https://api.fortnox.se", description="Where Fortnox hands out its data.")
    fortnox_service_accounts: bool = Field(
        default=False, description="Connect with service accounts, one for each client company."
    )
    encryption_keys: SecretStr | None = Field(
        None, description="Keys that seal the connections to Fortnox, the newest first; with commas."
    )
    oidc_issuer: str | None = Field(None, description="The identity provider where people sign in, by its issuer.")
    oidc_client_id: str | None = Field(None, description="What the identity provider calls Brygga.")
    oidc_client_secret: SecretStr | None = Field(None, description="Brygga's secret there.")
    oidc_scopes: str = Field("openid email profile", description="What is asked of the identity provider.")
    oidc_role_claim: str | None = Field(None, description="The claim that holds a person's role or groups.")
    oidc_roles: str = Field("", description="Which value of that claim gives which role: value=role, with commas.")
    oidc_required_claim: str | None = Field(None, description="A claim that people must have to be let in: name=value.")
    oidc_email_domains: str = Field("", description="The only e-mail domains that are let in; with commas.")
    oidc_trust_email: bool = Field(
        default=False, description="E-mail addresses count as confirmed though the provider does not say so."
    )
    oidc_all_clients: bool = Field(
        default=False, description="Whom a role claim lets in for the first time sees every client."
    )
    first_admin: str | None = Field(
        None, description="The e-mail or subject that becomes administrator while there is none."
    )
    log_format: Literal["auto", "json", "text"] = Field("auto", description="auto: text at a terminal, JSON elsewhere.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="The least that is logged.")

    @field_validator("data")
    @classmethod
    def _whole(cls, folder: Path) -> Path:
        return folder.absolute()

    @field_validator("address")
    @classmethod
    def _an_address(cls, address: str) -> str:
        try:
            return str(ip_address(address))
        except ValueError:
            raise ValueError(mark("it is no IP address")) from None

    @field_validator("time_zone")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in available_timezones():
            raise ValueError(mark("it is no time zone"))
        return name

    @field_validator("public_url")
    @classmethod
    def _a_url(cls, url: str | None) -> str | None:
        if url is not None and not (urlsplit(url).hostname and urlsplit(url).scheme in {"http", "https"}):
            raise ValueError(mark("it is no web address"))
        return url

    @field_validator("cookie_secret")
    @classmethod
    def _long(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and len(secret.get_secret_value()) < _SECRET_LENGTH:
            raise ValueError(mark("it is shorter than 32 characters"))
        return secret

    @field_validator("oidc_roles")
    @classmethod
    def _roles(cls, text: str) -> str:
        for pair in filter(str.strip, text.split(",")):
            value, _, role = pair.rpartition("=")
            if not value.strip() or role.strip() not in _ROLE_WORDS:
                raise ValueError(mark("it must hold value=role, the roles being viewer, support, accountant and admin"))
        return text

    @field_validator("oidc_required_claim")
    @classmethod
    def _a_pair(cls, text: str | None) -> str | None:
        if text is not None and not all(map(str.strip, text.partition("="))):
            raise ValueError(mark("it must hold name=value"))
        return text

    @field_validator("fortnox_auth_url", "fortnox_api_url", "oidc_issuer")
    @classmethod
    def _kept_private(cls, url: str | None) -> str | None:
        if url is None:
            return None
        parts = urlsplit(url)
        if not parts.hostname or parts.scheme not in {"http", "https"}:
            raise ValueError(mark("it is no web address"))
        if parts.scheme == "http" and parts.hostname not in LOOPBACK_HOSTS:
            raise ValueError(mark("it would send secrets without encryption: it must begin with https"))
        return url

    @field_validator("encryption_keys")
    @classmethod
    def _keys(cls, keys: SecretStr | None) -> SecretStr | None:
        for key in keys.get_secret_value().split(",") if keys else ():
            if not _KEY.fullmatch(key.strip()):
                raise ValueError(mark("it holds something that `brygga keys new` did not make"))
        return keys

    @property
    def on_loopback(self) -> bool:
        """Whether only this computer can reach the dashboard."""
        return ip_address(self.address).is_loopback

    @property
    def secure(self) -> bool:
        """Whether cookies may travel over TLS alone: not when it is plain HTTP on this computer."""
        return not self.on_loopback or (self.public_url or "").startswith("https:")

    @property
    def hosts(self) -> frozenset[str]:
        """The host names that a request may name; in demo mode this computer's alone."""
        if self.demo:
            return frozenset(LOOPBACK_HOSTS)
        named = (name.strip().lower() for name in self.allowed_hosts.split(","))
        return frozenset(filter(None, {*named, urlsplit(self.public_url or "").hostname, *self._own_names()}))

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which points in time are shown."""
        return ZoneInfo(self.time_zone)

    def check_start(self) -> None:
        """Raise SettingsMissing or DemoOnLoopbackOnly when the dashboard must not be served like this."""
        if self.demo and not self.on_loopback:
            raise DemoOnLoopbackOnly(address=self.address)
        missing = [f"{PREFIX}{name.upper()}" for name in _NEEDED if getattr(self, name) is None]
        if missing and not self.demo:
            raise SettingsMissing(names=", ".join(missing))

    def _own_names(self) -> Iterator[str]:
        if self.on_loopback:
            yield from LOOPBACK_HOSTS


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table: the variable, its default as text, and what it is for."""

    name: str
    default: str
    help: str


def _row(field: str) -> Setting:
    info = Settings.model_fields[field]
    default = "" if info.default is None else str(info.default)
    return Setting(f"{PREFIX}{field.upper()}", default, info.description or "")


SETTINGS: Final = tuple(_row(field) for field in Settings.model_fields)
"""Every setting in the order of the class."""


def clock(at: datetime) -> str:
    """A moment to the minute, as the bureau's clocks show it: 2026-01-31 14:05. Raises SettingRefused."""
    return f"{at.astimezone(load().zone):%Y-%m-%d %H:%M}"


def load(**known: object) -> Settings:
    """The settings of the environment, those `known` taking precedence.

    Raises SettingRefused for the first that cannot be used.
    """
    try:
        return Settings(**known)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        ours = first["type"] == "value_error"
        problem = str(first["ctx"]["error"]) if ours else mark("it is not of the kind that the setting takes")
        raise SettingRefused(setting=f"{PREFIX}{first['loc'][0]}".upper(), problem=problem) from None
