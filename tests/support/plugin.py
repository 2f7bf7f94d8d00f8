"""Fixtures: the server and the proxy. Imported by every test run, so the heavy part waits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.support.fault_proxy import FaultProxy
    from tests.support.sdk_server import SdkServer


@pytest.fixture
def sdk_server() -> Iterator[SdkServer]:
    """A fresh official ChatKit server for this test."""
    from tests.support.sdk_server import SdkServer

    server = SdkServer()
    yield server
    server.close()


@pytest.fixture
def fault_proxy(sdk_server: SdkServer) -> Iterator[FaultProxy]:
    """A proxy before `sdk_server`, faultless until told otherwise."""
    from tests.support.fault_proxy import FaultProxy

    proxy = FaultProxy(sdk_server.origin)
    yield proxy
    proxy.close()
