"""The model server an agent talks to: which one, with which model, and what its errors mean."""

from __future__ import annotations

import os
from collections.abc import Mapping
from urllib.parse import urlsplit

import openai
from agents import AgentsException
from agents.models.default_models import get_default_model
from agents.models.interface import ModelProvider
from agents.models.openai_provider import OpenAIProvider
from openai import AsyncOpenAI

MODEL_VARIABLES = ("CHATKIT_TUI_MODEL", "OPENAI_MODEL")

NO_KEY = "none-needed"
"""Sent to servers that want no key, since the client insists on one."""

MODEL_ERRORS = (openai.OpenAIError, AgentsException)
"""Everything `explain` has words for."""


class ModelServer:
    """OpenAI's API, or any compatible one at OPENAI_BASE_URL (then through Chat Completions)."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._base_url = environment.get("OPENAI_BASE_URL") or None
        configured = (environment.get(name) for name in MODEL_VARIABLES)
        self._model = next(filter(None, configured), None)
        key = environment.get("OPENAI_API_KEY") or NO_KEY
        self._client = AsyncOpenAI(api_key=key, base_url=self._base_url)
        self.provider: ModelProvider = OpenAIProvider(
            openai_client=self._client, use_responses=self._base_url is None
        )

    async def model(self) -> str:
        """The model to use: the configured one, else the first one a compatible server has."""
        if self._model is None:
            self._model = await self._choose() if self._base_url else get_default_model()
        return self._model

    async def _choose(self) -> str:
        names = [model.id async for model in self._client.models.list()]
        preferred = get_default_model()
        return preferred if preferred in names or not names else names[0]

    def explain(self, error: Exception) -> str:
        """One sentence for the user; no key, no body of a request."""
        where = urlsplit(str(self._client.base_url)).netloc
        match error:
            case openai.APITimeoutError():
                return f"The model server {where} took too long to answer."
            case openai.APIConnectionError():
                return f"The model server {where} cannot be reached, or broke the connection."
            case openai.AuthenticationError() | openai.PermissionDeniedError():
                return f"The model server {where} does not accept the API key (OPENAI_API_KEY)."
            case openai.RateLimitError():
                return f"The model server {where} has no capacity for this account now."
            case openai.APIStatusError():
                said = _said(error)
                return f"The model server {where} refused the request ({error.status_code}): {said}"
            case openai.APIError():
                return f"The model server {where} failed: {error.message}"
        return f"The model's answer cannot be used: {error}"


def _said(error: openai.APIStatusError) -> str:
    """The server's own words, where it found any."""
    body = error.body
    message = body.get("message") if isinstance(body, dict) else None
    return message if isinstance(message, str) else error.response.reason_phrase
