"""The one door through which question and words files are written: locked, whole or not at all, never over a change.

A writer names the version that the edit began from. Where the file is another one by now, nothing is written.
"""

from __future__ import annotations

import os
import stat
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

LOCK_NAME = ".fahm.lock"
"""Hidden file in the folder of question files; which process writes is settled on it."""
TEMPORARY = ".fahm."
"""Beginning of the names of files that are being written; hidden ones are not read."""
_threads = threading.Lock()


class StaleFile(Exception):
    """The file is not the version that the edit began from; ``current`` are its bytes, None where it is gone."""

    def __init__(self, current: bytes | None) -> None:
        super().__init__("the file has changed since the edit began")
        self.current = current


def file_digest(raw: bytes | None) -> str:
    """Name a version of a file by its bytes; a file that does not exist is the empty name."""
    return "" if raw is None else sha256(raw).hexdigest()


def typed_bytes(text: str) -> bytes:
    """Encode a file as a teacher typed it: all newlines are one character, and the last line has one too."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return (text if not text or text.endswith("\n") else f"{text}\n").encode("utf-8", "replace")


def read_file(path: Path) -> bytes | None:
    """Read a file's bytes; None where there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def can_write(path: Path) -> bool:
    """Tell whether this process may replace a file: its folder has to take another one."""
    target = path.resolve()
    return os.access(target.parent, os.W_OK | os.X_OK) and (not target.exists() or os.access(target, os.W_OK))


def replace_file(path: Path, raw: bytes, began_from: str) -> None:
    """Replace a file by ``raw``, if it still is the version named ``began_from``; else StaleFile.

    A process that is killed leaves the old file or the new one. OSError where the folder cannot be written.
    """
    with _locked(path.parent):
        current = read_file(path)
        if file_digest(current) != began_from:
            raise StaleFile(current)
        _replace(path.resolve(), raw)


def _replace(path: Path, raw: bytes) -> None:
    """Write beside the file, synchronize, and rename; the file's permissions stay."""
    for left_over in path.parent.glob(f"{TEMPORARY}*.tmp"):  # of a process that was killed: we hold the lock
        left_over.unlink(missing_ok=True)
    with NamedTemporaryFile(prefix=TEMPORARY, suffix=".tmp", dir=path.parent, delete=False) as file:
        temporary = Path(file.name)
        try:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
            os.chmod(temporary, _permissions(path))
            os.replace(temporary, path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
    _sync_folder(path.parent)


def _permissions(path: Path) -> int:
    """Permissions of the file that is replaced; a new file is readable by all, like one that an editor makes."""
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return 0o644


def _sync_folder(folder: Path) -> None:
    """Bring the renaming itself to the disk, on file systems that support it."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


if sys.platform != "win32":
    import fcntl

    @contextmanager
    def _locked(folder: Path) -> Iterator[None]:
        """Hold the lock between processes; it ends with the process that holds it."""
        with _threads, (folder / LOCK_NAME).open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

else:

    @contextmanager
    def _locked(folder: Path) -> Iterator[None]:
        """Hold the lock among the threads of this process, which is the only one on Windows."""
        with _threads:
            yield
