"""A process killed in the middle of a save or of publishing leaves the old text with its questions, or the new one.

The questions of each version fit its own text only, so that half of a publication would not compile.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from faults.editing_process import MUNA, SLUG, edit, opened, version
from forked_processes import ended, started
from webapp.content import Library
from webapp.content.editing.question_edits import question_sources


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    content, data = tmp_path / "content", tmp_path / "data"
    for folder in (content / "questions", content / "seeds", data):
        folder.mkdir(parents=True)
    questions, text = version(0)
    (content / "questions" / "river.yaml").write_bytes(questions)
    (content / "seeds" / "river.txt").write_bytes(text)
    return content, data


def is_whole(content: Path) -> bool:
    """Tell if readers who come now have one of the versions, the questions with their own text."""
    lesson = Library(content).snapshot.lessons.get(SLUG)
    pair = ((content / "questions" / "river.yaml").read_bytes(), (content / "seeds" / "river.txt").read_bytes())
    return lesson is not None and pair in (version(0), version(1))


@pytest.mark.parametrize("cut", ["before", "after"])
@pytest.mark.parametrize("step", [1, 2, 3, 4])
def test_publishing_that_is_cut_at_any_renaming_is_old_or_new(folders: tuple[Path, Path], cut: str, step: int) -> None:
    content, data = folders
    assert ended(*started(edit, content, data, cut, step)) == (0 if step == 4 else 9)
    assert is_whole(content)
    is_new = step > 1 or cut == "after"  # the journal is what decides
    assert ((content / "questions" / "river.yaml").read_bytes() == version(1)[0]) == is_new
    text = opened(content, data)
    copy = text.working()
    assert copy is not None
    assert copy.questions == version(1)[0]
    assert text.publish(copy.digest, MUNA).outcome == ("unchanged" if is_new else "published")
    assert is_whole(content)
    assert [path.name for path in content.rglob(".fahm.*")] == [".fahm.lock"]


def test_publishing_that_is_killed_at_any_time_is_old_or_new(folders: tuple[Path, Path]) -> None:
    content, data = folders
    chance = random.Random(11)
    for _ in range(6):
        _killed(folders, "publishes", chance.randrange(1, 7))
        assert is_whole(content)
    text = opened(content, data)
    copy = text.working()
    assert copy is not None
    assert text.check(copy).lesson is not None


def test_a_save_that_is_killed_is_whole_or_was_not(folders: tuple[Path, Path]) -> None:
    content, data = folders
    chance = random.Random(3)
    for _ in range(4):
        _killed(folders, "saves", chance.randrange(1, 7))
        copy = opened(content, data).working()
        assert copy is not None
        assert copy.questions in (version(0)[0], version(1)[0])
        assert question_sources(copy.questions)
        assert (content / "questions" / "river.yaml").read_bytes() == version(0)[0]


def _killed(folders: tuple[Path, Path], cut: str, messages: int) -> None:
    """Kill a worker as soon as it has sent so many messages."""
    worker, pipe = started(edit, *folders, cut, 0)
    assert all(pipe.recv() for _ in range(messages))
    worker.kill()
    ended(worker, pipe)
