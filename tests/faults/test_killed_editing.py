"""A process killed in the middle of a save or of publishing leaves the old text with its questions, or the new one.

The questions of each version fit its own text only, so that half of a publication would not compile.
"""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT
from store.helpers import S
from webapp.assessment.authoring.working_copy import Author, AuthoredText
from webapp.content import Library
from webapp.content.editing.question_edits import question_sources
from webapp.store import open_store
from webapp.store.database_url import sqlite_url

WORKER = f"""
import os, sys
from pathlib import Path
sys.path.insert(0, {str(ROOT)!r})
sys.path.insert(0, {str(ROOT / "tests")!r})
from faults.test_killed_editing import MUNA, SLUG, opened, version
content, data, cut, steps = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
text = opened(content, data)
if cut in ("before", "after"):
    replace, left = os.replace, [steps]
    def dies(*args):
        left[0] -= 1
        if left[0] == 0 and cut == "before":
            os._exit(9)
        replace(*args)
        if left[0] == 0:
            os._exit(9)
    os.replace = dies
number = 0
while True:
    number += 1
    raw, seed = version(number % 2)
    print("saves", flush=True)
    saved = text.save(lambda _: raw, text.working().digest, MUNA, text=seed)
    print("saved", flush=True)
    if cut != "saves":
        assert text.publish(saved.copy.digest, MUNA).outcome == "published"
    if cut in ("before", "after"):
        os._exit(0)
"""
MUNA, SLUG = Author("t1", "منى"), "river"
WORDS = ("التمر", "العنب")


def version(number: int) -> tuple[bytes, bytes]:
    """A question file and its text; the evidence of one is not in the text of the other."""
    word = WORDS[number]
    questions = (
        f"text: river.txt\ntitle: عن {word}\nlevel: A2\nquestions:\n  - id: what-1\n    paragraph: 1\n    type: short\n"
        f"    prompt: ماذا أكل سامي؟\n    evidence: [أكل سامي {word}]\n    accept: [{word}]\n"
    )
    return questions.encode(), f"أكل سامي {word} في البستان.\n".encode()


def opened(content: Path, data: Path) -> AuthoredText:
    store = open_store(sqlite_url(data / "fahm.db"))
    return AuthoredText(store.versions, S, Library(content), SLUG)


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    content, data = tmp_path / "content", tmp_path / "data"
    for folder in (content / "questions", content / "seeds", data):
        folder.mkdir(parents=True)
    questions, text = version(0)
    (content / "questions" / "river.yaml").write_bytes(questions)
    (content / "seeds" / "river.txt").write_bytes(text)
    return content, data


def run(content: Path, data: Path, cut: str, steps: int = 0) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, str(content), str(data), cut, str(steps)], stdout=subprocess.PIPE, text=True
    )


def is_whole(content: Path) -> bool:
    """Tell if readers who come now have one of the versions, the questions with their own text."""
    lesson = Library(content).snapshot.lessons.get(SLUG)
    pair = ((content / "questions" / "river.yaml").read_bytes(), (content / "seeds" / "river.txt").read_bytes())
    return lesson is not None and pair in (version(0), version(1))


@pytest.mark.parametrize("cut", ["before", "after"])
@pytest.mark.parametrize("step", [1, 2, 3, 4])
def test_publishing_that_is_cut_at_any_renaming_is_old_or_new(folders: tuple[Path, Path], cut: str, step: int) -> None:
    content, data = folders
    with run(content, data, cut, step) as worker:
        worker.communicate(timeout=60)
    assert worker.returncode == (0 if step == 4 else 9)
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


def _killed(folders: tuple[Path, Path], cut: str, lines: int) -> None:
    """Kill a worker as soon as it has said so many lines."""
    with run(*folders, cut) as worker:
        assert worker.stdout is not None
        assert all(worker.stdout.readline() for _ in range(lines))
        worker.kill()
