"""The backend that the command line or a profile chose, before and while it is talked to.

`start` does what takes time (secrets, the demo's process), so that a program can paint first.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from abc import ABC, abstractmethod
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from chatkit_tui.errors import ConfigurationError, StorageError
from chatkit_tui.event_commands import EventCommands
from chatkit_tui.profiles.last_thread import load_last_thread
from chatkit_tui.profiles.locations import data_dir, safe_name, state_dir
from chatkit_tui.profiles.profile import DEMO_TOOLS, Profile
from chatkit_tui.translation import _

if TYPE_CHECKING:
    from chatkit_tui.controller.controller import ChatKitController
    from chatkit_tui.demo.launch import DemoBackend as DemoProcess
    from chatkit_tui.integration import ChatKit
    from chatkit_tui.options import (
        ChatKitOptions,
        ComposerOption,
        CustomApiConfig,
        HostedApiConfig,
        ThemeOption,
    )
    from chatkit_tui.profiles.secrets import Secret

log = logging.getLogger(__name__)

DEMO_COMMAND = "pip install 'chatkit-tui[demo]'"
"""What installs the embedded backend."""


HOSTED = "https://api.openai.com"
"""What a server is known by that nothing but a command for its client secrets leads to."""


class Backend(ABC):
    """A server to talk to; `start` it once, `stop` it in the end, whatever became of the start.

    `server_key` names the server for what is kept on this machine (drafts, last thread), `label`
    names it for people, `theme` is the one asked for. `cookie_file` is known after `start`: None
    where cookies are not to be kept.
    """

    theme: str | ThemeOption | None = None
    locale: str | None = None
    """The one asked for, as far as it is known before `start`."""
    cookie_file: Path | None = None
    allowed_tools: tuple[str, ...] = ()
    """Client tools that come with this program and may be asked for."""
    initial_thread_may_be_gone = False
    """Nobody named the initial thread: where the server has it no more, a new one will do."""

    @property
    @abstractmethod
    def server_key(self) -> str: ...

    @property
    @abstractmethod
    def label(self) -> str: ...

    @abstractmethod
    async def start(self) -> ChatKitOptions:
        """Make the server reachable and say how; raises ConfigurationError."""

    async def initial_thread(self) -> str | None:
        """The thread to begin with, known before `start`; None begins a new one."""
        return None

    @property
    def signed_in_as(self) -> Profile | None:
        """What says who the user is; None where it is not his to say otherwise."""
        return None

    def sign_in(self, profile: Profile) -> None:  # noqa: B027 - few can
        """Show from the next request on who the user is as `profile` does."""

    def attach(self, controller: ChatKitController) -> None:  # noqa: B027 - few want to know it
        """The controller that talks to the server, before anything is said."""

    async def stop(self) -> None:  # noqa: B027 - most backends begin nothing that needs an end
        """End what `start` began; safe to call at any time."""


class OptionsBackend(Backend):
    """What a program that embeds this one configured; cookies are kept while it runs."""

    def __init__(self, options: ChatKitOptions) -> None:
        self.options = options
        self.theme = options.theme
        self.locale = options.locale

    @property
    def server_key(self) -> str:
        return _server_key(None, self._address)

    @property
    def label(self) -> str:
        return urlsplit(self._address).netloc

    @property
    def _address(self) -> str:
        from chatkit_tui.options import CustomApiConfig

        api = self.options.api
        if isinstance(api, CustomApiConfig):
            return api.url
        return api.base_url if api.session is None else api.session.url

    async def initial_thread(self) -> str | None:
        return self.options.initial_thread

    async def start(self) -> ChatKitOptions:
        return self.options


class ProfileBackend(Backend):
    """The backend of a profile, beginning with a thread, the last thread or a new one."""

    def __init__(
        self, profile: Profile, *, thread_id: str | None = None, continue_last: bool = False
    ) -> None:
        self.profile = profile
        self.theme = profile.theme
        self.locale = profile.locale
        self.allowed_tools = profile.tools or (DEMO_TOOLS if profile.demo else ())
        self._events = EventCommands(profile.events) if profile.events else None
        self.initial_thread_may_be_gone = thread_id is None
        self._thread_id = thread_id
        self._continue_last = continue_last

    def attach(self, controller: ChatKitController) -> None:
        if self._events is not None:
            self._events.listen(controller)

    async def stop(self) -> None:
        if self._events is not None:
            await self._events.stop()

    async def initial_thread(self) -> str | None:
        if self._continue_last:
            # Read once: what is in front meanwhile is written to the same file.
            self._continue_last = False
            self._thread_id = await asyncio.to_thread(load_last_thread, self.server_key)
        return self._thread_id


class ServerBackend(ProfileBackend):
    """A server that runs somewhere, reached by its own URL or through a session backend."""

    @property
    def server_key(self) -> str:
        return _server_key(self.profile.name, self._address)

    @property
    def label(self) -> str:
        return self.profile.name or urlsplit(self._address).netloc

    @property
    def _address(self) -> str:
        return self.profile.address or HOSTED

    async def start(self) -> ChatKitOptions:
        from chatkit_tui.options import ChatKitOptions, EntitiesOption

        profile = self.profile
        self.cookie_file = await asyncio.to_thread(self.cookie_path)
        return ChatKitOptions(
            api=await self._custom() if profile.url is not None else self._hosted(),
            locale=profile.locale,
            theme=profile.theme,
            initial_thread=await self.initial_thread(),
            entities=EntitiesOption(search_url=profile.entities_url),
            composer=composer_of(profile),
        )

    @property
    def signed_in_as(self) -> Profile:
        return self.profile

    def sign_in(self, profile: Profile) -> None:
        self.profile = profile

    async def _custom(self) -> CustomApiConfig:
        from chatkit_tui.options import CustomApiConfig, DirectUpload, TwoPhaseUpload

        profile = self.profile
        assert profile.url is not None
        domain_key = profile.domain_key
        return CustomApiConfig(
            profile.url,
            headers_builder=self._headers,
            domain_key=None if domain_key is None else await header_value(domain_key),
            upload_strategy=(
                TwoPhaseUpload() if profile.upload_url is None else DirectUpload(profile.upload_url)
            ),
            allow_http=profile.allow_http,
        )

    def _hosted(self) -> HostedApiConfig:
        from chatkit_tui.options import HostedApiConfig, SessionEndpoint

        profile = self.profile
        where: dict[str, Any] = {"allow_http": profile.allow_http}
        if profile.base_url is not None:
            where["base_url"] = profile.base_url
        if profile.session_url is None:
            return HostedApiConfig(get_client_secret=self._client_secret, **where)
        session = SessionEndpoint(profile.session_url, headers_builder=self._headers)
        return HostedApiConfig(session=session, **where)

    async def _client_secret(self, current: str | None) -> str:
        """Another client secret; the command is not told the one that it gave before."""
        assert self.profile.client_secret is not None
        return await self.profile.client_secret.read()

    async def _headers(self) -> dict[str, str]:
        """The headers of one request, each secret read now."""
        profile = self.profile
        headers = {name: await header_value(value) for name, value in profile.headers.items()}
        if profile.token is not None:
            headers["Authorization"] = f"Bearer {await header_value(profile.token)}"
        return headers

    def cookie_path(self) -> Path | None:
        """Where cookies are kept; None, and logged, where they cannot be. Blocks."""
        try:
            return state_dir() / "cookies" / f"{safe_name(self.server_key)}.json"
        except StorageError as error:
            log.warning("Cookies are not kept: %s", error)
            return None


class DemoBackend(ProfileBackend):
    """The embedded backend, in a process that lives as long as this one wants it."""

    _process: DemoProcess | None = None

    @property
    def server_key(self) -> str:
        return "demo"

    @property
    def label(self) -> str:
        return self.profile.name or "demo"

    async def start(self) -> ChatKitOptions:
        from chatkit_tui.demo.launch import DemoBackend as DemoProcess
        from chatkit_tui.demo.launch import DemoFailed, DemoMissing
        from chatkit_tui.options import (
            ChatKitOptions,
            HostedApiConfig,
            SessionEndpoint,
            StartScreenOption,
            StartScreenPrompt,
        )

        directory = await asyncio.to_thread(data_dir)
        self._process = DemoProcess(directory / "demo")
        try:
            demo = await self._process.start()
        except DemoMissing:
            problem = _("The demo needs packages that are not installed; run: {command}")
            raise ConfigurationError(problem.format(command=DEMO_COMMAND)) from None
        except DemoFailed as error:
            raise ConfigurationError(error.message) from error
        prompts = tuple(StartScreenPrompt(p.label, p.prompt, p.icon) for p in demo.prompts)
        return ChatKitOptions(
            api=HostedApiConfig(
                session=SessionEndpoint(
                    demo.session_url, headers={"Authorization": f"Bearer {demo.token}"}
                ),
                base_url=demo.base_url,
            ),
            locale=self.profile.locale,
            theme=self.theme,
            initial_thread=await self.initial_thread(),
            start_screen=StartScreenOption(greeting=demo.greeting, prompts=prompts),
            composer=composer_of(self.profile),
        )

    async def stop(self) -> None:
        await super().stop()
        process, self._process = self._process, None
        if process is not None:
            await process.stop()


class AppBackend(ProfileBackend):
    """What an integration file says, about the profile's server if it names one, else its own."""

    def __init__(
        self, profile: Profile, *, thread_id: str | None = None, continue_last: bool = False
    ) -> None:
        super().__init__(profile, thread_id=thread_id, continue_last=continue_last)
        assert profile.app is not None
        self._app = profile.app
        self._chatkit: ChatKit | None = None
        bare = replace(profile, app=None, events={})
        self._server = backend_for(bare) if bare.names_server else None

    @property
    def server_key(self) -> str:
        if self._server is not None:
            return self._server.server_key
        return _server_key(self.profile.name or Path(self._app).stem, self._app)

    @property
    def label(self) -> str:
        if self._server is not None:
            return self._server.label
        from chatkit_tui.integration import split_app

        return self.profile.name or split_app(self._app)[0].stem

    @property
    def signed_in_as(self) -> Profile | None:
        return None if self._server is None else self._server.signed_in_as

    def sign_in(self, profile: Profile) -> None:
        if self._server is not None:
            self._server.sign_in(profile)

    async def start(self) -> ChatKitOptions:
        from chatkit_tui.integration import ChatKit, load_options

        api = None
        if self._server is not None:
            api = (await self._server.start()).api
            self.cookie_file = self._server.cookie_file
        self._chatkit = ChatKit(api)
        options = await load_options(self._app, self._chatkit)
        profile = self.profile
        said = {"attachments": profile.attachments, "dictation": profile.dictation}
        given: dict[str, Any] = {key: each for key, each in said.items() if each is not None}
        if profile.entities_url is not None and options.entities.on_tag_search is None:
            entities = replace(options.entities, search_url=profile.entities_url)
            options = replace(options, entities=entities)
        return replace(
            options,
            composer=replace(options.composer, **given),
            locale=profile.locale or options.locale,
            theme=profile.theme or options.theme,
            initial_thread=await self.initial_thread() or options.initial_thread,
        )

    def attach(self, controller: ChatKitController) -> None:
        super().attach(controller)
        if self._chatkit is not None:
            self._chatkit.attach(controller)

    async def stop(self) -> None:
        await super().stop()
        if self._server is not None:
            await self._server.stop()


