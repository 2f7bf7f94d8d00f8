"""When updates may reach the screen."""

from __future__ import annotations

import pytest

from chatkit_tui.tui.transcript.pacer import LEAST_INTERVAL, Pacer


def test_the_first_update_comes_at_once() -> None:
    assert Pacer().request(100.0) == 0.0


def test_requests_before_it_began_are_one_update() -> None:
    pacer = Pacer()
    pacer.request(100.0)
    assert pacer.request(100.01) is None


def test_updates_keep_apart() -> None:
    pacer = Pacer()
    pacer.request(100.0)
    pacer.begin(100.0)
    assert pacer.request(100.01) == pytest.approx(LEAST_INTERVAL - 0.01)


def test_after_a_pause_the_next_comes_at_once_again() -> None:
    pacer = Pacer()
    pacer.request(100.0)
    pacer.begin(100.0)
    assert pacer.request(101.0) == 0.0


def test_costly_updates_earn_a_long_rest() -> None:
    pacer = Pacer()
    pacer.spent(99.0, 0.2)
    assert pacer.request(99.3) == 0.0
    pacer.begin(100.0)
    pacer.spent(100.2, 0.2)
    wait = pacer.request(100.2)
    assert wait is not None
    assert 0.2 / (0.2 + wait) <= 0.25 + 1e-9


def test_an_update_that_the_terminal_is_busy_with_earns_a_rest() -> None:
    pacer = Pacer()
    pacer.request(100.0)
    pacer.begin(100.0)
    pacer.spent(100.001, 0.001, output=0.3)
    assert pacer.request(100.1) == pytest.approx(0.201)
