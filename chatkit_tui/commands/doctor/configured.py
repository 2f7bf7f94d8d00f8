"""Where each value of the profile in force comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from chatkit_tui.commands.choice import SERVERS, Choice, NoServer, option, require_privacy
from chatkit_tui.commands.environment import PREFIX, Environment, variable
from chatkit_tui.errors import ConfigurationError
from chatkit_tui.profiles.config_file import ConfigFile, Place
from chatkit_tui.profiles.described import described
from chatkit_tui.profiles.settings_file import load_settings
from chatkit_tui.translation import N_, _, environment_locale, speak

if TYPE_CHECKING:
    from chatkit_tui.profiles.profile import Profile
    from chatkit_tui.profiles.secrets import Secret

NOWHERE = N_(
    "No server is configured yet; `chatkit-tui profiles add NAME --url URL` writes one down,"
    " `chatkit-tui --demo` needs none."
)

EXPERIMENTAL = N_(
    "Servers that want client secrets are experimental here: the hosted service may refuse clients"
    " that are no browsers, which shows as a 403."
)

Source = dict[str, str]
"""`from`: option, environment, profile, settings or default; `where`: which, or in what line."""


def profile_facts(choice: Choice, *, speaks: bool) -> tuple[Profile | None, dict[str, Any]]:
    """The profile in force, None where there is none that can be, and what is to be said of it.

    It is said in the language of the profile if it `speaks`, else in the one in force.
    """
    try:
        environment = Environment.taken()
        profile = choice.described(environment)
        if speaks:
            speak(profile.locale)
        require_privacy(profile)
        values = _values(choice, environment, profile)
    except NoServer:
        return None, {"problem": _(NOWHERE)}
    except (click.UsageError, ConfigurationError) as error:
        return None, {"problem": error.message}
    note = {"note": _(EXPERIMENTAL)} if profile.hosted else {}
    return profile, {"name": profile.name, "values": values, **note}


def _values(choice: Choice, environment: Environment, profile: Profile) -> list[dict[str, str]]:
    file = ConfigFile.read()
    secrets = profile.secrets
    rows = []
    if profile.name is not None:
        source = _named(choice, environment, file)
        rows.append({"key": "profile", "value": profile.name, **source})
    for key, value in described(profile).items():
        secret = secrets.get(key)
        source = (
            _origin(secret)
            if secret is not None
            else _source(choice, environment, profile, key, file)
        )
        rows.append({"key": key, "value": value, **source})
    return rows + _left_open(profile, file)


def _named(choice: Choice, environment: Environment, file: ConfigFile) -> Source:
    if choice.profile:
        return _from("option", option("profile"))
    if environment.profile:
        return _from("environment", variable("profile"))
    return _from("profile", file.place("default_profile").standing)


def _source(
    choice: Choice, environment: Environment, profile: Profile, key: str, file: ConfigFile
) -> Source:
    asked_by_option = any(getattr(choice, each) for each in SERVERS)
    if getattr(choice, key, None):
        return _from("option", option(key))
    if getattr(environment, key, None) and not (key in SERVERS and asked_by_option):
        return _from("environment", variable(key))
    return _from("profile", file.place("profiles", profile.name or "", *key.split(".", 1)).standing)


def _origin(secret: Secret) -> Source:
    """Secrets know where they were named."""
    if isinstance(secret.origin, Place):
        return _from("profile", secret.origin.standing)
    named_by_variable = secret.origin.startswith(PREFIX)
    return _from("environment" if named_by_variable else "option", secret.origin)


def _left_open(profile: Profile, file: ConfigFile) -> list[dict[str, str]]:
    """What nobody says of this server, and what holds then."""
    defaults = {"locale": environment_locale(), "theme": "auto", "token": _("none")}
    rows = []
    for key, value in defaults.items():
        if getattr(profile, key) is not None:
            continue
        source = _from("default", "")
        if key == "theme" and (theme := load_settings().theme):
            value, source = theme, _from("settings", file.place("ui", "theme").standing)
        rows.append({"key": key, "value": value, **source})
    return rows


def _from(kind: str, where: str) -> Source:
    return {"from": kind, "where": where}
