"""``fahm check --watch``: what changes is checked again, and only that is told."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from pathlib import Path
from queue import Queue

import pytest

from cli.test_check import QUESTIONS, told
from webapp.cli.texts.check import check_folder
from webapp.cli.texts.check_watch import MENDED, WatchedFiles, watch

BROKEN = QUESTIONS.replace("level: A2", "level: A9")


class Watched:
    """A watch in a thread: lines are read as they are said."""

    def __init__(self, folder: Path) -> None:
        self.path, self.lines, self.stop = folder / "questions" / "hunter.yaml", Queue[str](), threading.Event()
        self.files = WatchedFiles(folder)
        self.thread = threading.Thread(target=watch, args=(self.files, self.lines.put, self.stop, 0.01))
        self.thread.start()

    def summary(self) -> tuple[list[str], str]:
        """The lines up to the next summary, which is waited for."""
        lines = [self.lines.get(timeout=60)]
        while " file(s), " not in lines[-1]:
            lines.append(self.lines.get(timeout=60))
        return lines[:-1], lines[-1]

    def writes(self, questions: str) -> None:
        beside = self.path.with_name(".beside")
        beside.write_text(questions, "utf-8")
        beside.replace(self.path)

    def end(self) -> None:
        self.stop.set()
        self.thread.join()


@pytest.fixture
def watched(tmp_path: Path):
    told(tmp_path, QUESTIONS)
    watched = Watched(tmp_path)
    yield watched
    watched.end()


def test_only_what_changed_is_told(watched: Watched) -> None:
    first, end = watched.summary()
    known = check_folder(watched.files.content).problems
    assert sorted(first) == sorted(map(str, known))
    assert f"0 error(s), {len(known)} warning(s)" in end
    watched.writes(QUESTIONS.replace("**متى**", "متى"))
    mended, end = watched.summary()
    assert [line.startswith(MENDED) for line in mended] == [True]
    assert f"{len(known) - 1} warning(s)" in end
    watched.writes(BROKEN)
    lines, end = watched.summary()
    assert [line for line in lines if not line.startswith(MENDED) and "level" in line]
    assert "1 error(s)" in end


def test_a_line_more_above_a_problem_is_no_news(watched: Watched) -> None:
    watched.summary()
    watched.writes("# تعليق\n" + QUESTIONS)
    lines, _ = watched.summary()
    assert lines == []


def test_the_text_of_a_file_counts_too(watched: Watched) -> None:
    watched.summary()
    text = watched.path.parents[1] / "seeds" / "hunter.txt"
    text.write_text("كلام آخر تمامًا.\n", "utf-8")
    lines, end = watched.summary()
    assert any("exact words" in line for line in lines)
    assert "1 error(s)" in end


def test_ctrl_c_ends_it_cleanly(tmp_path: Path) -> None:
    told(tmp_path, QUESTIONS)
    command = [sys.executable, "-m", "webapp.cli", "check", "--watch", "--content", str(tmp_path)]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        # A suite that a shell runs in the background has the signal ignored, and so would its children.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        assert process.stdout
        for line in process.stdout:
            if " file(s), " in line:
                break
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, "")
