from __future__ import annotations

import asyncio
import fcntl
import os
import stat
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import keyring.errors
import pexpect
import pytest

from chatkit_tui.errors import ConfigurationError
from chatkit_tui.profiles.secrets import (
    LONGEST_SECRET,
    CommandSecret,
    EnvSecret,
    FileSecret,
    KeyringSecret,
    PlainSecret,
    Secret,
)

CANARY = "canary-5f3a"
PATIENCE = 10.0
"""Seconds after which a command counts as hanging."""


async def complaint_of(secret: Secret) -> str:
    """The sentence that reading `secret` ends in; it never holds the canary."""
    with pytest.raises(ConfigurationError) as caught:
        await secret.read()
    error: BaseException | None = caught.value
    while error is not None:
        assert CANARY not in repr(error)
        error = error.__cause__
    assert CANARY not in repr(secret)
    message = caught.value.message
    assert message.startswith("here: ")
    assert message.endswith(".")
    assert "\n" not in message
    return message


async def test_plain_text_is_itself() -> None:
    secret = PlainSecret("here", CANARY)
    assert await secret.read() == CANARY
    assert CANARY not in repr(secret)


async def test_an_environment_variable_is_read_at_each_use(monkeypatch: pytest.MonkeyPatch) -> None:
    secret = EnvSecret("here", "SOME_SECRET")
    for value in ("one", "two"):
        monkeypatch.setenv("SOME_SECRET", f" {value}\n")
        assert await secret.read() == value


@pytest.mark.parametrize("value", [None, "", "  "])
async def test_an_environment_variable_that_is_not_set(
    value: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if value is not None:
        monkeypatch.setenv("SOME_SECRET", value)
    assert "environment variable SOME_SECRET is not set" in await complaint_of(
        EnvSecret("here", "SOME_SECRET")
    )


class TestCommand:
    async def test_its_output_is_the_secret(self) -> None:
        line = CommandSecret("here", f"printf '  {CANARY}\\n\\n'")
        words = CommandSecret("here", (sys.executable, "-c", f"print('{CANARY}')"))
        assert await line.read() == await words.read() == CANARY

    async def test_it_runs_at_each_use(self, tmp_path: Path) -> None:
        counter = tmp_path / "count"
        secret = CommandSecret("here", f"echo x >> {counter}; wc -l < {counter}")
        assert [await secret.read(), await secret.read()] == ["1", "2"]

    def test_it_has_neither_our_input_nor_our_terminal(self) -> None:
        program = """
            import asyncio
            from chatkit_tui.profiles.secrets import CommandSecret
            line = "cat; (: < /dev/tty) 2> /dev/null && echo ours || echo none"
            print("it has", asyncio.run(CommandSecret("here", line).read()))
            """
        terminal = pexpect.spawn(sys.executable, ["-c", textwrap.dedent(program)], timeout=20)
        assert terminal.expect(["it has none", "it has ours"]) == 0
        terminal.close()

    async def test_what_it_says_on_stderr_is_not_shown(
        self, capfd: pytest.CaptureFixture[str]
    ) -> None:
        complaint = await complaint_of(CommandSecret("here", f"echo {CANARY} >&2; exit 3"))
        assert "the command failed with exit status 3" in complaint
        assert capfd.readouterr() == ("", "")

    async def test_output_before_a_failure_is_no_secret(self) -> None:
        assert "exit status 1" in await complaint_of(
            CommandSecret("here", f"echo {CANARY}; exit 1")
        )

    @pytest.mark.parametrize(
        ("line", "complaint"),
        [
            ("true", "the command gave nothing"),
            (r"printf '\377'", "the command gave something that is not text"),
            ("no-such-command-here", "the command failed with exit status 127"),
        ],
    )
    async def test_useless_output(self, line: str, complaint: str) -> None:
        assert complaint in await complaint_of(CommandSecret("here", line))

    async def test_a_program_that_is_not_there(self) -> None:
        complaint = await complaint_of(CommandSecret("here", (f"/{CANARY}",)))
        assert "the command cannot be run: no such file or directory" in complaint

    async def test_endless_output_is_cut_off(self) -> None:
        assert "far too much" in await complaint_of(CommandSecret("here", "yes"))

    @pytest.mark.skipif(not hasattr(fcntl, "F_SETPIPE_SZ"), reason="pipes of one size")
    async def test_output_that_comes_faster_than_it_is_read_is_cut_off(self) -> None:
        program = """
            import fcntl, os
            fcntl.fcntl(1, fcntl.F_SETPIPE_SZ, 1 << 20)
            while True:
                os.write(1, b"x" * (1 << 20))
            """
        words = (sys.executable, "-c", textwrap.dedent(program))
        async with asyncio.timeout(PATIENCE):
            assert "far too much" in await complaint_of(CommandSecret("here", words))

    async def test_one_that_hangs_is_killed_with_its_children(self, tmp_path: Path) -> None:
        fifo = tmp_path / "alive"
        os.mkfifo(fifo)
        secret = CommandSecret("here", f"sleep 100 3> {fifo} & cat {fifo}", timeout=0.3)
        assert "gave no answer in 0.3 seconds" in await complaint_of(secret)
        # Reading ends only when nobody holds the other side open any more.
        reader = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
        os.set_blocking(reader, True)
        assert await asyncio.to_thread(os.read, reader, 1) == b""
        os.close(reader)

    async def test_a_child_that_keeps_the_output_open_is_not_waited_for(
        self, tmp_path: Path
    ) -> None:
        fifo = tmp_path / "left"
        os.mkfifo(fifo)
        program = """
            import os, sys, time
            if os.fork():
                time.sleep(100)
            os.setsid()
            with open(sys.argv[1], "wb", buffering=0) as fifo:
                while True:
                    fifo.write(b"x")
            """
        words = (sys.executable, "-c", textwrap.dedent(program), str(fifo))
        task = asyncio.create_task(CommandSecret("here", words).read())
        # The child opens it when it has left the group, and ends when nobody reads it.
        reader = await asyncio.to_thread(os.open, fifo, os.O_RDONLY)
        task.cancel()
        try:
            with pytest.raises(asyncio.CancelledError):
                async with asyncio.timeout(PATIENCE):
                    await task
        finally:
            os.close(reader)

    async def test_cancelling_kills_it(self, tmp_path: Path) -> None:
        started = tmp_path / "pid"
        os.mkfifo(started)
        task = asyncio.create_task(CommandSecret("here", f"echo $$ > {started}; sleep 100").read())
        pid = int(await asyncio.to_thread(started.read_text))
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


class TestKeyring:
    async def test_an_entry_is_found(self) -> None:
        keyring.set_password("chatkit-tui", "work", CANARY)
        secret = KeyringSecret("here", "work")
        assert await secret.read() == CANARY
        assert CANARY not in repr(secret)

    async def test_an_entry_that_is_not_there(self) -> None:
        complaint = await complaint_of(KeyringSecret("here", "gone"))
        assert 'the keyring has no entry "gone" for chatkit-tui' in complaint
        assert "`chatkit-tui login` stores one" in complaint

    async def test_one_that_raises(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(*_: str) -> str:
            raise keyring.errors.KeyringLocked(CANARY)

        monkeypatch.setattr(keyring, "get_password", broken)
        assert "the keyring is locked;" in await complaint_of(KeyringSecret("here", "x"))

    async def test_one_that_hangs(self, monkeypatch: pytest.MonkeyPatch) -> None:
        release = threading.Event()
        monkeypatch.setattr(keyring, "get_password", lambda *_: release.wait())
        complaint = await complaint_of(KeyringSecret("here", "x", timeout=0.1))
        assert "gave no answer in 0.1 seconds" in complaint
        release.set()

    def test_one_that_hangs_does_not_hold_up_the_exit(self) -> None:
        program = """
            import asyncio, keyring, threading
            from chatkit_tui.profiles.secrets import KeyringSecret
            keyring.get_password = lambda *_: threading.Event().wait()
            asyncio.run(KeyringSecret("here", "x", timeout=0.1).read())
            """
        ended = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(program)],
            timeout=20,
            capture_output=True,
            text=True,
            check=False,
        )
        assert "gave no answer in 0.1 seconds" in ended.stderr.splitlines()[-1]


