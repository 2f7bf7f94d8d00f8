"""Options from a Python file."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from chatkit_tui import ChatKit, ChatKitController, ConfigurationError, CustomApiConfig
from chatkit_tui.backend import backend_for
from chatkit_tui.integration import load_options, split_app
from chatkit_tui.profiles.profile import Profile

HEAD = "from chatkit_tui import ChatKit, ChatKitOptions, CustomApiConfig\n"
PLAIN = f"{HEAD}options = ChatKitOptions(api=CustomApiConfig('https://a.example/c'), locale='de')\n"


def written(directory: Path, text: str, name: str = "shop.py") -> str:
    path = directory / name
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (PLAIN, ""),
        (PLAIN.replace("options =", "mine ="), ""),
        (PLAIN.replace("options =", "mine ="), ":mine"),
        (f"{PLAIN}def made():\n    return options\n", ":made"),
        (f"{PLAIN}async def later(chatkit: ChatKit):\n    return options\n", ":later"),
        ("from neighbour import made as options\n", ""),
    ],
    ids=["options", "only-one", "named", "function", "async", "neighbour"],
)
async def test_a_file_gives_options(tmp_path: Path, text: str, name: str) -> None:
    written(tmp_path, PLAIN.replace("options =", "made ="), "neighbour.py")
    options = await load_options(written(tmp_path, text) + name, ChatKit())
    assert options.locale == "de"


BROKEN = [
    ("options = [\n", "", "shop.py:1: SyntaxError: '[' was never closed."),
    ("x = 1\noptions = 1 / 0\n", "", "shop.py:2: ZeroDivisionError: division by zero."),
    (f"{HEAD}\ndef options():\n    return nothing\n", "", "shop.py:4: NameError: name 'nothing'"),
    ("import nowhere_to_be_found\n", "", "shop.py:1: ModuleNotFoundError: No module named"),
    ("raise SystemExit('bye')\n", "", "shop.py:1: SystemExit: bye."),
    (f"{HEAD}options = ChatKitOptions()\n", "", "shop.py:2: TypeError: ChatKitOptions.__init__"),
    ("options = {'api': 1}\n", "", "shop.py gives dict where options are wanted."),
    ("x = 1\n", "", "shop.py has no options; name what holds the options as shop.py:NAME."),
    (PLAIN, ":other", "shop.py has no other."),
    (
        f"{HEAD}def options(chatkit):\n    return chatkit.controller\n",
        "",
        "shop.py:3: There is no controller while the options are being made",
    ),
    (PLAIN.replace("'de'", "3"), "", "shop.py: locale must be a text or None, not 3."),
    (
        f"{HEAD}\ndef options():\n    api = CustomApiConfig('https://a.example/c')\n"
        "    return ChatKitOptions(api=api, locale=3)\n",
        "",
        "shop.py:3: locale must be a text or None, not 3.",
    ),
]


@pytest.mark.parametrize(("text", "name", "sentence"), BROKEN, ids=[each[2] for each in BROKEN])
async def test_what_is_wrong_is_said_with_file_and_line(
    tmp_path: Path, text: str, name: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app = Path(written(tmp_path, text)).name
    with pytest.raises(ConfigurationError) as raised:
        await load_options(app + name, ChatKit())
    assert raised.value.message.startswith(f"{tmp_path}/{sentence}")
    assert "\n" not in raised.value.message


async def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"nothing\.py is no file\.$"):
        await load_options(str(tmp_path / "nothing.py"), ChatKit())


def test_a_name_stands_behind_a_colon() -> None:
    assert split_app("a/b.py:main") == (Path("a/b.py"), "main")
    assert split_app("a/b.py") == (Path("a/b.py"), None)
    assert split_app("C:/x.py") == (Path("C:/x.py"), None)


async def test_the_server_of_the_profile_is_offered_to_the_file(tmp_path: Path) -> None:
    text = f"{HEAD}def options(chatkit):\n    return ChatKitOptions(api=chatkit.api, locale='fr')\n"
    app = written(tmp_path, text)
    search = "https://b.example/search"
    profile = Profile(url="https://b.example/chatkit", app=app, locale="es", entities_url=search)
    backend = backend_for(profile, thread_id="thr_1")
    options = await backend.start()
    assert isinstance(options.api, CustomApiConfig)
    assert options.api.url == "https://b.example/chatkit"
    assert options.locale == "es"
    assert options.initial_thread == "thr_1"
    assert options.entities.search_url == search
    assert backend.server_key == backend_for(Profile(url="https://b.example/chatkit")).server_key
    assert backend_for(Profile(app=app)).label == "shop"


async def test_callbacks_have_the_controller_and_hear_the_first_event(tmp_path: Path) -> None:
    text = (
        f"{HEAD}heard = []\n"
        "def options(chatkit):\n"
        "    chatkit.on('chatkit.ready', lambda event: heard.append(chatkit.controller))\n"
        "    chatkit.heard = heard\n"
        "    return ChatKitOptions(api=CustomApiConfig('http://127.0.0.1:9/chatkit'))\n"
    )
    chatkit = ChatKit()
    controller = ChatKitController(await load_options(written(tmp_path, text), chatkit))
    try:
        chatkit.attach(controller)
        ready = asyncio.Event()
        controller.on("chatkit.ready", lambda event: ready.set())
        await ready.wait()
        assert vars(chatkit)["heard"] == [controller]
    finally:
        await controller.aclose()
