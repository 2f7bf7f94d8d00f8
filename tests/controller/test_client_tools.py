"""Client tools with arguments of their own, and what a user may say to them."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from pydantic import BaseModel, Field

from chatkit_tui import (
    ChatKitOptions,
    ClientTool,
    ConfigurationError,
    CustomApiConfig,
    client_tool,
)
from chatkit_tui.controller.client_tools import Approval, ClientTools, ToolRequest
from chatkit_tui.options.checks import check_options

API = CustomApiConfig("http://127.0.0.1:9/chatkit")


class Sum(BaseModel):
    numbers: list[float] = Field(min_length=1)
    unit: str = ""


@client_tool(params=Sum)
async def add(params: Sum) -> dict[str, Any]:
    """Add numbers.

    This is not for the user.
    """
    return {"sum": sum(params.numbers), "unit": params.unit}


@client_tool("now", confirm=False)
def tell_time(arguments: dict[str, Any]) -> str:
    return f"noon {arguments}"


class User:
    """Answers as told, and remembers what it was asked."""

    def __init__(self, *answers: Approval) -> None:
        self._answers = list(answers)
        self.asked: list[ToolRequest] = []

    async def __call__(self, request: ToolRequest) -> Approval:
        self.asked.append(request)
        return self._answers.pop(0)


def tools(user: User | None = None, **options: Any) -> ClientTools:
    options.setdefault("client_tools", (add, tell_time))
    made = ClientTools(lambda: ChatKitOptions(api=API, **options))
    made.approve = user
    return made


NO = {"error": "The user did not allow the client tool add."}
DONE = {"sum": 3.0, "unit": ""}
ARGUMENTS: dict[str, Any] = {"numbers": [1, 2]}


@pytest.mark.parametrize(
    ("answers", "results"),
    [
        ((Approval.ONCE, Approval.NO, Approval.ONCE), [DONE, NO, DONE]),
        ((Approval.ALWAYS,), [DONE, DONE, DONE]),
        ((Approval.NO, Approval.NEVER), [NO, NO, NO]),
    ],
    ids=["each-time", "always", "never"],
)
async def test_the_user_decides(answers: tuple[Approval, ...], results: list[Any]) -> None:
    user = User(*answers)
    asked = tools(user)
    assert [await asked.run("add", dict(ARGUMENTS), 5) for _ in results] == results
    assert [request.arguments for request in user.asked] == [ARGUMENTS] * len(answers)
    assert user.asked[0].description == "Add numbers."


async def test_arguments_that_do_not_fit_reach_neither_user_nor_tool() -> None:
    user = User()
    wrong: list[dict[str, Any]] = [{}, {"numbers": []}, {"numbers": ["x"] * 9, "unit": 3}]
    for arguments in wrong:
        result = await tools(user).run("add", arguments, 5)
        assert result["error"].startswith("The arguments of the client tool add do not fit: number")
        assert len(result["error"]) < 400
    assert user.asked == []


async def test_some_need_no_confirmation() -> None:
    assert await tools(User()).run("now", {"a": 1}, 5) == "noon {'a': 1}"


async def test_unknown_names_are_refused_or_go_to_the_handler() -> None:
    assert await tools().run("\x1b[2J", {}, 5) == {
        "error": "This client has no tool of the name \x1b[2J."
    }
    user = User(Approval.ONCE, Approval.NO)
    with_handler = tools(user, on_client_tool=lambda name, arguments: [name, arguments])
    assert await with_handler.run("other", {"a": 1}, 5) == ["other", {"a": 1}]
    assert "error" in await with_handler.run("other", {"a": 1}, 5)


async def test_where_nobody_can_be_asked() -> None:
    result = await tools().run("add", ARGUMENTS, 5)
    assert result == NO
    handled = tools(on_client_tool=lambda name, arguments: name)
    assert await handled.run("other", {}, 5) == "other"


async def test_a_tool_that_raises_tells_the_server_nothing_of_this_machine() -> None:
    def leak(arguments: Any) -> None:
        raise RuntimeError("secret")

    result = await tools(client_tools=(ClientTool("leak", leak, confirm=False),)).run("leak", {}, 5)
    assert result == {"error": "The client tool leak failed."}


async def test_a_user_who_does_not_answer_and_a_tool_that_does_not_end() -> None:
    async def wait(request: ToolRequest) -> Approval:
        await asyncio.Event().wait()
        return Approval.NO

    asked = tools()
    asked.approve = wait
    result = await asked.run("add", ARGUMENTS, 0.01)
    assert result == {"error": "The user did not answer in 0.01 seconds whether add may run."}

    async def dawdle(arguments: Any) -> None:
        await asyncio.Event().wait()

    slow = tools(client_tools=(ClientTool("dawdle", dawdle, confirm=False),))
    result = await slow.run("dawdle", {}, 0.01)
    assert result == {"error": "The client tool dawdle took longer than 0.01 seconds."}


def test_two_tools_of_one_name() -> None:
    with pytest.raises(ConfigurationError, match=r"client_tools\[1\]\.name 'now' is that of"):
        check_options(ChatKitOptions(api=API, client_tools=(tell_time, tell_time)))