class TestFile:
    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        path = tmp_path / "token"
        path.write_text(f"{CANARY}\n")
        path.chmod(0o600)
        return path

    async def test_its_content_is_the_secret(self, path: Path) -> None:
        assert await FileSecret("here", path).read() == CANARY

    @pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o610])
    async def test_one_that_others_can_read_is_refused(self, path: Path, mode: int) -> None:
        path.chmod(mode)
        complaint = await complaint_of(FileSecret("here", path))
        assert f"can be read by others; run: chmod 600 {path}" in complaint

    async def test_0400_will_do(self, path: Path) -> None:
        path.chmod(stat.S_IRUSR)
        assert await FileSecret("here", path).read() == CANARY

    async def test_one_that_is_not_there(self, tmp_path: Path) -> None:
        complaint = await complaint_of(FileSecret("here", tmp_path / "gone"))
        assert "cannot be read: no such file or directory" in complaint

    async def test_a_folder_a_pipe_and_a_flood(self, tmp_path: Path, path: Path) -> None:
        assert "is not a file" in await complaint_of(FileSecret("here", tmp_path))
        pipe = tmp_path / "pipe"
        os.mkfifo(pipe, 0o600)
        assert "is not a file" in await complaint_of(FileSecret("here", pipe))
        path.write_bytes(b"x" * (LONGEST_SECRET + 1))
        assert "far too much" in await complaint_of(FileSecret("here", path))
        path.write_bytes(b" \n")
        assert "gave nothing" in await complaint_of(FileSecret("here", path))
