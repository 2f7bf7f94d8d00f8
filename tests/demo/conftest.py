"""One backend for all tests that do not need their own: starting one takes seconds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.demo_client import DemoClient, demo_client


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the backends of this run keep their conversations."""
    return tmp_path_factory.mktemp("demo") / "data"


@pytest.fixture(scope="session")
def demo(data_dir: Path) -> Iterator[DemoClient]:
    """A client of the tour, played without pauses."""
    with demo_client(data_dir) as client:
        yield client
