"""What each kind of item looks like."""

from __future__ import annotations

import unicodedata
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from chatkit_tui.controller.state import PendingMessage, Row
from chatkit_tui.errors import ConnectError
from chatkit_tui.protocol.items import THREAD_ITEM, ThreadItem
from chatkit_tui.protocol.requests import UserMessageInput
from chatkit_tui.tui.transcript.page import Memory, Painted
from chatkit_tui.tui.transcript.paint import paint
from chatkit_tui.tui.transcript.palette import Palette
from tests.support import wide_language
from tests.support.rows import assistant_item, item, user_item

PAGE = {"type": "url", "title": "The guide", "url": "https://a.example/guide"}
FILE = {"type": "file", "title": "Report", "filename": "report.pdf"}
ENTITY = {"type": "entity", "id": "acme", "title": "ACME", "label": "customer"}


def painted(thing: ThreadItem | Row, width: int = 60, *, open_: bool | None = None) -> Painted:
    row = thing if isinstance(thing, Row) else Row("row", thing)
    return paint(row, width, Palette(), Memory(), open_=open_)


def shown(thing: ThreadItem | Row, width: int = 60, *, open_: bool | None = None) -> list[str]:
    lines = painted(thing, width, open_=open_).lines
    return ["".join(segment.text for segment in line).rstrip() for line in lines]


def workflow(*tasks: dict[str, Any], **fields: Any) -> ThreadItem:
    return item("workflow", workflow={"type": "custom", "tasks": list(tasks), **fields})


# -- messages --------------------------------------------------------------------------------


def test_a_user_message_is_shown_as_typed() -> None:
    text = "See *this*:\n    indented\n[bold]x[/]"
    assert shown(user_item(text)) == ["See *this*:", "    indented", "[bold]x[/]"]
    assert painted(user_item(text)).barred


def test_tags_stand_in_the_text() -> None:
    content = [
        {"type": "input_text", "text": "Ask "},
        {"type": "input_tag", "id": "1", "text": "Ada", "data": {}},
        {"type": "input_text", "text": "\nfirst\n"},
    ]
    assert shown(item("user_message", content=content)) == ["Ask @Ada", "first"]


def test_quotes_and_attachments_stand_around_it() -> None:
    attachments = [
        {"type": "file", "id": "f", "name": "notes.pdf", "mime_type": "application/pdf"},
        {"type": "image", "id": "g", "name": "a\x1b[31m.png", "mime_type": "image/png"},
    ]
    quoted = "one\ntwo\nthree\nfour\nfive"
    assert shown(user_item("Hi", quoted_text=quoted, attachments=attachments)) == [
        "▎ one",
        "▎ two",
        "▎ three",
        "▎ …",
        "",
        "Hi",
        "",
        "≡ notes.pdf  application/pdf",
        "▣ a␛[31m.png  image/png",
    ]


def pending_row(error: ConnectError | None = None) -> Row:
    sent = UserMessageInput.model_construct()
    return Row("local", user_item("Hi"), pending=PendingMessage(sent, error=error))


def test_a_message_on_its_way_says_so_without_taking_room() -> None:
    row = pending_row()
    assert shown(row) == ["Hi  ⠋ sending…"]
    assert painted(row).spinners == [0]


def test_a_message_that_did_not_arrive_says_why() -> None:
    row = pending_row(ConnectError("The server could not be reached."))
    assert shown(row) == ["Hi", "", "✕ Not delivered. The server could not be reached."]
    assert painted(row).spinners == []


def test_an_answer_is_markdown_with_its_sources_below() -> None:
    annotations: list[dict[str, Any]] = [
        {"type": "annotation", "source": PAGE, "index": 6},
        {"type": "annotation", "source": FILE, "index": None},
        {"type": "annotation", "source": PAGE, "index": 11},
        {"type": "annotation", "source": ENTITY, "index": 99},
    ]
    assert shown(assistant_item("First. **So**.", annotations)) == [
        "First.[1] So[1].",
        "",
        "[1] The guide (https://a.example/guide)",
        "[2] ≡ Report (report.pdf)",
        "[3] ◰ ACME (customer)",
    ]


