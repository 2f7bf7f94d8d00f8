"""Checks options before they are used: what is wrong is said by the option's name."""

from __future__ import annotations

import math
import types
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Literal

from chatkit_tui.errors import ConfigurationError
from chatkit_tui.options.composer import ComposerOption
from chatkit_tui.options.entities import Command, Entity
from chatkit_tui.options.whole import ChatKitOptions

_WORDS = {str: "a text", bool: "True or False", int: "a whole number", float: "a number"}


def check_options(options: ChatKitOptions) -> None:
    """Raise ConfigurationError, naming the option, for the first one that cannot be used."""
    if not isinstance(options, ChatKitOptions):
        raise ConfigurationError(f"Options must be ChatKitOptions, not {_name_of(options)}.")
    problem = next(_problems(options, ""), None) or next(_contradictions(options), None)
    if problem is not None:
        raise ConfigurationError(f"{problem}.")


def check_entity(entity: object, where: str) -> Entity:
    """What a callback returned as an entity; raises ConfigurationError, naming `where`."""
    return _checked(entity, Entity, where)


def check_command(command: object, where: str) -> Command:
    """What a callback returned as a command; raises ConfigurationError, naming `where`."""
    return _checked(command, Command, where)


_T = typing.TypeVar("_T", Entity, Command)


def _checked(value: object, kind: type[_T], where: str) -> _T:
    if not isinstance(value, kind):
        raise ConfigurationError(f"{where} must be {_a(kind)}, not {_name_of(value)}.")
    problem = next(_problems(value, where), None) or next(_empty(value, where, "id"), None)
    if problem is not None:
        raise ConfigurationError(f"{problem}.")
    return value


# -- types -------------------------------------------------------------------------------------


def _problems(value: Any, path: str) -> Iterator[str]:
    """What is wrong with the fields of a dataclass, by their types."""
    hints = _hints(value.__class__)
    for field in fields(value):
        below = f"{path}.{field.name}" if path else field.name
        yield from _mismatch(getattr(value, field.name), hints[field.name], below)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _mismatch(value: Any, wanted: Any, path: str) -> Iterator[str]:
    """What keeps `value` from being of the type `wanted`, or is wrong within it."""
    choices = _choices(wanted)
    fitting = next((choice for choice in choices if _fits(value, choice)), None)
    if fitting is None:
        words = dict.fromkeys(word for choice in choices for word in _words(choice))
        yield f"{path} must be {_either(list(words))}, not {_name_of(value)}"
        return
    origin, arguments = typing.get_origin(fitting), typing.get_args(fitting)
    if is_dataclass(value) and not isinstance(value, type):
        yield from _problems(value, path)
    elif origin is tuple or origin is Sequence:
        for index, each in enumerate(value):
            yield from _mismatch(each, arguments[0], f"{path}[{index}]")
    elif origin is Mapping:
        for key, each in value.items():
            yield from _mismatch(key, arguments[0], f"a key of {path}")
            yield from _mismatch(each, arguments[1], f"{path}[{key!r}]")


def _choices(wanted: Any) -> Sequence[Any]:
    """The members of a union, or the one type that is none."""
    if typing.get_origin(wanted) in (typing.Union, types.UnionType):
        return [choice for each in typing.get_args(wanted) for choice in _choices(each)]
    return [wanted]


def _fits(value: Any, wanted: Any) -> bool:
    """Whether a value is of a type, whatever is in it."""
    origin = typing.get_origin(wanted) or wanted
    if wanted is Any:
        return True
    if wanted is type(None):
        return value is None
    if origin is Literal:
        return any(value == each and type(value) is type(each) for each in typing.get_args(wanted))
    if origin is Callable or origin is typing.get_origin(Callable[[], None]):
        return callable(value)
    if origin is tuple or origin is Sequence:
        # A list is what people write; a text is a sequence too, and never meant.
        return isinstance(value, Sequence) and not isinstance(value, str | bytes)
    if origin is float:
        return isinstance(value, int | float) and type(value) is not bool and math.isfinite(value)
    if origin is int:
        return isinstance(value, int) and type(value) is not bool
    return isinstance(value, origin)


