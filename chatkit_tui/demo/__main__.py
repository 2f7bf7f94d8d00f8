"""`python -m chatkit_tui.demo`: the backend's process.

It listens, says where, and only then loads the server SDK: requests wait in the socket's queue
meanwhile, so that a client needs to know nothing of it.
"""

from __future__ import annotations

import gc
import json
import os
import socket
import sys

from chatkit_tui.demo.database import Database
from chatkit_tui.demo.parent_watch import ParentWatch
from chatkit_tui.demo.startup import Startup, StartupError, read_startup
from chatkit_tui.demo.welcome import welcome


def main() -> int:
    """Run the backend until its parent is gone; 1 when it cannot start, with a line on stderr."""
    os.umask(0o077)
    try:
        startup = read_startup(b"" if sys.stdin.isatty() else sys.stdin.buffer.readline())
        watch = ParentWatch()
        watch.start()
        database = Database.open(startup.data_dir / "conversations.sqlite3")
    except StartupError as error:
        print(error, file=sys.stderr)
        return 1
    listener = _listen()
    _announce(startup, listener)

    from chatkit_tui.demo.serve import serve

    serve(startup, listener, database, watch)
    # Else Python looks for cycles in all of the SDK before it ends, for half a second.
    gc.freeze()
    return 0


def _listen() -> socket.socket:
    """A listening socket on a free port of this machine.

    It has to know that it speaks TCP: asyncio switches off Nagle's delay only for those that do,
    and the delay holds up each small event of a stream by 40 ms.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen(64)
    return listener


def _announce(startup: Startup, listener: socket.socket) -> None:
    """Say where the backend is; stdout is the log from here on, since nobody reads it any more."""
    port = listener.getsockname()[1]
    where = {"port": port, "base_url": f"http://127.0.0.1:{port}", "assistant": startup.assistant}
    print(json.dumps(where | welcome(startup.assistant)), flush=True)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
