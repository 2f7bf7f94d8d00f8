"""What environment variables say about the server: after the options, before the profile."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields

import click

PREFIX = "CHATKIT_TUI_"

SECRET = ("token", "domain_key")
"""What no program that is started from here inherits."""

HELP = (
    ("PROFILE", "a server described in config.toml"),
    ("URL", "a server"),
    ("SESSION_URL", "a backend that hands out client secrets"),
    ("CLIENT_SECRET_COMMAND", "prints a client secret"),
    ("APP", "as --app"),
    ("TOKEN", "a bearer token, in no list of processes"),
    ("TOKEN_COMMAND", "as --token-command"),
    ("DOMAIN_KEY", "as --domain-key"),
    ("BASE_URL", "as --base-url"),
    ("UPLOAD_URL", "where files are posted directly"),
    ("ENTITIES_URL", "where entities for @ are looked up"),
    ("LOCALE", "as --locale"),
    ("THEME", "as --theme"),
    ("ALLOW_HTTP", "1: as --allow-http"),
    ("CONFIG_DIR", "where config.toml is"),
    ("DATA_DIR", "where the demo's threads are"),
    ("STATE_DIR", "where drafts, cookies and the log are"),
)
"""The variables without their common beginning, and what they are for."""


@dataclass(frozen=True, slots=True)
class Environment:
    """The values of the variables, "" or None where one is not set."""

    profile: str = ""
    url: str = ""
    session_url: str = ""
    client_secret_command: str = ""
    app: str = ""
    token: str = field(default="", repr=False)
    token_command: str = field(default="", repr=False)
    domain_key: str = field(default="", repr=False)
    base_url: str = ""
    upload_url: str = ""
    entities_url: str = ""
    locale: str = ""
    theme: str = ""
    allow_http: bool | None = None

    @classmethod
    def taken(cls) -> Environment:
        """The variables as they are; the secret ones are removed. Raises UsageError."""
        values = {
            each.name: os.environ.get(variable(each.name), "").strip() for each in fields(cls)
        }
        for key in SECRET:
            os.environ.pop(variable(key), None)
        allow_http = _flag("allow_http", values.pop("allow_http"))
        return cls(**values, allow_http=allow_http)


def variable(key: str) -> str:
    """The name of the variable for a key of a profile."""
    return PREFIX + key.upper()


def help_text() -> str:
    """The variables as `--help` lists them."""
    width = len(PREFIX) + max(len(name) for name, _ in HELP) + 2
    lines = [f"  {PREFIX + name:<{width}}{meaning}" for name, meaning in HELP]
    lines.append("  HTTPS_PROXY, SSL_CERT_FILE, NO_COLOR as usual")
    return "\n".join(["\b", "Environment, after the options and before the profile:", *lines, ""])


def _flag(key: str, value: str) -> bool | None:
    match value.lower():
        case "":
            return None
        case "0" | "false" | "no":
            return False
        case "1" | "true" | "yes":
            return True
    raise click.UsageError(f"{variable(key)} must be 1 or 0.")
