"""The benchmarks still run; what they measure is no matter here."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from tests.benchmarks.__main__ import SUBJECTS, verdict
from tests.benchmarks.observed import program
from tests.benchmarks.server import Server
from tests.benchmarks.streaming import stream


def test_an_answer_is_streamed_and_measured(tmp_path: Path) -> None:
    with Server() as server:
        measured = stream(program(server.url, "--new"), "prose 20 0", server, tmp_path)
    assert measured.cpu >= 0
    assert measured.lag > 0
    assert measured.bytes_per_character > 1


def test_each_subject_can_be_measured() -> None:
    for subject in SUBJECTS:
        assert callable(import_module(f"tests.benchmarks.{subject}").measure)


def test_a_figure_is_held_against_what_is_wanted() -> None:
    assert verdict("first paint / one label", 1.7).endswith("over")
    assert verdict("thread: back through all of it, steps a second", 31).endswith("ok")
