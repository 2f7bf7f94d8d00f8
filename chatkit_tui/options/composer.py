"""How the composer presents itself, and what can be chosen there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chatkit_tui.translation import N_


@dataclass(frozen=True, slots=True)
class ToolOption:
    """A tool that the user may ask for; `id` goes to the server as `tool_choice`."""

    id: str
    label: str
    icon: str | None = None
    short_label: str | None = None
    placeholder_override: str | None = None
    pinned: bool = False
    """Offered beside the composer too, not only in the list of tools."""
    persistent: bool = False
    """Stays chosen after a message is sent."""


@dataclass(frozen=True, slots=True)
class ModelOption:
    """A model that the user may choose; `id` goes to the server with each message."""

    id: str
    label: str
    description: str | None = None
    disabled: bool = False
    default: bool = False


MEBIBYTE = 2**20


@dataclass(frozen=True, slots=True)
class ComposerAttachmentOption:
    """Whether files may be attached, and which."""

    enabled: bool = False
    max_size: int | Mapping[str, int] = 100 * MEBIBYTE
    """Bytes of one file, or of one for each MIME pattern ("image/*"); "*" or "" is for the rest."""
    max_count: int = 10
    """Files of one message."""
    accept: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """MIME types with the extensions they go by; without any, every file will do."""


@dataclass(frozen=True, slots=True)
class DictationOption:
    """Whether a message may be spoken, and what records it."""

    enabled: bool = False
    command: str | tuple[str, ...] | None = None
    """A line for the shell, or a program and its arguments, that records until SIGINT.

    What it records is its output, or the file that it is told to write by `{file}` in an argument.
    Without a command, recordings are taken from files alone.
    """
    mime_type: str = "audio/wav"
    """Of what the command records."""


@dataclass(frozen=True, slots=True)
class ComposerOption:
    """How the composer presents itself, and what can be chosen there."""

    placeholder: str = N_("Message the assistant")
    tools: tuple[ToolOption, ...] = ()
    models: tuple[ModelOption, ...] = ()
    attachments: ComposerAttachmentOption = ComposerAttachmentOption()
    dictation: DictationOption = DictationOption()
