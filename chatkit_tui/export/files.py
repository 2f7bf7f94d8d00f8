"""Files that the user asked for, under names of his choice. All of it blocks."""

from __future__ import annotations

from pathlib import Path

from chatkit_tui.errors import StorageError
from chatkit_tui.translation import _


def write_file(
    named: str | Path, content: str | bytes, *, overwrite: bool = False
) -> tuple[Path, bool]:
    """The whole path of what was named, and whether it was written: False if it is there already.

    A text is written in UTF-8. Raises StorageError. Permissions are what the user's umask wants.
    """
    content = content.encode("utf-8", "replace") if isinstance(content, str) else content
    try:
        path = Path.cwd() / Path(named).expanduser()
        if path.is_dir():
            raise StorageError(_("{path} is a directory; name a file in it.").format(path=path))
        with path.open("wb" if overwrite else "xb") as file:
            file.write(content)
    except FileExistsError:
        return path, False
    except (OSError, RuntimeError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise StorageError(
            _("{path} could not be written: {reason}.").format(path=named, reason=reason)
        ) from error
    return path, True
