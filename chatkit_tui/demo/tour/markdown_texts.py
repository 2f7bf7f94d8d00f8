"""The longer texts the tour writes."""

from __future__ import annotations

TABLES = """\
## Tables

| Terminal | Year | True colour | Images |
| :--- | ---: | :---: | --- |
| xterm | 1984 | yes | sixel |
| kitty | 2017 | yes | its own protocol, and very fast at it |
| foot | 2019 | yes | sixel |
| the one in the cupboard | 1978 | no | *none*, but `ESC # 8` fills it with E |

A table wider than most windows:

| Day | 00:00 | 03:00 | 06:00 | 09:00 | 12:00 | 15:00 | 18:00 | 21:00 | Remarks |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |
| Monday | 11.2 | 10.4 | 10.9 | 14.0 | 18.3 | 19.1 | 17.2 | 13.8 | dry, westerly wind |
| Tuesday | 12.1 | 11.7 | 12.0 | 12.9 | 13.4 | 13.0 | 12.6 | 12.2 | rain, **flood warning** |
| Wednesday | 9.8 | 8.9 | 9.1 | 13.5 | 17.7 | 18.8 | 16.4 | 12.0 | [the map](https://example.com/) |

| One cell |
| --- |
| 1 |
"""

CODE = """\
## Code

Inline code is `echo "$HOME"`. Python:

```python
from collections.abc import Iterator


def fibonacci(limit: int) -> Iterator[int]:
    \"\"\"Every Fibonacci number below `limit`.\"\"\"
    a, b = 0, 1
    while a < limit:
        yield a
        a, b = b, a + b


print([*fibonacci(100)])  # [0, 1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89]
```

A shell, with a line that is longer than the window is wide:

```bash
set -euo pipefail
# the next line keeps a week of logs and packs the rest; it is wider than most windows, on purpose
find . -name '*.log' -mtime +7 -print0 | xargs -0 --no-run-if-empty gzip --best --verbose --rsync
```

```rust
fn main() {
    let words: Vec<&str> = "to be or not to be".split(' ').collect();
    println!("{}", words.len());
}
```

```json
{"name": "chatkit", "stream": true, "limits": {"files": 10, "bytes": 104857600}}
```

```diff
- the old line
+ the new line
```

```
No language at all:
	a tab, and    spaces
```

    Indented, the old way.
"""

LISTS = """\
## Lists

- Fruit
  - Apples
    - Boskoop
    - Cox's Orange, which keeps until March when it is stored in a cool cellar, wrapped in paper,
      and not beside the potatoes
  - Pears
- Bread

1. First
2. Second
   1. Second, first half
   2. Second, other half

      A paragraph inside an item.
3. Third

- [x] Read the protocol
- [ ] Show it in a terminal
- [ ] Have tea
"""

LINKS = """\
## Quotes and links

> Simplicity is prerequisite for reliability.
>
> > And a quote inside the quote, with `code` and **bold** text.

Links: [a plain one](https://example.com/), <https://example.com/angle>,
[one with a title](https://example.com/?q=terminal&lang=en#top "What it is about"),
[mail](mailto:someone@example.com), [one for the program](chatkit-link://settings?tab=keys) and
[one that should not open](javascript:alert(1)).

*Emphasis*, **strong**, ***both***, ~~struck out~~, and a line\\
break.

---

Below the line.
"""

MARKDOWN = f"""\
# Markdown

What assistants write, all in one answer. Each part can be had alone, too.

{LISTS}
{TABLES}
{CODE}
{LINKS}
#### Smaller headings
##### Smaller still
###### The smallest

Math comes as text: $e^{{i\\pi}} + 1 = 0$. HTML stays <b>as written</b>.
"""

UNICODE = """\
## Characters of all widths

| What | Looks like |
| --- | --- |
| Wide | 日本語 한국어 中文 |
| Emoji | 🙂 👩‍🚀 👨‍👩‍👧‍👦 🏳️‍🌈 🇪🇺 ✋🏽 |
| Combining | é ö ñ, Z̴̛a̷l̶g̸o̵ |
| Right to left | שלום, مرحبا |
| Narrow and odd | ½ ﬁ ① ™ … — · |
| Joined | क्षि தமிழ் ไทย |
"""

HOSTILE = """\
## Text that would like to take over

Nothing below may reach the terminal as it is; each line should be visible as plain characters.

- colour: \x1b[31mred\x1b[0m, title: \x1b]0;owned\x07, clear: \x1b[2J\x1b[H
- clipboard: \x1b]52;c;aGFja2Vk\x07, link: \x1b]8;;https://evil.example\x1b\\here\x1b]8;;\x1b\\
- C1: \x9b31m and \x9d0;title\x9c, bell \x07, backspace abc\x08\x08\x08xyz, carriage\rreturn
- bidi: \u202egpj.exe\u202c and \u2066isolated\u2069, hidden tags: a\U000e0041\U000e0042b
- markup: [bold red]not bold[/] [@click=app.quit]not a link[/] {{braces}} %(percent)s
- zero width: a\u200bb\u200dc\ufeffd

```
\x1b[5mblinking code\x1b[0m
```
"""
