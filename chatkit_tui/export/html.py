"""A thread as one HTML file that loads nothing, runs nothing and shows what was said."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from chatkit_tui.display import display
from chatkit_tui.export.markdown import thread_markdown
from chatkit_tui.protocol.items import ThreadItem
from chatkit_tui.protocol.threads import Thread
from chatkit_tui.translation import _

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Content-Security-Policy of the file: a browser fetches nothing, whatever a text says."""

STYLE = """\
:root { color-scheme: light dark; }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; }
h2 { margin-top: 2.5rem; padding-top: 0.5rem; border-top: 1px solid #8888; font-size: 1rem; }
pre { overflow-x: auto; padding: 0.75rem; border: 1px solid #8888; border-radius: 0.4rem; }
code { font-family: ui-monospace, monospace; }
table { border-collapse: collapse; }
th, td { padding: 0.25rem 0.6rem; border: 1px solid #8888; }
blockquote { margin-left: 0; padding-left: 1rem; border-left: 3px solid #8888; }
"""

LINKS = ("http://", "https://", "mailto:")


def thread_html(thread: Thread, items: Iterable[ThreadItem]) -> str:
    """A whole thread, the oldest item first. Pictures are links: nothing is fetched on opening."""
    title = escape(" ".join((thread.title or _("A thread without a title")).split()))
    body = _markdown().render(thread_markdown(thread, items))
    page = (
        "<!doctype html>\n"
        f'<html><head><meta charset="utf-8"><title>{title}</title>\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>\n{STYLE}</style></head>\n<body>\n{body}</body></html>\n"
    )
    # HTML has no control characters; tabs stay, for the code that is copied from here.
    return "\t".join(map(display, page.split("\t")))


def _markdown() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    # What is no link for us stays text: the parser's own list lets data: images through.
    parser.validateLink = lambda url: url.lower().startswith(LINKS)  # type: ignore[method-assign]
    parser.add_render_rule("image", _image)
    return parser


def _image(
    renderer: RendererHTML,
    tokens: list[Token],
    index: int,
    options: OptionsDict,
    env: EnvType,
) -> str:
    """A link in the place of a picture."""
    token = tokens[index]
    label = escape(token.content or _("picture"))
    return f'<a href="{escape(str(token.attrs["src"]), quote=True)}">{label}</a>'
