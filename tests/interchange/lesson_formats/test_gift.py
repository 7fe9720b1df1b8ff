"""GIFT: the files that others wrote parse as they say, escapes and weights are read, and faults have their line."""

from __future__ import annotations

import json

import pytest

from conftest import ROOT
from interchange.lesson_formats.exchanging import fields, lesson_of, written
from question_types.asking import build
from webapp.interchange.lesson_formats import FORMATS
from webapp.interchange.lesson_formats.gift.gift_parser import parse_gift
from webapp.interchange.lesson_formats.gift.gift_tree import GiftAnswer, GiftNumber, GiftQuestion, GiftText
from webapp.interchange.lesson_formats.import_lesson import format_of, import_lesson
from webapp.interchange.lesson_formats.spellings import spellings

CASES = sorted((ROOT.parent / "shared" / "cases" / "gift").glob("*.gift"))
GIFT = FORMATS["gift"]


def whole(number: float | None) -> float | None:
    return int(number) if number is not None and number == int(number) else number


def text(words: GiftText | None) -> dict[str, str] | None:
    return None if words is None else {"format": words.format, "text": words.text}


def number(value: GiftNumber) -> dict[str, object]:
    if value.range is not None:
        return {"type": "range", "number": whole(value.number), "range": whole(value.range)}
    return {"type": "simple", "number": whole(value.number)}


def answer(given: GiftAnswer) -> dict[str, object]:
    said = number(given.text) if isinstance(given.text, GiftNumber) else text(given.text)
    return {
        "isCorrect": given.is_correct,
        "weight": whole(given.weight),
        "text": said,
        "feedback": text(given.feedback),
    }


def as_json(question: GiftQuestion) -> dict[str, object]:
    """An entry in the words of the cases' expected parse."""
    if question.kind == "Category":
        return {"type": "Category", "title": question.title}
    found: dict[str, object] = {
        "id": question.id,
        "tags": list(question.tags) or None,
        "type": question.kind,
        "title": question.title,
        "stem": text(question.stem),
        "hasEmbeddedAnswers": question.embedded,
    }
    if question.kind == "Description":
        return found
    found["globalFeedback"] = text(question.global_feedback)
    match question.kind:
        case "TF":
            first, second = question.feedback
            found |= {"isTrue": question.is_true, "trueFeedback": text(first), "falseFeedback": text(second)}
        case "MC" | "Short":
            found["choices"] = [answer(given) for given in question.answers]
        case "Numerical":
            one = question.answers[0]
            is_bare = len(question.answers) == 1 and one.feedback is None and one.weight is None
            alone = is_bare and isinstance(one.text, GiftNumber)
            found["choices"] = number(one.text) if alone else [answer(given) for given in question.answers]  # type: ignore[arg-type]
        case "Matching":
            found["matchPairs"] = [{"subquestion": text(pair.left), "subanswer": pair.right} for pair in question.pairs]
    return found


@pytest.mark.skipif(not CASES, reason="the cases that others wrote are not beside this folder")
def test_files_of_others_parse_as_they_say() -> None:
    assert len(CASES) == 25
    for case in CASES:
        questions, problems = parse_gift(case.read_text("utf-8"))
        assert [as_json(question) for question in questions] == json.loads(case.with_suffix(".json").read_text()), case
        assert problems == [], case
        assert format_of(case.read_bytes()) is GIFT, case