def _words(wanted: Any) -> Sequence[str]:
    """What a type is called in a sentence; one word for each value of a Literal."""
    origin = typing.get_origin(wanted) or wanted
    if wanted is type(None):
        return ["None"]
    if origin is Literal:
        return [repr(value) for value in typing.get_args(wanted)]
    if origin is tuple or origin is Sequence:
        return ["a list"]
    if origin is Mapping:
        return ["a dict"]
    if origin is Callable or origin is typing.get_origin(Callable[[], None]):
        return ["a function"]
    return [_WORDS.get(origin) or _a(origin)]


def _a(kind: type) -> str:
    return f"{'an' if kind.__name__[0] in 'AEIO' else 'a'} {kind.__name__}"


def _either(words: Sequence[str]) -> str:
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _name_of(value: object) -> str:
    """A value as it may be quoted: a short one as it is, others by their type."""
    if value is None or isinstance(value, bool | int | float):
        return repr(value)
    return f"{value!r}" if isinstance(value, str) and len(value) <= 40 else type(value).__name__


# -- what types do not tell --------------------------------------------------------------------


def _contradictions(options: ChatKitOptions) -> Iterator[str]:
    yield from _of_composer(options.composer)
    for index, prompt in enumerate(options.start_screen.prompts):
        yield from _empty(prompt, f"start_screen.prompts[{index}]", "label")
    grayscale = getattr(getattr(options.theme, "color", None), "grayscale", None)
    if grayscale is not None:
        yield from _outside(grayscale.hue, 0, 360, "theme.color.grayscale.hue")
        yield from _outside(grayscale.tint, 0, 9, "theme.color.grayscale.tint")
        yield from _outside(grayscale.shade, -4, 4, "theme.color.grayscale.shade")
    yield from _of_list(options.client_tools, "client_tools", "name")
    entities = options.entities
    if entities.show_composer_menu and not (entities.on_tag_search or entities.search_url):
        yield "entities.show_composer_menu needs entities.on_tag_search"


def _of_composer(composer: ComposerOption) -> Iterator[str]:
    for name in ("tools", "models"):
        choices = getattr(composer, name)
        yield from _of_list(choices, f"composer.{name}", "id")
        for index, each in enumerate(choices):
            yield from _empty(each, f"composer.{name}[{index}]", "label")
    if sum(model.default for model in composer.models) > 1:
        yield "composer.models has more than one default"
    files = composer.attachments
    sizes = files.max_size if isinstance(files.max_size, Mapping) else {"": files.max_size}
    for pattern, size in sizes.items():
        where = f"[{pattern!r}]" if pattern else ""
        if size < 0:
            yield f"composer.attachments.max_size{where} must not be negative"
    if files.max_count < 1:
        yield "composer.attachments.max_count must be 1 at least"
    for mime, extensions in files.accept.items():
        if "/" not in mime:
            yield f"composer.attachments.accept has {mime!r}, which is no MIME type"
        for extension in extensions:
            if not extension.startswith("."):
                yield f"composer.attachments.accept[{mime!r}] has {extension!r} without its dot"


def _of_list(values: Sequence[object], path: str, name: str) -> Iterator[str]:
    """What is wrong with the names by which the elements of a list are told apart."""
    known: set[str] = set()
    for index, each in enumerate(values):
        yield from _empty(each, f"{path}[{index}]", name)
        own = getattr(each, name)
        if own in known:
            yield f"{path}[{index}].{name} {own!r} is that of another one, too"
        known.add(own)


def _empty(value: object, path: str, name: str) -> Iterator[str]:
    if not getattr(value, name).strip():
        yield f"{path}.{name} must be a text that is not empty"


def _outside(value: float, least: float, most: float, path: str) -> Iterator[str]:
    if not least <= value <= most:
        yield f"{path} must be from {least:g} to {most:g}, not {value:g}"
