"""Every part of the program that keys work in. Read when keys are asked for, not at the start."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from textual.binding import Binding, BindingsMap
from textual.dom import DOMNode

from chatkit_tui.translation import N_, _
from chatkit_tui.tui.app import ChatKitApp
from chatkit_tui.tui.attachments.attachments_screen import AttachmentsScreen
from chatkit_tui.tui.attachments.file_screen import FileScreen
from chatkit_tui.tui.attachments.strip import AttachmentStrip
from chatkit_tui.tui.banners import Banners
from chatkit_tui.tui.client_tools.approval_screen import ApprovalScreen
from chatkit_tui.tui.composer.composer import Composer
from chatkit_tui.tui.composer.pick_screen import PickScreen
from chatkit_tui.tui.composer.queue_panel import QueueList
from chatkit_tui.tui.composer.text_input import TextInput
from chatkit_tui.tui.connect_app import ConnectApp
from chatkit_tui.tui.entities.preview_screen import PreviewScreen
from chatkit_tui.tui.errors.card import ErrorCard
from chatkit_tui.tui.find.bar import FindInput
from chatkit_tui.tui.inspector.json_view import JsonView
from chatkit_tui.tui.inspector.line_list import LineList
from chatkit_tui.tui.inspector.screen import InspectorScreen
from chatkit_tui.tui.lines_view import LinesView
from chatkit_tui.tui.questions.choice_list import ChoiceList
from chatkit_tui.tui.questions.panel import QuestionsPanel
from chatkit_tui.tui.screens.code_blocks import CodeBlocksScreen
from chatkit_tui.tui.screens.connect import ConnectScreen
from chatkit_tui.tui.screens.error_details import ErrorDetailsScreen
from chatkit_tui.tui.screens.keys import KeysScreen
from chatkit_tui.tui.screens.links import LinksScreen
from chatkit_tui.tui.screens.page import PageScreen
from chatkit_tui.tui.screens.question import ConfirmScreen, LineScreen
from chatkit_tui.tui.screens.raw_json import RawJsonScreen
from chatkit_tui.tui.sign_in.screen import SignInScreen
from chatkit_tui.tui.start_panel import PromptList
from chatkit_tui.tui.threads.thread_list import ThreadList
from chatkit_tui.tui.transcript.transcript import Transcript
from chatkit_tui.tui.view import ChatKitView
from chatkit_tui.tui.widget_preview.app import WidgetPreviewApp
from chatkit_tui.tui.widget_preview.screen import WidgetPreviewScreen
from chatkit_tui.tui.widget_preview.transcript import PreviewTranscript
from chatkit_tui.tui.widgets.control_keys import ControlKeys
from chatkit_tui.tui.widgets.date_screen import DateScreen
from chatkit_tui.tui.widgets.field_editor import LinesEditor


@dataclass(frozen=True, slots=True)
class Section:
    """The bindings that `node` declares; `title` is in English until it is shown.

    `place` says where its keys work: those of "app" work in "app/chat" too.
    """

    title: str
    node: type[DOMNode]
    place: str
    typed_in: bool = False
    """Whether there is a text to write in while its keys work."""

    def shares_keys_with(self, other: Section) -> bool:
        """Whether a key can reach both at the same time."""
        here, there = f"{self.place}/", f"{other.place}/"
        return here.startswith(there) or there.startswith(here)


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A binding as it is now; `keys` as Textual calls them, none for a binding without."""

    id: str
    keys: tuple[str, ...]
    description: str
    binding: Binding


EDITING = "app/chat/composer/text"
"""Where keys move the caret and change what is written."""

_IN_A_WIDGET = (
    Section(N_("In a widget"), ControlKeys, "app/chat/transcript/widget", typed_in=True),
    Section(
        N_("In a widget: a text"), LinesEditor, "app/chat/transcript/widget/text", typed_in=True
    ),
)

_PICKERS = (
    Section(N_("Lists to pick from"), PickScreen, "app/pick", typed_in=True),
    Section(N_("Files to attach"), FileScreen, "app/file", typed_in=True),
    Section(N_("Files of the thread"), AttachmentsScreen, "app/attachments"),
    Section(N_("A date"), DateScreen, "app/date"),
)

_THIS_LIST = Section(N_("This list of keys"), KeysScreen, "app/keys", typed_in=True)

