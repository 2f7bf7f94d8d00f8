"""One backend for all tests that do not need their own: starting one takes seconds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.demo_client import DemoClient, demo_client


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoClient]:
    """A client of the tour, played without pauses."""
    with demo_client(tmp_path_factory.mktemp("demo") / "data") as client:
        yield client
