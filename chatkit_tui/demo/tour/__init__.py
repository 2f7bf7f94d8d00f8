"""The scripted assistant: a guided tour of everything the protocol can show, on request."""

from __future__ import annotations
