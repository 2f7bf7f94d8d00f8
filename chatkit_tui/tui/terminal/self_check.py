"""Whether Textual is inside as this package knows it; if it is not, nothing here is used."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from io import StringIO
from queue import Queue
from typing import Any

from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.app import App
from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver
from textual.strip import SGR_STYLES, Strip

_SHAPES: dict[Callable[..., Any], tuple[str, ...]] = {
    App._display: ("self", "screen", "renderable"),
    App._begin_update: ("self",),
    App._end_update: ("self",),
    App._build_driver: ("self", "headless", "inline", "mouse", "size"),
    CompositorUpdate.render_segments: ("self", "console"),
    LayoutUpdate.__init__: ("self", "strips", "region"),
    ChopsUpdate.__init__: ("self", "chops", "spans", "chop_ends"),
    LinuxDriver.__init__: ("self", "app", "debug", "mouse", "size"),
    LinuxDriver.close: ("self",),
    WriterThread.write: ("self", "text"),
    WriterThread.stop: ("self",),
}
"""What is called or overridden, and the names of its parameters."""

_ATTRIBUTES = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "21", "51", "52", "53"]


def misfits(shapes: Mapping[Callable[..., Any], tuple[str, ...]]) -> Iterator[str]:
    """Which of these functions do not have parameters of these names, in words for the log."""
    for function, names in shapes.items():
        if tuple(inspect.signature(function).parameters) != names:
            yield f"{function.__qualname__} takes other parameters"


def surprises() -> list[str]:
    """What is not as expected, in words for the log; nothing if all is well."""
    found = list(misfits(_SHAPES))
    if SGR_STYLES != _ATTRIBUTES:
        found.append("attributes have other codes")
    if not isinstance(getattr(WriterThread(StringIO()), "_queue", None), Queue):
        found.append("the thread that writes has no queue")
    style = Style(bold=True, color="#010203", link="x")
    shown = Strip([Segment("a", style)]).render(Console(color_system="truecolor"))
    if "\x1b[1;38;2;1;2;3ma\x1b[0m" not in shown or (
        (style._attributes & style._set_attributes, style._link) != (1, "x")
    ):
        found.append("styles are written in another way")
    return found
