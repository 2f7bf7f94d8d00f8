"""Typed models of the widget language. `parse` turns a raw tree into components."""

from __future__ import annotations
