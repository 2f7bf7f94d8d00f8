"""What the user has written, with all that goes along when it is sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chatkit_tui.controller.attachments.attached import Attached
    from chatkit_tui.protocol.requests import UserMessageInput


@dataclass(frozen=True, slots=True)
class Prompt:
    """A message before it is sent: sent now, queued, or only a draft."""

    text: str = ""
    quote: str | None = None
    """What the message is a reply to, word for word."""
    tool_id: str | None = None
    model_id: str | None = None
    files: tuple[Attached, ...] = ()
    """What goes along, however far it is."""

    @property
    def content(self) -> list[dict[str, Any]]:
        """The parts of the message, an entity being one of its own."""
        from chatkit_tui.tui.composer.mentions import content_of

        return content_of(self.text)

    @property
    def readable(self) -> str:
        """The text for people."""
        if "](entity:" not in self.text:
            return self.text
        from chatkit_tui.tui.composer.mentions import readable

        return readable(self.text)

    @property
    def blank(self) -> bool:
        """Whether there is nothing that could be lost."""
        return not self.text and not self.quote and not self.files

    @property
    def sendable(self) -> bool:
        """Whether it says something."""
        return bool(self.text or self.files)

    @property
    def waits(self) -> bool:
        """Whether files of it are on their way."""
        return any(each.pending for each in self.files)

    def as_text(self) -> str:
        """The prompt as plain text, its quote as Markdown."""
        if not self.quote:
            return self.text
        quoted = "\n".join(f"> {line}".rstrip() for line in self.quote.splitlines())
        return "\n\n".join(filter(None, [quoted, self.text]))

    def as_draft(self) -> str:
        """The prompt as it is kept."""
        if not self.files:
            return self.as_text()
        from chatkit_tui.tui.attachments.kept_files import with_files

        return with_files(self.as_text(), self.files)

    def before(self, later: Prompt) -> Prompt:
        """Both as one; what `later` says goes along, and a quote that cannot becomes text."""
        if later.blank:
            return self
        own = self if later.quote is None else replace(self, text=self.as_text())
        return Prompt(
            text="\n\n".join(filter(None, [own.text, later.text])),
            quote=later.quote or self.quote,
            tool_id=later.tool_id or self.tool_id,
            model_id=later.model_id or self.model_id,
            files=tuple(dict.fromkeys((*self.files, *later.files))),
        )


def together(prompts: Iterable[Prompt]) -> Prompt:
    """All `prompts` as one, in their order."""
    whole = Prompt()
    for prompt in prompts:
        whole = whole.before(prompt)
    return whole


def prompt_of(message: UserMessageInput, files: tuple[Attached, ...] = ()) -> Prompt:
    """The prompt that became `message`; its `files` are those it names."""
    from chatkit_tui.tui.composer.mentions import text_of

    options = message.inference_options
    return Prompt(
        text=text_of(message.content),
        quote=message.quoted_text or None,
        tool_id=options.tool_choice.id if options.tool_choice is not None else None,
        model_id=options.model,
        files=files,
    )