def composer_of(profile: Profile) -> ComposerOption:
    """The composer of a server whose options nobody wrote: it says itself which files it takes."""
    from chatkit_tui.options import ComposerAttachmentOption, ComposerOption, DictationOption

    files = profile.attachments or ComposerAttachmentOption(enabled=True)
    dictation = profile.dictation or DictationOption(enabled=profile.demo)
    return ComposerOption(attachments=files, dictation=dictation)


def backend_for(
    profile: Profile, *, thread_id: str | None = None, continue_last: bool = False
) -> ProfileBackend:
    """The backend of `profile`, beginning with a thread, the last thread or a new one."""
    kind: type[ProfileBackend] = DemoBackend if profile.demo else ServerBackend
    if profile.app is not None:
        kind = AppBackend
    return kind(profile, thread_id=thread_id, continue_last=continue_last)


async def header_value(secret: Secret) -> str:
    """The value of `secret`, checked before HTTP code can quote it in an error of its own."""
    value = await secret.read()
    if not (value.isascii() and value.isprintable()):
        problem = _("{place}: the value has characters that a header cannot hold.")
        raise ConfigurationError(problem.format(place=secret.origin))
    return value


def _server_key(name: str | None, address: str) -> str:
    """Two names for one address are two servers: profiles may hold different users."""
    digest = hashlib.sha256(address.encode()).hexdigest()[:12]
    return f"{name or urlsplit(address).hostname}-{digest}"
