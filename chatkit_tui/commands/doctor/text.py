"""The facts as they are read by people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from chatkit_tui.display import display_line

WIDTH = 22
"""Columns of the names."""


def text_of(facts: Mapping[str, Any]) -> str:
    """All that was found, in paragraphs."""
    versions = facts["versions"]
    parts = [
        _paragraph("Versions", versions),
        _paragraph("Terminal", _flat(facts["terminal"])),
        _paragraph("Folders", facts["folders"]),
        _paragraph("Configuration", _config(facts["config"])),
        _profile(facts["profile"], facts["config"]["file"]),
        _paragraph("Keyring", _keyring(facts["keyring"])),
    ]
    if "server" in facts:
        parts.append(_paragraph("Server", _server(facts["server"])))
    return "\n".join(parts)


def _paragraph(title: str, rows: Mapping[str, Any]) -> str:
    return "\n".join([title, *_lines(rows.items()), ""])


def _lines(rows: Iterable[tuple[str, Any]]) -> list[str]:
    return [
        f"  {display_line(name):<{WIDTH}} {display_line(_words(value))}"
        for name, value in rows
        if value is not None
    ]


def _words(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(map(str, value)) or "none"
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
    missing = "" if facts["found"] else " (there is none)"
    return {**facts, "file": f"{facts['file']}{missing}", "found": None}


def _profile(facts: Mapping[str, Any], file: str) -> str:
    if "problem" in facts:
        return _paragraph("Server's profile", facts)
    rows = facts["values"]
    keys = max((len(row["key"]) for row in rows), default=0)
    values = max((min(len(row["value"]), 48) for row in rows), default=0)
    lines = [
        f"  {display_line(row['key']):<{max(keys, WIDTH)}} {display_line(row['value']):<{values}}"
        f"  {display_line(_source(row, file))}"
        for row in rows
    ]
    if "note" in facts:
        lines.append(f"  {facts['note']}")
    return "\n".join(["Server's profile, and where each value comes from", *lines, ""])


def _source(row: Mapping[str, str], file: str) -> str:
    """The file is named above."""
    words = row["where"].removeprefix(f"{file}, ")
    return f"{row['from']} {words}".rstrip()


def _keyring(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {"usable": facts["usable"], "which": facts.get("name"), "problem": facts.get("problem")}


def _server(facts: Mapping[str, Any]) -> dict[str, Any]:
    if facts["answers"]:
        return {"answers": f"yes, in {facts['seconds']} s", "threads": facts["threads"]}
    return dict(facts)
