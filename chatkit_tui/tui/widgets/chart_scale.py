"""The numbers beside a chart."""

from __future__ import annotations

from math import ceil, floor, log10

_STEPS = (1, 2, 2.5, 5, 10)

_UNITS = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k"))

_ENOUGH_DIGITS = 10.0
"""So many of a unit are written with it: 12k, but 1,200."""

_LEAST_SPAN = 1e-290
"""Less than this is no distance."""


def ticks_between(low: float, high: float, most: int) -> list[float]:
    """Round numbers from below `low` to above `high`, about `most` of them; two at least."""
    if high - low < _LEAST_SPAN:
        high = low + 1.0
    rough = (high - low) / max(1, most - 1)
    magnitude = 10.0 ** floor(log10(rough))
    step = next(
        (each * magnitude for each in _STEPS if each * magnitude >= rough * (1 - 1e-9)),
        10 * magnitude,
    )
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [number * step for number in range(first, max(last, first + 1) + 1)]


def tick_labels(ticks: list[float]) -> list[str]:
    """The ticks as they are written, all in one unit."""
    largest = max(abs(tick) for tick in ticks)
    step = ticks[1] - ticks[0]
    if largest >= 1e15 or largest < 1e-4:
        return [f"{tick:.3g}" for tick in ticks]
    unit, sign = next(
        (each for each in _UNITS if largest >= each[0] * _ENOUGH_DIGITS),
        (1.0, ""),
    )
    digits = _digits(step / unit)
    return [f"{tick / unit:,.{digits}f}{sign if tick else ''}" for tick in ticks]


def _digits(step: float) -> int:
    """Digits behind the point that tell two ticks apart."""
    return next((digits for digits in range(6) if _is_whole(step * 10**digits)), 6)


def _is_whole(number: float) -> bool:
    return abs(number - round(number)) < 1e-6 * max(1.0, abs(number)) and round(number) != 0
