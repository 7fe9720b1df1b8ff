"""The door through which question files are written: whole or not at all, one at a time, never over a change."""

from __future__ import annotations

import os
import signal
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from content.writing_processes import NEW, OLD, add_lines, write_on
from forked_processes import ended, started
from webapp.content import Library
from webapp.content.yaml_writer import (
    LOCK_NAME,
    StaleFile,
    can_write,
    file_digest,
    read_file,
    replace_file,
    typed_bytes,
)
from webapp.domain.problem import both, of_message


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "questions").mkdir()
    file = tmp_path / "questions" / "نهر.yaml"
    file.write_bytes(OLD)
    return file


def test_a_file_is_replaced_with_its_permissions(path: Path) -> None:
    path.chmod(0o640)
    replace_file(path, NEW, file_digest(OLD))
    assert path.read_bytes() == NEW
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert sorted(file.name for file in path.parent.iterdir()) == [LOCK_NAME, path.name]


def test_a_file_that_changed_meanwhile_is_left_alone(path: Path) -> None:
    with pytest.raises(StaleFile) as refused:
        replace_file(path, NEW, file_digest(NEW))
    assert refused.value.current == OLD
    assert path.read_bytes() == OLD


def test_a_file_that_is_gone_or_new_has_a_version_too(path: Path) -> None:
    path.unlink()
    with pytest.raises(StaleFile) as refused:
        replace_file(path, NEW, file_digest(OLD))
    assert refused.value.current is None
    replace_file(path, NEW, file_digest(None))
    assert path.read_bytes() == NEW
    with pytest.raises(StaleFile):
        replace_file(path, OLD, file_digest(None))


def test_a_link_stays_a_link(path: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.yaml"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    replace_file(path, NEW, file_digest(OLD))
    assert path.is_symlink()
    assert elsewhere.read_bytes() == NEW


def test_a_killed_process_leaves_the_old_file_or_the_new_one(path: Path) -> None:
    seen = set()
    for turn in range(12):
        writer, pipe = started(write_on, path)
        assert pipe.recv() == "begins"
        for _ in range(40 * turn):  # it is killed at another moment each time, not after a time
            read_file(path)
        writer.kill()
        assert ended(writer, pipe) == -signal.SIGKILL
        seen.add(path.read_bytes())
    assert seen <= {OLD, NEW}
    replace_file(path, NEW, file_digest(path.read_bytes()))
    assert sorted(file.name for file in path.parent.iterdir()) == [LOCK_NAME, path.name]


def test_a_cut_off_write_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        replace_file(path, NEW, file_digest(OLD))
    assert path.read_bytes() == OLD
    assert sorted(file.name for file in path.parent.iterdir()) == [LOCK_NAME, path.name]


def test_processes_take_turns_and_none_writes_over_another(path: Path) -> None:
    path.write_bytes(b"")
    writers = [started(add_lines, path, name) for name in ("a", "b", "c")]
    assert [ended(*writer) for writer in writers] == [0, 0, 0]
    lines = path.read_text().split()
    assert sorted(lines) == sorted(f"{name}{turn}" for name in ("a", "b", "c") for turn in range(30))


def test_of_threads_that_begin_from_one_version_one_writes(path: Path) -> None:
    def write(number: int) -> bool:
        try:
            replace_file(path, f"{number}\n".encode(), file_digest(OLD))
        except StaleFile:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        written = list(pool.map(write, range(16)))
    assert written.count(True) == 1
    assert path.read_text() == f"{written.index(True)}\n"


def test_what_lies_beside_the_file_is_not_read_as_a_text(path: Path) -> None:
    (path.parent / ".fahm.abc.tmp").write_bytes(OLD)
    (path.parent / LOCK_NAME).touch()
    assert [problem.path for problem in Library(path.parents[1]).snapshot.problems] == ["questions/نهر.yaml"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("أ\r\nب", "أ\nب\n"), ("أ\rب\n", "أ\nب\n"), ("  # تعليق  \n\n", "  # تعليق  \n\n"), ("", "")],
)
def test_what_is_typed_keeps_everything_but_its_newlines(typed: str, kept: str) -> None:
    assert typed_bytes(typed) == kept.encode()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_known(path: Path) -> None:
    assert can_write(path)
    path.parent.chmod(0o555)
    assert not can_write(path)
    path.parent.chmod(0o755)


def test_a_message_has_each_of_its_languages_alone() -> None:
    message = both(en="no file", ar="لا ملف") + both(en=" (x?)", ar=" (س؟)")
    assert message == "no file — لا ملف (x?) —  (س؟)"
    assert (of_message(message).en, of_message(message).ar) == ("no file (x?)", "لا ملف (س؟)")
    assert of_message("plain").ar == of_message("plain").en == "plain"
