"""Pictures that Markdown names: drawn below the paragraph that they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Protocol

from markdown_it.token import Token

if TYPE_CHECKING:
    from chatkit_tui.tui.pictures.gallery import Picture

WIDEST = 72
"""Cells of a picture."""


class Draughtsman(Protocol):
    """Draws the picture at an address, in so many columns at most."""

    def __call__(self, address: str, columns: int, /) -> Picture | None:
        """The picture as far as it is there; None where none are drawn."""
        ...


class Pictures:
    """The pictures of one block."""

    def __init__(self, draw: Draughtsman | None) -> None:
        self._draw = draw
        self.met = False
        """Whether there are any: the block may look otherwise the next time."""

    def of(self, children: Iterable[Token], room: int) -> Mapping[str, Picture]:
        """The pictures of a paragraph by their addresses."""
        pictures: dict[str, Picture] = {}
        for token in children:
            address = source_of(token)
            if self._draw is None or not address or address in pictures:
                continue
            self.met = True
            picture = self._draw(address, min(room, WIDEST))
            if picture is not None:
                pictures[address] = picture
        return pictures


def source_of(token: Token) -> str:
    """The address of a picture, "" for a token that is none."""
    return str(token.attrs.get("src", "")) if token.type == "image" else ""
