"""What every model of the wire shares: unknown fields are kept, wrong ones fall back.

Models are values: frozen, with tuples for lists. JSON that is not ours to understand (payloads,
widget trees, entity data, arguments) stays the plain JSON it was and is read, never changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, cast

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    ValidationError,
    model_serializer,
)
from pydantic_core import core_schema

from chatkit_tui.protocol.deep_json import same_json
from chatkit_tui.protocol.json_values import copy_json
from chatkit_tui.translation import _

if TYPE_CHECKING:
    from collections.abc import Hashable

Id = Annotated[str, Field(coerce_numbers_to_str=True)]
"""An id of the server; the one kind of field that has no default."""

Timestamp = str | int | float | None
"""A time as the server wrote it: ISO 8601 with or without a zone, or epoch seconds."""

_REPAIRS = 3
"""How often an object is tried again with what was wrong taken out of it."""

_LATEST_EPOCH_SECONDS = 1e11
"""Numbers beyond this (the year 5138) are taken for milliseconds."""


class WireModel(BaseModel):
    """An object of the protocol."""

    model_config = ConfigDict(
        extra="allow",
        frozen=True,
        defer_build=True,
        protected_namespaces=(),
        allow_inf_nan=False,
    )

    def as_json(self) -> dict[str, Any]:
        """The JSON object this was read from: fields that were given, and the unknown ones.

        Depth is not limited. Raw values are shared with the model, not copied.
        """
        given = self.model_fields_set
        extra = self.model_extra or {}
        fields = type(self).model_fields
        shown = {
            fields[name].alias or name: plain(value)
            for name, value in self.__dict__.items()
            if name in given or name == "type"
        }
        shown.update(extra)
        return shown

    def changed(self: M, **fields: Any) -> M:
        """A copy with other values in some fields; cheap, and nothing is validated."""
        return self._with(fields, self.__pydantic_extra__)

    def detached(self: M) -> M:
        """A copy that shares no list or object with this one; itself when it holds none."""
        fields = {}
        for name, value in self.__dict__.items():
            if (own := _detached(value)) is not value:
                fields[name] = own
        extra = copy_json(self.__pydantic_extra__)
        return self._with(fields, extra) if fields or extra else self

    def _with(self: M, fields: dict[str, Any], extra: dict[str, Any] | None) -> M:
        given = self.__pydantic_fields_set__.union(fields)
        return made(type(self), {**self.__dict__, **fields}, extra, given)


_new = object.__new__
# What a model consists of, set past its own `__setattr__`, which refuses everything.
_set_fields = BaseModel.__dict__["__dict__"].__set__
_set_extra = BaseModel.__dict__["__pydantic_extra__"].__set__
_set_given = BaseModel.__dict__["__pydantic_fields_set__"].__set__
_set_private = BaseModel.__dict__["__pydantic_private__"].__set__


def made(cls: type[M], fields: dict[str, Any], extra: dict[str, Any] | None, given: set[str]) -> M:
    """A model of values for all its fields, in their order; nothing is validated or copied.

    `given` names the fields that the server sent.
    """
    model = _new(cls)
    _set_fields(model, fields)
    _set_extra(model, extra)
    _set_given(model, given)
    _set_private(model, None)
    return model


def _detached(value: Any) -> Any:
    if isinstance(value, WireModel):
        return value.detached()
    if isinstance(value, tuple):
        own = tuple(map(_detached, value))
        same = all(new is old for new, old in zip(own, value, strict=True))
        return value if same else own
    return copy_json(value) if isinstance(value, dict | list) else value


M = TypeVar("M", bound=WireModel)


class Unknown(WireModel):
    """Something this version has no model for; `raw` is what came, untouched."""

    type: str = ""
    raw: Any = None

    @model_serializer(mode="plain")
    def _as_it_came(self) -> Any:
        return self.raw

    def as_json(self) -> Any:
        return self.raw

    @classmethod
    def of(cls, raw: object) -> Unknown:
        """Wrap any JSON value."""
        return cls(type=text_at(raw, "type"), raw=raw)


def text_at(raw: object, key: str) -> str:
    """The string under `key` of a JSON object; "" where there is none."""
    value = raw.get(key) if isinstance(raw, dict) else None
    return value if isinstance(value, str) else ""


def plain(value: Any) -> Any:
    """`value` as plain JSON, models turned into objects."""
    if isinstance(value, WireModel):
        return value.as_json()
    if isinstance(value, tuple):
        return [plain(element) for element in value]
    return value


def same(one: WireModel | None, other: WireModel | None) -> bool:
    """Whether two models were read from equal JSON, whatever its depth."""
    return type(one) is type(other) and same_json(plain(one), plain(other))


def read(model: type[M], data: object) -> M:
    """`data` as `model`; a null or wrong-typed field takes its default.

    Raises ValueError when `data` is no object or lacks a field that has no default.
    """
    try:
        whole: M = model.__pydantic_validator__.validate_python(data)
    except ValidationError as error:
        return _read_repaired(model, data, error)
    return whole


def _read_repaired(model: type[M], data: object, error: ValidationError) -> M:
    if not isinstance(data, dict):
        raise ValueError(
            _("not a JSON object where {model} was expected").format(model=model.__name__)
        ) from error
    fixed: dict[str, Any] = data
    for attempt in range(_REPAIRS):
        wrong = [detail["loc"] for detail in error.errors(include_url=False, include_input=False)]
        if missing := [loc[0] for loc in wrong if not loc or loc[0] not in fixed]:
            raise ValueError(
                _("{model} without {field}").format(model=model.__name__, field=missing[0])
            ) from error
        fixed = _without(fixed, wrong, whole_fields=attempt > 0)
        try:
            return cast("M", model.__pydantic_validator__.validate_python(fixed))
        except ValidationError as next_error:
            error = next_error
    raise ValueError(_("{model} cannot be read").format(model=model.__name__)) from error


def _without(
    data: Mapping[str, Any], places: Iterable[tuple[Hashable, ...]], *, whole_fields: bool
) -> dict[str, Any]:
    """`data` less the elements at `places`, or less the fields that hold them."""
    fixed = dict(data)
    elements: dict[str, set[Any]] = {}
    for place in places:
        field = cast("str", place[0])
        if len(place) == 2 and isinstance(data[field], list | dict) and not whole_fields:
            elements.setdefault(field, set()).add(place[1])
        else:
            fixed.pop(field, None)
    for field, wrong in elements.items():
        value = fixed.get(field)
        if isinstance(value, list):
            fixed[field] = [each for index, each in enumerate(value) if index not in wrong]
        elif isinstance(value, dict):
            fixed[field] = {key: each for key, each in value.items() if key not in wrong}
    return fixed


class Tolerant:
    """Marks a field that holds an object: the object repairs itself before its holder judges it."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        def validate(data: object) -> WireModel:
            return data if isinstance(data, WireModel) else read(source, data)

        return core_schema.no_info_plain_validator_function(validate)


