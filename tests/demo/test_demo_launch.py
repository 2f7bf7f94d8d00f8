"""Starting and stopping the backend, and what is said when that does not work."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from chatkit_tui.demo.launch import REQUIRED_MODULES, DemoBackend, DemoFailed, DemoInfo
from tests.support.demo_client import bearer

ROOT = str(Path(__file__).parents[2])

LINUX_ONLY = pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc")


async def ask(info: DemoInfo) -> httpx.Response:
    """The answer of a backend that is up, to a new secret of its own."""
    async with httpx.AsyncClient(timeout=30, trust_env=False) as client:
        session = await client.post(info.session_url, headers=bearer(info.token))
        secret = session.json()["client_secret"]
        url = f"{info.base_url}/v1/chatkit/conversation"
        return await client.post(url, headers=bearer(secret), json={"type": "threads.list"})


def is_gone(pid: int | None) -> bool:
    """Whether the process has ended and was waited for."""
    assert pid is not None
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def run_bare(code: str, *paths: Path) -> subprocess.CompletedProcess[str]:
    """Run `code` where nothing is installed but this checkout and `paths`."""
    search = [ROOT, *map(str, paths)]
    whole = f"import sys; sys.path[:0] = {search!r}\n{code}"
    return subprocess.run(
        [sys.executable, "-I", "-S", "-c", whole], capture_output=True, text=True, timeout=30
    )


async def test_a_backend_answers_stops_and_starts_again(tmp_path: Path) -> None:
    (tmp_path / "starlette.py").write_text("raise SystemExit('imported from the data directory')")
    backend = DemoBackend(tmp_path, assistant="tour", session_seconds=0)
    for _ in range(2):
        info = await backend.start()
        pid = backend.pid
        assert pid is not None
        assert os.getsid(pid) != os.getsid(0)  # Ctrl+C at the terminal does not reach it
        with pytest.raises(RuntimeError, match="already started"):
            await backend.start()
        if not backend.log_file.read_text():
            answer = await ask(info)  # the secret has expired when it is handed out
            assert answer.status_code == 401
            assert answer.json()["error"]["code"] == "invalid_api_key"
        await backend.stop()
        assert is_gone(pid)
        assert await backend.ended() is None
    await backend.stop()
    assert "Started server process" in backend.log_file.read_text()
    assert stat.S_IMODE(backend.log_file.stat().st_mode) == 0o600


async def test_a_backend_says_where_it_is_and_what_it_is(tmp_path: Path) -> None:
    backend = DemoBackend(tmp_path, assistant="tour")
    info = await backend.start()
    await backend.stop()
    assert info.base_url.startswith("http://127.0.0.1:")
    assert info.session_url == f"{info.base_url}/v1/chatkit/sessions"
    assert info.assistant == "tour"
    assert info.greeting
    assert [prompt.label for prompt in info.prompts][:2] == ["Take the tour", "Markdown"]
    assert info.token not in repr(info)


@pytest.mark.parametrize(
    ("variable", "assistant"),
    [("OPENAI_API_KEY", "agent"), ("OPENAI_BASE_URL", "agent"), ("UNRELATED", "tour")],
)
async def test_an_agent_answers_when_a_model_is_configured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, assistant: str
) -> None:
    monkeypatch.setenv(variable, "http://127.0.0.1:9/v1")
    backend = DemoBackend(tmp_path)
    info = await backend.start()
    await backend.stop()
    assert info.assistant == assistant
    assert info.prompts


@LINUX_ONLY
async def test_the_token_shows_up_nowhere(tmp_path: Path) -> None:
    backend = DemoBackend(tmp_path, assistant="tour")
    info = await backend.start()
    process = Path(f"/proc/{backend.pid}")
    seen = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
    await backend.stop()
    assert b"chatkit_tui.demo" in seen
    assert info.token.encode() not in seen + backend.log_file.read_bytes()


async def test_a_start_that_is_cancelled_leaves_no_process(tmp_path: Path) -> None:
    backend = DemoBackend(tmp_path, assistant="tour")
    starting = asyncio.create_task(backend.start())
    while backend.pid is None:  # noqa: ASYNC110  nothing else tells that there is a process
        await asyncio.sleep(0)
    pid = backend.pid
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    assert is_gone(pid)


async def test_a_backend_that_cannot_open_its_files_says_why(tmp_path: Path) -> None:
    (tmp_path / "conversations.sqlite3").mkdir()
    backend = DemoBackend(tmp_path, assistant="tour")
    with pytest.raises(DemoFailed) as failure:
        await backend.start()
    assert "conversations.sqlite3 cannot be opened" in failure.value.message
    assert str(backend.log_file) in failure.value.message
    assert backend.pid is None


async def test_a_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    backend = DemoBackend(tmp_path / "file" / "data", assistant="tour")
    with pytest.raises(DemoFailed, match="no place to write"):
        await backend.start()


async def test_a_backend_that_breaks_while_loading_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "broken"
    (broken / "chatkit").mkdir(parents=True)
    (broken / "chatkit" / "__init__.py").write_text("raise RuntimeError('broken on purpose')")
    monkeypatch.setenv("PYTHONPATH", str(broken))
    backend = DemoBackend(tmp_path / "data", assistant="tour", log_file=tmp_path / "log" / "d.log")
    await backend.start()
    failure = await backend.ended()
    assert failure is not None
    assert "RuntimeError: broken on purpose" in failure.message
    assert "Traceback" not in failure.message
    assert "RuntimeError: broken on purpose" in failure.tail
    assert failure.log_file == tmp_path / "log" / "d.log"


async def test_a_backend_that_was_killed_is_noticed_and_can_be_started_again(
    tmp_path: Path,
) -> None:
    backend = DemoBackend(tmp_path, assistant="tour")
    await backend.start()
    ended = asyncio.create_task(backend.ended())
    assert backend.pid is not None
    os.kill(backend.pid, signal.SIGKILL)
    failure = await ended
    assert failure is not None
    assert failure.message.startswith("The demo backend has ended: it gave no reason")
    await backend.start()
    await backend.stop()


async def test_the_log_does_not_grow_forever(tmp_path: Path) -> None:
    log = tmp_path / "demo.log"
    log.write_bytes(b"x" * 1_000_001)
    backend = DemoBackend(tmp_path, assistant="tour")
    await backend.start()
    await backend.stop()
    assert log.stat().st_size < 1_000_000


def test_without_the_extra_the_launcher_says_so(tmp_path: Path) -> None:
    for name in REQUIRED_MODULES:
        (tmp_path / name).mkdir()  # directories alone are no packages
    code = f"""
