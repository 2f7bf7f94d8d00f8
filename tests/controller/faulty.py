"""What the tests of faults share."""

from __future__ import annotations

from tests.controller.chat import Chat


async def begin(chat: Chat, op: str) -> str:
    """Bring the thread to where `op` is what sends the next message; returns that message."""
    if op == "threads.add_user_message":
        await chat.controller.send_user_message("Hello")
        assert chat.lines() == ["Hello", "You said: Hello"]
        chat.phases.clear()
        chat.deliveries.clear()
        return "Again"
    await chat.controller.list_threads()
    return "Hello"


def assert_one_sentence(chat: Chat, kind: type[Exception]) -> None:
    error = chat.error
    assert error is not None
    assert isinstance(error.cause, kind)
    assert 10 < len(error.message) < 200
    assert "\n" not in error.message
    assert "Traceback" not in error.message


async def assert_as_at_the_server(chat: Chat, url: str) -> None:
    other = Chat(url)
    await other.controller.set_thread_id(chat.active.thread_id)
    shown = other.items()
    await other.controller.aclose()
    assert chat.items() == shown
