"""Fixtures every test may ask for; they live in tests/support."""

from __future__ import annotations

pytest_plugins = [
    "tests.support.german",
    "tests.support.isolation",
    "tests.support.pace",
    "tests.support.plugin",
]
