"""Stack traces of servers, left out of what is told."""

from __future__ import annotations

import pytest

from chatkit_tui.protocol.stack_trace import (
    LEFT_OUT,
    json_without_stack_traces,
    without_stack_trace,
)

PYTHON = """Oops. Traceback (most recent call last):
  File "/srv/app.py", line 3, in f
    return 1 / 0
           ~~^~~
ZeroDivisionError: division by zero

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/srv/app.py", line 9, in g
    raise ValueError("boom")
ValueError: boom"""

NODE = "TypeError: x is not a function\n    at run (/srv/app.js:10:3)\n    at async main.js:1:1"
JAVA = "java.lang.Error: boom\n\tat com.example.Main.run(Main.java:7)"


@pytest.mark.parametrize(
    ("trace", "left"),
    [
        (PYTHON, "Oops.\nZeroDivisionError: division by zero\n\nValueError: boom"),
        (NODE, "TypeError: x is not a function"),
        (JAVA, "java.lang.Error: boom"),
        ("    at run (/srv/app.js:10:3)", LEFT_OUT),
        ("boom\n    at async f g (node:internal/a:7)\n  at (x:1)\n at a:1", "boom"),
        ("boom\nmain.go:7 +0x1f\n\tfrom app.rb:3:in `run'", "boom"),
        ("Come at noon (or at 3).\n  at the gate", "Come at noon (or at 3).\n  at the gate"),
    ],
)
def test_frames_go_and_the_error_stays(trace: str, left: str) -> None:
    assert without_stack_trace(trace) == left


MANY = 200_000


@pytest.mark.parametrize(
    "text",
    [
        "x" * MANY,
        " " * MANY + "x",
        "at x" + ":" * MANY + "x",
        "at x" + " (" * MANY + "x",
        'File "' + '",' * MANY,
        ".go:1" * MANY,
        "from " + ":1" * MANY,
    ],
    ids=lambda text: text[:8],
)
def test_long_texts_that_are_no_traces_are_let_through_at_once(text: str) -> None:
    assert without_stack_trace(text) == text


def test_json_loses_them_at_any_place() -> None:
    value = {"error": {"message": NODE, "stack": ["a", "b"]}, "trace": "", "code": 7}
    assert json_without_stack_traces(value) == {
        "error": {"message": "TypeError: x is not a function", "stack": LEFT_OUT},
        "trace": "",
        "code": 7,
    }
