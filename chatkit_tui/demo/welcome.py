"""What the start screen says. Light, because it is said before the server SDK is loaded."""

from __future__ import annotations

from typing import Any

from chatkit_tui.demo.startup import AssistantKind
from chatkit_tui.demo.tour.groups import GROUPS

TOUR_GREETING = "A tour of everything ChatKit can show. What would you like to see?"
AGENT_GREETING = "What can I help with today?"

AGENT_PROMPTS = (
    ("Explain something", "Explain how server-sent events work, with an example.", "lightbulb"),
    ("Write some code", "Write a Python function that parses ISO 8601 durations.", "square-code"),
    ("Compare in a table", "Compare tmux, screen and zellij in a table.", "notebook"),
)


def welcome(assistant: AssistantKind) -> dict[str, Any]:
    """The greeting and the prompts that fit the assistant."""
    if assistant == "tour":
        greeting = TOUR_GREETING
        prompts = [(group.label, group.prompt, group.icon) for group in GROUPS if group.on_start]
    else:
        greeting, prompts = AGENT_GREETING, list(AGENT_PROMPTS)
    return {
        "greeting": greeting,
        "prompts": [
            {"label": label, "prompt": prompt, "icon": icon} for label, prompt, icon in prompts
        ],
    }
