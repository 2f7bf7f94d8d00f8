"""Where links are understood, what may be opened, and which labels mislead."""

from __future__ import annotations

import pytest
from rich.console import Console
from textual.strip import Strip

from chatkit_tui.tui.hyperlinks import names_another_host, openable, supports_links
from chatkit_tui.tui.transcript.markdown.live import render_markdown
from chatkit_tui.tui.transcript.palette import Palette


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7200"}, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "4800"}, False),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, True),
        ({"TERM": "tmux-256color", "TMUX": "/tmp/x", "VTE_VERSION": "7200"}, False),
        ({"TERM": "screen", "STY": "1"}, False),
        ({"TERM": "linux", "WT_SESSION": "1"}, False),
        ({"TERM": "dumb", "FORCE_HYPERLINK": "1"}, True),
        ({"TERM": "xterm-kitty", "FORCE_HYPERLINK": "0"}, False),
        ({}, False),
    ],
)
def test_links_are_used_where_they_are_known_to_work(
    environ: dict[str, str], expected: bool
) -> None:
    assert supports_links(environ) is expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://a.example/x?y=1#z", "https://a.example/x?y=1#z"),
        ("HTTP://a.example", "HTTP://a.example"),
        ("mailto:ada@a.example", "mailto:ada@a.example"),
        ("https://a.example/ä b", "https://a.example/%C3%A4%20b"),
        ("https://аpple.com", "https://xn--pple-43d.com"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("data:text/html,x", None),
        ("//a.example", None),
        ("https://", None),
        ("https:///x", None),
        ("https://[bad", None),
        ("-f https://a.example", None),
        ("https://a.example/" + "x" * 2000, None),
    ],
)
def test_only_pages_and_mail_are_opened(address: str, expected: str | None) -> None:
    assert openable(address) == expected


@pytest.mark.parametrize("evil", ["\x1b]8;;https://b\x1b\\", "\x07", "\x9c", "\n", "\u202e"])
def test_an_address_cannot_end_its_link(evil: str) -> None:
    found = openable(f"https://a.example/{evil}x")
    assert found is None or (found.isascii() and found.isprintable())


@pytest.mark.parametrize(
    ("label", "address", "misleads"),
    [
        ("the guide", "https://a.example/guide", False),
        ("a.example", "https://www.a.example/guide", False),
        ("www.a.example/guide", "https://a.example/guide", False),
        ("https://bank.example", "https://evil.example", True),
        ("bank.example (really)", "https://bank.example.evil.example", True),
        ("a.example@evil.example", "https://a.example/x", True),
    ],
)
def test_a_label_that_shows_another_host_misleads(label: str, address: str, misleads: bool) -> None:
    assert names_another_host(label, address) is misleads


def drawn(source: str, *, hyperlinks: bool) -> tuple[str, str]:
    """The text of one line, and the bytes it becomes."""
    [line] = render_markdown(source, 80, Palette(hyperlinks=hyperlinks))
    console = Console(force_terminal=True, color_system="truecolor")
    return "".join(each.text for each in line), Strip(list(line)).render(console)


def test_a_link_is_one_where_links_work_and_is_spelled_out_elsewhere() -> None:
    source = "See [the guide](https://a.example/guide)."
    assert drawn(source, hyperlinks=False) == ("See the guide (https://a.example/guide).",) * 2
    text, sent = drawn(source, hyperlinks=True)
    assert text == "See the guide."
    assert ";https://a.example/guide\x1b\\" in sent


def test_a_misleading_link_shows_where_it_leads() -> None:
    text, _ = drawn("[bank.example](https://evil.example)", hyperlinks=True)
    assert text == "bank.example (https://evil.example)"


def test_an_address_is_not_repeated() -> None:
    assert drawn("<https://a.example>", hyperlinks=False)[0] == "https://a.example"
    text, sent = drawn("<https://a.example>", hyperlinks=True)
    assert text == "https://a.example"
    assert ";https://a.example\x1b\\" in sent


@pytest.mark.parametrize("target", ["javascript:alert(1)", "ftp://a.example/x", "/relative"])
def test_what_is_not_opened_is_no_link(target: str) -> None:
    _, sent = drawn(f"[x]({target})", hyperlinks=True)
    assert "\x1b]8" not in sent
