"""Trying a server that the user has just named, before the chat begins."""

from __future__ import annotations

from urllib.parse import urlsplit

from chatkit_tui.backend import backend_for
from chatkit_tui.errors import ConfigurationError
from chatkit_tui.loopback import is_loopback
from chatkit_tui.profiles.profile import Profile, url_problem
from chatkit_tui.translation import _, plural
from chatkit_tui.tui.session import Session


def profile_at(address: str) -> Profile:
    """The profile of a server at `address`, where https:// may be left out.

    On this machine it is http:// that may. Raises ConfigurationError.
    """
    address = address.strip()
    if not address:
        raise ConfigurationError(_("Type the address of a ChatKit server, or choose the demo."))
    if "://" not in address:
        try:
            host = urlsplit(f"//{address}").hostname or ""
        except ValueError:
            host = ""
        address = f"{'http' if is_loopback(host) else 'https'}://{address}"
    if problem := url_problem(address):
        raise ConfigurationError(problem.format(place=_("The address")))
    return Profile(url=address)


async def try_out(profile: Profile) -> str:
    """Ask the server for its threads and say what it answered; raises ChatKitError."""
    session = Session(backend_for(profile))
    try:
        controller = await session.start()
        if profile.demo:
            # Its first answer takes long, and that it started says enough.
            return _("The demo is ready.")
        await controller.list_threads()
        directory = controller.directory
        count = len(directory.threads)
        if directory.has_more:
            return _("It answers, with {n}+ threads.").format(n=count)
        words = plural("It answers, with {n} thread.", "It answers, with {n} threads.", count)
        return words.format(n=count)
    finally:
        await session.close()
