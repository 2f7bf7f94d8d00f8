"""Entities in what is being written: a chip on the screen, a link in the text that is kept.

In drafts, the queue, the history and an editor of the user's own, a mention reads
`@[Title](entity:…)`, where … holds the whole entity. So wherever a text goes, its entities go
along; what is sent is made of it in the end.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from chatkit_tui.display import display_line
from chatkit_tui.errors import ConfigurationError
from chatkit_tui.options import Entity
from chatkit_tui.options.checks import check_entity
from chatkit_tui.translation import _

if TYPE_CHECKING:
    from chatkit_tui.protocol.items import UserMessageTagContent, UserMessageTextContent

LONGEST_TITLE = 60
"""Characters of a chip."""

_MENTION = re.compile(r"@\[[^\]\n]*\]\(entity:([A-Za-z0-9_-]+={0,2})\)")
_FIELDS = ("id", "title", "icon", "interactive", "group", "data")


def mention(entity: Entity) -> str:
    """An entity as part of a text that is kept."""
    known = {name: getattr(entity, name) for name in _FIELDS}
    given = {key: each for key, each in known.items() if each or key == "title"}
    packed = json.dumps(given, ensure_ascii=False)
    code = base64.urlsafe_b64encode(packed.encode("utf-8", "surrogatepass")).decode("ascii")
    return f"@[{chip(entity)[1:]}](entity:{code})"


def chip(entity: Entity) -> str:
    """An entity as it stands in the composer."""
    title = display_line(entity.title).replace("[", "(").replace("]", ")").strip()
    title = title.removeprefix("@")
    return f"@{title[:LONGEST_TITLE] or _('untitled')}"


def readable(text: str) -> str:
    """A text for people: each mention by its title."""
    return _MENTION.sub(lambda found: _chip_of(found) or found[0], text)


def content_of(text: str) -> list[dict[str, Any]]:
    """A text as the parts of a message: what is written, and a tag for each mention."""
    parts: list[dict[str, Any]] = []
    begin = 0
    for found in _MENTION.finditer(text):
        entity = _entity_of(found)
        if entity is None:
            continue
        parts += _written(text[begin : found.start()])
        parts.append(_tag(entity))
        begin = found.end()
    return parts + _written(text[begin:])


def text_of(content: Iterable[UserMessageTextContent | UserMessageTagContent]) -> str:
    """The text that became the parts of a message."""
    return "".join(
        part.text if part.type == "input_text" else mention(entity_of_tag(part)) for part in content
    )


def text_of_parts(parts: Sequence[Mapping[str, Any]]) -> str:
    """The same of parts that an integrator wrote as JSON objects."""
    from chatkit_tui.controller.inputs import content_parts

    return text_of(content_parts(parts))


def entity_of_tag(tag: UserMessageTagContent) -> Entity:
    """The entity that a tag of a message is of."""
    return Entity(
        id=tag.id,
        title=tag.text,
        interactive=tag.interactive,
        group=tag.group,
        data=tag.data,
    )


def _written(text: str) -> list[dict[str, Any]]:
    return [{"type": "input_text", "text": text}] if text else []


def _tag(entity: Entity) -> dict[str, Any]:
    tag: dict[str, Any] = {
        "type": "input_tag",
        "text": entity.title,
        "id": entity.id,
        "data": entity.data,
        "interactive": bool(entity.interactive),
    }
    return tag | ({"group": entity.group} if entity.group is not None else {})


def _chip_of(found: re.Match[str]) -> str | None:
    entity = _entity_of(found)
    return None if entity is None else chip(entity)


def _entity_of(found: re.Match[str]) -> Entity | None:
    """What a mention holds; None where somebody only typed what looks like one."""
    try:
        known = json.loads(base64.urlsafe_b64decode(found[1]).decode("utf-8", "surrogatepass"))
        entity = Entity(**{name: known[name] for name in _FIELDS if name in known})
        return check_entity(entity, "A mention")
    except (ValueError, TypeError, KeyError, RecursionError, ConfigurationError):
        return None


class Mentions:
    """The chips of one composer, by what they read. None is forgotten: undo may bring it back."""

    def __init__(self) -> None:
        self._entities: dict[str, Entity] = {}
        self._pattern: re.Pattern[str] | None = None

    def chip(self, entity: Entity) -> str:
        """What to insert for an entity; two of the same title are told apart."""
        base = label = chip(entity)
        number = 1
        while (known := self._entities.get(label)) is not None and known.id != entity.id:
            number += 1
            label = f"{base} ({number})"
        self._entities[label] = entity
        labels = sorted(self._entities, key=len, reverse=True)
        self._pattern = re.compile(f"(?:{'|'.join(map(re.escape, labels))})(?!\\w)")
        return label

    def spans(self, line: str) -> list[tuple[int, int]]:
        """Where chips begin and end in a line of the composer."""
        return [each.span() for each in self._found(line)]

    def unfold(self, text: str) -> str:
        """`text` with mentions in the place of its chips."""
        if self._pattern is None:
            return text
        return self._pattern.sub(lambda found: mention(self._entities[found[0]]), text)

    def refold(self, text: str) -> str:
        """`text` with chips in the place of its mentions."""

        def fold(found: re.Match[str]) -> str:
            entity = _entity_of(found)
            return found[0] if entity is None else self.chip(entity)

        return _MENTION.sub(fold, text)

    def _found(self, line: str) -> Iterator[re.Match[str]]:
        return iter(()) if self._pattern is None else self._pattern.finditer(line)
