"""What stands around the conversation: header, history, start screen, disclaimer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chatkit_tui.translation import N_


@dataclass(frozen=True, slots=True)
class StartScreenPrompt:
    """A suggestion on the start screen; `icon` is a ChatKit icon name."""

    label: str
    prompt: str | Sequence[Mapping[str, Any]]
    """What is sent: a text, or parts (`input_text`, `input_tag`) as they are on the wire."""
    icon: str | None = None


@dataclass(frozen=True, slots=True)
class StartScreenOption:
    """What is shown before the first message."""

    greeting: str = N_("What can I help with today?")
    prompts: tuple[StartScreenPrompt, ...] = ()


@dataclass(frozen=True, slots=True)
class HeaderAction:
    """An action at one end of the header; `icon` is a ChatKit icon name."""

    icon: str
    on_click: Callable[[], Any | Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class HeaderTitle:
    """What stands in the header: `text`, or the thread's title where that is None."""

    enabled: bool = True
    text: str | None = None


@dataclass(frozen=True, slots=True)
class HeaderOption:
    """The line above the transcript."""

    enabled: bool = True
    title: HeaderTitle = HeaderTitle()
    left_action: HeaderAction | None = None
    right_action: HeaderAction | None = None


@dataclass(frozen=True, slots=True)
class HistoryOption:
    """The list of threads, and what may be done to them there."""

    enabled: bool = True
    show_delete: bool = True
    show_rename: bool = True


@dataclass(frozen=True, slots=True)
class ThreadItemActionsOption:
    """What may be done to an answer: say what you think of it, have it made anew."""

    feedback: bool = False
    retry: bool = False


@dataclass(frozen=True, slots=True)
class DisclaimerOption:
    """A line of Markdown below the composer."""

    text: str
    high_contrast: bool = False


@dataclass(frozen=True, slots=True)
class ThreadOption:
    """How the transcript behaves."""

    auto_scroll: bool = True
    """Follow a response while the reader is at the end."""