def came(source: str) -> list[dict[str, object]]:
    return [dict(values) for values in import_lesson(source.encode(), "gift", "نص.").questions]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("س{T}", {"type": "judgement", "answer": "true"}),
        ("س{FALSE#خطأ#صواب}", {"type": "judgement", "answer": "false", "why": {"true": "خطأ", "false": "صواب"}}),
        ("س{=أ ~ب ~ج}", {"type": "choice"}),
        ("س{~%50%أ ~%50%ب ~%-100%ج}", {"type": "multiple"}),
        ("س{~%100%أ ~ب}", {"type": "choice"}),
        ("س{=أ =%50%ب}", {"type": "short", "accept": ["أ", {"text": "ب", "share": 0.5}]}),
        ("س{=أ =%0%ب}", {"type": "short", "accept": ["أ"], "refuse": ["ب"]}),
        ("س{=القاهرة =القاهره}", {"type": "short", "accept": ["القاهرة"]}),
        ("س{#3.5}", {"type": "short", "accept": ["3.5"]}),
        ("س{=أ -> ١ =ب -> ٢ = -> ٣}", {"type": "match", "distractors": ["٣"]}),
        ("س{}", {"type": "open"}),
        ("قبل {=بوتين} الدعوة", {"type": "cloze", "text": "قبل [[بوتين]] الدعوة"}),
        ("س\\: \\{ \\} \\# \\= \\~ \\\\{=أ ~ب}", {"prompt": "س: { } # = ~ \\"}),
        ("سطر\\nثانٍ{=أ ~ب}", {"prompt": "سطر\nثانٍ"}),
    ],
)
def test_each_kind_of_answer(source: str, expected: dict[str, object]) -> None:
    (values,) = came(source)
    assert expected.items() <= values.items()


def test_tags_say_paragraph_and_process_and_the_rest_is_named() -> None:
    source = "// [id:day] [tag:paragraph-2] [tag:infer] [tag:week]\nس{=أ ~ب}"
    read = import_lesson(source.encode(), "gift", "أ.\n\nب.")
    (values,) = read.questions
    assert (values["id"], values["paragraph"], values["process"]) == ("day", 2, "infer")
    assert [(problem.rule, problem.line) for problem in read.problems] == [("tags", 2)]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("س{=أ ~ب", 1),
        ("أ{T}\n\nس{=أ} {~ب}", 3),
        ("س{#abc}", 1),
        ("س{=أ -> ب =ج}", 1),
        ("س}{", 1),
        ("س{" + "=أ" * 101 + "}", 1),
    ],
)
def test_what_cannot_be_read_is_named_by_its_line_and_the_rest_is_read(source: str, line: int) -> None:
    _, problems = parse_gift(source)
    assert [problem.line for problem in problems] == [line]


def test_a_category_and_an_answer_for_all_others_are_passed_over() -> None:
    read = import_lesson("$CATEGORY: x\n\nس{=أ =%0%*#لا}".encode(), "gift", "نص.")
    assert [values["accept"] for values in read.questions] == [["أ"]]
    assert [problem.rule for problem in read.problems] == ["any-answer"]


def test_pictures_are_named_and_markup_is_taken_out() -> None:
    source = '[html]<p>من\\: <b>هو</b>؟<script>x()</script></p><img src\\="a.png">{=أ ~ب}'
    read = import_lesson(source.encode(), "gift", "نص.")
    assert read.questions[0]["prompt"] == "من: هو؟"
    assert [problem.rule for problem in read.problems] == ["media", "code", "emphasis"]
    assert "a.png" in read.problems[0].message


def test_other_spellings_are_answers_of_their_own_elsewhere_and_one_here() -> None:
    assert spellings("أُمَّةٌ")[:3] == ("أُمَّةٌ", "أمة", "امه")
    question = build("short", id="a", prompt="من؟", accept=["أُمَّةٌ"])
    raw = written(lesson_of([question]), GIFT)
    assert "=امه" in raw.decode()
    bare = "\n".join(line for line in raw.decode().splitlines() if "fahm:" not in line)
    (values,) = import_lesson(bare.encode()).questions
    came = fields(values) or {}
    assert (came["type"], came["accept"]) == ("short", [{"text": "أُمَّةٌ"}])


def test_what_was_changed_elsewhere_counts() -> None:
    question = build(
        "choice", id="a", prompt="من؟", hints=["انظر."], options=[{"text": "أ", "correct": True}, {"text": "ب"}]
    )
    raw = written(lesson_of([question]), GIFT).decode()
    (same,) = import_lesson(raw.encode()).questions
    (other,) = import_lesson(raw.replace("من؟{", "متى؟{").encode()).questions
    assert same["hints"] == ["انظر."]
    assert (other["prompt"], "hints" in other) == ("متى؟", False)


def test_a_file_in_another_encoding_is_read() -> None:
    source = "متى؟{=الخميس ~الجمعة}"
    assert import_lesson(source.encode("cp1256"), "gift", "نص.").questions == tuple(came(source))
