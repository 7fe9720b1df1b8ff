"""``fahm annotate``: a draft of the words file by tools, here by one that is made up."""

from __future__ import annotations

import importlib
import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from conftest import ARTICLE
from webapp.cli.main import fahm
from webapp.cli.texts.annotate import DraftingTools, annotate_text, drafting_tools, progress_line, vowelled_words
from webapp.cli.texts.check import check_words
from webapp.domain.user_error import UserError

ROOT = Path(__file__).parents[2]
SLUG = "000_13183dccda9929f6"
FATHA = "\u064e"


def fathas(sentence: str) -> str:
    """A vowel on every letter."""
    return "".join(sign + FATHA if sign.isalpha() else sign for sign in sentence)


def made_up() -> DraftingTools:
    return DraftingTools(fathas)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The real text and questions, without the words file."""
    shutil.copytree(ARTICLE / "seeds", tmp_path / "seeds")
    (tmp_path / "questions").mkdir()
    shutil.copy(ARTICLE / "questions" / f"{SLUG}.yaml", tmp_path / "questions")
    return tmp_path


def test_a_draft_holds_every_word_vowelled_and_passes_the_check_as_a_draft(content):
    path = annotate_text(content, SLUG, made_up)
    assert path == content / "questions" / f"{SLUG}.words.yaml"
    words, problems = check_words(path, content)
    assert [(problem.rule, problem.severity) for problem in problems] == [("not-reviewed", "warning")]
    assert words is not None
    assert not words.reviewed
    assert sum(map(len, words.paragraphs)) + sum(map(len, words.headings)) == 392
    first = words.paragraphs[0][0]
    assert (first.word, first.vowelled) == ("أعلنت", "أَعَلَنَتَ")
    assert (first.lemma, first.root, first.meaning, first.english) == ("", None, "", "")


def test_a_lemma_is_put_where_a_tool_knows_one(content):
    knows = {"أعلنت": "أعلن"}
    words, _ = check_words(
        annotate_text(content, SLUG, lambda: DraftingTools(fathas, lambda w: knows.get(w, ""))), content
    )
    assert words is not None
    assert [word.lemma for word in words.paragraphs[0][:2]] == ["أعلن", ""]


def test_a_word_whose_letters_the_tool_changed_stays_bare():
    assert list(vowelled_words("قبل الدعوة.", lambda sentence: "قَبِلَ الدعوى.")) == [
        ("قبل", "قَبِلَ"),
        ("الدعوة", "الدعوة"),
    ]
    assert list(vowelled_words("قبل الدعوة.", lambda sentence: "قَبِلَ")) == [("قبل", "قبل"), ("الدعوة", "الدعوة")]


def test_the_tool_gets_one_sentence_at_a_time_with_its_punctuation():
    seen: list[str] = []
    assert list(vowelled_words("جلس. ثم قام!", lambda sentence: seen.append(sentence) or sentence))
    assert seen == ["جلس.", "ثم قام!"]


def test_words_that_yaml_would_take_for_something_else_come_back_as_they_are(content):
    (content / "seeds" / "odd.txt").write_text("قال null ثم no و 010 و yes و 1,000 و café و ~.\n", "utf-8")
    words, problems = check_words(annotate_text(content, "odd", made_up), content)
    assert [problem.rule for problem in problems] == ["not-reviewed"]
    assert words is not None
    assert [word.word for word in words.paragraphs[0]][1::2] == ["null", "no", "010", "yes", "1,000", "café"]


def test_a_words_file_that_is_there_is_kept_unless_forced(content):
    path = content / "questions" / f"{SLUG}.words.yaml"
    path.write_text("precious", "utf-8")
    with pytest.raises(UserError, match="--force"):
        annotate_text(content, SLUG, made_up)
    assert path.read_text("utf-8") == "precious"
    annotate_text(content, SLUG, made_up, force=True)
    assert "reviewed: false" in path.read_text("utf-8")


def test_a_draft_that_cannot_be_put_in_its_place_leaves_nothing_behind(content, monkeypatch):
    def refuse(source: object, target: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(UserError, match="No space left"):
        annotate_text(content, SLUG, made_up)
    assert [path.name for path in (content / "questions").iterdir()] == [f"{SLUG}.yaml"]


def test_a_tool_that_fails_is_told_and_nothing_is_written(content):
    def fails(sentence: str) -> str:
        raise RuntimeError("no model")

    with pytest.raises(UserError, match="no model"):
        annotate_text(content, SLUG, lambda: DraftingTools(fails))
    assert len(list((content / "questions").iterdir())) == 1


@pytest.mark.parametrize("slug", ["nowhere", "", "../seeds/x", ".hidden", "a\0b"])
def test_a_text_that_is_not_there_is_told(content, slug):
    with pytest.raises(UserError, match=r"not found|invalid text name"):
        annotate_text(content, slug, made_up)


def test_progress_is_told_until_all_words_are_done(content, capsys):
    told: list[tuple[int, int]] = []
    annotate_text(content, SLUG, made_up, lambda done, total: told.append((done, total)))
    assert told[-1] == (392, 392)
    assert [done for done, _ in told] == sorted({done for done, _ in told})
    for done, total in told:
        progress_line(done, total)
    assert capsys.readouterr().err == "392/392 words — كلمات\n"


@pytest.fixture
def without_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the extra were not installed."""
    real = importlib.import_module

    def missing(name: str) -> object:
        if name in {"text2tashkeel", "simplemma"}:
            raise ModuleNotFoundError(f"No module named {name!r}")
        return real(name)

    monkeypatch.setattr(importlib, "import_module", missing)


def test_without_the_extra_one_line_in_both_languages_says_how_to_install_it(content, without_extra):
    run = CliRunner().invoke(fahm, ["annotate", SLUG, "--content", str(content)])
    assert run.exit_code == 1
    lines = run.stderr.splitlines()
    assert len(lines) == 1
    assert 'pip install "fahm[annotate]" — ' in lines[0]
    assert "ثبّت الإضافة" in lines[0]
    assert len(list((content / "questions").iterdir())) == 1


def test_the_tools_are_looked_for_only_when_there_is_something_to_draft(content, without_extra):
    with pytest.raises(UserError, match="extra"):
        drafting_tools()
    with pytest.raises(UserError, match="not found"):
        annotate_text(content, "nowhere", drafting_tools)


def test_the_command_prints_the_path_of_the_draft(content, monkeypatch):
    monkeypatch.setattr("webapp.cli.texts.annotate.drafting_tools", made_up)
    run = CliRunner().invoke(fahm, ["annotate", SLUG, "--content", str(content)])
    assert run.exit_code == 0
    assert run.stdout.strip() == str(content / "questions" / f"{SLUG}.words.yaml")
    assert run.stderr.strip() == "392/392 words — كلمات"