SECTIONS = (
    Section(N_("Program"), ChatKitApp, "app", typed_in=True),
    Section(N_("Everywhere in a chat"), ChatKitView, "app/chat", typed_in=True),
    Section(N_("Composer"), TextInput, EDITING, typed_in=True),
    Section(N_("What goes with a message"), Composer, "app/chat/composer", typed_in=True),
    Section(N_("Its files"), AttachmentStrip, "app/chat/composer/files"),
    Section(N_("Messages that wait"), QueueList, "app/chat/composer/queue"),
    Section(N_("The assistant asks"), QuestionsPanel, "app/chat/composer/questions", typed_in=True),
    Section(N_("Its options"), ChoiceList, "app/chat/composer/questions/options"),
    Section(N_("Transcript"), Transcript, "app/chat/transcript"),
    *_IN_A_WIDGET,
    Section(N_("An error"), ErrorCard, "app/chat/error"),
    Section(N_("Notices"), Banners, "app/chat/notices"),
    Section(N_("Find in the thread"), FindInput, "app/chat/find", typed_in=True),
    Section(N_("Threads"), ThreadList, "app/chat/threads", typed_in=True),
    Section(N_("Start screen"), PromptList, "app/chat/start"),
    Section(N_("Inspector"), InspectorScreen, "app/inspector"),
    Section(N_("Inspector: an entry"), JsonView, "app/inspector/lines/entry"),
    Section(N_("Inspector: lines"), LineList, "app/inspector/lines"),
    Section(N_("Pages of text"), PageScreen, "app/page"),
    Section(N_("Pages of text: what went wrong"), ErrorDetailsScreen, "app/page/error"),
    Section(N_("Pages of text: the JSON of an item"), RawJsonScreen, "app/page/json"),
    Section(N_("Pages of text: the lines"), LinesView, "app/page/lines"),
    *_PICKERS,
    Section(N_("Links and sources"), LinksScreen, "app/links"),
    Section(N_("Preview of an entity"), PreviewScreen, "app/preview"),
    Section(N_("Code blocks"), CodeBlocksScreen, "app/code"),
    Section(N_("A tool wants to run"), ApprovalScreen, "app/tool"),
    Section(N_("Signed out"), SignInScreen, "app/sign_in", typed_in=True),
    Section(N_("Questions"), ConfirmScreen, "app/confirm"),
    Section(N_("Questions for a line"), LineScreen, "app/line", typed_in=True),
    _THIS_LIST,
)
"""The parts of a chat."""

FIRST_START = (
    Section(N_("First start"), ConnectApp, "first", typed_in=True),
    Section(N_("First start: the server"), ConnectScreen, "first/connect", typed_in=True),
    _THIS_LIST,
)
"""The parts of the screen that asks for a server."""

PREVIEW = (
    Section(N_("Preview of widgets"), WidgetPreviewApp, "previewer", typed_in=True),
    Section(N_("Its pages"), WidgetPreviewScreen, "previewer/screen"),
    Section(N_("Its widgets"), PreviewTranscript, "previewer/screen/widgets"),
    *_IN_A_WIDGET,
    *_PICKERS,
    _THIS_LIST,
)
"""The parts of a preview of widgets."""


def sections_of(app: type[DOMNode]) -> Sequence[Section]:
    """The parts of that program."""
    if issubclass(app, WidgetPreviewApp):
        return PREVIEW
    return FIRST_START if issubclass(app, ConnectApp) else SECTIONS


def key_lines(node: type[DOMNode], keymap: Mapping[str, str]) -> list[KeyLine]:
    """What a part of the program binds itself, in the order in which it declares it."""
    declared = BindingsMap(node.__dict__.get("BINDINGS", ()))
    lines = {binding.id or binding.action: binding for _key, binding in declared}
    keys: dict[str, list[str]] = {name: [] for name in lines}
    # Textual itself says what becomes of the keys.
    declared.apply_keymap(keymap)
    for key, binding in declared:
        of_binding = keys[binding.id or binding.action]
        if key != UNBOUND and key not in of_binding:
            of_binding.append(key)
    return [
        KeyLine(name, tuple(keys[name]), _(binding.description), binding)
        for name, binding in lines.items()
    ]


def all_lines(keymap: Mapping[str, str]) -> Iterator[tuple[Section, KeyLine]]:
    """Every binding there is."""
    for section in dict.fromkeys((*SECTIONS, *FIRST_START, *PREVIEW)):
        for line in key_lines(section.node, keymap):
            yield section, line


UNBOUND = "none"
"""The key, which no keyboard has, of bindings without a key."""
