"""What a `.widget` file itself has to fill its template with, when nobody gives data."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from typing import Any

from chatkit_tui.translation import _

_NONE = object()
"""There is no value."""


def samples_of(file: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What can be tried, the best first: a word on where it came from, and the data.

    The last one is no data at all, as it is enough for a template without variables.
    """
    state = _default_state(file.get("encodedWidget"))
    if state:
        yield _("The data is the one that was saved in the file"), state
    schema = file.get("jsonSchema")
    example = _example(schema)
    if isinstance(example, dict) and example:
        yield _("The data is that of the defaults and examples in jsonSchema"), example
    yield "", {}


def _default_state(encoded: Any) -> dict[str, Any]:
    """The data that ChatKit Studio showed the widget with: in base64, with other things."""
    if not isinstance(encoded, str):
        return {}
    try:
        padded = encoded + "=" * (-len(encoded) % 4)
        saved = json.loads(base64.urlsafe_b64decode(padded))
    except (binascii.Error, ValueError, RecursionError):
        return {}
    state = saved.get("defaultState") if isinstance(saved, dict) else None
    return state if isinstance(state, dict) else {}


def _example(schema: Any, depth: int = 0) -> Any:
    """A value that a JSON schema names: its default, an example or the only one it permits."""
    if not isinstance(schema, dict) or depth > 20:
        return _NONE
    for word in ("default", "const"):
        if word in schema:
            return schema[word]
    for word in ("examples", "enum"):
        if isinstance(schema.get(word), list) and schema[word]:
            return schema[word][0]
    properties = schema.get("properties")
    if isinstance(properties, dict):
        found = {name: _example(each, depth + 1) for name, each in properties.items()}
        return {name: each for name, each in found.items() if each is not _NONE}
    if schema.get("type") == "array":
        each = _example(schema.get("items"), depth + 1)
        return [] if each is _NONE else [each]
    return _NONE
