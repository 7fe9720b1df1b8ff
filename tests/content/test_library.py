"""The library follows its files: good changes take effect, a broken one keeps the last good version."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT
from webapp.arabic.tokenizer import words as cut_words
from webapp.content import Library, Watcher, question_files
from webapp.content.compiled_files import _Memo
from webapp.content.lesson_compiler import compile_lesson
from webapp.content.parsing.text_parser import parse_text
from webapp.content.words.words_file import heading_and_paragraph_lines

HERE = Path(__file__).parent
LONGEST_WAIT = 30


@pytest.fixture
def folder(tmp_path):
    for name in ("questions/river.yaml", "seeds/river.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(HERE / name, tmp_path / name)
    return tmp_path


def edit(path: Path, old: str, new: str) -> None:
    source = path.read_text(encoding="utf-8")
    assert old in source
    path.write_text(source.replace(old, new), encoding="utf-8")


def title(library: Library) -> str:
    return library.snapshot.lessons["river"].settings.title


def test_a_library_is_full_from_the_start(folder):
    library = Library(folder)
    assert list(library.snapshot.lessons) == ["river"]
    assert library.snapshot.problems == ()
    assert library.snapshot.stale == frozenset()


def test_an_empty_or_missing_folder_is_an_empty_library(tmp_path):
    assert Library(tmp_path).snapshot.lessons == {}
    assert Library(tmp_path / "nowhere").snapshot.lessons == {}


def test_words_files_are_not_question_files(folder):
    (folder / "questions" / "river.words.yaml").write_text("words: []\n")
    (folder / "questions" / "schema.json").write_text("{}")
    assert [path.name for path in question_files(folder)] == ["river.yaml"]


def test_the_files_that_editors_and_systems_put_beside_are_not_question_files(folder):
    (folder / "questions" / ".#river.yaml").symlink_to("somebody@somewhere:1")
    (folder / "questions" / "._river.yaml").write_bytes(b"\0\5\x16\7")
    library = Library(folder)
    assert list(library.snapshot.lessons) == ["river"]
    assert library.snapshot.problems == ()


def test_a_link_to_itself_is_a_fault_like_any_other(folder):
    (folder / "questions" / "loop.yaml").symlink_to("loop.yaml")
    library = Library(folder)
    assert list(library.snapshot.lessons) == ["river"]
    assert [problem.rule for problem in library.snapshot.problems] == ["unreadable"]


def test_nothing_changed_is_nothing_done(folder):
    library = Library(folder)
    before = library.snapshot
    assert library.refresh() is False
    assert library.snapshot is before


def test_a_saved_file_takes_effect_and_who_holds_the_old_shelf_keeps_it_whole(folder):
    library = Library(folder)
    before = library.snapshot
    edit(folder / "questions" / "river.yaml", "title: عند النهر", "title: عند الضفة")
    assert title(library) == "عند النهر"
    assert library.refresh() is True
    assert title(library) == "عند الضفة"
    assert before.lessons["river"].settings.title == "عند النهر"


def test_a_changed_text_takes_effect(folder):
    library = Library(folder)
    before = library.snapshot.lessons["river"].text
    edit(folder / "seeds" / "river.txt", "سلة فيها خبز وجبن", "سلة فيها خبز وجبن وتمر")
    assert library.refresh() is True
    after = library.snapshot.lessons["river"].text
    assert after.digest != before.digest
    assert "تمر" in after.paragraph(1).text


def test_a_broken_save_keeps_the_last_good_version_and_names_the_fault(folder):
    library = Library(folder)
    edit(folder / "questions" / "river.yaml", "title: عند النهر", "titel: عند الضفة")
    assert library.refresh() is True
    assert title(library) == "عند النهر"
    assert library.snapshot.stale == {"river"}
    told = [(p.path, p.line, p.column, p.rule) for p in library.snapshot.problems]
    assert told == [("questions/river.yaml", 1, 1, "missing-key"), ("questions/river.yaml", 2, 1, "unknown-key")]


def test_a_second_broken_save_still_keeps_the_last_good_version(folder):
    library = Library(folder)
    for source in ("", "[[["):
        (folder / "questions" / "river.yaml").write_text(source)
        assert library.refresh() is True
        assert title(library) == "عند النهر"
        assert library.snapshot.stale == {"river"}


def test_a_mended_file_is_fresh_again(folder):
    library = Library(folder)
    edit(folder / "questions" / "river.yaml", "title:", "titel:")
    library.refresh()
    edit(folder / "questions" / "river.yaml", "titel: عند النهر", "title: بعد الإصلاح")
    library.refresh()
    assert title(library) == "بعد الإصلاح"
    assert library.snapshot.problems == ()
    assert library.snapshot.stale == frozenset()


def test_one_broken_file_does_not_touch_the_others(folder):
    shutil.copyfile(folder / "questions" / "river.yaml", folder / "questions" / "bank.yaml")
    library = Library(folder)
    (folder / "questions" / "bank.yaml").write_text("title: [")
    edit(folder / "questions" / "river.yaml", "title: عند النهر", "title: جديد")
    library.refresh()
    assert title(library) == "جديد"
    assert library.snapshot.stale == {"bank"}


def test_a_file_that_was_never_good_is_not_in_the_library_but_its_fault_is(folder):
    (folder / "questions" / "new.yaml").write_text("text: river.txt\n")
    library = Library(folder)
    assert set(library.snapshot.lessons) == {"river"}
    assert {p.path for p in library.snapshot.problems} == {"questions/new.yaml"}
    assert library.snapshot.stale == frozenset()


def test_a_new_file_comes_and_a_removed_file_goes(folder):
    library = Library(folder)
    shutil.copyfile(folder / "questions" / "river.yaml", folder / "questions" / "bank.yaml")
    assert library.refresh() is True
    assert set(library.snapshot.lessons) == {"river", "bank"}
    (folder / "questions" / "bank.yaml").unlink()
    assert library.refresh() is True
    assert set(library.snapshot.lessons) == {"river"}


def test_a_removed_text_keeps_the_lesson_and_names_what_is_missing(folder):
    library = Library(folder)
    (folder / "seeds" / "river.txt").unlink()
    assert library.refresh() is True
    assert title(library) == "عند النهر"
    assert [p.rule for p in library.snapshot.problems] == ["no-text"]


def test_a_watcher_notices_a_change_and_reports_the_new_shelf(folder):
    library = Library(folder)
    noticed = threading.Event()
    shelves = []

    def report(shelf: object) -> None:
        shelves.append(shelf)
        noticed.set()

    watcher = Watcher(library, 0.01, report).start()
    try:
        # Written beside and moved into place, so that the watcher cannot meet half a file.
        fresh = folder / "fresh"
        shutil.copyfile(folder / "questions" / "river.yaml", fresh)
        edit(fresh, "title: عند النهر", "title: رآه المراقب")
        fresh.replace(folder / "questions" / "river.yaml")
        assert noticed.wait(LONGEST_WAIT)
    finally:
        watcher.stop()
    assert title(library) == "رآه المراقب"
    assert shelves == [library.snapshot]


def test_a_watcher_outlives_a_report_that_fails(folder):
    library = Library(folder)
    twice = threading.Event()
    calls = []

    def report(shelf: object) -> None:
        calls.append(shelf)
        if len(calls) == 1:
            (folder / "questions" / "bank.yaml").unlink()
            raise RuntimeError("the report fails")
        twice.set()

    watcher = Watcher(library, 0.01, report).start()
    try:
        (folder / "fresh").write_text("text: [")
        (folder / "fresh").replace(folder / "questions" / "bank.yaml")
        assert twice.wait(LONGEST_WAIT)
    finally:
        watcher.stop()


def test_a_stopped_watcher_changes_nothing(folder):
    library = Library(folder)
    Watcher(library, 0.01).start().stop()
    edit(folder / "questions" / "river.yaml", "title: عند النهر", "title: بعد التوقف")
    assert title(library) == "عند النهر"


WORDS = """text: river.txt
reviewed: true
words:
"""


def words_file(folder: Path, salma: str = "سَلْمَى") -> Path:
    """A words file in which only one word has marks of interest."""
    text = parse_text("river.txt", (folder / "seeds" / "river.txt").read_text(encoding="utf-8"))
    groups = []
    for (kind, number), line in heading_and_paragraph_lines(text).items():
        words = [span.of(line) for span in cut_words(line)]
        forms = [(word, salma if word == "سلمى" else word) for word in words]
        rest = "lemma: م, meaning: م, english: m"
        entries = [f"    - {{word: {word}, vowelled: {form}, {rest}}}" for word, form in forms]
        groups += [f"  - {kind}: {number}", "    list:", *entries]
    path = folder / "questions" / "river.words.yaml"
    path.write_text(WORDS + "\n".join(groups) + "\n", encoding="utf-8")
    return path


def second_word(library: Library) -> str | None:
    words = library.snapshot.lessons["river"].words
    return words.paragraphs[0][1].vowelled if words else None


def test_a_lesson_has_its_words(folder):
    words_file(folder)
    library = Library(folder)
    assert library.snapshot.problems == ()
    assert second_word(library) == "سَلْمَى"
    assert library.snapshot.lessons["river"].shown["all"][0].body.show().startswith("خرجت سَلْمَى مع")


def test_a_lesson_without_a_words_file_has_none_and_nothing_is_said(folder):
    library = Library(folder)
    assert second_word(library) is None
    assert library.snapshot.problems == ()


def test_words_follow_their_file(folder):
    library = Library(folder)
    path = words_file(folder)
    assert library.refresh() is True
    assert second_word(library) == "سَلْمَى"
    edit(path, "سَلْمَى", "سُلْمَى")
    assert library.refresh() is True
    assert second_word(library) == "سُلْمَى"
    path.unlink()
    assert library.refresh() is True
    assert second_word(library) is None


def test_a_broken_words_file_keeps_the_last_good_words_and_is_told(folder):
    path = words_file(folder)
    library = Library(folder)
    edit(path, "word: النهر", "word: البحر")
    assert library.refresh() is True
    assert second_word(library) == "سَلْمَى"
    assert {problem.rule for problem in library.snapshot.problems} == {"word-differs"}
    assert {problem.path for problem in library.snapshot.problems} == {"questions/river.words.yaml"}


def test_words_broken_from_the_start_take_no_lesson_off_line(folder):
    edit(words_file(folder), "word: النهر", "word: البحر")
    library = Library(folder)
    assert list(library.snapshot.lessons) == ["river"]
    assert second_word(library) is None


def test_words_that_no_longer_fit_their_text_are_left_out(folder):
    words_file(folder)
    library = Library(folder)
    edit(folder / "seeds" / "river.txt", "شجرة قديمة", "نخلة قديمة")
    assert library.refresh() is True
    assert second_word(library) is None
    assert {problem.rule for problem in library.snapshot.problems} >= {"word-differs"}


def test_a_words_file_about_another_text_is_told(folder):
    edit(words_file(folder), "text: river.txt", "text: other.txt")
    library = Library(folder)
    assert second_word(library) is None
    assert {problem.rule for problem in library.snapshot.problems} == {"other-text"}


def test_a_lesson_is_compiled_once_for_the_same_files(folder: Path) -> None:
    first, second = Library(folder).snapshot, Library(folder).snapshot
    assert {slug: id(lesson.items) for slug, lesson in first.lessons.items()} == {
        slug: id(lesson.items) for slug, lesson in second.lessons.items()
    }


def test_a_change_compiles_one_file_of_many(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = next(iter(question_files(folder)))
    for number in range(_Memo.OLD_VERSIONS + 8):
        shutil.copy(source, source.with_name(f"copy-{number}.yaml"))
    library = Library(folder)
    compiled: list[str] = []

    def noting(slug: str, *others: Any) -> Any:
        compiled.append(slug)
        return compile_lesson(slug, *others)

    monkeypatch.setattr("webapp.content.compiled_files.compile_lesson", noting)
    for _ in range(2):
        path = source.with_name("copy-7.yaml")
        path.write_text("# read again\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
        assert library.refresh()
    assert compiled == ["copy-7", "copy-7"]


def test_a_changed_text_compiles_its_lesson_anew(folder: Path) -> None:
    before = Library(folder).snapshot.lessons
    text = next((folder / "seeds").glob("*.txt"))
    text.write_text(text.read_text(encoding="utf-8") + "\nفقرة أخرى زيدت في آخر النص.\n", encoding="utf-8")
    after = Library(folder).snapshot.lessons
    assert any(len(after[slug].text.paragraphs) != len(before[slug].text.paragraphs) for slug in after)


COPIED_IN_THE_MIDST = """
import os, signal, sys, threading
from pathlib import Path
from webapp.content import Library

library = Library(Path(sys.argv[1]))
library.hold_still_in_forks()
begun, load = threading.Event(), library._load

def slow_load():
    begun.set()
    asked.wait()
    return load()

asked = threading.Event()
os.register_at_fork(before=asked.set)  # asked before the library is: the last one registered comes first
library._load = slow_load
for file in (Path(sys.argv[1]) / "questions").glob("*.yaml"):
    file.write_text(file.read_text("utf-8").replace("level: A2", "level: B1"), "utf-8")
refreshing = threading.Thread(target=library.refresh)
refreshing.start()
begun.wait()
child = os.fork()
if not child:
    signal.alarm(20)
    fresh = library.snapshot.lessons["river"].settings.level == "B1"
    os._exit(0 if fresh and not library.refresh() else 1)
refreshing.join()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_a_process_that_is_copied_during_a_refresh_can_go_on_refreshing(folder):
    # In a process of its own: a copy of the test runner would have its threads' locks.
    words = [sys.executable, "-c", COPIED_IN_THE_MIDST, str(folder)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
