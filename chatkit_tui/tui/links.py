"""What `o` opens: the sources and links of an item, numbered as their marks are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chatkit_tui.controller.deeplinks import read_deeplink
from chatkit_tui.display import display_line
from chatkit_tui.protocol.attachments import AttachmentBase
from chatkit_tui.protocol.deep_json import dump_json
from chatkit_tui.protocol.items import (
    AssistantMessageContent,
    AssistantMessageItem,
    GeneratedImageItem,
    TaskItem,
    UserMessageItem,
    UserMessageTagContent,
    UserMessageTextContent,
    WidgetItem,
    WorkflowItem,
)
from chatkit_tui.protocol.sources import EntitySource, FileSource, Source, URLSource
from chatkit_tui.protocol.tasks import CustomTask, FileTask, SearchTask, Task, ThoughtTask
from chatkit_tui.protocol.widgets.component import UnknownComponent
from chatkit_tui.protocol.widgets.content import Image
from chatkit_tui.protocol.widgets.plain_text import plain_text
from chatkit_tui.protocol.widgets.text import Label, Markdown, TextBase
from chatkit_tui.protocol.widgets.tree import tree_of
from chatkit_tui.translation import N_, _
from chatkit_tui.tui.composer.mentions import entity_of_tag
from chatkit_tui.tui.entities.opening import entity_of_source
from chatkit_tui.tui.hyperlinks import host_of, openable
from chatkit_tui.tui.transcript.citations import number_sources
from chatkit_tui.tui.transcript.markdown.targets import bare_targets, markdown_targets

if TYPE_CHECKING:
    from chatkit_tui.options import Entity
    from chatkit_tui.protocol.items import ThreadItem
    from chatkit_tui.tui.view import ChatKitView


_NAMES = {
    "kind": N_("Kind"),
    "id": N_("Id"),
    "name": N_("Name"),
    "about": N_("About"),
    "by": N_("By"),
    "when": N_("When"),
    "group": N_("Group"),
    "data": N_("Data"),
    "source": N_("Source"),
}
"""What facts are called, in English until they are shown."""


@dataclass(frozen=True, slots=True)
class Target:
    """Something an item points to. Texts are as the server wrote them."""

    title: str
    address: str = ""
    """Where it leads, as written; "" where it leads nowhere."""
    facts: tuple[tuple[str, str], ...] = ()
    """What else is known of it, as name and value."""
    entity: Entity | None = None
    """What it is for the integrator."""

    @property
    def deeplink(self) -> bool:
        """Whether it leads into the program that embeds the chat."""
        return read_deeplink(self.address) is not None

    @property
    def opens(self) -> str | None:
        """The address as it will be opened; None if there is nothing that may be."""
        return openable(self.address) if self.address else None


def open_links(view: ChatKitView, item: ThreadItem) -> None:
    """Let the user pick from what an item points to; say so if there is nothing."""
    from chatkit_tui.tui.screens.links import LinksScreen

    targets = targets_of(item)
    if targets:
        view.app.push_screen(LinksScreen(view, targets))
    else:
        view.tell(_("There is no link and no source in this."))


def targets_of(item: ThreadItem) -> list[Target]:
    """The sources of an item first, in the order of their numbers, then its links."""
    match item:
        case AssistantMessageItem():
            return _of_answer(item)
        case UserMessageItem():
            return _of_words(item)
        case WorkflowItem():
            return _distinct([each for task in item.workflow.tasks for each in _of_task(task)])
        case TaskItem():
            return _distinct(_of_task(item.task))
        case GeneratedImageItem():
            url = item.image.url if item.image is not None else ""
            return [Target(_("Generated image"), url)] if url else []
        case WidgetItem():
            return _of_widget(item)
        case _:
            return []


def _of_answer(item: AssistantMessageItem) -> list[Target]:
    sources: list[Target] = []
    links: list[Target] = []
    for part in item.content:
        if isinstance(part, AssistantMessageContent):
            sources += [source_target(source) for source in number_sources(part.annotations)[0]]
            links += _linked(markdown_targets(part.text))
    return sources + _distinct(links, known=sources)


def _of_words(item: UserMessageItem) -> list[Target]:
    targets: list[Target] = []
    for part in item.content:
        if isinstance(part, UserMessageTextContent):
            targets += _linked(bare_targets(part.text))
        elif isinstance(part, UserMessageTagContent):
            facts = _facts(kind=_("entity"), id=part.id, group=part.group, data=_json(part.data))
            name = f"@{part.text.removeprefix('@')}"
            targets.append(Target(name, "", facts, entity_of_tag(part)))
    for attachment in item.attachments:
        if isinstance(attachment, AttachmentBase):
            url = attachment.preview_url or ""
            facts = _facts(kind=attachment.mime_type, id=attachment.id)
            targets.append(Target(attachment.name, url if openable(url) else "", facts))
    return _distinct(targets)


def _of_widget(item: WidgetItem) -> list[Target]:
    """The links of Markdown, pictures, and addresses in texts, in reading order."""
    targets: list[Target] = []
    for node in tree_of(item.widget).walk():
        match node.component:
            case Markdown(value=value):
                targets += _linked(markdown_targets(value))
            case Image(src=src, alt=alt) if openable(src):
                targets.append(Target(alt or host_of(src) or src, src))
            case TextBase(value=value) | Label(value=value):
                targets += _linked(bare_targets(value))
            case UnknownComponent(raw=str() | dict() as raw):
                targets += _linked(bare_targets(plain_text(_without_children(raw))))
            case _:
                pass
    return _distinct(targets + _linked(bare_targets(item.copy_text or "")))


def _without_children(raw: Any) -> Any:
    """A component alone: what is in it is a node of its own."""
    if isinstance(raw, dict):
        return {name: value for name, value in raw.items() if name != "children"}
    return raw


def _of_task(task: Task) -> list[Target]:
    match task:
        case SearchTask() | FileTask():
            return [source_target(source) for source in task.sources]
        case CustomTask() | ThoughtTask():
            return _linked(markdown_targets(task.content or ""))
        case _:
            return []


def source_target(source: Source) -> Target:
    """A source as something to open, or to know about."""
    match source:
        case URLSource():
            facts = _facts(
                about=source.description,
                by=source.attribution,
                when=source.timestamp,
                group=source.group,
            )
            return Target(source.title or host_of(source.url) or source.url, source.url, facts)
        case FileSource():
            facts = _facts(
                kind=_("file"),
                name=source.filename,
                about=source.description,
                when=source.timestamp,
                group=source.group,
            )
            return Target(source.title or source.filename, "", facts)
        case EntitySource():
            facts = _facts(
                kind=source.label or _("entity"),
                id=source.id,
                about=source.description,
                when=source.timestamp,
                group=source.group,
                data=_json(source.data),
            )
            entity = entity_of_source(source)
            return Target(entity.title, "", facts, entity)
        case _:
            return Target(source.type or _("source"), "", _facts(source=_json(source.raw)))


def _linked(found: Iterable[tuple[str, str]]) -> list[Target]:
    """Links that lead somewhere: what is relative has no server to be relative to."""
    return [
        Target(label or host_of(address) or address, address)
        for label, address in found
        if ":" in address and not address.startswith("data:")
    ]


def _distinct(targets: Sequence[Target], known: Sequence[Target] = ()) -> list[Target]:
    """Each address once, under the first name it was given."""
    seen = {each.address for each in known if each.address}
    kept: list[Target] = []
    for target in targets:
        if target.address not in seen:
            kept.append(target)
        if target.address:
            seen.add(target.address)
    return kept


def _facts(**values: str | None) -> tuple[tuple[str, str], ...]:
    known = ((name, value) for name, value in values.items() if value and display_line(value))
    return tuple((_NAMES[name], value) for name, value in known)


def _json(value: Any) -> str:
    return dump_json(value) if value else ""
