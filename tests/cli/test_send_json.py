"""`send --output json`: each event as the server sent it, one a line."""

from __future__ import annotations

import json
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.responses import Response

from chatkit_tui.commands.json_lines import for_terminal, one_line
from tests.support.command_line import PROGRAM, chatkit_tui, environment
from tests.support.sdk_server import RecordedRequest, SdkServer

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def stream_of(sdk_server: SdkServer, body: str) -> None:
    """Let the server answer the next turn with these bytes."""

    def answer(request: RecordedRequest) -> Response | None:
        if request.op != "threads.create":
            return None
        return Response(body.encode(), media_type="text/event-stream")

    sdk_server.authorize = answer


def test_every_event_is_a_line(sdk_server: SdkServer) -> None:
    ended = chatkit_tui("send", "hi", "--output", "json", "--url", sdk_server.url)
    types = [event["type"] for event in ended.json_lines]
    assert types[0] == "thread.created"
    assert types.count("thread.item.updated") == 5
    assert types[-1] == "thread.item.done"
    deltas = [event.get("update", {}).get("delta", "") for event in ended.json_lines]
    assert "".join(deltas) == "You said: hi"
    assert ended.stderr.startswith("thread ")
    assert ended.status == 0


def test_values_stay_as_they_were_sent(sdk_server: SdkServer) -> None:
    events = [
        '{ "type" : "thread.created", "thread": {"id": "thr_1", "created_at": 1.50, "big":'
        ' 12345678901234567890123, "small": 1E-7, "text": "a\\u2028b\\ud83d\\ude00" } }',
        '{"z": 1, "type": "an.event.of.tomorrow", "a": 2.0}',
    ]
    pretty = '{\n  "type": "notice",\n\n  "level": "info",\r\n  "message": "line\\nbreak"\n}'
    lines = "".join(f"data: {line}\n" for line in pretty.replace("\r", "").split("\n"))
    stream_of(sdk_server, "".join(f"data: {event}\n\n" for event in events) + lines + "\n")
    ended = chatkit_tui("send", "hi", "--output=json", "--wait=0", "--url", sdk_server.url)
    assert ended.stdout.splitlines() == [
        *events,
        '{"type": "notice","level": "info","message": "line\\nbreak"}',
    ]


def test_what_is_not_json_does_not_get_through(sdk_server: SdkServer) -> None:
    stream_of(
        sdk_server,
        'data: {"type":"thread.created","thread":{"id":"t"}}\n\ndata: {half\n\ndata: "text"\n\n'
        'data: {"type":"end_of.this"}\n\n',
    )
    ended = chatkit_tui("send", "hi", "--output=json", "--wait=0", "--url", sdk_server.url)
    assert [event["type"] for event in ended.json_lines] == ["thread.created", "end_of.this"]


def test_an_error_of_this_side_is_on_stderr(sdk_server: SdkServer) -> None:
    sdk_server.authorize = lambda _: Response("no", 500)
    ended = chatkit_tui("send", "hi", "--output", "json", "--url", sdk_server.url)
    assert (ended.status, ended.stdout) == (1, "")
    assert ended.stderr.startswith("chatkit-tui: ")


@pytest.mark.parametrize("output_format", ["json", "text"])
def test_a_reader_that_goes_away_ends_it_quietly(sdk_server: SdkServer, output_format: str) -> None:
    never = sdk_server.gate()

    async def endless(thread, item, context):  # type: ignore[no-untyped-def]
        from tests.support.assistant import assistant_message

        for event in assistant_message(thread, "a line\n", *["more\n"] * 2_000)[:-2]:
            yield event
        await never.passed()

    sdk_server.respond = endless
    line = '"$@" | head -1; echo "status ${PIPESTATUS[0]}"'
    arguments = ("send", "hi", "--url", sdk_server.url, "--output", output_format)
    ended = subprocess.run(
        ["bash", "-c", line, "-", *PROGRAM, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=environment(),
        timeout=30,
        check=True,
    )
    first, status = ended.stdout.splitlines()
    assert first == "a line" if output_format == "text" else json.loads(first)["thread"]
    assert status == "status 141"
    assert ended.stderr == ""


@given(JSON, st.sampled_from([None, 1, "\t"]), st.sampled_from(["\n", "\r\n", "\r"]))
def test_one_line_changes_no_value(value: object, indent: int | str | None, end: str) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=False).replace("\n", end)
    line = one_line(f"{end} {text}{end}")
    assert "\n" not in line
    assert "\r" not in line
    assert json.loads(line) == value


@given(JSON)
def test_escapes_for_a_terminal_change_no_value(value: object) -> None:
    line = for_terminal(json.dumps(value, ensure_ascii=False))
    assert json.loads(line) == value
    assert not {*line} & {*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0)), "\u202e", "\u200b"}


def test_a_tag_character_is_written_as_a_pair() -> None:
    assert for_terminal('"\U000e0041"') == '"\\udb40\\udc41"'
