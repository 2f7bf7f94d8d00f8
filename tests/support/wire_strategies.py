"""Hypothesis strategies for whatever a pydantic class can hold, made from its own fields.

`models(cls)` builds instances of the official SDK's classes and of ours alike; `as_served` is the
JSON the official server makes of one.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from hypothesis import strategies as st
from pydantic import AnyUrl, BaseModel
from pydantic.fields import FieldInfo
from typing_extensions import get_type_hints, is_typeddict

Strategy = st.SearchStrategy[Any]

DEPTH = 3
"""How deep components and the like may be nested."""

OPTIONAL_FIELDS = 5
"""How many fields that have a default are given at most."""

TEXTS = st.text(max_size=8)
NUMBERS = st.integers(-(2**53), 2**53)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
SCALARS = st.none() | st.booleans() | NUMBERS | FLOATS | TEXTS

JSON_VALUES: Strategy = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)
"""Any JSON value."""

_SIMPLE: dict[Any, Strategy] = {
    Any: JSON_VALUES,
    object: JSON_VALUES,
    str: TEXTS,
    int: st.integers(-(2**31), 2**31),
    float: FLOATS,
    bool: st.booleans(),
    bytes: st.binary(max_size=8),
    type(None): st.none(),
    datetime: st.datetimes(
        min_value=datetime(1970, 1, 2),
        max_value=datetime(2200, 1, 1),
        timezones=st.sampled_from([None, UTC]),
    ),
    AnyUrl: st.sampled_from(["https://example.com/a?b=c#d", "http://127.0.0.1:8000/x"]).map(AnyUrl),
}


def _later(make: Callable[..., Strategy], *arguments: Any) -> Strategy:
    return st.deferred(lambda: make(*arguments))


def as_served(model: BaseModel) -> str:
    """The JSON text the official server makes of a model."""
    return model.model_dump_json(
        by_alias=True, exclude_none=True, context={"exclude_metadata": True}
    )


def members(union: Any) -> list[type[BaseModel]]:
    """The classes of a union, annotated or not."""
    if get_origin(union) is Annotated:
        return members(get_args(union)[0])
    if get_origin(union) in (Union, types.UnionType):
        return [cls for part in get_args(union) for cls in members(part)]
    return [union]


def models(cls: Any, depth: int = DEPTH, *, whole: bool = False) -> Strategy:
    """Instances of a pydantic class; `whole` ones have a value in every field of their own."""
    return _model(cls, depth, whole)


def values(annotation: Any, depth: int = DEPTH) -> Strategy:
    """What a field with that annotation can hold."""
    if annotation in _SIMPLE:
        return _SIMPLE[annotation]
    if isinstance(annotation, TypeVar):
        return JSON_VALUES
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _annotated(arguments[0], arguments[1:], depth)
    if origin is Literal:
        flat = [each for part in arguments for each in (get_args(part) or (part,))]
        return st.sampled_from(flat)
    if origin in (Union, types.UnionType):
        return _union(arguments, depth)
    if origin is list:
        return st.lists(values(arguments[0], depth), max_size=2 if depth > 0 else 0)
    if origin is tuple:
        return st.lists(values(arguments[0], depth), max_size=2).map(tuple)
    if origin is dict:
        return st.dictionaries(TEXTS, values(arguments[1], depth), max_size=2)
    if is_typeddict(annotation):
        return _typed_dict(annotation, depth)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return st.sampled_from(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _later(_model, annotation, depth - 1)
    raise NotImplementedError(f"no strategy for {annotation!r}")


def _annotated(inner: Any, marks: tuple[Any, ...], depth: int) -> Strategy:
    for mark in marks:
        if isinstance(pattern := getattr(mark, "pattern", None), str):
            return TEXTS.map(pattern.removeprefix("^").__add__)
    return values(inner, depth)


def _union(arguments: tuple[Any, ...], depth: int) -> Strategy:
    recursive = [each for each in arguments if _holds_models(each)]
    if depth <= 0 and len(recursive) < len(arguments):
        arguments = tuple(each for each in arguments if each not in recursive)
    if depth <= 0 and len(recursive) > 10:  # components: leave the containers out
        arguments = tuple(each for each in arguments if "children" not in _fields(each))
    return st.one_of([_later(values, each, depth) for each in arguments])


def _holds_models(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return True
    return any(_holds_models(each) for each in get_args(annotation))


def _fields(annotation: Any) -> dict[str, FieldInfo]:
    is_model = isinstance(annotation, type) and issubclass(annotation, BaseModel)
    return annotation.model_fields if is_model else {}


@cache
def _model(cls: type[BaseModel], depth: int, whole: bool = False) -> Strategy:
    cls.model_rebuild()
    fields = {
        name: _later(_field, field, depth)
        for name, field in cls.model_fields.items()
        if not (field.frozen and name == "type")
    }
    required = {name for name in fields if cls.model_fields[name].is_required()}
    extra = cls.model_config.get("extra") == "allow" and cls.__module__.startswith("chatkit.")
    return _built(fields, set(fields) if whole else required, cls, extra=extra)


def _field(field: FieldInfo, depth: int) -> Strategy:
    return _annotated(field.annotation, tuple(field.metadata), depth)


@cache
def _typed_dict(cls: Any, depth: int) -> Strategy:
    hints = get_type_hints(cls)
    fields = {name: _later(values, hint, depth) for name, hint in hints.items()}
    return _built(fields, set(cls.__required_keys__), dict, extra=False)


def _built(
    fields: dict[str, Strategy], required: set[str], make: Callable[..., Any], *, extra: bool
) -> Strategy:
    optional = sorted(fields.keys() - required)

    @st.composite
    def build(draw: st.DrawFn) -> Any:
        given = sorted(required)
        if optional:
            given += draw(
                st.lists(st.sampled_from(optional), max_size=OPTIONAL_FIELDS, unique=True)
            )
        content = {name: draw(fields[name]) for name in given}
        if extra:
            more = draw(st.dictionaries(st.sampled_from(["value", "zork"]), JSON_VALUES))
            content = {**more, **content}
        return make(**content)

    return build()


def served(cls: Any, *, whole: bool = False) -> Strategy:
    """JSON values as the official server sends them for an SDK class."""
    return models(cls, whole=whole).map(lambda model: json.loads(as_served(model)))
