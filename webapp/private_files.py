"""Files and folders that their owner alone may open: the database holds names, answers, codes and hashes.

Where an administrator (root) works in a folder of the server's user, what is made there is given to that user: the
server must be able to open it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

FOLDER_MODE = 0o700
FILE_MODE = 0o600
OPEN_TO_OTHERS = 0o077
"""Bits of the mode that let the group or everybody in."""


def make_private_folder(folder: Path) -> None:
    """Make a folder and those above it, unless they exist; only the folder itself is closed to others."""
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=FOLDER_MODE, exist_ok=True)
        _give_to_owner_of(folder.parent, folder)


def make_private_file(path: Path) -> None:
    """Make an empty file, unless there is one."""
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE))
        _give_to_owner_of(path.parent, path)


def open_to_others(paths: Iterable[Path]) -> list[Path]:
    """List those files and folders that others than their owner may open. None on Windows, which has no such rights."""
    if sys.platform == "win32":
        return []
    return [path for path in paths if path.exists() and path.stat().st_mode & OPEN_TO_OTHERS]


def close_to_others(paths: Iterable[Path]) -> None:
    """Take the rights of others from files and folders. Those that belong to somebody else stay as they are."""
    for path in open_to_others(paths):
        with suppress(OSError):
            path.chmod(path.stat().st_mode & ~OPEN_TO_OTHERS)


def _give_to_owner_of(folder: Path, path: Path) -> None:
    if sys.platform != "win32" and os.geteuid() == 0:
        owner = folder.stat()
        with suppress(OSError):
            os.chown(path, owner.st_uid, owner.st_gid)
