"""The facts as they are read by people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rich.cells import cell_len

from chatkit_tui.display import display_line
from chatkit_tui.translation import N_, _

WIDTH = 22
"""Columns of the names."""

LABELS = (
    *(N_("system"), N_("terminal"), N_("size"), N_("colours"), N_("encoding"), N_("over ssh")),
    *(N_("config"), N_("data"), N_("state"), N_("log")),
    *(N_("file"), N_("mode"), N_("profiles"), N_("default"), N_("problem"), N_("tmux problem")),
    *(N_("usable"), N_("which"), N_("answers"), N_("asked"), N_("threads"), N_("status")),
    N_("request_id"),
)
"""Names of facts that are words; the others are names of programs, variables and settings."""

SOURCES = {
    "option": N_("option"),
    "environment": N_("environment"),
    "profile": N_("profile"),
    "settings": N_("settings"),
    "default": N_("default"),
}
"""Where a value comes from."""


_BETWEEN = " ,:\uff0c\u3001\uff1a"
"""What stands between a file and a line in it."""


def text_of(facts: Mapping[str, Any]) -> str:
    """All that was found, in paragraphs."""
    versions = facts["versions"]
    parts = [
        _paragraph(_("Versions"), versions),
        _paragraph(_("Terminal"), _flat(facts["terminal"])),
        _paragraph(_("Folders"), facts["folders"]),
        _paragraph(_("Configuration"), _config(facts["config"])),
        _profile(facts["profile"], facts["config"]["file"]),
        _paragraph(_("Keyring"), _keyring(facts["keyring"])),
    ]
    if "server" in facts:
        parts.append(_paragraph(_("Server"), _server(facts["server"])))
    return "\n".join(parts)


def _paragraph(title: str, rows: Mapping[str, Any]) -> str:
    return "\n".join([title, *_lines(rows.items()), ""])


def _lines(rows: Iterable[tuple[str, Any]]) -> list[str]:
    return [
        f"  {_padded(_label(name), WIDTH)} {display_line(_words(value))}"
        for name, value in rows
        if value is not None
    ]


def _words(value: Any) -> str:
    match value:
        case bool():
            return _("yes") if value else _("no")
        case list():
            return ", ".join(map(str, value)) or _("none")
        case _:
            return str(value)


def _flat(rows: Mapping[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in rows.items():
        if isinstance(value, Mapping):
            flat |= {f"{name} {inner}": each for inner, each in value.items()}
        else:
            flat[name] = value
    return flat


def _config(facts: Mapping[str, Any]) -> dict[str, Any]:
    file = facts["file"]
    if not facts["found"]:
        file = _("{path} (there is none)").format(path=file)
    return {**facts, "file": file, "found": None}


def _profile(facts: Mapping[str, Any], file: str) -> str:
    if "problem" in facts:
        return _paragraph(_("Server's profile"), facts)
    rows = facts["values"]
    keys = max([WIDTH, *(cell_len(row["key"]) for row in rows)])
    values = max((min(cell_len(row["value"]), 48) for row in rows), default=0)
    lines = [
        f"  {_padded(row['key'], keys)} {_padded(row['value'], values)}"
        f"  {display_line(_source(row, file))}"
        for row in rows
    ]
    if "note" in facts:
        lines.append(f"  {facts['note']}")
    return "\n".join([_("Server's profile, and where each value comes from"), *lines, ""])


def _source(row: Mapping[str, str], file: str) -> str:
    """The file is named above."""
    words = row["where"]
    if words != file:
        words = words.removeprefix(file).lstrip(_BETWEEN)
    return f"{_(SOURCES[row['from']])} {words}".rstrip()


def _label(name: str) -> str:
    return _(name) if name in LABELS else name


def _padded(text: str, width: int) -> str:
    """`text` with spaces behind it, up to so many columns."""
    text = display_line(text)
    return text + " " * (width - cell_len(text))


def _keyring(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {"usable": facts["usable"], "which": facts.get("name"), "problem": facts.get("problem")}


def _server(facts: Mapping[str, Any]) -> dict[str, Any]:
    if facts["answers"]:
        return {
            "answers": _("yes, in {seconds} s").format(seconds=facts["seconds"]),
            "threads": facts["threads"],
        }
    return dict(facts)
