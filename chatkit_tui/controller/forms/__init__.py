"""Forms in widgets: what their controls hold, what is wrong with it, and what it makes happen."""

from __future__ import annotations
