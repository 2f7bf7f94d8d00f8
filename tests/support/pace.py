"""Spares a test run what costs time and says nothing about the program."""

from __future__ import annotations

import gc
import os
import sys

from hypothesis import settings

# The tests start some five hundred processes: what one of them compiled is kept for the others.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


def pytest_configure() -> None:
    """An example of hypothesis may take long on a busy machine."""
    settings.register_profile("suite", deadline=None, max_examples=60)
    settings.load_profile("suite")


def pytest_collection_finish() -> None:
    """What was imported by now stays: let the garbage collector look at the rest, and less often.

    The program leaves few cycles behind, but Textual makes objects by the hundred thousand, and
    each look at all of the SDK, of hypothesis and of pytest is a few hundredths of a second.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
