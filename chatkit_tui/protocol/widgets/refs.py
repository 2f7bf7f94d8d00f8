"""How parts of a widget are named that are no components of their own.

Light, so that whoever draws nothing yet can read it.
"""

from __future__ import annotations

WHOLE = ""
"""The ref of no component: the whole widget is meant."""

CONFIRM = "!confirm"
"""Behind the ref of a Card: its confirm button."""

CANCEL = "!cancel"
"""Behind the ref of a Card: its cancel button."""

FOLD = "!fold"
"""Behind the ref of a Card: what folds it and unfolds it."""

MORE = "!more"
"""Behind the ref of a list or table: what shows more of it, or less."""

OPTION = "!option"
"""Behind the ref of a RadioGroup, with a number behind it: one of its options, from 0."""