def test_parts_of_an_answer_number_their_sources_together() -> None:
    def part(text: str, source: dict[str, str]) -> dict[str, Any]:
        annotation = {"type": "annotation", "source": source, "index": len(text)}
        return {"type": "output_text", "text": text, "annotations": [annotation]}

    answer = item("assistant_message", content=[part("One", PAGE), part("Two", FILE)])
    assert shown(answer)[:3] == ["One[1]", "", "Two[2]"]


def test_an_answer_that_has_not_begun_spins() -> None:
    row = Row("row", assistant_item(""), done=False)
    assert shown(row) == ["⠋"]
    assert painted(row).spinners == [0]
    assert shown(assistant_item("")) == []


def test_parts_nobody_knows_are_named() -> None:
    content = [{"type": "refusal", "refusal": "I would rather not."}, {"type": "hum", "key": 1}]
    lines = shown(item("assistant_message", content=content))
    assert lines == ["I would rather not.", "", '[hum] {"type": "hum", "key": 1}']


# -- workflows and tasks -----------------------------------------------------------------------

THOUGHT = {"type": "thought", "title": "Weighing", "content": "Some *thought*."}
SEARCH = {
    "type": "web_search",
    "title_query": "Searching for it",
    "queries": ["textual", "speed"],
    "sources": [PAGE],
    "status_indicator": "complete",
}


@pytest.mark.parametrize(
    ("summary", "kind", "line"),
    [
        ({"duration": 7}, "reasoning", "▸ Thought for 7 s  1 step"),
        ({"duration": 72}, "reasoning", "▸ Thought for 1 min 12 s  1 step"),
        ({"duration": 7320}, "custom", "▸ Worked for 2 h 2 min  1 step"),
        ({"duration": 10**400}, "custom", "▸ Worked for 277777 h 46 min  1 step"),
        ({"title": "Looked around", "icon": "search"}, "custom", "▸ ⌕ Looked around  1 step"),
        (None, "custom", "▸ Worked  1 step"),
    ],
)
def test_a_finished_workflow_is_one_line(summary: Any, kind: str, line: str) -> None:
    assert shown(workflow(THOUGHT, type=kind, summary=summary)) == [line]


def test_an_unfolded_workflow_shows_its_tasks() -> None:
    tasks: list[dict[str, Any]] = [
        THOUGHT,
        SEARCH,
        {"type": "custom", "title": "Planned", "icon": "lightbulb", "content": "- a\n- b"},
        {"type": "file", "sources": [FILE]},
        {"type": "image"},
        {"type": "quantum", "x": 1},
    ]
    lines = shown(workflow(*tasks, summary={"title": "Done"}), open_=True)
    assert lines == [
        "▾ Done",
        "  ✦ Weighing",
        "    Some thought.",
        "  ✓ Searching for it",
        "    ⌕ “textual”",
        "    ⌕ “speed”",
        "    • The guide (https://a.example/guide)",
        "  ☼ Planned",
        "    • a",
        "    • b",
        "  ≡ Files",
        "    ≡ Report (report.pdf)",
        "  ▣ Image",
        "  • Task of an unknown kind: quantum",
        '    {"type": "quantum", "x": 1}',
    ]


def test_a_running_workflow_shows_what_it_is_at() -> None:
    loading = {**SEARCH, "status_indicator": "loading"}
    row = Row("row", workflow(THOUGHT, loading), done=False)
    lines = shown(row)
    assert lines[0] == "⠋ Searching for it"
    assert "  ⠋ Searching for it" in lines
    assert painted(row).spinners == [0, 3]
    assert shown(row, open_=False) == ["⠋ Searching for it  0/2"]


def test_a_workflow_that_was_cut_off_does_not_spin() -> None:
    loading = {**SEARCH, "status_indicator": "loading"}
    assert painted(workflow(loading), open_=True).spinners == []


