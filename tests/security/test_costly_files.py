"""Question files and texts that are made to cost: the largest that the desk takes are read in a moment.

A pattern that looks through a line again for each of its characters keeps a whole process from its readers, and no
profile sees it: such a test ends by its time limit. Where the work is in calls of functions, these are counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from assessment.test_marking_budget import calls, counted
from conftest import ARTICLE, SLUG
from webapp.arabic.tokenizer import sentences
from webapp.assessment.authoring.line_difference import line_difference
from webapp.assessment.authoring.text_check import check_text
from webapp.config import Config
from webapp.content.compiled_files import check_file
from webapp.content.editing.line_merge import merge_lines
from webapp.content.editing.question_merge import merge_questions
from webapp.content.lesson_compiler import MAX_WORDINGS
from webapp.content.parsing.text_parser import parse_text
from webapp.content.parsing.yaml_parser import read_tree
from webapp.content.text_editing.block_steps import split_points
from webapp.content.text_editing.text_blocks import Block
from webapp.domain.problem import Problem
from webapp.domain.user_error import UserError
from webapp.interchange.text_sources import MAX_UPLOAD_BYTES, pasted_text, text_of_file
from webapp.web.teacher.question_forms.model_fields import ModelField
from webapp.web.teacher.question_forms.word_picker import WordPicker

pytestmark = pytest.mark.no_cover  # what is run here is run by other tests too, with files of a usual size
LARGEST = Config(Path(), Path()).max_form_bytes // 2  # Arabic letters have two bytes
CALLS = 10_000_000
"""A second or two, for a file of the greatest size."""
HEAD = f"text: {SLUG}.txt\ntitle: نص\nlevel: B2\nquestions:\n"
SHORT = "  - {id: a, paragraph: whole, type: short, process: infer, prompt: من؟, accept: [بوتين], why: x, evidence: ["


def filled(unit: str, length: int = LARGEST) -> str:
    return (unit * (length // len(unit) + 1))[:length]


def compiled(text: str) -> list[Problem]:
    path = ARTICLE / "questions" / f"{SLUG}.yaml"
    _, problems = check_file(path, ARTICLE, lambda file: text.encode() if file == path else file.read_bytes())
    return problems


@pytest.mark.parametrize(
    "line",
    [
        filled("\u200f") + "a: b",
        filled("\u200f-") + "a: b",
        "a: " + filled(" ", LARGEST // 2) + filled("ب", LARGEST // 2) + " # b",
        "a: " + filled("ب # ") + "x",
        "a: " + filled("ب #") + "x",
    ],
)
def test_no_line_of_a_file_is_looked_through_again_for_each_of_its_characters(line: str) -> None:
    assert read_tree(f"{line}\n".encode(), "a.yaml")


@pytest.mark.parametrize("unit", [".", "؟!", ".)", "…»\u200f", ". ", "«.»", "د."])
def test_no_line_of_a_text_is_looked_through_again_for_each_of_its_stops(unit: str) -> None:
    assert sentences(f"كلمة {filled(unit)}كلمة")


def files() -> Iterator[tuple[str, str]]:
    for quote in ("كلمة ليست هنا", "ا", "اليوم الخميس ليس"):
        yield quote, HEAD + SHORT + ", ".join(f"{quote} {n}" for n in range(6000)) + "]}\n"
        notes = "".join(f"  - {{paragraph: 1, words: {quote} {n}, note: x}}\n" for n in range(2500))
        yield f"notes {quote}", HEAD.replace("questions:", f"notes:\n{notes}questions:") + SHORT + "اليوم الخميس]}\n"
    yield "one letter", HEAD + SHORT + ", ".join(["ا"] * 10_000) + "]}\n"
    gaps = "  - {{id: a{n}, paragraph: 1, type: cloze, process: infer, prompt: x, text: '{text}'}}\n"
    yield "brackets", HEAD + "".join(gaps.format(n=n, text="[[" * 990) for n in range(120))
    bank = ", ".join(f"كلمة{n}" for n in range(15_000))
    yield "bank", HEAD + gaps.format(n=1, text="[[كلمة]] هنا").replace("}\n", f", bank: [{bank}]}}\n")
    wordings, phrases = (
        ", ".join(f"{words}{n}" for n in range(n)) for words, n in (("kalima", 16_000), ("ا ب ج ", 12_000))
    )
    for key in (
        f"accept: [{wordings}]",
        f"accept: [{phrases}]",
        f"require: [[{wordings}]]",
        f"accept: [ا], refuse: [{wordings}]",
    ):
        yield key[:30], HEAD + SHORT.replace("accept: [بوتين]", key) + "اليوم الخميس]}\n"
    yield "hints", HEAD + SHORT.replace("evidence: [", f"hints: [{wordings}], evidence: [") + "اليوم الخميس]}\n"
    gap = "|".join(f"kalima{n}" for n in range(16_000))
    yield "wordings of a gap", HEAD + gaps.format(n=1, text=f"[[{gap}]] هنا")
    spellings = "  - {{id: a, paragraph: 1, type: root, process: infer, prompt: x, word: كتب, root: {}, pattern: {}}}\n"
    yield "roots", HEAD + spellings.format(f"[{', '.join(['ك ت ب'] * 12_000)}]", "فعل")
    yield "patterns", HEAD + spellings.format("ك ت ب", f"[{wordings}]")


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in files()])
def test_a_file_of_the_greatest_size_is_compiled_in_a_moment(text: str) -> None:
    assert len(text.encode()) <= Config(Path(), Path()).max_form_bytes
    assert calls(lambda: compiled(text)) < CALLS


def keys(questions: int, count: int, form: str) -> str:
    """A file of typed questions with so many wordings or gaps each; no two are the same."""
    return HEAD + "".join(
        form.format(n=n, all=" ".join(f"[[ك{n}د{at}]]" for at in range(count)))
        if "cloze" in form
        else form.format(n=n, all=", ".join(f"ك{n}د{at}" for at in range(count)))
        for n in range(questions)
    )


GAPS = "  - {{id: a{n}, paragraph: 1, type: cloze, process: infer, prompt: x, text: '{all}'}}\n"
ACCEPT = "  - {{id: a{n}, paragraph: 1, type: short, process: infer, prompt: x, accept: [{all}]}}\n"


@pytest.mark.parametrize("form, questions, count", [(GAPS, 36, 100), (GAPS, 200, 18), (ACCEPT, 80, 100)])
def test_a_file_has_a_number_of_gaps_and_wordings(form: str, questions: int, count: int) -> None:
    called, problems = counted(lambda: compiled(keys(questions, count, form)))
    assert [problem.rule for problem in problems if problem.severity == "error"] == ["too-many-wordings"]
    assert called < CALLS // 4
    fitting = keys(MAX_WORDINGS // count, count, form)
    called, problems = counted(lambda: compiled(fitting))
    assert not [problem for problem in problems if problem.severity == "error"]
    assert called < CALLS // 4


def test_an_exact_quote_that_stands_twice_is_still_refused() -> None:
    (problem,) = [problem for problem in compiled(HEAD + SHORT + "في]}\n") if problem.severity == "error"]
    assert problem.rule == "evidence-twice"


def test_the_first_missing_quotes_are_told_with_what_may_be_meant() -> None:
    text = HEAD + SHORT + ", ".join(["اليوم الخميس ليس هنا"] * 30) + "]}\n"
    said = [problem.message for problem in compiled(text) if problem.rule == "evidence-missing"]
    assert sum("Only the beginning is" in message for message in said) == 20
    assert len(said) == 30


def test_two_versions_of_alike_lines_are_compared_in_a_moment() -> None:
    """Each line stands forty times, and between any two that are alike stands one that is not."""
    old, new = ("\n".join(f"x{n % 50}\n{sign}{n}" for n in range(1990)) for sign in "ab")
    before, after = f"أول\n{old}\nواحد", f"آخر\n{new}\nواحد\nاثنان"
    called, lines = counted(lambda: line_difference(before, after))
    assert called < CALLS
    assert [line.text for line in lines if line.kind in ("removed", "same")] == before.split("\n")
    assert [line.text for line in lines if line.kind in ("added", "same")] == after.split("\n")
    assert [line.text for line in lines if line.kind == "same"][-1] == "واحد"


def test_a_file_of_many_gaps_is_checked_without_its_rehearsal() -> None:
    """An answer to one gap is marked with all others filled: the work grows with the square of the gaps."""
    gaps = " ".join(f"[[كلمة{n}]]" for n in range(120))
    text = f"  - {{id: a, paragraph: 1, type: cloze, process: infer, prompt: x, text: '{gaps}'}}\n"
    path = ARTICLE / "questions" / f"{SLUG}.yaml"
    checked = check_text((HEAD + text).encode(), path, ARTICLE)
    assert checked.lesson
    assert not checked.rehearsed


def test_ticking_every_other_word_of_a_long_text_costs_no_more_than_a_moment() -> None:
    picker = WordPicker(parse_text("long.txt", f"{filled('كلمة ', 60_000)}.\n"), 1)
    field = ModelField("evidence", "texts", quoted="once")
    ticked = {"words": [f"1:{2 * n}" for n in range(6000)], "kept": []}
    missing = [f"كلمة ليست هنا {n}" for n in range(3000)]
    assert calls(lambda: picker.quotes(field, ticked, missing)) < CALLS


@pytest.mark.parametrize("end", [b"", b"<p>", b"<html>"])
def test_a_row_of_comments_before_a_page_is_read_in_one_way(end: bytes) -> None:
    with suppress(UserError):
        text_of_file(b"<!---->" * 500 + end)


@pytest.mark.parametrize("line", ["ا\n", "ا\n\n", "ا.\r", "- ا\n", "سامي: لا\n", "\n", "\x85", "ا "])
def test_a_text_of_too_many_lines_or_words_is_refused_before_they_are_compared(line: str) -> None:
    typed = filled(line, MAX_UPLOAD_BYTES // 2)
    called, refused = counted(lambda: _refused(typed))
    assert refused
    assert called < CALLS // 10


def _refused(typed: str) -> bool:
    try:
        pasted_text(typed)
    except UserError:
        return True
    return False


def file_of(order: Iterable[int], prompt: str) -> bytes:
    entries = (f"  - {{id: q{n}, type: short, prompt: {prompt}{n}, accept: [x]}}\n" for n in order)
    return (HEAD + "".join(entries)).encode()


def test_files_that_differ_in_every_question_are_not_merged_one_by_one() -> None:
    base, theirs, mine = file_of(range(900), "a"), file_of(range(900), "a") + b"# x\n", file_of(range(900)[::-1], "b")
    called, merged = counted(lambda: merge_questions(base, theirs, mine))
    assert called < CALLS
    assert merged.raw is None


def test_texts_of_the_same_line_are_merged_in_a_moment() -> None:
    same = "x\n" * 20_000
    assert calls(lambda: merge_lines(same, f"a\n{same}b\n", f"c\n{same}d\n")) < CALLS
    assert merge_lines("x\n" * 300, "a\n" + "x\n" * 300, "x\n" * 300 + "b\n") == "a\n" + "x\n" * 300 + "b\n"


@pytest.mark.parametrize("block", [Block("list", ("- اب",) * 10_000), Block("paragraph", ("ابت. " * 18_000,))])
def test_the_places_to_split_a_long_block_are_found_in_a_moment(block: Block) -> None:
    called, points = counted(lambda: split_points(block))
    assert len(points) >= 9_999
    assert called < CALLS // 10
    assert block.words[points[5] :].startswith(("- اب", "ابت."))


def test_the_keys_of_many_gaps_are_worked_out_once() -> None:
    """A check of a file asks for them nine times, and each gap is compared with all the others."""
    path = ARTICLE / "questions" / f"{SLUG}.yaml"
    raw = keys(1, 100, GAPS).encode()
    lesson, _ = check_file(path, ARTICLE, lambda file: raw if file == path else file.read_bytes())
    assert lesson
    question = lesson.items[0].question
    assert len(question.typed_keys()) == 100
    assert calls(question.typed_keys) < 10_000  # a tenth of one look at each pair
