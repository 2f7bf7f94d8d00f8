"""What is written to the terminal besides the picture, decided by where the program runs."""

from __future__ import annotations

import pytest

from chatkit_tui.controller.state import TurnPhase
from chatkit_tui.tui.mouse import bypass_key
from chatkit_tui.tui.notifications import notification
from chatkit_tui.tui.terminal_output import passed_through
from chatkit_tui.tui.terminal_title import title_for

OSC_9 = "\x1b]9;chatkit-tui: Answered: A thread\a"
OSC_777 = "\x1b]777;notify;chatkit-tui;Answered: A thread\a"
PAST_TMUX = f"\x1bPtmux;\x1b{OSC_9}\x1b\\"


@pytest.mark.parametrize(
    ("kind", "environ", "expected"),
    [
        ("auto", {"TERM": "xterm-kitty"}, OSC_9),
        ("auto", {"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, OSC_9),
        ("auto", {"TERM": "xterm-256color", "LC_TERMINAL": "iTerm2"}, OSC_9),
        ("auto", {"TERM": "xterm-256color", "VTE_VERSION": "7200"}, OSC_777),
        ("auto", {"TERM": "foot"}, OSC_777),
        ("auto", {"TERM": "xterm-256color"}, "\a"),
        ("auto", {"TERM": "tmux-256color", "TMUX": "/tmp/x"}, PAST_TMUX + "\a"),
        ("osc777", {"TERM": "xterm-256color"}, OSC_777),
        ("osc9", {"TERM": "linux"}, "\a"),
        ("bell", {"TERM": "xterm-kitty"}, "\a"),
        ("off", {"TERM": "xterm-kitty"}, ""),
    ],
)
def test_a_notification_is_one_that_the_terminal_understands(
    kind: str, environ: dict[str, str], expected: str
) -> None:
    assert notification("Answered: A thread", kind, environ) == expected  # type: ignore[arg-type]


def test_a_notification_is_short_and_drives_no_terminal() -> None:
    told = notification("evil \x1b]52;c;aGE=\x07\n" + "long " * 100, "osc9", {"TERM": "xterm"})
    assert told.count("\x1b") == told.count("\a") == 1
    assert "\n" not in told
    assert len(told) < 130


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"TERM": "xterm"}, "\x1b]x\a"),
        ({"TERM": "tmux-256color", "TMUX": "/tmp/x"}, "\x1bPtmux;\x1b\x1b]x\a\x1b\\"),
        ({"TERM": "screen", "STY": "1.tty"}, "\x1bP\x1b]x\a\x1b\\"),
        ({"TERM": "tmux-256color"}, "\x1b]x\a\x1bPtmux;\x1b\x1b]x\a\x1b\\"),
        ({"TERM": "screen-256color"}, "\x1b]x\a"),
    ],
)
def test_a_sequence_gets_past_the_multiplexer(environ: dict[str, str], expected: str) -> None:
    assert passed_through("\x1b]x\a", environ) == expected


@pytest.mark.parametrize(
    ("title", "phase", "failed", "expected"),
    [
        (None, TurnPhase.IDLE, False, "New thread · chatkit-tui"),
        ("Trip", TurnPhase.IDLE, False, "Trip · chatkit-tui"),
        ("Trip", TurnPhase.IDLE, True, "Failed · Trip"),
        ("Trip", TurnPhase.RESPONDING, True, "Responding… · Trip"),
        ("Trip", TurnPhase.WAITING, False, "Waiting… · Trip"),
        ("a\x07b\n\x1b]0;c", TurnPhase.IDLE, False, "a␇b ␛]0;c · chatkit-tui"),
    ],
)
def test_the_title_says_what_goes_on(
    title: str | None, phase: TurnPhase, failed: bool, expected: str
) -> None:
    assert title_for(title, phase, failed=failed) == expected


def test_a_long_title_is_cut() -> None:
    assert len(title_for("x" * 500, TurnPhase.IDLE, failed=False)) == 80


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"TERM_PROGRAM": "iTerm.app"}, "Option"),
        ({"TERM_PROGRAM": "tmux", "LC_TERMINAL": "iTerm2"}, "Option"),
        ({"TERM_PROGRAM": "Apple_Terminal"}, "Fn"),
        ({}, "Shift"),
    ],
)
def test_the_key_that_leaves_the_mouse_to_the_terminal(
    environ: dict[str, str], expected: str
) -> None:
    assert bypass_key(environ) == expected
