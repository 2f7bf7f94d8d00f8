"""The index of heights against a plain list of numbers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from chatkit_tui.tui.transcript.heights import HeightIndex

HEIGHTS = st.integers(0, 30)


class HeightsAsAList(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.index = HeightIndex()
        self.heights: list[int] = []
        self.known: list[bool] = []

    @rule(data=st.data(), estimates=st.lists(HEIGHTS, max_size=5))
    def insert(self, data: st.DataObject, estimates: list[int]) -> None:
        place = data.draw(st.integers(0, len(self.heights)))
        self.index.insert(place, estimates)
        self.heights[place:place] = estimates
        self.known[place:place] = [False] * len(estimates)

    @rule(estimates=st.lists(HEIGHTS, max_size=5))
    def append(self, estimates: list[int]) -> None:
        self.index.insert(len(self.heights), estimates)
        self.heights += estimates
        self.known += [False] * len(estimates)

    @precondition(lambda self: self.heights)
    @rule(data=st.data(), height=HEIGHTS)
    def measure(self, data: st.DataObject, height: int) -> None:
        place = data.draw(st.integers(0, len(self.heights) - 1))
        self.index.measured(place, height)
        self.heights[place] = height
        self.known[place] = True

    @precondition(lambda self: self.heights)
    @rule(data=st.data())
    def doubt(self, data: st.DataObject) -> None:
        place = data.draw(st.integers(0, len(self.heights) - 1))
        self.index.doubt(place)
        self.known[place] = False

    @precondition(lambda self: self.heights)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        place = data.draw(st.integers(0, len(self.heights) - 1))
        self.index.remove(place)
        del self.heights[place]
        del self.known[place]

    @invariant()
    def the_same_everywhere(self) -> None:
        count = len(self.heights)
        assert [self.index[i] for i in range(count)] == self.heights
        assert [self.index.is_measured(i) for i in range(count)] == self.known
        assert self.index.total == sum(self.heights)
        for place in range(count + 1):
            assert self.index.offset(place) == sum(self.heights[:place])


TestHeightsAsAList = HeightsAsAList.TestCase


@given(st.lists(HEIGHTS, min_size=1), st.data())
def test_the_item_at_a_row_covers_the_row(heights: list[int], data: st.DataObject) -> None:
    index = HeightIndex(heights)
    row = data.draw(st.integers(0, max(0, index.total - 1)))
    item = index.at_row(row)
    if index.total:
        assert index.offset(item) <= row < index.offset(item) + heights[item]


def test_rows_outside_belong_to_the_ends() -> None:
    index = HeightIndex([2, 3, 4])
    assert index.at_row(-5) == 0
    assert index.at_row(100) == 2
    assert HeightIndex().at_row(0) == -1
