"""What is said on the wire. Models and their reading; no I/O, no state."""

from __future__ import annotations
