"""What cannot be seen in a file is understood where one meaning is possible, and named where not."""

from __future__ import annotations

from pathlib import Path

import pytest

from webapp.content import Lesson, check_file
from webapp.content.lesson_compiler import compile_lesson
from webapp.domain.problem import Problem

HERE = Path(__file__).parent
RIVER = (HERE / "questions" / "river.yaml").read_text(encoding="utf-8")
TEXT = (HERE / "seeds" / "river.txt").read_text(encoding="utf-8")


def compiled(yaml: str, text: str = TEXT) -> tuple[Lesson | None, list[Problem]]:
    return compile_lesson("river", yaml.encode(), "river.yaml", lambda name: text.encode())


def changed(old: str, new: str) -> str:
    assert old in RIVER
    return RIVER.replace(old, new, 1)


@pytest.mark.parametrize(
    "old, new",
    [
        ("    paragraph: 1", "    \u200fparagraph: 1"),
        ("    paragraph: 1", "    paragraph\u200f: 1"),
        ("    paragraph: 1", "    paragraph: 1\u200f"),
        ("    paragraph: 1", "    paragraph:\u200f 1"),
        ("    paragraph: 1", "    paragraph:\u00a01"),
        ("    paragraph: 1", "\u00a0\u00a0\u00a0\u00a0paragraph: 1"),
        ("    paragraph: 1", "  \u202f paragraph: 1"),
        ("    paragraph: 1", "\u200f    paragraph: 1"),
        ("level: A2", "level: A2\u200f"),
        ("level: A2", "\u2067level: A2\u2069"),
        ("type: short", "type: sh\u200dort"),
        ("text: river.txt", "text: river.txt\u200e"),
        ("  - id: which-day", "  -\u00a0id: which-day"),
        ("  - id: which-day", "  -\u200fid: which-day"),
        ("  - id: which-day", "\u200f  - id: which-day"),
        ("id: which-day", "id: \ufeffwhich-day"),
    ],
)
def test_an_invisible_mark_in_a_key_or_a_plain_value_is_passed_over_and_named(old: str, new: str) -> None:
    lesson, problems = compiled(changed(old, new))
    assert {(problem.rule, problem.severity) for problem in problems} == {("invisible-mark", "warning")}
    line = next(n for n, row in enumerate(changed(old, new).split("\n"), 1) if new in row)
    assert problems[0].line == line
    assert "U+" in problems[0].message
    assert lesson
    assert [item.question.version for item in lesson.items] == [
        item.question.version
        for item in compiled(RIVER)[0].items  # type: ignore[union-attr]
    ]


def test_a_sign_that_cuts_a_text_short_is_told_at_its_place() -> None:
    lesson, problems = compiled(changed("prompt: مع من خرجت سلمى؟", "prompt: ما الوسم #القرية؟"))
    assert [(problem.rule, problem.line, problem.column) for problem in problems] == [("comment-in-text", 9, 22)]
    assert lesson
    for quiet in ("prompt: ما الوسم؟ # ملاحظة", 'prompt: "ما الوسم #القرية؟"', "prompt: ما#القرية؟"):
        assert compiled(changed("prompt: مع من خرجت سلمى؟", quiet))[1] == []


def test_marks_within_prose_stay_and_are_not_told() -> None:
    lesson, problems = compiled(changed("prompt: مع من", "prompt: \u200fمع\u200cمن"))
    assert problems == []
    assert lesson
    assert lesson.items[0].question.prompt.startswith("\u200fمع\u200cمن")


@pytest.mark.parametrize(
    "old, new",
    [
        ("paragraph: 1", "paragraph: ١"),
        ("type: choice", "points: ٢\n    type: choice"),
        ("type: choice", "points: ٠٫٥\n    type: choice"),
        ("type: choice", "points: ٠،٥\n    type: choice"),
        ("type: choice", "points: ۲\n    type: choice"),
        ("level: A2", "level: A٢"),
        ("level: A2", "level: A2\ntries: ٢"),
        ("level: A2", "level: A2\nheadings: [٢، ٩]"),
    ],
)
def test_arabic_digits_are_numbers(old: str, new: str) -> None:
    lesson, problems = compiled(changed(old, new))
    assert lesson
    assert {problem.rule for problem in problems} <= {"arabic-comma"}


def test_words_are_no_numbers() -> None:
    assert [problem.rule for problem in compiled(changed("paragraph: 1", "paragraph: واحد"))[1]] == ["bad-value"]


@pytest.mark.parametrize(
    "items, expected",
    [
        ("[السبت، صباح السبت]", ["السبت", "صباح السبت"]),
        ("[السبت؛ صباح السبت]", ["السبت", "صباح السبت"]),
        ("[السبت، صباح السبت, يوم السبت]", ["السبت", "صباح السبت", "يوم السبت"]),
        ("[السبت,صباح السبت]", ["السبت", "صباح السبت"]),
    ],
)
def test_an_arabic_comma_parts_the_wordings_of_a_list(items: str, expected: list[str]) -> None:
    lesson, problems = compiled(changed("[السبت, صباح السبت]", items))
    assert [(problem.rule, problem.severity) for problem in problems] == (
        [("arabic-comma", "warning")] if "،" in items or "؛" in items else []
    )
    assert lesson
    question = lesson.items[1].question
    assert [accepted["text"] for accepted in question.model_dump()["accept"]] == expected
    assert question.grade("السبت").verdict == "accepted"


