"""The counterpart: a Textual app that streams into Markdown widgets, by Textual's own means.

    python -m tests.benchmarks.plain_stream PORT

A message "prose 1000 200" streams the server's tokens; there is no protocol to read.
"""

from __future__ import annotations

import asyncio
import json
import sys

from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Input, Markdown


class PlainStream(App[None]):
    """Answers, and a field."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self._port = port

    def compose(self) -> ComposeResult:
        yield VerticalScroll()
        yield Input(placeholder="Message the assistant")

    def on_mount(self) -> None:
        field = self.query_one(Input)
        field.cursor_blink = False
        field.focus()
        self.query_one(VerticalScroll).anchor()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.input.clear()
        self.run_worker(self._stream(event.value))

    async def _stream(self, said: str) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        writer.write(f"GET /tokens/{said.replace(' ', '/')} HTTP/1.1\r\n\r\n".encode())
        answer = Markdown()
        await self.query_one(VerticalScroll).mount(answer)
        stream = Markdown.get_stream(answer)
        while line := await reader.readline():
            await stream.write(json.loads(line))
            # Tokens that came together would else be one append: no client reads as fast as this.
            await asyncio.sleep(0)
        await stream.stop()
        writer.close()


if __name__ == "__main__":
    PlainStream(int(sys.argv[1])).run()
