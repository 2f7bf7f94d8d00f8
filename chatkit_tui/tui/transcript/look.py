"""The style sheet of a transcript: one component class per role of the palette."""

from __future__ import annotations

_ROLES = """
    & > .transcript--text { color: $foreground; }
    & > .transcript--muted { color: $text-muted; }
    & > .transcript--user { background: $surface; }
    & > .transcript--accent { color: $primary; }
    & > .transcript--cursor { color: $accent; }
    & > .transcript--error { color: $text-error; }
    & > .transcript--warning { color: $text-warning; }
    & > .transcript--success { color: $text-success; }
    & > .transcript--busy { color: $text-accent; }
    & > .transcript--label { color: $text-secondary; }
    & > .transcript--tag { color: $text-accent; text-style: bold; }
    & > .transcript--citation { color: $text-accent; }

    & > .transcript--strong { text-style: bold; }
    & > .transcript--emphasis { text-style: italic; }
    & > .transcript--strike { text-style: strike; }
    & > .transcript--link { color: $text-primary; text-style: underline; }
    & > .transcript--url { color: $text-muted; }
    & > .transcript--bullet { color: $text-accent; }
    & > .transcript--quote { color: $text-muted; text-style: italic; }
    & > .transcript--quote-bar { color: $secondary; }
    & > .transcript--rule { color: $foreground 35%; }
    & > .transcript--heading-1 { color: $text-primary; text-style: bold underline; }
    & > .transcript--heading-2 { color: $text-primary; text-style: bold; }
    & > .transcript--heading-3 { text-style: bold; }
    & > .transcript--table-head { text-style: bold; }

    & > .transcript--code-inline { color: $text-warning; }
    & > .transcript--code { color: $foreground; background: $surface; }
    & > .transcript--code-label { color: $text-muted; background: $surface; }
    & > .transcript--code-keyword { color: $text-accent; background: $surface; }
    & > .transcript--code-string { color: $text-success; background: $surface; }
    & > .transcript--code-number { color: $text-warning; background: $surface; }
    & > .transcript--code-comment {
        color: $text-muted; background: $surface; text-style: italic;
    }
    & > .transcript--code-function { color: $text-primary; background: $surface; }
    & > .transcript--code-type { color: $text-secondary; background: $surface; }
    & > .transcript--code-operator { color: $foreground 80%; background: $surface; }
    & > .transcript--code-inserted { color: $text-success; background: $surface; }
    & > .transcript--code-deleted { color: $text-error; background: $surface; }

    & > .transcript--selection {
        background: $screen-selection-background; color: $foreground;
    }
    & > .transcript--match { background: $warning-muted; color: $text-warning; }
    & > .transcript--match-current {
        background: $warning; color: $background; text-style: bold;
    }

    &:ansi {
        & > .transcript--muted, & > .transcript--url, & > .transcript--quote,
        & > .transcript--rule, & > .transcript--code-label, & > .transcript--code-comment {
            text-style: dim;
        }
        & > .transcript--selection { color: $screen-selection-foreground; }
        & > .transcript--match {
            background: $background; color: $foreground; text-style: reverse;
        }
        & > .transcript--match-current {
            background: $background; color: $warning; text-style: bold reverse;
        }
    }
    &:nocolor > .transcript--selection { text-style: reverse; }
"""


def roles_css(selector: str) -> str:
    """The roles for the widgets that `selector` names; they need the component classes."""
    return f"{selector} {{{_ROLES}}}\n"


TRANSCRIPT_CSS = f"""
WindowedScroll {{
    overflow-x: hidden;
    overflow-y: scroll;
    scrollbar-size-vertical: 1;
    scrollbar-background: $background;
    scrollbar-background-hover: $background;
    scrollbar-background-active: $background;
    background: $background;
    color: $foreground;
}}

{roles_css("WindowedScroll")}
ItemView {{
    width: 1fr;
    height: auto;
}}
"""
