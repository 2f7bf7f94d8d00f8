"""From the bytes of a picture to its pixels, in the size that is drawn; within limits."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING

from chatkit_tui.errors import ChatKitError
from chatkit_tui.translation import _

if TYPE_CHECKING:
    from PIL import Image

log = logging.getLogger(__name__)

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
"""What is drawn, told by the bytes; anything else is no picture here, whatever it is called."""

MOST_PIXELS = 16_000_000
"""A picture with more is not decoded: a small file can hold a very large one."""

DECODED_WITHIN = 5.0
"""Seconds that decoding may take: a small file can also keep a decoder busy."""

SWALLOWED = 4_096
"""Bytes that a decoder gets at a time; between two of them it can be stopped."""

Size = tuple[int, int]


def decoded(data: bytes, size: Callable[[int, int], Size]) -> Image.Image:
    """The picture in `data` as RGBA, in the size that `size` makes of its own; blocks.

    Raises ChatKitError, a few words for "not drawn: …".
    """
    try:
        from PIL import Image, UnidentifiedImageError
    except ImportError:
        words = _("{command} draws pictures").format(command="pip install 'chatkit-tui[images]'")
        raise ChatKitError(words) from None
    try:
        with Image.open(_Timed(data), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise _too_large(picture.width, picture.height)
            picture.decodermaxblock = SWALLOWED
            wanted = size(picture.width, picture.height)
            picture.draft("RGB", wanted)
            return _scaled(picture, wanted)
    except ChatKitError:
        raise
    except UnidentifiedImageError:
        words = _("it is none of {formats}").format(formats=", ".join(FORMATS))
        raise ChatKitError(words) from None
    except Image.DecompressionBombError:
        raise ChatKitError(_("it has far too many pixels")) from None
    except Exception as error:  # what a decoder makes of bytes that are meant to break it
        log.info("A picture could not be decoded: %r", error)
        raise ChatKitError(_("it is damaged")) from None


def _scaled(picture: Image.Image, size: Size) -> Image.Image:
    from PIL import Image

    coloured = picture if picture.mode in ("RGB", "RGBA", "L") else picture.convert("RGBA")
    return coloured.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0).convert("RGBA")


def _too_large(width: int, height: int) -> ChatKitError:
    words = _("it has {width} × {height} pixels")
    return ChatKitError(words.format(width=f"{width:,}", height=f"{height:,}"))


def too_slow(seconds: float) -> ChatKitError:
    """What is said of a picture that is not decoded within so many seconds."""
    words = _("it is not decoded within {seconds} seconds")
    return ChatKitError(words.format(seconds=f"{seconds:g}"))


class _Timed(BytesIO):
    """Bytes that are not given out any more once the time is over."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self._end = time.monotonic() + DECODED_WITHIN

    def read(self, size: int | None = -1, /) -> bytes:
        if time.monotonic() > self._end:
            raise too_slow(DECODED_WITHIN)
        return super().read(size)