def test_the_server_may_unfold_it_and_the_user_fold_it_again() -> None:
    unfolded = workflow(THOUGHT, expanded=True)
    assert painted(unfolded).unfolded
    assert len(shown(unfolded)) == 3
    assert len(shown(unfolded, open_=False)) == 1


def test_a_task_alone() -> None:
    assert shown(item("task", task=THOUGHT)) == ["✦ Weighing", "  Some thought."]


# -- images, tools, questions ------------------------------------------------------------------


def test_an_image_in_the_making_and_made() -> None:
    row = Row("row", item("generated_image", image=None), done=False, progress=0.5)
    assert shown(row, 40)[1:3] == [
        "│ ⠋ Generating an image  50 %          │",
        "│ ━━━━━━━━━━━━━━━━━━────────────────── │",
    ]
    assert painted(row, 40).spinners == [1]
    made = item("generated_image", image={"id": "i", "url": "https://a.example/i.png"})
    assert shown(made, 40) == [
        "╭──────────────────────────────────────╮",
        "│ ▣ Generated image                    │",
        "│ https://a.example/i.png              │",
        "│ o opens it                           │",
        "╰──────────────────────────────────────╯",
    ]


def test_a_client_tool_call() -> None:
    call: dict[str, Any] = {"call_id": "c", "name": "open", "arguments": {"path": "/tmp"}}
    assert shown(item("client_tool_call", status="pending", **call)) == ['… open {"path": "/tmp"}']
    done = item("client_tool_call", status="completed", output={"ok": True}, **call)
    assert shown(done) == ['✓ open {"path": "/tmp"}', '  → {"ok": true}']
    for error, words in (("No\nway.", "No way."), ({"code": 3}, '{"code": 3}'), ("\x00", "␀")):
        failed = item("client_tool_call", status="completed", output={"error": error}, **call)
        assert shown(failed) == ['✕ open {"path": "/tmp"}', f"  → {words}"]
    fine = item("client_tool_call", status="completed", output={"error": None}, **call)
    assert shown(fine)[0].startswith("✓")
    assert shown(item("client_tool_call", status="failed", **call))[1] == "  → failed"


def test_questions_and_their_answers() -> None:
    choice = {
        "type": "multiple_choice",
        "id": "a",
        "question": "Which?",
        "multiple": True,
        "options": [{"value": "red"}, {"value": "blue"}],
    }
    free = {"type": "freeform", "id": "b", "question": "Why?", "description": "In short."}
    assert shown(item("structured_input", status="pending", inputs=[choice, free])) == [
        "? Which?",
        "  ☐ red",
        "  ☐ blue",
        "",
        "? Why?",
        "  In short.",
        "",
        "… waiting for your answer",
    ]
    answered = [
        {**choice, "answer": {"values": ["blue", "teal"]}},
        {**free, "answer": {"values": [], "skipped": True}},
        {"type": "slider", "id": "c"},
    ]
    assert shown(item("structured_input", status="answered", inputs=answered)) == [
        "? Which?",
        "  ☐ red",
        "  ☑ blue",
        "  → teal",
        "",
        "? Why?",
        "  In short.",
        "  – skipped",
        "",
        'Question of an unknown kind: slider {"type": "slider", "id":',
        " " * 36 + '"c"}',
    ]


def test_of_many_options_the_first_and_the_taken_ones_are_drawn() -> None:
    options = [{"value": f" option {n} "} for n in range(1, 201)]
    asked = {"type": "multiple_choice", "id": "a", "question": "Which?", "options": options}
    answer = {"values": ["option 150"]}
    lines = shown(item("structured_input", status="answered", inputs=[{**asked, "answer": answer}]))
    assert lines[12:] == ["  ○ option 12", "  ● option 150", "  … 187 more options"]


# -- fallbacks ---------------------------------------------------------------------------------


def test_a_widget_is_drawn() -> None:
    card = {"type": "Card", "children": [{"type": "Title", "value": "Flight"}]}
    top, title, bottom = shown(item("widget", widget=card))
    assert title.split() == ["│", "Flight", "│"]
    assert {len(top), len(title), len(bottom)} == {len(title)}


