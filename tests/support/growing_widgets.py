"""Widgets as a server streams them: versions of one tree whose texts grow."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

Raw = dict[str, Any]

LEAVES = st.sampled_from(["Text", "Markdown", "Caption", "Badge"])
HOLDERS = st.sampled_from(["Col", "Row", "Box", "Form", "ListViewItem"])
WORDS = st.text(max_size=4)


@st.composite
def widget_versions(draw: st.DrawFn, count: int = 2) -> list[Raw]:
    """`count` versions of a card; now and then something else than a text with an id changes."""
    number = 0

    def node(depth: int) -> list[Raw]:
        nonlocal number
        number += 1
        name = f"n{number}" if draw(st.booleans()) else None
        if depth > 0 and draw(st.booleans()):
            holder: Raw = {"type": draw(HOLDERS), "id": name}
            return holding(holder, [node(depth - 1) for _ in range(draw(st.integers(0, 3)))])
        return leaf(draw(LEAVES), name)

    def leaf(kind: str, name: str | None) -> list[Raw]:
        key = "label" if kind == "Badge" else "value"
        value = draw(WORDS)
        versions = [{"type": kind, "id": name, key: value}]
        for _ in range(count - 1):
            if kind in ("Caption", "Badge") or name is not None:
                changes = draw(st.integers(0, 19)) == 0
                if kind in ("Caption", "Badge"):
                    value = value + "!" if changes else value
                else:
                    value = "new" if changes else value + draw(WORDS)
            # The official server tells of no growth of a text without an id.
            versions.append({"type": kind, "id": name, key: value})
        return versions

    def holding(holder: Raw, children: list[list[Raw]]) -> list[Raw]:
        return [
            {**holder, "children": [versions[at] for versions in children]} for at in range(count)
        ]

    return holding({"type": "Card"}, [node(3) for _ in range(draw(st.integers(0, 4)))])
