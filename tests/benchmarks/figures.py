"""How figures are printed by the scripts of this folder."""

from __future__ import annotations

from collections.abc import Mapping


def print_figures(figures: Mapping[str, float]) -> None:
    """One a line."""
    for name, figure in figures.items():
        print(f"{name:50} {figure:9.3f}", flush=True)
