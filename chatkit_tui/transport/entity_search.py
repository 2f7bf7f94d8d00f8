"""Entities from an address: `GET url?q=…`, answered by a JSON list of entities."""

from __future__ import annotations

from typing import Any

import httpx

from chatkit_tui.errors import ProtocolError
from chatkit_tui.options import Entity
from chatkit_tui.protocol.base import text_at
from chatkit_tui.translation import _

MOST = 200
"""Entities that are taken from one answer."""


def search_url(url: httpx.URL, query: str) -> httpx.URL:
    """The address of a search; what the address asks for already stays."""
    return url.copy_merge_params({"q": query})


def read_entities(answer: Any) -> list[Entity]:
    """The entities of an answer: a list, or an object with one under a usual name.

    What has neither id nor title is left out. Raises ProtocolError for an answer that is no list.
    """
    if isinstance(answer, dict):
        names = ("entities", "data", "results", "items")
        answer = next((answer[name] for name in names if isinstance(answer.get(name), list)), None)
    if not isinstance(answer, list):
        raise ProtocolError(_("The search for entities was not answered by a list."))
    return [each for each in map(_entity, answer[:MOST]) if each is not None]


def _entity(raw: Any) -> Entity | None:
    identity = raw.get("id") if isinstance(raw, dict) else None
    if isinstance(identity, bool) or not isinstance(identity, str | int) or identity == "":
        return None
    data, interactive = raw.get("data"), raw.get("interactive")
    return Entity(
        id=str(identity),
        title=text_at(raw, "title") or str(identity),
        icon=text_at(raw, "icon") or None,
        interactive=interactive if isinstance(interactive, bool) else None,
        group=text_at(raw, "group") or None,
        data=data if isinstance(data, dict) else {},
    )