def test_an_item_that_could_not_be_read_is_not_drawn_as_its_kind() -> None:
    unreadable = cast("ThreadItem", THREAD_ITEM.read({"type": "workflow", "workflow": 3}))
    assert shown(unreadable)[0] == "◌ Item workflow · v shows all of it"


def test_fields_nobody_asked_for_change_nothing() -> None:
    source = {**PAGE, "raw": "x"}
    task = {**THOUGHT, "sources": [source], "queries": 7, "raw": {}, "title_query": []}
    assert shown(item("task", task=task)) == ["✦ Weighing", "  Some thought."]
    cited = [{"type": "annotation", "source": source, "index": None}]
    assert shown(assistant_item("So.", cited))[2] == "[1] The guide (https://a.example/guide)"


def test_an_unknown_item_is_named_with_its_json() -> None:
    lines = shown(item("hologram", depth=3), 80)
    assert lines[0] == "◌ Item hologram · v shows all of it"
    assert '"depth": 3' in " ".join(lines)


@pytest.mark.parametrize("kind", ["end_of_turn", "hidden_context_item", "sdk_hidden_context"])
def test_what_is_not_for_the_reader_takes_no_rows(kind: str) -> None:
    assert shown(item(kind)) == []


# -- everything --------------------------------------------------------------------------------

HOSTILE = st.text(
    st.one_of(st.characters(), st.sampled_from("\x1b\x9b\r\n\t*[]`|日\u202e\u200d ")), max_size=30
)


def all_kinds(text: str) -> list[ThreadItem]:
    source = {"type": "url", "title": text, "url": text}
    task = {"type": "web_search", "title": text, "queries": [text], "sources": [source]}
    choice = {"type": "multiple_choice", "id": "a", "question": text, "options": [{"value": text}]}
    tag = {"type": "input_tag", "id": "1", "text": text, "data": {}}
    attachment = {"type": "file", "id": "f", "name": text, "mime_type": text}
    cited = [{"type": "annotation", "source": source, "index": 1}]
    return [
        item("user_message", content=[tag], quoted_text=text, attachments=[attachment]),
        assistant_item(text, cited),
        workflow(task, {"type": text, "x": text}, summary={"title": text, "icon": text}),
        item("task", task={**task, "type": "thought", "content": text}),
        item("generated_image", image={"id": "i", "url": text}),
        item("client_tool_call", status=text, name=text, arguments={text: text}, output=text),
        item("structured_input", status="pending", inputs=[choice, {"type": text, "id": "b"}]),
        item("widget", widget={"type": text, "value": text}),
        item(text or "x", text=text),
    ]


@given(HOSTILE, st.integers(8, 50), st.booleans())
def test_nothing_is_too_wide_or_drives_the_terminal(text: str, width: int, done: bool) -> None:
    for each in all_kinds(text):
        page = painted(Row("row", each, done=done, progress=0.3), width, open_=True)
        for line in page.lines:
            assert sum(cell_len(segment.text) for segment in line) <= width
            for segment in line:
                assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in segment.text)
        for row in page.spinners:
            assert "⠋" in "".join(segment.text for segment in page.lines[row])
        assert page.starts == sorted(page.starts)
        assert all(start < len(page.lines) for start in page.starts)


@pytest.mark.parametrize("width", [8, 20, 40])
def test_words_of_another_language_fit_and_ours_are_gone(width: int) -> None:
    item_of_ours = item("structured_input", status="pending", inputs=[{"type": "7", "id": "b"}])
    with wide_language.spoken():
        for each in all_kinds("7"):
            for line in painted(Row("row", each, done=False, progress=0.3), width).lines:
                assert sum(cell_len(segment.text) for segment in line) <= width
        question, *_, waits = shown(item_of_ours, 200)
    assert question.startswith(f"{wide_language.wide('Question of an unknown kind')}: 7 {{")
    assert waits == f"… {wide_language.wide('waiting for your answer')}"
