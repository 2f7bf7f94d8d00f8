"""From a file to the widgets in it.

A file holds one of these, as JSON:

- a widget: an object with the `type` of a component;
- a `.widget` file, as ChatKit Studio writes it: `version`, `name`, `template`, `jsonSchema`;
- a thread item with a widget in it, as servers send it;
- several widgets: an object with a list `widgets` and, if it wants to, a `title`.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chatkit_tui.errors import ConfigurationError, reason_of
from chatkit_tui.translation import _
from chatkit_tui.widget_files.sample import samples_of
from chatkit_tui.widget_files.template import (
    LacksData,
    TemplateFailed,
    compiled,
    rendered,
    widget_of,
)

VERSION = "1.0"
"""Of `.widget` files; the official SDK reads no other."""

STDIN = Path("-")


@dataclass(frozen=True, slots=True)
class WidgetFile:
    """What a file shows."""

    name: str
    widgets: tuple[Any, ...]
    """Raw, as a server would send them."""
    note: str = ""
    """Where the data of a template came from, if nobody gave any."""


@dataclass(frozen=True, slots=True)
class _Source:
    """A text that is read, and what its lines are called in a sentence."""

    path: Path
    text: str

    def at(self, position: int) -> str:
        """A place in it: the file and the line."""
        return self.line(self.text.count("\n", 0, position) + 1)

    def line(self, number: int) -> str:
        return _("{path}, line {line}").format(path=self.path, line=number)

    def where(self, member: str) -> str:
        """The place of a member of the outermost object, as well as it can be told."""
        return self.at(max(0, self.text.find(f'"{member}"')))


def read_widget_file(path: Path, data_path: Path | None = None) -> WidgetFile:
    """Read a file, its template filled with the object in the file of data.

    Raises ConfigurationError, which says in which line something is wrong.
    """
    source = _read(path)
    value = _parsed(source)
    if isinstance(value, dict):
        if "template" in value:
            return _from_template(source, value, data_path)
        if data_path is not None:
            raise ConfigurationError(
                _("{path} has no template that {data} could fill.").format(
                    path=path, data=data_path
                )
            )
        name = value.get("title") or value.get("name")
        name = name if isinstance(name, str) else path.stem
        if isinstance(value.get("widgets"), list) and "type" not in value:
            return _several(source, name, value["widgets"])
        if value.get("type") == "widget" and "widget" in value:
            value = value["widget"]
        if isinstance(value, dict) and "type" in value:
            return WidgetFile(name, (value,))
    raise ConfigurationError(
        _("{place}: this is no widget; an object with “type” or with “template” is one.").format(
            place=source.line(1)
        )
    )


def _several(source: _Source, name: str, widgets: list[Any]) -> WidgetFile:
    for place, widget in enumerate(widgets, start=1):
        if not isinstance(widget, dict):
            where = source.where("widgets")
            raise ConfigurationError(
                _("{place}: the {number}. of the “widgets” is no object.").format(
                    place=where, number=place
                )
            )
    return WidgetFile(name, tuple(widgets))


def _from_template(source: _Source, value: dict[str, Any], data_path: Path | None) -> WidgetFile:
    version, name, text = (value.get(member) for member in ("version", "name", "template"))
    if version != VERSION:
        sentence = (
            _("{place}: “version” is missing, not “{wanted}”.")
            if version is None
            else _("{place}: “version” is {found}, not “{wanted}”.")
        )
        found = json.dumps(version)[:40]
        raise ConfigurationError(
            sentence.format(place=source.where("version"), found=found, wanted=VERSION)
        )
    if not isinstance(name, str):
        raise _no_text(source, "name")
    if not isinstance(text, str):
        raise _no_text(source, "template")
    try:
        template = compiled(text)
        if data_path is not None:
            return WidgetFile(name, (widget_of(rendered(template, _data(data_path))),))
        return _from_sample(name, template, value)
    except TemplateFailed as error:
        sentence = (
            _("{place}: the template fails (in its line {line}): {reason}.")
            if error.line and "\n" in text
            else _("{place}: the template fails: {reason}.")
        )
        raise ConfigurationError(
            sentence.format(
                place=source.where("template"), line=error.line, reason=_reason(error, data_path)
            )
        ) from error


def _no_text(source: _Source, member: str) -> ConfigurationError:
    sentence = _("{place}: “{member}” is no text.")
    return ConfigurationError(sentence.format(place=source.where(member), member=member))


def _reason(error: TemplateFailed, data_path: Path | None) -> str:
    """Why a template failed and, where data is missing, who could have said it."""
    if not isinstance(error, LacksData):
        return error.reason
    sentence = _("{reason}; {data} has to say it") if data_path else _("{reason}; {data} says it")
    return sentence.format(reason=error.reason, data=data_path or "--data DATA.json")


def _from_sample(name: str, template: Any, value: dict[str, Any]) -> WidgetFile:
    """The template with what the file itself has to fill it with."""
    lacking: LacksData | None = None
    for note, data in samples_of(value):
        try:
            return WidgetFile(name, (widget_of(rendered(template, data)),), note)
        except LacksData as error:
            lacking = lacking or error
    preview = value.get("outputJsonPreview")
    if lacking is not None and isinstance(preview, dict):
        return WidgetFile(name, (preview,), _("The preview that was saved in the file is shown"))
    assert lacking is not None
    raise lacking


def _data(path: Path) -> dict[str, Any]:
    source = _read(path)
    data = _parsed(source)
    if not isinstance(data, dict):
        raise ConfigurationError(
            _("{place}: the data of a template is an object.").format(place=source.line(1))
        )
    return data


def _read(path: Path) -> _Source:
    try:
        raw = sys.stdin.buffer.read() if path == STDIN else path.read_bytes()
    except OSError as error:
        reason = reason_of(error)
        raise ConfigurationError(
            _("{path} cannot be read: {reason}.").format(path=path, reason=reason)
        ) from error
    try:
        return _Source(Path("stdin") if path == STDIN else path, raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        place = _Source(path, "").line(line)
        raise ConfigurationError(
            _("{place}: this is no UTF-8 text.").format(place=place)
        ) from error


def _parsed(source: _Source) -> Any:
    """The JSON of a file, read as the official SDK reads it."""
    try:
        return json.loads(source.text)
    except json.JSONDecodeError as error:
        wrong = error.msg[:1].lower() + error.msg[1:]
        raise ConfigurationError(
            _("{place}, column {column}: this is no JSON: {reason}.").format(
                place=source.line(error.lineno), column=error.colno, reason=wrong
            )
        ) from error
    except RecursionError as error:
        raise ConfigurationError(
            _("{place}: this is nested too deep.").format(place=source.line(1))
        ) from error
