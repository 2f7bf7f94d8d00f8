"""A terminal fed by the diff shows after every frame what one fed by Textual shows."""

from __future__ import annotations

import pytest

from tests.tui.terminal.playground import Chance, Playground


@pytest.mark.parametrize("seed", range(2))
async def test_every_frame_is_as_textual_draws_it(seed: int) -> None:
    app = Playground()
    async with app.run_test(size=(60, 18), notifications=True) as pilot:
        await Chance(app, pilot, seed).happen(25)
        assert app.differences == []
        assert app.frames > 25
