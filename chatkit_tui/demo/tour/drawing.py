"""Generated images: a preview that gets clearer, and pictures inside text."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator

from chatkit.types import (
    GeneratedImage,
    GeneratedImageItem,
    GeneratedImageUpdated,
    ProgressUpdateEvent,
    ThreadItemAddedEvent,
    ThreadItemDoneEvent,
    ThreadItemUpdatedEvent,
)

from chatkit_tui.demo.opaque import Event
from chatkit_tui.demo.tour.pictures import draw_picture
from chatkit_tui.demo.tour.scenes import scene
from chatkit_tui.demo.tour.stage import Stage

PREVIEW_BLOCKS = (32, 16, 8, 4)
"""Sides of the blocks of the previews, coarse to fine."""


@scene("pictures", "picture", "image", "draw", "photo", about="An image that is being generated")
async def picture(stage: Stage) -> AsyncIterator[Event]:
    """The image item is there before there is an image; previews follow, then the picture."""
    yield ProgressUpdateEvent(icon="images", text="Mixing colours")
    item = GeneratedImageItem(**stage.head(), image=None)
    yield ThreadItemAddedEvent(item=item)
    image_id = stage.new_id()
    for step, block in enumerate(PREVIEW_BLOCKS):
        await stage.pause(1)
        preview = GeneratedImage(id=image_id, url=stage.addresses.picture(f"sunset-{block}"))
        update = GeneratedImageUpdated(image=preview, progress=step / len(PREVIEW_BLOCKS))
        yield ThreadItemUpdatedEvent(item_id=item.id, update=update)
    await stage.pause(1)
    final = GeneratedImage(id=image_id, url=stage.addresses.picture("sunset"))
    yield ThreadItemDoneEvent(item=item.model_copy(update={"image": final}))
    async for event in stage.say("A sunset, drawn by arithmetic."):
        yield event


@scene("pictures", "data url", "embedded image", about="An image inside its own URL")
async def embedded_image(stage: Stage) -> AsyncIterator[Event]:
    """Some servers send the bytes of the image instead of its address."""
    png = await draw_picture("badge")
    assert png is not None
    url = "data:image/png;base64," + base64.b64encode(png).decode()
    image = GeneratedImage(id=stage.new_id(), url=url)
    yield ThreadItemDoneEvent(item=GeneratedImageItem(**stage.head(), image=image))


@scene("pictures", "image domains", "allowed images", about="Images in text, allowed and not")
async def image_domains(stage: Stage) -> AsyncIterator[Event]:
    """The thread allows images from here only; one of the two must not be fetched."""
    stage.thread.allowed_image_domains = ["127.0.0.1"]
    here, elsewhere = stage.addresses.picture("badge"), "https://images.example.com/spy.png"
    text = f"Allowed: ![a ring]({here})\n\nNot allowed: ![not to be fetched]({elsewhere})\n"
    async for event in stage.say(text):
        yield event
