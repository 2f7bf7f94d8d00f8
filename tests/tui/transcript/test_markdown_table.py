"""Tables at every width."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from chatkit_tui.tui.transcript.markdown.live import render_markdown
from chatkit_tui.tui.transcript.palette import Palette

TABLE = """\
| Name | Amount | Remarks |
|:--|--:|:-:|
| 日本語 | 1 | short |
| plain | 22,000 | a remark that is too long for its column |
"""


def shown(source: str, width: int) -> list[str]:
    lines = render_markdown(source, width, Palette())
    return ["".join(segment.text for segment in line).rstrip() for line in lines]


def test_columns_are_aligned_in_cells() -> None:
    lines = shown(TABLE, 80)
    assert lines == [
        "Name   │ Amount │                 Remarks",
        "───────┼────────┼─────────────────────────────────────────",
        "日本語 │      1 │                  short",
        "plain  │ 22,000 │ a remark that is too long for its column",
    ]
    edges = [
        [cell_len(line[:place]) for place, c in enumerate(line) if c in "│┼"] for line in lines
    ]
    assert edges == [[7, 16]] * 4


def test_wide_columns_wrap_and_rows_stay_apart() -> None:
    lines = shown(TABLE, 36)
    assert lines[0] == "Name   │ Amount │      Remarks"
    assert "╌" in lines[3]
    assert [line for line in lines if "remark that is" in line]


def test_too_narrow_tables_are_stacked() -> None:
    assert shown(TABLE, 20) == [
        "Name: 日本語",
        "Amount: 1",
        "Remarks: short",
        "────────",
        "Name: plain",
        "Amount: 22,000",
        "Remarks: a remark",
        "that is too long for",
        "its column",
    ]


def test_two_hundred_columns_are_all_there() -> None:
    names = [f"c{number}" for number in range(200)]
    source = f"|{'|'.join(names)}|\n|{'-|' * 200}\n|{'|'.join(f'v{n}' for n in range(200))}|\n"
    lines = shown(source, 80)
    assert lines == [f"c{number}: v{number}" for number in range(200)]


def test_a_head_without_rows_is_shown() -> None:
    assert shown("| first | second |\n|---|---|\n", 80) == ["first │ second", "──────┼───────"]
    assert shown("| first | second |\n|---|---|\n", 8) == ["first", "second"]


CELLS = st.text(st.sampled_from("ab 日1*`"), max_size=20)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=5), st.integers(2, 60))
def test_no_row_is_wider_than_asked(rows: list[list[str]], width: int) -> None:
    body = "".join(f"|{'|'.join(cells)}|\n" for cells in rows)
    for line in shown(f"|x|y|z|\n|-|-|-|\n{body}", width):
        assert cell_len(line) <= width
