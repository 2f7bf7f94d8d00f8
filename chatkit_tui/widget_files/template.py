"""Templates of `.widget` files, filled as the WidgetTemplate of the official SDK fills them."""

from __future__ import annotations

import json
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment

from chatkit_tui.translation import _

# The SDK's is Environment(undefined=StrictUndefined). A sandbox gives the same texts, and a file
# from somewhere else cannot reach out of it.
_ENVIRONMENT = SandboxedEnvironment(undefined=StrictUndefined)
_ENVIRONMENT.policies["json.dumps_function"] = lambda value, **options: json.dumps(
    value, default=_not_json, **options
)

AROUND = 20
"""Characters before and after a place in a text that are quoted for it."""


class TemplateFailed(Exception):
    """A template that gives no widget; `line` is one of its own, 0 where that is not known."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason.rstrip(".")
        self.line = line


class LacksData(TemplateFailed):
    """It needs a value that it was not given."""


def compiled(text: str) -> Template:
    """Read a template; raises TemplateFailed."""
    try:
        return _ENVIRONMENT.from_string(text)
    except TemplateSyntaxError as error:
        raise TemplateFailed(error.message or _("its syntax is wrong"), error.lineno) from error
    except RecursionError as error:
        raise TemplateFailed(_("it is nested too deep")) from error


def rendered(template: Template, data: dict[str, Any]) -> str:
    """The text that a template makes of `data`; raises TemplateFailed."""
    try:
        return template.render(**data)
    except UndefinedError as error:
        raise LacksData(error.message or _("a value is missing"), _line_of(error)) from error
    except TemplateError as error:
        raise TemplateFailed(error.message or type(error).__name__, _line_of(error)) from error
    except Exception as error:  # whatever the expressions of a template run into
        raise TemplateFailed(f"{type(error).__name__}: {error}", _line_of(error)) from error


def widget_of(text: str) -> dict[str, Any]:
    """The widget that a template's text is; raises TemplateFailed."""
    try:
        widget = json.loads(text)
    except json.JSONDecodeError as error:
        near = text[max(0, error.pos - AROUND) : error.pos + AROUND]
        wrong = error.msg[:1].lower() + error.msg[1:]
        raise TemplateFailed(
            _("what it gives is no JSON: {reason}, near “{text}”").format(reason=wrong, text=near)
        ) from error
    except RecursionError as error:
        raise TemplateFailed(_("what it gives is nested too deep")) from error
    if not isinstance(widget, dict):
        raise TemplateFailed(_("what it gives is no object"))
    return widget


def _not_json(value: object) -> object:
    """What JSON has nothing for; of a value that is missing, its name is told."""
    if isinstance(value, StrictUndefined):
        return str(value)  # raises UndefinedError
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


def _line_of(error: BaseException) -> int:
    """The line of a template in which something was raised: jinja makes it a line of code."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
