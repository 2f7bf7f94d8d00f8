"""Values in payloads: what they may overwrite, and what they leave as it was declared."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatkit_tui.controller.forms.payload import merged
from chatkit_tui.controller.forms.values import Value

CASES: list[tuple[Any, dict[str, Value], Any]] = [
    (None, {}, {}),
    (None, {"a": "x", "b": True}, {"a": "x", "b": True}),
    ({"id": 1}, {"a": "x"}, {"id": 1, "a": "x"}),
    # Objects that are missing, or null, are made; names nest.
    ({}, {"a.b.c": "x", "a.b.d": False}, {"a": {"b": {"c": "x", "d": False}}}),
    ({"a": None}, {"a.b": "x"}, {"a": {"b": "x"}}),
    ({"a": {"z": 1}}, {"a.b": "x"}, {"a": {"z": 1, "b": "x"}}),
    # What is no object is not entered.
    ({"a": "text"}, {"a.b": "x"}, {"a": "text"}),
    ({"a": 0}, {"a.b": "x"}, {"a": 0}),
    # Null is overwritten, and what JavaScript takes for the same type; all else stays.
    ({"a": None}, {"a": "x"}, {"a": "x"}),
    ({"a": "old"}, {"a": "new"}, {"a": "new"}),
    ({"a": True}, {"a": False}, {"a": False}),
    ({"a": True}, {"a": "x"}, {"a": True}),
    ({"a": 1}, {"a": "2"}, {"a": 1}),
    ({"a": 1}, {"a": True}, {"a": 1}),
    ({"a": {}}, {"a": "x"}, {"a": {}}),
    ({"a": []}, {"a": "x"}, {"a": []}),
    # Odd names and payloads.
    ({}, {".": "x"}, {"": {"": "x"}}),
    ({"a": [{"b": "old"}]}, {"a.0.b": "new", "a.1.b": "x", "a.00": "x"}, {"a": [{"b": "new"}]}),
    ({"a": [None]}, {"a.0": "x", "a.length": "x"}, {"a": ["x"]}),
    ("text", {"a": "x"}, "text"),
    (7, {"a.b": "x"}, 7),
    ([], {"a": "x"}, []),
]


@pytest.mark.parametrize(("payload", "fields", "whole"), CASES)
def test_values_overwrite_only_what_is_of_their_type(
    payload: Any, fields: dict[str, Value], whole: Any
) -> None:
    before = copy.deepcopy(payload)
    got, _ = merged(payload, fields)
    assert json.dumps(got) == json.dumps(whole)
    assert payload == before


DOCUMENTED: list[tuple[Any, dict[str, Value], Any, tuple[str, ...]]] = [
    (None, {"a": "x", "b.c": True}, {"a": "x", "b": {"c": True}}, ()),
    ({"a": "old"}, {"a": "new", "b": "x"}, {"a": "old", "b": "x"}, ("a",)),
    ({"a": None}, {"a": "x"}, {"a": None}, ("a",)),
    ({"a": "text"}, {"a.b": "x"}, {"a": "text"}, ("a.b",)),
    ({"a": {"b": 1}}, {"a.b": "x", "a.c": "y"}, {"a": {"b": 1, "c": "y"}}, ("a.b",)),
]


@pytest.mark.parametrize(("payload", "fields", "whole", "left_out"), DOCUMENTED)
def test_by_the_documented_rules_the_payload_wins_and_says_so(
    payload: Any, fields: dict[str, Value], whole: Any, left_out: tuple[str, ...]
) -> None:
    assert merged(payload, fields, overwrite=False) == (whole, left_out)


def test_a_payload_keeps_its_numbers_its_order_and_any_depth() -> None:
    deep: Any = "bottom"
    for _ in range(3_000):
        deep = {"a": [deep]}
    payload = {"z": 1.0, "y": 10**30, "x": 1, "deep": deep}
    whole, _ = merged(payload, {"w": "new"})
    assert list(whole) == ["z", "y", "x", "deep", "w"]
    assert [repr(whole[key]) for key in "zyx"] == ["1.0", str(10**30), "1"]
    assert whole["deep"]["a"][0] is not deep["a"][0]
    levels = 0
    while isinstance(inner := whole["deep"], dict):
        whole, levels = {"deep": inner["a"][0]}, levels + 1
    assert (levels, whole["deep"]) == (3_000, "bottom")


names = st.lists(st.sampled_from("abc"), min_size=1, max_size=3).map(".".join)
scalars = st.none() | st.booleans() | st.integers(0, 2) | st.sampled_from(["", "x", "y"])
payloads = st.none() | st.dictionaries(
    st.sampled_from("abc"),
    st.recursive(
        scalars | st.lists(scalars, max_size=1),
        lambda inner: st.dictionaries(st.sampled_from("abc"), inner, max_size=2),
        max_leaves=5,
    ),
    max_size=3,
)
fields = st.dictionaries(names, st.booleans() | st.sampled_from(["", "new"]), max_size=4)

TYPEOF = {bool: "boolean", int: "number", str: "string", dict: "object", list: "object"}


def by_the_rule(holder: dict[str, Any], steps: list[str], value: Value) -> dict[str, Any]:
    """The rule in its own words, one step a call, on copies."""
    step, rest = steps[0], steps[1:]
    there = holder.get(step)
    if rest:
        if there is None:
            return {**holder, step: by_the_rule({}, rest, value)}
        return {**holder, step: by_the_rule(there, rest, value)} if type(there) is dict else holder
    if there is None or TYPEOF[type(there)] == TYPEOF[type(value)]:
        return {**holder, step: value}
    return holder


@given(payloads, fields)
def test_any_payload_takes_values_as_the_rule_says(payload: Any, values: dict[str, Value]) -> None:
    expected = payload or {}
    for name, value in values.items():
        expected = by_the_rule(expected, name.split("."), value)
    got, left_out = merged(payload, values)
    assert got == expected
    assert set(left_out) <= set(values)
