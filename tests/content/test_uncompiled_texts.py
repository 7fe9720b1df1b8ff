"""A library that compiles later: the same lessons and faults, each text compiled once, when it is asked for."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT
from webapp.content import Library
from webapp.content.lesson_compiler import compile_lesson

HERE = Path(__file__).parent
Edit = Callable[[str], str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("questions/river.yaml", "seeds/river.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(HERE / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The slugs that were compiled, in their order."""
    slugs: list[str] = []

    def noting(slug: str, *others: Any) -> Any:
        slugs.append(slug)
        return compile_lesson(slug, *others)

    monkeypatch.setattr("webapp.content.compiled_files.compile_lesson", noting)
    return slugs


def save(folder: Path, name: str, edit: Edit) -> None:
    source = (HERE / "questions" / "river.yaml").read_text(encoding="utf-8")
    (folder / "questions" / f"{name}.yaml").write_text(edit(source), encoding="utf-8")


def replaced(old: str, new: str) -> Edit:
    def edit(source: str) -> str:
        assert old in source
        return source.replace(old, new)

    return edit


BROKEN_QUESTION = replaced("\n    prompt:", "\n    promt:")


def listed(library: Library) -> dict[str, bool]:
    """Slugs of the list, and if each can be read already."""
    return {text.slug: text.lesson is not None for text in library.listed()}


def test_a_list_of_texts_compiles_none(folder: Path, compiled: list[str]) -> None:
    save(folder, "bank", replaced("title: عند النهر", "title: عند الضفة"))
    library = Library(folder, compile_later=True)
    assert [(text.slug, text.settings.title, text.settings.level) for text in library.listed()] == [
        ("bank", "عند الضفة", "A2"),
        ("river", "عند النهر", "A2"),
    ]
    assert listed(library) == {"bank": False, "river": False}
    assert compiled == []


def test_a_text_that_is_asked_for_is_compiled_alone(folder: Path, compiled: list[str]) -> None:
    save(folder, "bank", replaced("title: عند النهر", "title: نص آخر يُطلب"))
    library = Library(folder, compile_later=True)
    lesson = library.lesson("bank")
    assert lesson is not None
    assert lesson.settings.title == "نص آخر يُطلب"
    assert compiled == ["bank"]
    assert listed(library) == {"bank": True, "river": False}
    assert library.lesson("nowhere") is None


def test_many_first_readers_at_once_have_a_text_compiled_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch, compiled: list[str]
) -> None:
    save(folder, "river", replaced("title: عند النهر", "title: قرّاء كثيرون"))
    readers = 8
    library, together = Library(folder, compile_later=True), threading.Barrier(readers)

    def read(number: int) -> Any:
        together.wait(20)
        return library.lesson("river") if number % 2 else library.snapshot.lessons["river"]

    with ThreadPoolExecutor(readers) as threads:
        lessons = list(threads.map(read, range(readers)))
    assert compiled == ["river"]
    assert len({id(lesson) for lesson in lessons}) == 1


def test_the_snapshot_is_that_of_a_library_which_compiles_at_once(folder: Path) -> None:
    save(folder, "broken", BROKEN_QUESTION)
    shutil.copy(ROOT / "questions" / "000_13183dccda9929f6.words.yaml", folder / "questions" / "river.words.yaml")
    later, at_once = Library(folder, compile_later=True), Library(folder)
    assert later.snapshot == at_once.snapshot
    assert later.snapshot.problems
    assert later.refresh() is False


def test_the_first_refresh_compiles_what_is_left_and_tells_it(folder: Path, compiled: list[str]) -> None:
    save(folder, "bank", replaced("title: عند النهر", "title: ما بقي"))
    library = Library(folder, compile_later=True)
    library.lesson("bank")
    assert library.refresh() is True
    assert compiled[:1] == ["bank"]
    assert compiled.count("bank") == 1
    assert listed(library) == {"bank": True, "river": True}
    assert library.refresh() is False


def test_a_file_with_a_fault_among_its_questions_is_never_there_to_read(folder: Path) -> None:
    save(folder, "broken", BROKEN_QUESTION)
    library = Library(folder, compile_later=True)
    assert listed(library) == {"broken": False, "river": False}
    assert library.lesson("broken") is None
    assert listed(library) == {"river": False}
    assert set(library.snapshot.lessons) == {"river"}


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(replaced("title: عند النهر", "titel: عند النهر"), id="unknown key"),
        pytest.param(replaced("level: A2", "level: A9"), id="bad value"),
        pytest.param(replaced("text: river.txt", "text: nowhere.txt"), id="no text"),
        pytest.param(lambda source: "title: [", id="no YAML"),
        pytest.param(lambda source: "", id="empty"),
        pytest.param(lambda source: source.partition("questions:")[0], id="no questions"),
    ],
)
def test_a_file_with_a_fault_above_its_questions_is_not_even_listed(folder: Path, edit: Edit) -> None:
    save(folder, "broken", edit)
    library = Library(folder, compile_later=True)
    assert listed(library) == {"river": False}
    assert library.snapshot == Library(folder).snapshot


def test_settings_below_the_questions_count(folder: Path) -> None:
    save(folder, "below", lambda source: f"{source}\nmode: exam\n")
    library = Library(folder, compile_later=True)
    assert {text.slug: text.settings.mode for text in library.listed()} == {"below": "exam", "river": "practice"}


def test_all_processes_compile_the_files_as_they_were_when_the_library_was_opened(folder: Path) -> None:
    save(folder, "river", replaced("title: عند النهر", "title: عند الفتح"))
    text = (folder / "seeds" / "river.txt").read_text(encoding="utf-8")
    library = Library(folder, compile_later=True)
    save(folder, "river", replaced("title: عند النهر", "title: بعد الفتح"))
    (folder / "seeds" / "river.txt").write_text(f"{text}\nفقرة زيدت بعد الفتح.\n", encoding="utf-8")
    opened = library.lesson("river")
    assert opened is not None
    assert opened.settings.title == "عند الفتح"
    assert "زيدت" not in opened.text.paragraphs[-1].text
    assert library.refresh() is True
    changed = library.lesson("river")
    assert changed is not None
    assert changed.settings.title == "بعد الفتح"
    assert "زيدت" in changed.text.paragraphs[-1].text


def test_a_file_that_is_broken_before_it_was_compiled_keeps_the_version_of_the_opening(folder: Path) -> None:
    save(folder, "river", replaced("title: عند النهر", "title: سليم"))
    library = Library(folder, compile_later=True)
    save(folder, "river", BROKEN_QUESTION)
    assert library.refresh() is True
    lesson = library.lesson("river")
    assert lesson is not None
    assert lesson.settings.title == "سليم"
    assert library.snapshot.stale == {"river"}
    assert library.snapshot.problems
