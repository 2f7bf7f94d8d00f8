"""The embedded backend: the official server SDK in a process of its own, reached over HTTP.

`launch` starts and stops it and needs the standard library only; everything else here runs in the
other process (`python -m chatkit_tui.demo`) and imports nothing else of this package.
"""

from __future__ import annotations
