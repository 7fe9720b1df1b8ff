"""Moodle XML: each kind of its questions comes in, and what goes out is set from right to left."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from interchange.lesson_formats.exchanging import lesson_of, written
from question_types.asking import build
from webapp.interchange.lesson_formats import FORMATS
from webapp.interchange.lesson_formats.import_lesson import format_of, import_lesson
from webapp.interchange.text_sources.source_text import Unreadable

MOODLE = FORMATS["moodle-xml"]
NAME = "<name><text>day</text></name>"
ASKED = '<questiontext format="html"><text>&lt;p&gt;متى &lt;b&gt;صدر&lt;/b&gt;؟&lt;/p&gt;</text></questiontext>'


def quiz(kind: str, *parts: str) -> bytes:
    body = f'<question type="{kind}">{NAME}{ASKED}{"".join(parts)}</question>'
    return f'<?xml version="1.0" encoding="UTF-8"?><quiz>{body}</quiz>'.encode()


def answer(text: str, fraction: float, feedback: str = "") -> str:
    note = f"<feedback><text>{feedback}</text></feedback>" if feedback else ""
    return f'<answer fraction="{fraction:g}"><text>{text}</text>{note}</answer>'


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (quiz("multichoice", answer("أ", 100, "نعم"), answer("ب", 0)), {"type": "choice"}),
        (
            quiz("multichoice", "<single>false</single>", answer("أ", 50), answer("ب", 50), answer("ج", -100)),
            {"type": "multiple"},
        ),
        (
            quiz("truefalse", answer("true", 0, "لا"), answer("false", 100)),
            {"type": "judgement", "answer": "false", "why": {"true": "لا"}},
        ),
        (
            quiz("shortanswer", answer("أ\\*", 100), answer("ب", 50, "نصف"), answer("ج", 0)),
            {"accept": ["أ*", {"text": "ب", "share": 0.5, "note": "نصف"}], "refuse": ["ج"]},
        ),
        (quiz("numerical", answer("12", 100)), {"type": "short", "accept": ["12"]}),
        (
            quiz(
                "matching",
                "<subquestion><text>أ</text><answer><text>١</text></answer></subquestion>",
                "<subquestion><text>ب</text><answer><text>٢</text></answer></subquestion>",
                "<subquestion><text></text><answer><text>٣</text></answer></subquestion>",
            ),
            {"type": "match", "distractors": ["٣"]},
        ),
        (quiz("essay", "<graderinfo><text>أن يذكر اليوم.</text></graderinfo>"), {"model": "أن يذكر اليوم."}),
        (quiz("ordering", answer("أ", 1), answer("ب", 1), answer("ج", 1)), {"items": ["أ", "ب", "ج"]}),
    ],
)
def test_each_kind_of_question(raw: bytes, expected: dict[str, object]) -> None:
    assert format_of(raw) is MOODLE
    read = import_lesson(raw, text="نص.")
    assert [problem.rule for problem in read.problems] == ["emphasis"]
    (values,) = read.questions
    assert (values["id"], values["prompt"]) == ("day", "متى صدر؟")
    assert expected.items() <= values.items()


def test_gaps_in_a_text_come_in() -> None:
    text = "املأ.\n&lt;br&gt;قبل {1:SHORTANSWER:=بوتين~=الرئيس} دعوة {1:MC:=كيم~بايدن}."
    asked = f"<questiontext><text>{text}</text></questiontext>"
    raw = quiz("cloze").replace(ASKED.encode(), asked.encode())
    (values,) = import_lesson(raw, text="نص.").questions
    assert values["text"] == "قبل [[بوتين|الرئيس]] دعوة [[كيم]]."
    assert values["bank"] == ["بايدن"]


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        (quiz("multichoice", answer("أ", 100), answer("ب", 50)), "weights"),
        (quiz("multichoice", "<tags><tag><text>x</text></tag></tags>", answer("أ", 100), answer("ب", 0)), "tags"),
        (quiz("shortanswer", answer("أ*", 100)), "any-words"),
        (quiz("shortanswer", answer("أ", 100), answer("*", 0, "لا")), "any-answer"),
        (quiz("numerical", '<answer fraction="100"><text>3</text><tolerance>1</tolerance></answer>'), "number-range"),
        (quiz("essay", "<generalfeedback><text>حسن</text></generalfeedback>"), "general-feedback"),
        (quiz("calculated"), "no-such-question"),
        (quiz("essay", '<file name="a.png" encoding="base64">AAAA</file>'), "media"),
    ],
)
def test_what_is_not_taken_is_named(raw: bytes, rule: str) -> None:
    assert rule in [problem.rule for problem in import_lesson(raw, text="نص.").problems]


def test_parts_are_set_from_right_to_left_and_other_spellings_are_answers() -> None:
    question = build("short", id="a", prompt="من <قبل>؟", accept=["أحمد"], refuse=["علي"], hints=["انظر."])
    root = ElementTree.fromstring(written(lesson_of([question]), MOODLE))
    asked = [part.text or "" for part in root.findall("question/questiontext/text")]
    assert asked[-1] == '<p dir="rtl" lang="ar">من &lt;قبل&gt;؟</p>'
    assert all('dir="rtl"' in (text.text or "") for text in root.findall("question/hint/text"))
    answers = {part.findtext("text"): part.get("fraction") for part in root.iter("answer")}
    assert answers == {"علي": "0", "أحمد": "100", "احمد": "100"}


def test_required_ideas_are_written_with_anything_around_them() -> None:
    question = build("short", id="a", prompt="لماذا؟", require=[["دعوة", "طلب"], ["زيارة"]], model="دعوة إلى زيارة")
    root = ElementTree.fromstring(written(lesson_of([question]), MOODLE))
    patterns = {part.findtext("text") for part in root.iter("answer")}
    assert patterns == {"*دعوة*زيارة*", "*طلب*زيارة*", "*زيارة*دعوة*", "*زيارة*طلب*"}


@pytest.mark.parametrize(
    "raw",
    [
        b'<!DOCTYPE quiz [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz><question>&a;</question></quiz>',
        b'<!DOCTYPE quiz [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;">]><quiz>&b;</quiz>',
        b"<quiz>" + b"<a>" * 5000,
        b"<quiz>" + b"<question/>" * 100_000 + b"</quiz>",
        b"<quiz><question></quiz>",
        b"<other/>",
    ],
)
def test_hostile_xml_is_refused(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        import_lesson(raw, "moodle-xml", "نص.")


PAIRS = "".join(
    f"<subquestion><text>{left}</text><answer><text>{left}ة</text></answer></subquestion>" for left in ("أ", "ب", "ج")
)


@pytest.mark.parametrize(
    ("raw", "expected", "rule"),
    [
        (quiz("multichoice", answer("أ", 100), answer("ب", 100), answer("ج", 0)), {"type": "multiple"}, "any-right"),
        (quiz("shortanswer", "<usecase>1</usecase>", answer("Cairo", 100)), {"exact": True}, ""),
        (quiz("numerical", answer("5", 100), "<units><unit/></units>"), {"accept": ["5"]}, "units"),
        (quiz("essay", "<minwordlimit>50</minwordlimit>"), {"words": 50}, ""),
        (quiz("essay", "<responsetemplate><text>ابدأ</text></responsetemplate>"), {"type": "open"}, "template"),
        (quiz("essay", "<attachments>2</attachments>"), {"type": "open"}, "attachments"),
        (
            quiz("matching", PAIRS, "<correctfeedback><text>نعم</text></correctfeedback>"),
            {"type": "match"},
            "combined-feedback",
        ),
        (quiz("shortanswer", answer("أ", 100), "<penalty>0.5</penalty>"), {"accept": ["أ"]}, "penalty"),
        (quiz("shortanswer", answer("أ", 100), "<penalty>0.3333333</penalty>"), {"accept": ["أ"]}, ""),
    ],
)
def test_what_moodle_has_besides_is_taken_or_said(raw: bytes, expected: dict[str, object], rule: str) -> None:
    read = import_lesson(raw, text="نص.")
    (values,) = read.questions
    assert expected.items() <= values.items()
    assert [problem.rule for problem in read.problems if problem.rule != "emphasis"] == [rule] * bool(rule)


def drag(word: str) -> str:
    return f"<dragbox><text>{word}</text></dragbox>"


def asked(kind: str, words: str, *parts: str) -> bytes:
    body = f"<questiontext><text>{words}</text></questiontext>{''.join(parts)}"
    return f'<quiz><question type="{kind}">{NAME}{body}</question></quiz>'.encode()


@pytest.mark.parametrize(
    ("raw", "text", "rules"),
    [
        (asked("cloze", "كم؟ {1:NUMERICAL:=5}."), "[[5]].", []),
        (asked("cloze", "كم؟ {1:NUMERICAL:=5:0.1}."), "[[5]].", ["weights"]),
        (asked("cloze", "{1:MULTIRESPONSE:=أ~=ب~ج}"), "[[أ|ب]]", ["weights"]),
        (asked("cloze", "{1:MC:=أ~ب} و{1:MC:=ج~د}"), "[[أ]] و[[ج]]", ["gap-words"]),
        (
            asked(
                "gapselect", "القط [[2]] هنا.", *(f"<selectoption><text>{word}</text></selectoption>" for word in "قج")
            ),
            "القط [[ج]] هنا.",
            [],
        ),
        (asked("ddwtos", "القط [[1]].", drag("نام"), drag("قام")), "القط [[نام]].", []),
    ],
)
def test_gaps_of_moodle(raw: bytes, text: str, rules: list[str]) -> None:
    read = import_lesson(raw, text="نص.")
    assert [values["text"] for values in read.questions] == [text]
    assert [problem.rule for problem in read.problems] == rules


def test_programs_formulas_links_and_tables_in_a_question_are_said() -> None:
    page = (
        "<p>انظر <a href='https://x.example/a'>هنا</a>.</p><script>alert(1)</script>"
        "<math><msup><mi>x</mi><mn>2</mn></msup></math><table><tr><td>أ</td><td>ب</td></tr></table>"
    )
    read = import_lesson(asked("shortanswer", f"<![CDATA[{page}]]>", answer("أ", 100)), text="نص.")
    assert read.questions[0]["prompt"] == "انظر هنا.\nx2\nأ | ب"
    assert [problem.rule for problem in read.problems] == ["code", "formula", "link"]


def test_an_exact_answer_is_exact_in_moodle_too() -> None:
    question = build("short", id="a", prompt="من؟", accept=["Cairo"], exact=True)
    assert b"<usecase>1</usecase>" in written(lesson_of([question]), MOODLE)
