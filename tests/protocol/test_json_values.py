"""JSON is read strictly, and whatever its depth."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from chatkit_tui.errors import ProtocolError
from chatkit_tui.protocol.json_values import MAX_DEPTH, copy_json, mend_text, parse_json
from tests.support.wire_strategies import JSON_VALUES


@given(value=JSON_VALUES)
def test_json_is_read_as_the_standard_library_reads_it(value: Any) -> None:
    text = json.dumps(value)
    assert parse_json(text) == value
    assert parse_json(text.encode()) == value


@pytest.mark.parametrize(
    "text",
    [
        "NaN",
        "[Infinity]",
        '{"a": -Infinity}',
        "",
        "{",
        '{"a": 1} 2',
        "'a'",
        '["\t"]',
        "\ufffd",
        "nul",
    ],
)
def test_what_is_not_json_is_refused(text: str) -> None:
    with pytest.raises(ProtocolError):
        parse_json(text)
    with pytest.raises(ProtocolError):
        parse_json(text.encode())


def test_bytes_that_are_not_utf8_are_refused_outside_strings() -> None:
    with pytest.raises(ProtocolError):
        parse_json(b"\xff\xfe")


def test_lone_surrogates_become_replacement_characters() -> None:
    assert parse_json(r'{"a\ud800": ["x\udfff", "\ud83d\ude00"]}') == {"a\ufffd": ["x\ufffd", "😀"]}
    assert parse_json('"raw \udc80"') == "raw \ufffd"


def test_numbers_keep_their_kind() -> None:
    numbers = parse_json("[1, 1.0, 123456789012345678901234567890, 0.1]")
    assert [type(number) for number in numbers] == [int, float, int, float]
    assert numbers == [1, 1.0, 123456789012345678901234567890, 0.1]


def test_a_byte_order_mark_is_ignored() -> None:
    assert parse_json('\ufeff{"a": 1}') == {"a": 1}
    assert parse_json(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


@pytest.mark.parametrize("depth", [10, 250, MAX_DEPTH])
def test_deep_json_is_read(depth: int) -> None:
    value = parse_json("[" * depth + "]" * depth)
    for _ in range(depth - 1):
        value = value[0]
    assert value == []


@pytest.mark.parametrize("depth", [MAX_DEPTH + 1, 5_000, 200_000])
def test_json_that_is_too_deep_is_refused(depth: int) -> None:
    with pytest.raises(ProtocolError, match="deeply"):
        parse_json("[" * depth + "]" * depth)


@given(value=JSON_VALUES)
def test_a_copy_is_equal_and_shares_nothing(value: Any) -> None:
    copy = copy_json(value)
    assert copy == value
    assert json.dumps(copy) == json.dumps(value)  # order and kinds too
    holders = [(value, copy)]
    while holders:
        old, new = holders.pop()
        if isinstance(old, dict):
            assert old is not new
            holders += [(old[key], new[key]) for key in old]
        elif isinstance(old, list):
            assert old is not new
            holders += zip(old, new, strict=True)


def test_copies_have_no_depth_limit() -> None:
    value: Any = []
    for _ in range(50_000):
        value = [value]
    copy = copy_json(value)
    for _ in range(50_000):
        copy = copy[0]
    assert copy == []


def test_texts_are_mended_only_where_they_are_broken() -> None:
    assert mend_text("plain 😀") == "plain 😀"
    assert mend_text("a\ud83d b\ude00") == "a\ufffd b\ufffd"
