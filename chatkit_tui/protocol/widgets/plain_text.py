"""What a widget says, for where it cannot be drawn: copies, exports, pipes, searches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from chatkit_tui.translation import _

MOST_DATA = 500
"""Rows of a chart's data."""

_SHOWN = ("value", "label", "alt")
"""Properties that are texts, of whatever type."""

_ENDS = ("confirm", "cancel")
"""Buttons below all else."""

Place = tuple[int, int]
"""The row and the cell of a table that a text is in, both numbered through; 0 for none."""


def plain_text(raw: Any) -> str:
    """The texts of a raw widget tree in reading order, one a line; depth does not matter.

    Rows of tables and of a chart's data are one line each, cells parted by tabs. Of controls there
    is what they hold at first; buttons stand in brackets.
    """
    said: list[tuple[str, Place]] = []
    rows = cells = 0
    todo: list[tuple[Any, Place]] = [(raw, (0, 0))]
    while todo:
        node, place = todo.pop()
        if isinstance(node, str):
            said += [(node, place)] if node.strip() else []
        elif isinstance(node, list):
            todo.extend((each, place) for each in reversed(node))
        elif isinstance(node, dict):
            kind = node.get("type")
            if kind == "Table.Row" and not place[0]:
                rows += 1
                place = rows, 0
            elif kind == "Table.Cell" and place[0]:
                cells += 1
                place = place[0], cells
                said.append(("", place))  # so that an empty one has its column
            said.extend((text, place) for text in _own_texts(node, kind) if text.strip())
            ends = [_in_brackets(_text(node.get(name), "label")) for name in _ENDS]
            todo.extend((text, place) for text in reversed(ends))
            todo.append((node.get("children"), place))
    return "\n".join(line for line in _lines(said) if line.strip())


def _lines(said: Iterable[tuple[str, Place]]) -> Iterator[str]:
    for row, texts in groupby(said, key=lambda each: each[1][0]):
        if not row:
            yield from (text for text, _ in texts)
            continue
        by_cell = groupby(texts, key=lambda each: each[1][1])
        cells = [" ".join(" ".join(text for text, _ in cell).split()) for _, cell in by_cell]
        yield "\t".join(cells)


def _own_texts(node: dict[str, Any], kind: Any) -> Iterator[str]:
    """What a component says itself."""
    yield _text(node.get("status"), "text")
    match kind:
        case "Button":
            yield _in_brackets(_text(node, "label"))
        case "Checkbox":
            mark = "[x]" if node.get("defaultChecked") is True else "[ ]"
            yield f"{mark} {_text(node, 'label')}".rstrip()
        case "RadioGroup":
            chosen = _text(node, "defaultValue")
            for option in _dicts(node.get("options")):
                mark = "(x)" if chosen and _text(option, "value") == chosen else "( )"
                yield f"{mark} {_text(option, 'label')}"
        case "Select":
            yield _selected(node)
        case "Input" | "Textarea" | "DatePicker":
            if node.get("inputType") != "password":
                yield _text(node, "defaultValue") or _text(node, "placeholder")
        case "Chart":
            yield from _data(node)
        case _:
            yield from (_text(node, name) for name in _SHOWN)


def _selected(node: dict[str, Any]) -> str:
    """The label of the option that is chosen, in a group or not, or what stands in its place."""
    chosen = _text(node, "defaultValue")
    for option in _dicts(node.get("options")):
        for each in [option, *_dicts(option.get("options"))]:
            if chosen and _text(each, "value") == chosen:
                return _text(each, "label")
    return _text(node, "placeholder")


def _data(node: dict[str, Any]) -> Iterator[str]:
    """The data of a chart as a table: its categories, and a column for each series."""
    axis = node.get("xAxis")
    category = _text(axis, "dataKey") if isinstance(axis, dict) else _text(node, "xAxis")
    named = axis.get("labels") if isinstance(axis, dict) else None
    series = _dicts(node.get("series"))
    yield "\t".join(
        [category, *(_text(each, "label") or _text(each, "dataKey") for each in series)]
    )
    rows = _dicts(node.get("data"))
    for row in rows[:MOST_DATA]:
        name = _text(row, category)
        yield "\t".join(
            [_text(named, name) or name, *(_text(row, _text(each, "dataKey")) for each in series)]
        )
    if len(rows) > MOST_DATA:
        yield _("… {count} more").format(count=len(rows) - MOST_DATA)


def _dicts(values: Any) -> list[dict[str, Any]]:
    return [each for each in values if isinstance(each, dict)] if isinstance(values, list) else []


def _in_brackets(text: str) -> str:
    return f"[{text}]" if text.strip() else ""


def _text(node: Any, name: str) -> str:
    value = node.get(name) if isinstance(node, dict) else None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    try:
        return str(value)
    except ValueError:
        return ""  # more digits than Python writes