class ByType:
    """Marks a union of objects told apart by `type`; what it does not know becomes `unknown`.

    `guess` names the model of an object that has no type. Each model is built when its first
    object comes.
    """

    def __init__(
        self,
        unknown: type[Unknown],
        *models: type[WireModel],
        guess: Callable[[dict[str, Any]], type[WireModel] | None] | None = None,
    ) -> None:
        self._unknown = unknown
        self._guess = guess
        self._models = {model.model_fields["type"].default: model for model in models}
        self._validators: dict[str, Callable[[Any], Any]] = {}

    def read(self, data: Any) -> Any:
        """Any JSON value as one of the models, or as the unknown one; models stay as they are."""
        try:
            return self.read_strictly(data)
        except ValueError:
            return self._unknown.of(data)

    def read_strictly(self, data: Any) -> Any:
        """As `read`, but an object of a known type that cannot be read raises ValueError."""
        kind = data.get("type") if type(data) is dict else None
        if type(kind) is str and (validate := self._validators.get(kind)):
            try:
                return validate(data)
            except ValidationError as error:
                return _read_repaired(self._models[kind], data, error)
        return self._read_first(data, kind)

    def _read_first(self, data: Any, kind: Any) -> Any:
        """What is no object of a type that was read before."""
        if isinstance(data, WireModel):
            return data
        model = self._model_of(data, kind)
        if model is None:
            return self._unknown.of(data)
        whole = read(model, data)
        if isinstance(kind, str):
            self._validators[kind] = model.__pydantic_validator__.validate_python
        return whole

    def _model_of(self, data: Any, kind: Any) -> type[WireModel] | None:
        if isinstance(kind, str):
            return self._models.get(kind)
        return self._guess(data) if self._guess is not None and isinstance(data, dict) else None

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)


def is_moment(value: Timestamp) -> bool:
    """Whether a value of the wire is a time, or at least looks like one."""
    if isinstance(value, str):
        try:
            return bool(datetime.fromisoformat(value))
        except ValueError:
            return False
    return moment(value) is not None


def moment(value: Timestamp) -> datetime | None:
    """A time of the wire as an aware datetime (naive ones are local time); None if it is none."""
    try:
        if isinstance(value, str):
            return datetime.fromisoformat(value).astimezone()
        if isinstance(value, int | float):
            seconds = value / 1000 if abs(value) > _LATEST_EPOCH_SECONDS else value
            return datetime.fromtimestamp(seconds).astimezone()
    except (ValueError, OverflowError, OSError):
        return None
    return None