@pytest.mark.parametrize("items", ['["السبت، صباح السبت"]', "[مصر، والسودان]"])
def test_a_comma_that_may_belong_to_a_wording_is_refused_by_name(items: str) -> None:
    lesson, problems = compiled(changed("[السبت, صباح السبت]", items))
    assert lesson is None
    assert [problem.rule for problem in problems] == ["arabic-comma"]


def test_an_arabic_comma_between_keys_in_braces_is_read_as_one() -> None:
    lesson, problems = compiled(changed("{text: مع أخيها, correct", "{text: مع أخيها، correct"))
    assert lesson
    assert [(problem.rule, problem.line) for problem in problems] == [("arabic-comma", 12)]


def test_a_list_too_short_without_its_arabic_commas_is_parted() -> None:
    question = """
  - id: way
    paragraph: 1
    type: poll
    prompt: هل أعجبك النص؟
    when: after
    options: [نعم، لا، لا أدري]
"""
    lesson, problems = compiled(RIVER + question.lstrip("\n"))
    assert [problem.rule for problem in problems] == ["arabic-comma"]
    assert lesson
    assert [choice.text for choice in lesson.items[2].question.choices()] == ["نعم", "لا", "لا أدري"]


@pytest.mark.parametrize(
    "in_text, in_quote",
    [
        ("مع\u00a0أخيها", "مع أخيها"),
        ("مع أخيها", '"مع\u00a0أخيها"'),
        ("مع أخ\u200fيها", "مع أخيها"),
        ("مع أخيها", "مع أخ\u200bيها"),
        ("مع أخي\u064e\u0651ها", "مع أخي\u0651\u064eها"),
        ("مع ا\u0654خيها", "مع أخيها"),
    ],
)
def test_evidence_that_looks_the_same_is_found_with_a_warning(in_text: str, in_quote: str) -> None:
    text = TEXT.replace("مع أخيها", in_text, 1)
    lesson, problems = compiled(changed("[مع أخيها]", f"[{in_quote}]"), text)
    rules = {problem.rule: problem.severity for problem in problems}
    assert rules.pop("evidence-unseen") == "warning"
    assert set(rules) <= {"invisible-mark"}
    assert lesson
    (span,) = lesson.items[0].evidence
    words = lesson.text.paragraph(1).text[span.start : span.end]
    assert words == in_text
    assert lesson.items[0].question.evidence == (in_text,)


def test_evidence_over_two_verses_is_found_without_a_word() -> None:
    poem = "أقبل الصبح على الوادي\nفاستفاق الطير في الشجر\nوجرى النهر كخيط\n"
    yaml = changed("[مع أخيها]", "[على الوادي فاستفاق]").replace("[صباح السبت]", "[النهر]")
    lesson, problems = compiled(yaml, poem)
    assert problems == []
    assert lesson
    assert lesson.items[0].question.evidence == ("على الوادي\nفاستفاق",)


def test_a_double_space_in_the_text_hides_no_evidence() -> None:
    lesson, problems = compiled(RIVER, TEXT.replace("مع أخيها", "مع  أخيها", 1))
    assert problems == []
    assert lesson


def test_evidence_with_another_mark_is_still_missing() -> None:
    assert [problem.rule for problem in compiled(changed("[مع أخيها]", "[مَعَ أخيها]"))[1]] == ["evidence-missing"]


@pytest.mark.parametrize("control", ["\0", "\x07", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\x9f", "\ufffe"])
def test_a_control_character_in_a_text_is_refused_at_its_place(control: str) -> None:
    text = f"سطر أول.\nسطر {control}ثانٍ.\n"
    lesson, problems = compiled(RIVER, text)
    assert lesson is None
    refused = [problem for problem in problems if problem.rule == "control-character"]
    assert [(problem.path, problem.line, problem.column) for problem in refused] == [("seeds/river.txt", 2, 5)]


@pytest.mark.parametrize("control", ["\0", "\x07", "\x0b", "\x1b", "\x7f", "\x9f"])
def test_a_control_character_in_a_question_file_is_refused_at_its_place(control: str) -> None:
    lesson, problems = compiled(changed("title: عند", f"title: عند{control}"))
    assert lesson is None
    assert [(problem.rule, problem.line, problem.column) for problem in problems] == [("yaml", 2, 11)]


def test_the_invisible_marks_of_a_text_are_counted_at_the_first() -> None:
    lesson, problems = compiled(RIVER, TEXT.replace("سلمى", "\u200fسلمى\u200f", 1))
    assert lesson
    assert [(problem.path, problem.rule, problem.severity) for problem in problems] == [
        ("seeds/river.txt", "invisible-mark", "warning")
    ]
    assert problems[0].message.startswith("2 invisible")


def test_the_files_of_the_repository_have_none() -> None:
    assert check_file(HERE / "questions" / "river.yaml", HERE)[1] == []
