"""What a table of config.toml says about keys: `[keys]`, or `[profiles.NAME.keys]` on top of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from chatkit_tui.errors import ConfigurationError
from chatkit_tui.translation import _

Wrong = Callable[[str, str], ConfigurationError]
"""Makes the error for an id in the table, of a sentence with a `place`."""


def read_bindings(table: Mapping[str, Any], wrong: Wrong, *, inside: str = "") -> dict[str, str]:
    """Ids and keys. TOML reads an id that is not quoted, such as view.threads, as tables."""
    bindings: dict[str, str] = {}
    for name, value in table.items():
        if isinstance(value, dict):
            bindings |= read_bindings(value, wrong, inside=f"{inside}{name}.")
        elif isinstance(value, str) and value.strip():
            bindings[f"{inside}{name}"] = value.strip()
        else:
            raise wrong(
                f"{inside}{name}",
                _('{place} must be a text with keys, such as "ctrl+y,f7", or "none" for no key.'),
            )
    return bindings
