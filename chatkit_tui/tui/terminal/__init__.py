"""What stands between Textual's compositor and the terminal: only what changed is written.

    compositor -> DiffedOutput (`App._display`) -> DiffUpdate -> MeteredDriver -> terminal

- `output` hooks in, `self_check` says whether Textual is as this package knows it.
- `diff_update` turns an update into rows, `cells` into cells, `front` knows what is shown.
- `scrolling` finds what only moved, `writing` says the rest in few bytes, `pens` in what colours.
- `line` knows whether the terminal keeps up, `metered_driver` how much it has taken.
"""
