"""Whatever a paste holds and however it arrives, it is one paste."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.message import Message

from chatkit_tui.tui import paste_guard
from chatkit_tui.tui.paste_guard import BEGIN, END, PasteGuard

NASTY = st.lists(
    st.sampled_from(
        ["a", "\r", "\n", "\x1b", "\x1b[31m", "\x1b[200~", "[201~", "\x1bOA", "~", "é"]
    ),
    max_size=12,
).map("".join)


def read(pieces: list[str]) -> list[Message]:
    parser = PasteGuard()
    return [event for piece in pieces for event in parser.feed(piece)]


@given(NASTY.filter(lambda text: END not in text), st.lists(st.integers(0, 60), max_size=6))
def test_a_paste_is_one_event_for_any_content_and_any_split(text: str, cuts: list[int]) -> None:
    data = f"x{BEGIN}{text}{END}y"
    edges = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    pieces = [data[a:b] for a, b in pairwise(edges)]
    got = read(pieces)
    pasted = [event.text for event in got if isinstance(event, events.Paste)]
    keys = [event.character for event in got if isinstance(event, events.Key)]
    assert pasted == [text.replace("\x1b", "")]
    assert keys == ["x", "y"]


def test_keys_outside_a_paste_are_what_they_were() -> None:
    got = read(["\x1b[A", "a", "\x1b[200", "~in\x1b[2", "01~", "\r"])
    described = [getattr(event, "key", getattr(event, "text", "")) for event in got]
    assert described == ["up", "a", "in", "enter"]


def test_enter_with_a_modifier_is_one_key_in_every_dialect() -> None:
    for data, key in {
        "\x1b\r": "alt+enter",
        "\x1b[27;2;13~": "shift+enter",
        "\x1b[27;5;13~": "ctrl+enter",
        "\x1b[13;2u": "shift+enter",
    }.items():
        assert [each.key for each in read([data]) if isinstance(each, events.Key)] == [key]


def test_a_paste_whose_end_is_lost_ends_after_a_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    parser = PasteGuard()
    assert list(parser.feed(f"{BEGIN}two\rlines\x1b[20")) == []
    assert list(parser.tick()) == []
    monkeypatch.setattr(paste_guard, "END_WITHIN", -1.0)
    pasted, *_ = parser.tick()
    assert isinstance(pasted, events.Paste)
    assert pasted.text == "two\rlines"
    typed, *_ = parser.feed("a")
    assert isinstance(typed, events.Key)
    assert typed.character == "a"
