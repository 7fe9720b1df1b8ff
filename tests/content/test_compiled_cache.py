"""Cache of compiled files between two starts, valid only while nothing it depends on has changed."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT
from suite_speedups import forget_the_compiled
from webapp.arabic.tokenizer import words as cut_words
from webapp.content import CompiledCache, Lesson, compiled_cache, library, question_files
from webapp.content.lesson_compiler import build_lesson, compile_lesson
from webapp.content.library import check_file, words_of
from webapp.content.text_parser import parse_text
from webapp.content.words_file import TextWords, heading_and_paragraph_lines
from webapp.content.yaml_parser import read_tree

HERE = Path(__file__).parent
SLUG = "river"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    for folder, name in (("questions", f"{SLUG}.yaml"), ("seeds", f"{SLUG}.txt")):
        (tmp_path / folder).mkdir()
        shutil.copy(HERE / folder / name, tmp_path / folder)
    lines = [f"text: {SLUG}.txt", "reviewed: true", "words:"]
    for (kind, number), line in heading_and_paragraph_lines(
        parse_text(f"{SLUG}.txt", (HERE / "seeds" / f"{SLUG}.txt").read_text("utf-8"))
    ).items():
        lines += [f"  - {kind}: {number}", "    list:"]
        words = [span.of(line) for span in cut_words(line)]
        lines += [f"    - {{word: {word}, vowelled: {word}, lemma: م, meaning: م, english: m}}" for word in words]
    (tmp_path / "questions" / f"{SLUG}.words.yaml").write_text("\n".join(lines) + "\n", "utf-8")
    return tmp_path


@pytest.fixture
def kept_in(tmp_path: Path) -> Path:
    return tmp_path / "kept"


@pytest.fixture
def compilings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files whose YAML is read, in the order in which it happens."""
    read: list[str] = []

    def noting(raw: bytes, path: str) -> Any:
        read.append(Path(path).name)
        return read_tree(raw, path)

    monkeypatch.setattr(library, "read_tree", noting)
    return read


def start(content: Path, kept_in: Path) -> tuple[Lesson, TextWords | None, list[str]]:
    """What a process that has just started makes of the text: its lesson, its words, and every problem."""
    forget_the_compiled()
    store = CompiledCache(kept_in)
    lesson, problems = check_file(content / "questions" / f"{SLUG}.yaml", content, store)
    assert lesson
    words, more = words_of(lesson, content, store)
    return lesson, words, [str(problem) for problem in [*problems, *more]]


def test_a_second_start_reads_no_yaml_and_makes_the_same_of_it(
    content: Path, kept_in: Path, compilings: list[str]
) -> None:
    first = start(content, kept_in)
    assert compilings == [f"{SLUG}.yaml", f"{SLUG}.words.yaml"]
    second = start(content, kept_in)
    assert len(compilings) == 2
    assert second == first
    assert second[0] is not first[0]
    for old, new in zip(first[0].items, second[0].items, strict=True):
        # Two questions are equal only where what they have learnt of the text is equal too.
        assert new.question == old.question
        assert new.version == old.version


@pytest.mark.parametrize("folder", [ROOT, ROOT / "webapp" / "showcase"], ids=["the article", "every type of question"])
def test_a_lesson_is_assembled_as_it_was_compiled(folder: Path) -> None:
    def text_of(name: str) -> bytes:
        return (folder / "seeds" / name).read_bytes()

    for file in question_files(folder):
        raw = file.read_bytes()
        compiled, _ = compile_lesson(file.stem, raw, file.name, text_of)
        tree, _ = read_tree(raw, file.name)
        assert tree
        assert compiled
        assert build_lesson(file.stem, tree.plain(), text_of) == compiled


