"""What a user can do with the item he stands on; each is a key in the transcript."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from chatkit_tui.display import display_line
from chatkit_tui.errors import CommandRefused
from chatkit_tui.translation import _, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chatkit_tui.controller.controller import ChatKitController
    from chatkit_tui.controller.state import Row
    from chatkit_tui.protocol.items import UserMessageItem
    from chatkit_tui.protocol.requests import FeedbackKind
    from chatkit_tui.tui.code_blocks import CodeBlock
    from chatkit_tui.tui.view import ChatKitView


class ItemActions:
    """Does what `Transcript.ActionWanted` names; refusals are raised, and told by the view."""

    def __init__(self, view: ChatKitView) -> None:
        self._view = view

    def do(self, action: str, key: str) -> None:
        """Do `action` with the row of that key; "" where it needs none."""
        self._view.run(self._do(action, key))

    async def _do(self, action: str, key: str) -> None:
        view = self._view
        match action:
            case "compose":
                view.composer.focus()
            case "copy":
                self._copy([self._row(key)], _("the message"))
            case "copy_turn":
                self._copy(self._turn(key), _("question and answers"))
            case "copy_code":
                await self._copy_code(self._row(key))
            case "write":
                await self._write(self._row(key))
            case "retry":
                await self._retry(key)
            case "edit":
                self._edit(key)
            case "quote":
                self._quote(key)
            case "praise":
                await self._feedback(self._row(key), "positive")
            case "blame":
                await self._feedback(self._row(key), "negative")
            case "open":
                self._open(self._row(key))
            case "attachments":
                await view.attaching.look_through()
            case "raw":
                await self._show_raw(self._row(key))
            case "details":
                view.alerts.card.require().action_details()
            case _:
                raise ValueError(f"no such action: {action}")

    # -- what is acted on ----------------------------------------------------------------------

    def _row(self, key: str) -> Row:
        rows = self._view.transcript.rows
        index = rows.index(key)
        if index is None:
            raise CommandRefused(_("There is no message here yet."))
        return rows.rows[index]

    def _turn(self, key: str) -> list[Row]:
        """The rows of a question and its answers, in which the row of that key stands."""
        from chatkit_tui.protocol.items import UserMessageItem

        rows = self._view.transcript.rows.rows
        begin = end = rows.index(self._row(key))
        while begin > 0 and not isinstance(rows[begin].item, UserMessageItem):
            begin -= 1
        end += 1
        while end < len(rows) and not isinstance(rows[end].item, UserMessageItem):
            end += 1
        return rows[begin:end]

    def _controller(self) -> ChatKitController:
        controller = self._view.controller
        if controller is None:
            raise CommandRefused(_("There is no server yet."))
        return controller

    # -- copies --------------------------------------------------------------------------------

    def _copy(self, rows: Sequence[Row], what: str) -> None:
        text = source_text(rows)
        if not text:
            raise CommandRefused(_("There is no text in it to copy."))
        self._view.copy(text, what)

    async def _copy_code(self, row: Row) -> None:
        from chatkit_tui.tui.code_blocks import code_blocks

        blocks = await asyncio.to_thread(code_blocks, source_text([row]))
        if not blocks:
            raise CommandRefused(_("There is no code block in this message."))
        block = blocks[0] if len(blocks) == 1 else await self._choose(blocks)
        if block is not None:
            language = display_line(block.language)
            what = _("the {language} code").format(language=language) if language else _("the code")
            self._view.copy(block.code, what)

    async def _choose(self, blocks: list[CodeBlock]) -> CodeBlock | None:
        from chatkit_tui.tui.screens.code_blocks import CodeBlocksScreen

        return await self._view.app.push_screen_wait(CodeBlocksScreen(blocks))

    async def _write(self, row: Row) -> None:
        from chatkit_tui.tui.file_writing import suggested_name, write_with_questions

        text = source_text([row])
        if not text:
            raise CommandRefused(_("There is no text in it to write."))
        thread = self._controller().active.state.thread
        name = suggested_name(thread.title if thread else None, row.item.created)
        path = await write_with_questions(self._view.app, f"{text}\n", name)
        if path is not None:
            self._view.tell(_("Written to {path}").format(path=path))

    # -- the conversation ----------------------------------------------------------------------

    def _require_composer(self) -> None:
        composer = self._view.composer
        if not composer.is_open:
            raise CommandRefused(composer.closed_because or _("Answer the questions first."))

    async def _retry(self, key: str) -> None:
        controller = self._controller()
        if self._view.composer.closed_because is not None:
            raise CommandRefused(self._view.composer.closed_because)
        turn = self._turn(key)
        rows = self._view.transcript.rows.rows
        is_last = turn[-1] is rows[-1]
        error = controller.active.state.error
        failed = turn[0].pending is not None or (error is not None and error.allow_retry)
        if is_last and failed:
            await controller.retry_after_item()
        elif is_last and (refusal := self._view.alerts.card.refusal) is not None:
            raise CommandRefused(refusal)
        elif not controller.options.thread_item_actions.retry:
            raise CommandRefused(_("This chat does not offer to have a message answered again."))
        elif is_last or await self._sure_to_drop(len(rows) - rows.index(turn[-1]) - 1):
            await controller.retry_after_item(turn[0].item.id)

    async def _sure_to_drop(self, count: int) -> bool:
        from chatkit_tui.tui.screens.question import ConfirmScreen

        question = plural(
            "Answering this again removes what follows in the thread: item.",
            "Answering this again removes what follows in the thread: {count} items.",
            count,
        ).format(count=count)
        sure = await self._view.app.push_screen_wait(ConfirmScreen(question, _("Answer again")))
        return bool(sure)

    def _edit(self, key: str) -> None:
        from chatkit_tui.protocol.items import UserMessageItem

        question = self._turn(key)[0].item
        if not isinstance(question, UserMessageItem):
            raise CommandRefused(_("There is no question of yours here to edit."))
        self._require_composer()
        composer = self._view.composer
        if composer.text:
            # It stays at hand: ↑ in the composer brings it back.
            composer.clear()
        composer.text = words_of(question)
        composer.input.focus()

    def _quote(self, key: str) -> None:
        text = self._view.transcript.selected_text or source_text([self._row(key)])
        if not text:
            raise CommandRefused(_("There is no text in it to quote."))
        self._require_composer()
        self._view.composer.quote(text)
        self._view.composer.input.focus()

    async def _feedback(self, row: Row, kind: FeedbackKind) -> None:
        controller = self._controller()
        if not controller.options.thread_item_actions.feedback:
            raise CommandRefused(_("This chat does not ask what you think of its answers."))
        ids = controller.active.turn_item_ids(row.item.id) if row.item.id else []
        if not ids:
            raise CommandRefused(_("Only answers can be called good or bad."))
        await controller.submit_feedback(ids, kind)
        good, bad = _("Told the server: a good answer."), _("Told the server: a bad answer.")
        self._view.tell(good if kind == "positive" else bad)

    async def _show_raw(self, row: Row) -> None:
        from chatkit_tui.tui.screens.raw_json import raw_json_screen

        self._view.app.push_screen(await raw_json_screen(self._view, row.item))

    def _open(self, row: Row) -> None:
        from chatkit_tui.tui.links import open_links

        open_links(self._view, row.item)


def source_text(rows: Sequence[Row]) -> str:
    """What rows say, as Markdown, a blank line apart; "" where they say nothing."""
    from chatkit_tui.export.markdown import item_markdown

    texts = (item_markdown(row.item).strip("\n") for row in rows)
    return "\n\n".join(text for text in texts if text)


def words_of(question: UserMessageItem) -> str:
    """A message as it was typed, mentions by their names."""
    from chatkit_tui.protocol.items import UserMessageTagContent, UserMessageTextContent

    words: list[str] = []
    for part in question.content:
        match part:
            case UserMessageTextContent():
                words.append(part.text)
            case UserMessageTagContent():
                words.append(f"@{part.text.removeprefix('@')}")
            case _:
                pass  # Of a type nobody knows: there are no words in it.
    return "".join(words)
