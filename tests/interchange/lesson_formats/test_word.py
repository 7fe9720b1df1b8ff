"""Word documents: questions as teachers type them come in, and a text goes out from right to left with its key."""

from __future__ import annotations

import pytest

from interchange.lesson_formats.exchanging import lesson_of, written
from interchange.text_sources.documents import paragraph, word_document
from question_types.asking import build
from webapp.interchange.lesson_formats import FORMATS
from webapp.interchange.lesson_formats.import_lesson import format_of, import_lesson
from webapp.interchange.text_sources.source_text import Unreadable
from webapp.interchange.text_sources.word_document import word_html

WORD = FORMATS["docx"]
BOLD, UNDERLINED, BRIGHT = "<w:b/>", '<w:u w:val="single"/>', '<w:highlight w:val="yellow"/>'


def run(words: str, style: str) -> str:
    return f'<w:p><w:r><w:rPr>{style}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


def came(*lines: str) -> list[dict[str, object]]:
    body = "".join(line if line.startswith("<") else paragraph(line) for line in lines)
    return [dict(values) for values in import_lesson(word_document(body), "docx", "نص.").questions]


@pytest.mark.parametrize(
    "marked", [*(run("ب) بوتين", style) for style in (BOLD, UNDERLINED, BRIGHT)), "*ب) بوتين", "ب) بوتين ✓"]
)
def test_the_right_option_is_marked_as_teachers_do(marked: str) -> None:
    (values,) = came("1. من قبل الدعوة؟", "أ) كيم", marked, "ج) بايدن")
    assert values["type"] == "choice"
    assert values["options"] == [{"text": "كيم"}, {"text": "بوتين", "correct": True}, {"text": "بايدن"}]


@pytest.mark.parametrize("answer", ["الجواب: ب", "الإجابة الصحيحة: بوتين", "Answer: B", "ج/ (ب)"])
def test_or_named_below_its_options(answer: str) -> None:
    (values,) = came("س1: من قبل الدعوة؟", "أ- كيم", "ب- بوتين", answer)
    assert values["options"] == [{"text": "كيم"}, {"text": "بوتين", "correct": True}]


def test_other_kinds_of_question() -> None:
    typed, judged, essay = came(
        "١. متى صدر الإعلان؟", "الجواب: الخميس / يوم الخميس", "٢- صدر الإعلان يوم الأحد.", "الجواب: خطأ", "٣) ما رأيك؟"
    )
    assert (typed["type"], typed["accept"]) == ("short", ["الخميس", "يوم الخميس"])
    assert (judged["type"], judged["answer"]) == ("judgement", "false")
    assert essay["type"] == "open"


def test_a_key_behind_the_questions_and_the_text_before_them() -> None:
    lines = (
        "خرجت سلمى.",
        "وعادت مساءً.",
        "1. من خرج؟",
        "أ) سلمى",
        "ب) علي",
        "2. متى عادت؟",
        "مفتاح الإجابة",
        "1. أ",
        "2. مساءً",
    )
    body = paragraph("رحلة", "Heading1") + "".join(map(paragraph, lines))
    raw = word_document(body)
    assert format_of(raw) is WORD
    read = import_lesson(raw)
    assert (read.title, read.text.split("\n\n")) == ("رحلة", ["خرجت سلمى.", "وعادت مساءً."])
    first, second = read.questions
    assert first["options"] == [{"text": "سلمى", "correct": True}, {"text": "علي"}]
    assert second["accept"] == ["مساءً"]


def test_a_question_without_an_answer_is_said() -> None:
    read = import_lesson(word_document(paragraph("1. ما رأيك؟")), "docx", "نص.")
    assert [problem.rule for problem in read.problems] == ["no-answer"]


def test_a_text_goes_out_from_right_to_left_with_its_key_behind_it() -> None:
    options = [{"text": "كيم"}, {"text": "بوتين", "correct": True}]
    questions = [
        build("choice", id="a", prompt="من قبل؟", options=options),
        build("match", id="b", prompt="صل.", pairs=[{"left": "أ", "right": "١"}, {"left": "ب", "right": "٢"}]),
        build("order", id="c", prompt="رتّب.", items=["ج", "أ", "ب"]),
        build("cloze", id="d", prompt="أكمل.", text="قبل [[بوتين]] الدعوة.", bank=["كيم"]),
    ]
    raw = written(lesson_of(questions), WORD)
    shown = word_html(raw)
    asked, _, key = shown.partition("مفتاح الإجابة")
    assert "قبل ____ الدعوة." in asked
    assert "<p>١. ب</p><p>٢. أ = أ، ب = ب</p><p>٣. ج ← أ ← ب</p><p>٤. بوتين</p>" in key
    read = import_lesson(raw)
    assert read.questions[0]["options"] == [{"text": "كيم"}, {"text": "بوتين", "correct": True}]
    assert "وصل الوفد" in read.text


def test_other_packages_are_refused() -> None:
    with pytest.raises(Unreadable):
        import_lesson(b"PK\x03\x04", "docx", "نص.")


def test_options_on_one_line_and_questions_named_in_words() -> None:
    first, second = came(
        *("السؤال الأول: متى وصل؟", "أ. الخميس   ب. الجمعة   ج. السبت"),
        *("السؤال الثاني: من وصل؟", "أ- الوفد", "ب- علي", "الإجابات", "1- ب", "2- أ"),
    )
    assert first["options"] == [{"text": "الخميس"}, {"text": "الجمعة", "correct": True}, {"text": "السبت"}]
    assert second["options"] == [{"text": "الوفد", "correct": True}, {"text": "علي"}]


@pytest.mark.parametrize(
    ("mark", "answer"), [("(✓)", "true"), ("( صح ).", "true"), ("(×)", "false"), ("(خطأ)", "false")]
)
def test_a_statement_with_its_mark_is_a_judgement(mark: str, answer: str) -> None:
    (values,) = came(f"1. وصل الوفد يوم الخميس. {mark}")
    assert (values["prompt"], values["answer"]) == ("وصل الوفد يوم الخميس.", answer)


def test_a_document_without_numbered_questions_says_what_to_do() -> None:
    with pytest.raises(Unreadable, match="no numbered questions"):
        came("نص بلا أسئلة.")