@pytest.mark.parametrize("change", ["question", "words", "text", "code"])
def test_a_change_is_seen_at_the_next_start(
    content: Path, kept_in: Path, compilings: list[str], monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    start(content, kept_in)
    compilings.clear()
    questions, words = content / "questions" / f"{SLUG}.yaml", content / "questions" / f"{SLUG}.words.yaml"
    match change:
        case "question":
            questions.write_text(questions.read_text(encoding="utf-8").replace("level: A2", "level: B1"), "utf-8")
        case "words":
            words.write_text("# read again\n" + words.read_text(encoding="utf-8"), "utf-8")
        case "text":
            with (content / "seeds" / f"{SLUG}.txt").open("a", encoding="utf-8") as text:
                text.write("\n\n")
        case "code":
            monkeypatch.setattr(compiled_cache, "_code", lambda: b"another version")
    start(content, kept_in)
    expected = {"question": {questions.name}, "words": {words.name}}.get(change, {questions.name, words.name})
    assert set(compilings) == expected


def test_a_recording_that_is_gone_is_missed(content: Path, kept_in: Path) -> None:
    audio = content / "questions" / "audio" / "one.mp3"
    audio.parent.mkdir()
    audio.write_bytes(b"sound")
    file = content / "questions" / f"{SLUG}.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "\naudio: {1: one.mp3}\n", "utf-8")
    assert start(content, kept_in)[0].settings.audio == {"1": "one.mp3"}
    audio.unlink()
    forget_the_compiled()
    lesson, problems = check_file(file, content, CompiledCache(kept_in))
    assert lesson is None
    assert [problem.rule for problem in problems] == ["audio-missing"]


def test_a_broken_file_is_not_kept_and_named_at_each_start(content: Path, kept_in: Path) -> None:
    file = content / "questions" / f"{SLUG}.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("level: A2", "level: A2\ngatte: open"), "utf-8")
    for _ in range(2):
        forget_the_compiled()
        lesson, problems = check_file(file, content, CompiledCache(kept_in))
        assert lesson is None
        assert [problem.rule for problem in problems] == ["unknown-key"]
    assert not kept_in.exists()


def test_warnings_are_told_again(content: Path, kept_in: Path, compilings: list[str]) -> None:
    words = content / "questions" / f"{SLUG}.words.yaml"
    words.write_text(words.read_text(encoding="utf-8").replace("reviewed: true", "reviewed: false"), "utf-8")
    first = start(content, kept_in)[2]
    assert "nobody has reviewed it" in first[0]
    assert start(content, kept_in)[2] == first
    assert len(compilings) == 2


def _record(found: dict[str, Any], **changed: Any) -> bytes:
    return json.dumps(found | changed).encode()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda raw: b"",
        lambda raw: raw[: len(raw) // 2],
        lambda raw: b"\x80\x04\x95 no json",
        lambda raw: b"[" * 100_000,
        lambda raw: b"null",
        lambda raw: _record({}),
        lambda raw: _record(json.loads(raw), plain=None),
        lambda raw: _record(json.loads(raw), plain={"text": f"{SLUG}.txt"}),
        lambda raw: _record(json.loads(raw), plain={**json.loads(raw)["plain"], "questions": [{"type": "no such"}]}),
        lambda raw: _record(json.loads(raw), problems=[["too", "few"]]),
    ],
)
def test_what_cannot_be_read_is_passed_over_and_put_right(
    content: Path, kept_in: Path, compilings: list[str], spoil: Any
) -> None:
    first = start(content, kept_in)
    file = kept_in / f"{SLUG}.json"
    good = file.read_bytes()
    file.write_bytes(spoil(good))
    compilings.clear()
    assert start(content, kept_in) == first
    assert compilings == [f"{SLUG}.yaml"]
    assert file.read_bytes() == good


def test_nobody_else_may_read_it_for_the_answers_are_in_it(content: Path, kept_in: Path) -> None:
    start(content, kept_in)
    found = sorted(kept_in.iterdir())
    assert [file.name for file in found] == [f"{SLUG}.json", f"{SLUG}.words.json"]
    if os.name == "posix":
        assert {file.stat().st_mode & 0o777 for file in found} == {0o600}
        assert kept_in.stat().st_mode & 0o777 == 0o700


def test_a_data_folder_that_is_gone_is_not_made_anew(content: Path, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    assert start(content, gone / "kept")[0].items
    assert not gone.exists()
