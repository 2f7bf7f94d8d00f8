"""JSON is read strictly, and whatever its depth."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatkit_tui.errors import ProtocolError
from chatkit_tui.protocol.base import read
from chatkit_tui.protocol.deep_json import dump_json, same_json, scan_json
from chatkit_tui.protocol.json_values import MAX_DEPTH, copy_json, mend_text, parse_json
from chatkit_tui.protocol.tasks import DurationSummary
from tests.support.wire_strategies import JSON_VALUES


@given(value=JSON_VALUES)
def test_json_is_read_as_the_standard_library_reads_it(value: Any) -> None:
    text = json.dumps(value)
    assert parse_json(text) == value
    assert parse_json(text.encode()) == value


@pytest.mark.parametrize(
    "text",
    [
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


@pytest.mark.parametrize(
    "number", ["NaN", "Infinity", "-Infinity", "1e999", "-1E+0400", "9" * 5000]
)
def test_what_is_no_number_is_null_and_the_rest_is_read(number: str) -> None:
    text = f'{{"a": [{number}, 1.5], "b": "x"}}'
    assert parse_json(text.encode()) == {"a": [None, 1.5], "b": "x"}
    assert copy_json(parse_json(text)) == {"a": [None, 1.5], "b": "x"}
    deep = "[" * 2_000 + number + ", 1" + "]" * 2_000
    value = parse_json(deep)
    for _ in range(1_999):
        value = value[0]
    assert value == [None, 1]


def test_no_model_has_a_number_without_an_end() -> None:
    summary = read(DurationSummary, parse_json('{"duration": 1e999}'))
    assert summary == DurationSummary()


@pytest.mark.parametrize("depth", [10, 250, MAX_DEPTH])
def test_deep_json_is_read(depth: int) -> None:
    value = parse_json("[" * depth + "]" * depth)
    for _ in range(depth - 1):
        value = value[0]
    assert value == []


@pytest.mark.parametrize("depth", [MAX_DEPTH + 1, 20_000, 200_000])
def test_what_is_too_deep_is_null_and_the_rest_is_read(depth: int) -> None:
    for opening, closing in (("[", "]"), ('{"a":', "}")):
        text = f'[{opening * depth}{"[]" if depth else ""}{closing * depth}, {{"id": "next"}}]'
        deep, following = parse_json(text)
        assert following == {"id": "next"}
        for _ in range(MAX_DEPTH - 2):
            deep = deep["a"] if isinstance(deep, dict) else deep[0]
        assert deep in ([None], {"a": None})


@given(value=JSON_VALUES, indent=st.sampled_from([None, 1]))
def test_the_reader_of_deep_json_reads_what_the_standard_library_reads(
    value: Any, indent: int | None
) -> None:
    text = json.dumps(value, indent=indent)
    assert json.dumps(scan_json(f" {text} ", 0, 100)[0]) == json.dumps(value)


@given(text=st.text('[]{}:," \\1.e-trueNa', max_size=12))
def test_the_reader_of_deep_json_refuses_what_the_standard_library_refuses(text: str) -> None:
    assert _scanned(text) == _loaded(text)


def _scanned(text: str) -> Any:
    with suppress(ValueError):
        value, end = scan_json(text, 0, 100)
        return (value,) if end == len(text) else None
    return None


def _loaded(text: str) -> Any:
    with suppress(ValueError):
        return (copy_json(json.loads(text)),)
    return None


def test_deep_json_is_written_and_compared() -> None:
    text = '{"a":[1,{"b":' * 3_000 + "null" + "}]}" * 3_000
    value = scan_json(text, 0, 10_000)[0]
    assert dump_json(value) == text
    assert same_json(value, copy_json(value))
    assert not same_json(value, scan_json(text.replace("null", "2"), 0, 10_000)[0])
    value["a"].append(value)
    with pytest.raises(ValueError, match="itself"):
        dump_json(value)


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
