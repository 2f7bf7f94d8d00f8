"""Markdown as it is read, without parsing it: quick, and right but for rare texts.

A thread of ten thousand items is searched in its source. Parsing it would take half a minute, so
the marks are taken out by a few expressions: emphasis, links, code, headings, lists, quotes. Each
takes time in proportion to the text, whatever the text is. Where this errs, the count is put right
when the item is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from chatkit_tui.translation import _

_MARKED = re.compile(r"[*_~`\\\[\]<>#&|]|^[ \t]*[-+=\d]", re.MULTILINE)
"""Finds a character that may be a mark."""

_FENCE = re.compile(r"^ {0,3}(?:[>*+-] *+)*+(`{3,}|~{3,})([^`\n]*)$", re.MULTILINE)

_LINE_MARKS = re.compile(
    r"""^[ \t]*+(?:
        (?:(?:>[ ]?)++[ \t]*+)?(?:\#{1,6}(?=[ \t\n])|(?:[-+*]|\d{1,9}[.)])(?=[ \t]))[ \t]*+
            (?:\[[ xX]\][ ])?
      | (?:>[ ]?)++
      | \[[^\]\n]+\]:[ \t]*+\S[^\n]*+$
      | (?:=++|(?:[-*_][ \t]*+){3,}+|\|?(?:[ \t]*+:?-++:?[ \t]*+\|)++[ \t:-]*+)$
    )""",
    re.MULTILINE | re.VERBOSE,
)
"""Headings, bullets and numbers, quotes; definitions, rules and underlines as whole lines."""

_TABLE = re.compile(r"^[ \t>]*+\|?(?:[ \t]*+:?-++:?[ \t]*+\|)++[ \t:-]*+$", re.MULTILINE)

_INLINE = re.compile(
    r"""(?=[\\`\[<&*_~|\n])(?:
      \\(?P<escaped>[!-/:-@\[-`{-~\n])
    | ``(?P<code2>[^`]+(?:`[^`]+)*)``
    | `(?P<code>[^`]+)`
    | \[(?P<label>[^\[\]]*)\]
      (?:\([ ]*+(?P<url><[^<>\n]*>|[^()\s<]*(?:\([^()\s]*\)[^()\s]*)?)
         (?:[ ]++(?:"[^"\n]*"|'[^'\n]*'))?[ ]*+\)|\[[^\[\]\n]*\])
    | <(?P<address>[A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\s]*|[\w.+-]+@[\w.-]+)>
    | (?P<entity>&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)
    | (?P<emphasis>\*+|_+|~~)
    | (?P<cell>\|)
    | (?P<paragraph>\n[ \t]*+\n)
    )""",
    re.VERBOSE,
)


PORTION = 8_192
"""Characters of prose that are read at once, more or less: about a millisecond."""


def plain_markdown(source: str, *, addresses: bool) -> str:
    """The text that is seen of Markdown; with `addresses`, links are spelled out as they are."""
    return "".join(plain_portions(source, addresses=addresses))


def plain_portions(source: str, *, addresses: bool) -> Iterator[str]:
    """As `plain_markdown`, in portions that fit together with nothing between them."""
    if _MARKED.search(source) is None:
        yield source
        return
    position = 0
    while (fence := _FENCE.search(source, position)) is not None:
        yield from _prose(source[position : fence.start()], addresses=addresses)
        closing = re.compile(
            rf"^[ >]*{re.escape(fence[1][0])}{{{len(fence[1])},}}[ \t]*$", re.MULTILINE
        ).search(source, fence.end())
        end = len(source) if closing is None else closing.start()
        yield source[fence.end() : end]
        position = len(source) if closing is None else closing.end()
    yield from _prose(source[position:], addresses=addresses)


def _prose(source: str, *, addresses: bool) -> Iterator[str]:
    """A text without fences."""
    begin = 0
    while begin < len(source):
        end = len(source)
        if end - begin > PORTION:
            blank = source.rfind("\n\n", begin, begin + PORTION)
            space = blank if blank > begin else source.rfind(" ", begin, begin + PORTION)
            end = space if space > begin else begin + PORTION
        portion = source[begin:end]
        begin = end
        table = _TABLE.search(portion) is not None
        yield _Prose(addresses=addresses, table=table).read(_LINE_MARKS.sub("", portion))


class _Prose:
    """Takes marks within paragraphs out of one text."""

    def __init__(self, *, addresses: bool, table: bool) -> None:
        self._addresses = addresses
        self._table = table
        self._parts: list[str] = []
        self._open: dict[str, list[int]] = {}
        """Emphasis that may begin something, by its sign: where it stands in `_parts`."""

    def read(self, source: str) -> str:
        position = 0
        for match in _INLINE.finditer(source):
            # Never left out, even if empty: a link looks at what stands before it.
            self._parts.append(source[position : match.start()])
            position = match.end()
            self._add(match, source)
        self._parts.append(source[position:])
        return "".join(self._parts)

    def _add(self, match: re.Match[str], source: str) -> None:
        match match.lastgroup:
            case "escaped":
                self._parts.append(match["escaped"])
            case "code" | "code2":
                self._parts.append((match["code"] or match["code2"]).strip())
            case "address":
                self._parts.append(match["address"])
            case "entity":
                self._parts.append(unescape(match["entity"]))
            case "emphasis":
                self._emphasis(match, source)
            case "cell":
                self._parts.append(" " if self._table else "|")
            case "paragraph":
                self._open.clear()
                self._parts.append("\n")
            case _:
                self._link(match)

    def _emphasis(self, match: re.Match[str], source: str) -> None:
        """A sign goes when its partner is found, and both stay until then."""
        run = match["emphasis"]
        before = source[match.start() - 1 : match.start()]
        after = source[match.end() : match.end() + 1]
        opens, closes = bool(after) and not after.isspace(), bool(before) and not before.isspace()
        if run[0] == "_":
            opens, closes = opens and not before.isalnum(), closes and not after.isalnum()
        waiting = self._open.setdefault(run[0], [])
        if closes and waiting:
            self._parts[waiting.pop()] = ""
            return
        if opens:
            waiting.append(len(self._parts))
        self._parts.append(run)

    def _link(self, match: re.Match[str]) -> None:
        label, url = match["label"], (match["url"] or "").strip("<>")
        if any(sign in label for sign in "*_~`\\&"):
            label = _Prose(addresses=False, table=False).read(label)
        if self._parts[-1].endswith("!"):
            self._parts[-1] = self._parts[-1][:-1]
            label = _("[image: {label}]").format(label=label or _("untitled"))
            spelled_out = bool(url) and not url.startswith("data:")
        else:
            spelled_out = self._addresses and bool(url) and url.removeprefix("mailto:") != label
        self._parts.append(f"{label} ({url})" if spelled_out else label)
