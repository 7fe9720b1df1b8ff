"""The one door through which question and words files are written: locked, whole or not at all, never over a change.

A writer names the version that the edit began from. Where the file is another one by now, nothing is written.
Files that belong together are written beside the old ones first, then named in a journal, then renamed: a process that
is killed leaves all of them old, or a journal by which the next one to come finishes the renaming.
"""

from __future__ import annotations

import json
import os
import stat
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

LOCK_NAME = ".fahm.lock"
"""Hidden file in the folder of question files; which process writes is settled on it."""
TEMPORARY = ".fahm."
"""Beginning of the names of files that are being written; hidden ones are not read."""
JOURNAL_NAME = ".fahm.journal"
"""Hidden file in the folder of question files, while files that belong together are being renamed."""
_threads = threading.RLock()
_held: set[Path] = set()
"""Folders whose lock the thread that holds ``_threads`` has."""


class StaleFile(Exception):
    """The file is not the version that the edit began from; ``current`` are its bytes, None where it is gone."""

    def __init__(self, current: bytes | None) -> None:
        super().__init__("the file has changed since the edit began")
        self.current = current


def file_digest(raw: bytes | None) -> str:
    """Name a version of a file by its bytes; a file that does not exist is the empty name."""
    return "" if raw is None else sha256(raw).hexdigest()


def typed_bytes(text: str, before: bytes = b"") -> bytes:
    """Encode a file as a teacher typed it: its newlines are those that it had ``before``, and the last line has one."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    raw = (text if not text or text.endswith("\n") else f"{text}\n").encode("utf-8", "replace")
    windows = 0 < before.count(b"\n") == before.count(b"\r\n")
    return raw.replace(b"\n", b"\r\n") if windows else raw


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
    with writing(path.parent):
        current = read_file(path)
        if file_digest(current) != began_from:
            raise StaleFile(current)
        target = path.resolve()
        if target.parent != path.parent.resolve():  # a link
            _clear(target.parent)
        temporary = _written_beside(target, raw)
        os.replace(temporary, target)
        _sync_folder(target.parent)


def replace_together(folder: Path, files: Mapping[Path, bytes]) -> None:
    """Replace files that belong together, in the order given: all of them, or none. ``folder`` is the one of the lock.

    OSError where one of their folders cannot be written; nothing is changed then.
    """
    with writing(folder):
        written: list[tuple[Path, Path]] = []
        for parent in {path.resolve().parent for path in files}:
            parent.mkdir(parents=True, exist_ok=True)
            _clear(parent)
        try:
            for path, raw in files.items():
                target = path.resolve()
                written.append((_written_beside(target, raw), target))
            journal = folder / JOURNAL_NAME
            entries = [[os.path.relpath(path, folder) for path in pair] for pair in written]
            os.replace(_written_beside(journal, json.dumps(entries).encode()), journal)
        except BaseException:
            for temporary, _ in written:
                with suppress(OSError):
                    temporary.unlink()
            raise
        _sync_folder(folder)
        _finish(folder)


def finish_writing(folder: Path) -> None:
    """Wait for files that are being replaced together; where their writer was killed, finish it."""
    if (folder / JOURNAL_NAME).exists():
        with writing(folder):
            pass


def is_being_written(folder: Path) -> bool:
    """Tell whether files of this folder are being replaced together just now."""
    return (folder / JOURNAL_NAME).exists()


def _finish(folder: Path) -> None:
    """Rename what the journal names: written whole, and on the disk, before there was a journal."""
    journal = folder / JOURNAL_NAME
    raw = read_file(journal)
    if raw is None:
        return
    for temporary, target in json.loads(raw):
        with suppress(FileNotFoundError):  # renamed before the process was killed
            os.replace(folder / temporary, folder / target)
        _sync_folder((folder / target).parent)
    journal.unlink(missing_ok=True)
    _sync_folder(folder)


def _clear(folder: Path) -> None:
    """Take away what a process that was killed had begun to write: we hold the lock."""
    for left_over in folder.glob(f"{TEMPORARY}*.tmp"):
        with suppress(OSError):
            left_over.unlink()


def _written_beside(path: Path, raw: bytes) -> Path:
    """Write beside a file, and bring it to the disk; it has the file's permissions."""
    with NamedTemporaryFile(prefix=TEMPORARY, suffix=".tmp", dir=path.parent, delete=False) as file:
        temporary = Path(file.name)
        try:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
            os.chmod(temporary, _permissions(path))
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
    return temporary


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


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder, between processes too; it ends with the process that holds it.

    What a killed process left behind is finished or cleared away first. Within it, the same thread may ask again.
    """
    folder = folder.resolve()
    with _threads:
        if folder in _held:
            yield
            return
        with _locked(folder):
            _held.add(folder)
            try:
                _finish(folder)
                _clear(folder)
                yield
            finally:
                _held.discard(folder)


if sys.platform != "win32":
    import fcntl

    @contextmanager
    def _locked(folder: Path) -> Iterator[None]:
        if not os.access(folder, os.W_OK):  # nobody writes here; drafts are kept all the same
            yield
            return
        with (folder / LOCK_NAME).open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

else:

    @contextmanager
    def _locked(folder: Path) -> Iterator[None]:
        """The threads of this process are locked out already, and it is the only one on Windows."""
        yield
