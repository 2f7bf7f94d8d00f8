"""Putting the backend together and serving it. Importing this loads the server SDK: seconds."""

from __future__ import annotations

import asyncio
import socket

import uvicorn

from chatkit_tui.demo.addresses import Addresses
from chatkit_tui.demo.agent import AgentAssistant
from chatkit_tui.demo.database import Database
from chatkit_tui.demo.event_stream import OpenStreams
from chatkit_tui.demo.files import FileStore
from chatkit_tui.demo.http_app import Endpoints, make_app
from chatkit_tui.demo.http_guard import Guard
from chatkit_tui.demo.parent_watch import ParentWatch
from chatkit_tui.demo.server import DemoServer
from chatkit_tui.demo.sessions import Sessions
from chatkit_tui.demo.startup import Startup
from chatkit_tui.demo.store import SqliteStore
from chatkit_tui.demo.tour.assistant import TourAssistant
from chatkit_tui.demo.tour.pace import Pace

KEEP_ALIVE = 75
"""Seconds an idle connection is kept: longer than clients keep theirs, so that none is cut off."""

GRACEFUL_STOP = 1
"""Seconds running answers get when the backend stops."""


def serve(
    startup: Startup, listener: socket.socket, database: Database, watch: ParentWatch
) -> None:
    """Serve on `listener` until the parent is gone."""
    asyncio.run(_serve(startup, listener, database, watch))


async def _serve(
    startup: Startup, listener: socket.socket, database: Database, watch: ParentWatch
) -> None:
    host, port = listener.getsockname()
    addresses = Addresses(f"http://{host}:{port}")
    streams = OpenStreams()
    endpoints = _endpoints(startup, database, addresses, streams)
    config = uvicorn.Config(
        Guard(make_app(endpoints, addresses), port),
        lifespan="off",
        ws="none",
        access_log=False,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=GRACEFUL_STOP,
        server_header=False,
    )
    server = uvicorn.Server(config)
    loop = asyncio.get_running_loop()
    watch.stop_with(lambda: asyncio.run_coroutine_threadsafe(_stop(server, streams), loop))
    await server.serve(sockets=[listener])
    await streams.close()
    database.close()


async def _stop(server: uvicorn.Server, streams: OpenStreams) -> None:
    """End the answers first: the server would wait for them."""
    await streams.close()
    server.should_exit = True


def _endpoints(
    startup: Startup, database: Database, addresses: Addresses, streams: OpenStreams
) -> Endpoints:
    store = SqliteStore(database, addresses)
    files = FileStore(startup.data_dir / "files", store, addresses)
    tour = TourAssistant(store, Pace(startup.delay_factor), addresses)
    assistant = AgentAssistant(store, files) if startup.assistant == "agent" else tour
    return Endpoints(
        sessions=Sessions(startup.token, startup.session_seconds),
        server=DemoServer(store, files, assistant, tour),
        store=store,
        files=files,
        streams=streams,
        max_upload_bytes=startup.max_upload_bytes,
    )
