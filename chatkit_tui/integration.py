"""Options from a Python file of the user's: the terminal's counterpart of `useChatKit({...})`.

    # shop.py: chatkit-tui --app shop.py
    from chatkit_tui import ChatKit, ChatKitOptions, CustomApiConfig

    def options(chatkit: ChatKit) -> ChatKitOptions:
        chatkit.on("chatkit.effect", lambda effect: print(effect["name"]))
        return ChatKitOptions(api=CustomApiConfig("https://shop.example.com/chatkit"))

The file gives a ChatKitOptions, or a function, plain or async, that returns one; it is looked for
under the name `options`, or under the one that stands behind the path's colon.
"""

from __future__ import annotations

import inspect
import logging
import sys
import traceback
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType
from typing import TYPE_CHECKING, Any

from chatkit_tui.daemon_thread import in_daemon_thread
from chatkit_tui.errors import ChatKitError, ConfigurationError
from chatkit_tui.translation import _

if TYPE_CHECKING:
    from chatkit_tui.controller.controller import ChatKitController
    from chatkit_tui.options import ApiConfig, ChatKitOptions

log = logging.getLogger(__name__)

USUAL_NAME = "options"


class ChatKit:
    """What an integration file's function is given: its hold on the running program."""

    def __init__(self, api: ApiConfig | None = None) -> None:
        self.api = api
        """The server that a profile or the command line names besides the file, if one does."""
        self._controller: ChatKitController | None = None
        self._handlers: list[tuple[str, Callable[[dict[str, Any]], Any]]] = []

    @property
    def controller(self) -> ChatKitController:
        """The controller, for callbacks; raises ConfigurationError before there is one."""
        if self._controller is None:
            raise ConfigurationError(
                _("There is no controller while the options are being made; use it in callbacks.")
            )
        return self._controller

    def on(self, event: str, handler: Callable[[dict[str, Any]], Any]) -> None:
        """Listen to an event of the web component, such as "chatkit.effect", from its first on."""
        if self._controller is not None:
            self._controller.on(event, handler)
        self._handlers.append((event, handler))

    def attach(self, controller: ChatKitController) -> None:
        """There is a controller now."""
        self._controller = controller
        for event, handler in self._handlers:
            controller.on(event, handler)


def split_app(app: str) -> tuple[Path, str | None]:
    """The file and, where one is given, the name in `path.py[:name]`."""
    path, colon, name = app.rpartition(":")
    if colon and name.isidentifier() and path:
        return Path(path).expanduser(), name
    return Path(app).expanduser(), None


async def load_options(app: str, chatkit: ChatKit) -> ChatKitOptions:
    """The options that a file gives; raises ConfigurationError with file and line."""
    path, name = split_app(app)
    # As tracebacks name it.
    path = path.absolute()
    module = await in_daemon_thread(lambda: _run_file(path), name="integration file")
    return await _options_of(path, _chosen(path, module, name), chatkit)


def _run_file(path: Path) -> ModuleType:
    if not path.is_file():
        raise ConfigurationError(_("{path} is no file.").format(path=path))
    if str(path.parent) not in sys.path:
        # The file's neighbours can be imported, as if it had been started itself.
        sys.path.insert(0, str(path.parent))
    spec = spec_from_file_location(f"chatkit_tui_app_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise ConfigurationError(_("{path} is no Python file.").format(path=path))
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException as error:
        del sys.modules[spec.name]
        raise _failed(path, error) from error
    return module


def _chosen(path: Path, module: ModuleType, name: str | None) -> object:
    """The object that is, or makes, the options."""
    if name is not None:
        if not hasattr(module, name):
            raise ConfigurationError(_("{path} has no {name}.").format(path=path, name=name))
        return getattr(module, name)
    usual: object = getattr(module, USUAL_NAME, None)
    if usual is not None:
        return usual
    from chatkit_tui.options import ChatKitOptions

    found = [each for each in vars(module).values() if isinstance(each, ChatKitOptions)]
    if len(found) != 1:
        raise ConfigurationError(
            _("{path} has no {name}; name what holds the options as {example}.").format(
                path=path, name=USUAL_NAME, example=f"{path.name}:NAME"
            )
        )
    return found[0]


async def _options_of(path: Path, chosen: object, chatkit: ChatKit) -> ChatKitOptions:
    from chatkit_tui.options import ChatKitOptions

    made = chosen
    if not isinstance(chosen, ChatKitOptions) and callable(chosen):
        try:
            made = _called(chosen, chatkit)
            if inspect.isawaitable(made):
                made = await made
        except Exception as error:
            raise _failed(path, error) from error
    if isinstance(made, ChatKitOptions):
        _check(path, chosen, made)
    else:
        raise ConfigurationError(
            _("{path} gives {kind} where options are wanted.").format(
                path=path, kind=type(made).__name__
            )
        )
    return made


def _check(path: Path, chosen: object, options: ChatKitOptions) -> None:
    """Say where options that cannot be used are from: the file, and the function's line."""
    from chatkit_tui.options.checks import check_options

    try:
        check_options(options)
    except ConfigurationError as error:
        code = getattr(chosen, "__code__", None)
        where = str(path)
        if isinstance(code, CodeType) and code.co_filename == where:
            where = f"{path}:{code.co_firstlineno}"
        raise ConfigurationError(f"{where}: {error.message}") from error


def _called(function: Callable[..., object], chatkit: ChatKit) -> object:
    """Call a function that may or may not want to hold on to the program."""
    return function(chatkit) if inspect.signature(function).parameters else function()


def _failed(path: Path, error: BaseException) -> ConfigurationError:
    """What went wrong in the file, in one sentence with the line; the log has the rest."""
    log.error("%s failed", path, exc_info=error)
    where, words = str(path), str(error)
    if isinstance(error, SyntaxError) and error.filename == str(path):
        where, words = f"{path}:{error.lineno}", error.msg
    else:
        frames = traceback.extract_tb(error.__traceback__)
        line = next((each.lineno for each in reversed(frames) if each.filename == str(path)), None)
        if line is not None:
            where = f"{path}:{line}"
    if isinstance(error, ChatKitError):
        return ConfigurationError(f"{where}: {words}")
    first = words.strip().splitlines()[0] if words.strip() else ""
    return ConfigurationError(f"{where}: {': '.join(filter(None, [type(error).__name__, first]))}.")