import asyncio, pathlib
from chatkit_tui.demo.launch import DemoBackend, DemoMissing, missing_extra
assert missing_extra() is True
try:
    asyncio.run(DemoBackend(pathlib.Path({str(tmp_path / "data")!r})).start())
except DemoMissing as error:
    print(error)
"""
    ran = run_bare(code, tmp_path)
    assert ran.stdout == "The demo backend needs packages that are missing: chatkit.\n", ran.stderr
    assert not (tmp_path / "data").exists()


def test_looking_for_the_extra_imports_nothing_of_it() -> None:
    code = """
import sys
from chatkit_tui.demo.launch import REQUIRED_MODULES, missing_extra
assert missing_extra() is False
print(sorted({*REQUIRED_MODULES, "pydantic", "httpx", "textual"} & set(sys.modules)))
"""
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=30
    )
    assert ran.stdout == "[]\n", ran.stderr


@pytest.mark.parametrize(
    "line",
    [
        "",
        "no json\n",
        "[]\n",
        "{}\n",
        json.dumps({"token": "", "data_dir": "/tmp"}),
        json.dumps({"token": "t", "data_dir": "/tmp", "assistant": "butler"}),
        json.dumps({"token": "t", "data_dir": "/tmp", "session_seconds": "long"}),
    ],
)
def test_a_backend_that_is_told_nonsense_ends_at_once(line: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "chatkit_tui.demo"],
        input=line,
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=30,
    )
    assert ran.returncode == 1
    assert ran.stdout == ""
    assert ran.stderr.startswith("The backend expects one JSON line on stdin")
    assert len(ran.stderr.splitlines()) == 1
