"""Files that the user asked for, under names of his choice. All of it blocks."""

from __future__ import annotations

from pathlib import Path

from chatkit_tui.errors import StorageError


def write_file(named: str | Path, text: str, *, overwrite: bool = False) -> tuple[Path, bool]:
    """The whole path of what was named, and whether it was written: False if it is there already.

    Raises StorageError. Permissions are what the user's umask wants.
    """
    try:
        path = Path.cwd() / Path(named).expanduser()
        if path.is_dir():
            raise StorageError(f"{path} is a directory; name a file in it.")
        mode = "w" if overwrite else "x"
        with path.open(mode, encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        return path, False
    except (OSError, RuntimeError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise StorageError(f"{named} could not be written: {reason}.") from error
    return path, True
