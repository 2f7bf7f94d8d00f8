"""What environment variables say about the server: after the options, before the profile."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields

import click

from chatkit_tui.translation import N_, _

PREFIX = "CHATKIT_TUI_"

SECRET = ("token", "domain_key")
"""What no program that is started from here inherits."""

HELP = (
    ("PROFILE", N_("a server described in config.toml")),
    ("URL", N_("a server")),
    ("SESSION_URL", N_("a backend that hands out client secrets")),
    ("CLIENT_SECRET_COMMAND", N_("prints a client secret")),
    ("APP", "--app"),
    ("TOKEN", N_("a bearer token, in no list of processes")),
    ("TOKEN_COMMAND", "--token-command"),
    ("DOMAIN_KEY", "--domain-key"),
    ("BASE_URL", "--base-url"),
    ("UPLOAD_URL", N_("where files are posted directly")),
    ("ENTITIES_URL", N_("where entities for @ are looked up")),
    ("LOCALE", "--locale"),
    ("THEME", "--theme"),
    ("ALLOW_HTTP", "--allow-http"),
    ("CONFIG_DIR", N_("where config.toml is")),
    ("DATA_DIR", N_("where the demo's threads are")),
    ("STATE_DIR", N_("where drafts, cookies and the log are")),
)
"""The variables without their common beginning, and what they are for or the option they are as."""


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
    width = len(PREFIX) + max(len(name) for name, _meaning in HELP) + 2
    lines = [f"  {PREFIX + name:<{width}}{_meaning_of(name, meaning)}" for name, meaning in HELP]
    usual = _("{names} as usual").format(names="HTTPS_PROXY, SSL_CERT_FILE, NO_COLOR")
    title = _("Environment, after the options and before the profile:")
    return "\n".join(["\b", title, *lines, f"  {usual}", ""])


def _meaning_of(name: str, meaning: str) -> str:
    if not meaning.startswith("--"):
        return _(meaning)
    sentence = _("1: as {option}") if name == "ALLOW_HTTP" else _("as {option}")
    return sentence.format(option=meaning)


def _flag(key: str, value: str) -> bool | None:
    match value.lower():
        case "":
            return None
        case "0" | "false" | "no":
            return False
        case "1" | "true" | "yes":
            return True
    raise click.UsageError(_("{name} must be 1 or 0.").format(name=variable(key)))
