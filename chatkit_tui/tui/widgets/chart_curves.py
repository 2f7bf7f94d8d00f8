"""How a line goes from one value to the next."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

Point = tuple[float, float]

STEPS = frozenset({"step", "stepBefore", "stepAfter"})

STRAIGHT = frozenset({"", "linear", "linearClosed"})


def sampled(points: Sequence[Point], curve: str, places: Sequence[int]) -> list[float]:
    """The heights at places that lie between the first and the last point, in their order.

    Curves that are neither straight nor steps are drawn as one that runs through all points and
    overshoots none.
    """
    if len(points) == 1:
        return [points[0][1]] * len(places)
    slopes = [] if curve in STRAIGHT or curve in STEPS else _slopes(points)
    heights = []
    at = 0
    for place in places:
        while at + 2 < len(points) and points[at + 1][0] <= place:
            at += 1
        (x0, y0), (x1, y1) = points[at], points[at + 1]
        part = min(max((place - x0) / (x1 - x0), 0.0), 1.0) if x1 > x0 else 1.0
        if slopes:
            heights.append(_between(y0, y1, slopes[at], slopes[at + 1], x1 - x0, part))
        else:
            heights.append(y0 + (y1 - y0) * _progress(curve, part))
    return heights


def _progress(curve: str, part: float) -> float:
    """How far a line has come on its way."""
    match curve:
        case "step":
            return float(part >= 0.5)
        case "stepBefore":
            return float(part > 0)
        case "stepAfter":
            return float(part >= 1)
        case _:
            return part


def _slopes(points: Sequence[Point]) -> list[float]:
    """The slope in each point that lets the curve overshoot none (Steffen 1990)."""
    secants = [(y1 - y0) / (x1 - x0) if x1 > x0 else 0.0 for (x0, y0), (x1, y1) in pairwise(points)]
    inner = []
    for at, (left, right) in enumerate(pairwise(secants)):
        before, after = points[at + 1][0] - points[at][0], points[at + 2][0] - points[at + 1][0]
        whole = before + after
        mean = (left * after + right * before) / whole if whole else 0.0
        sign = (left > 0) - (left < 0) + (right > 0) - (right < 0)
        inner.append(sign * min(abs(left), abs(right), abs(mean) / 2))
    return [secants[0], *inner, secants[-1]]


def _between(y0: float, y1: float, slope0: float, slope1: float, width: float, t: float) -> float:
    """A cubic through two points with given slopes, at the part `t` of the way."""
    square, cube = t * t, t * t * t
    return (
        (2 * cube - 3 * square + 1) * y0
        + (cube - 2 * square + t) * width * slope0
        + (3 * square - 2 * cube) * y1
        + (cube - square) * width * slope1
    )
