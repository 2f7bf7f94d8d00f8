"""The one gate between strings from outside and anything that is laid out or printed."""

from __future__ import annotations


def display(text: str) -> str:
    """Make one line or more of foreign text safe to show: nothing in it can drive a terminal."""
    raise NotImplementedError
