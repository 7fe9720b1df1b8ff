"""Odd GIFT files: each comes in as Moodle reads it, and what of it is not taken is said."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from webapp.interchange.lesson_formats.import_lesson import ImportedLesson, format_of, import_lesson

Fields = Mapping[str, object]


def imported(source: str) -> ImportedLesson:
    return import_lesson(source.encode(), "gift", "نص.")


def options(*texts: str) -> list[dict[str, object]]:
    """Options as a question file has them; a right one begins with =."""
    return [{"text": text.removeprefix("="), **({"correct": True} if text[0] == "=" else {})} for text in texts]


CASES: dict[str, tuple[str, Fields, tuple[str, ...]]] = {
    # right answers and weights
    "right-behind-wrong": ("س{~أ ~ب =ج}", {"options": options("أ", "ب", "=ج")}, ()),
    "on-lines-of-their-own": ("س{\n~أ\n~ب\n\t=ج\n}", {"options": options("أ", "ب", "=ج")}, ()),
    "no-space-between": ("س{~أ~ب=ج}", {"options": options("أ", "ب", "=ج")}, ()),
    "half-right-ones": ("س{~%50%أ ~%50%ب ~%-100%ج}", {"type": "multiple"}, ()),
    "thirds": ("س{~%33.33333%أ ~%33.33333%ب ~%33.33333%ج ~%-100%د}", {"type": "multiple"}, ()),
    "uneven-weights": ("س{~%75%أ ~%25%ب ~%-100%ج}", {"type": "multiple"}, ("weights",)),
    "wrong-costs-nothing": ("س{~%50%أ ~%50%ب ~ج}", {"type": "multiple"}, ("weights",)),
    "partly-right-option": ("س{=أ ~%50%ب ~ج}", {"type": "choice"}, ("weights",)),
    "any-right-one": ("س{=أ =ب ~ج}", {"type": "multiple"}, ("any-right",)),
    "whole-weight-alone": ("س{~%100%أ ~ب}", {"type": "choice", "options": options("=أ", "ب")}, ()),
    "percent-in-the-words": ("س{=٥٠% منهم ~90% منهم}", {"options": options("=٥٠% منهم", "90% منهم")}, ()),
    # feedback
    "feedback": ("س{=أ#نعم ~ب#لا}", {"options": [
        {"text": "أ", "correct": True, "why": "نعم"}, {"text": "ب", "why": "لا"}]}, ()),
    "sign-in-feedback": ("س{=أ#نعم\\: هو\\=هو ~ب}", {"options": [
        {"text": "أ", "correct": True, "why": "نعم: هو=هو"}, {"text": "ب"}]}, ()),
    "general-of-choice": ("س{=أ ~ب####كلها}", {"type": "choice"}, ("general-feedback",)),
    "general-of-typed": ("س{=أ####لأنه\nكذلك}", {"type": "short", "why": "لأنه\nكذلك"}, ()),
    "empty-feedback": ("س{=أ# ~ب#}", {"options": options("=أ", "ب")}, ()),
    # true and false
    "truth-with-spaces": ("س{ TRUE }", {"type": "judgement", "answer": "true"}, ()),
    "truth-with-general": ("س{F####لأن}", {"type": "judgement", "answer": "false"}, ("general-feedback",)),
    "truth-only-right-note": ("س{T##أصبت}", {"type": "judgement", "why": {"true": "أصبت"}}, ()),
    "truth-as-answer": ("س{=TRUE}", {"type": "short", "accept": ["TRUE"]}, ()),
    # typed
    "bare-word": ("س{الخميس}", {"type": "short", "accept": ["الخميس"]}, ()),
    "several-typed": ("س{=أحمد =محمود}", {"accept": ["أحمد", "محمود"]}, ()),
    "shared-points": ("س{=أحمد =%50%محمود}", {"accept": ["أحمد", {"text": "محمود", "share": 0.5}]}, ()),
    "marks": ("س{=مُدَرِّسٌ =مدرس}", {"accept": ["مُدَرِّسٌ"]}, ()),
    "any-typed": ("س{=أحمد =%0%*}", {"accept": ["أحمد"]}, ()),
    "star-within": ("س{=أحمد*}", {"accept": ["أحمد*"]}, ("any-words",)),
    # numbers
    "number": ("س{#1945}", {"accept": ["1945"]}, ()),
    "arabic-digits": ("س{#١٩٤٥}", {"accept": ["1945"]}, ()),
    "point-first": ("س{#.5}", {"accept": ["0.5"]}, ()),
    "margin": ("س{#3.14:0.01}", {"accept": ["3.14"]}, ("number-range",)),
    "range": ("س{#1..5}", {"accept": ["3"]}, ("number-range",)),
    "negative-range": ("س{#-5..-1}", {"accept": ["-3"]}, ("number-range",)),
    "numbers-with-notes": ("س{#=1945#نعم =%50%1946:0#قريب ~#لا}", {"type": "short"}, ("any-answer",)),
    "exponent": ("س{#1e3}", {"accept": ["1000"]}, ()),
    # matching
    "matching": ("س{=أ -> ١ =ب -> ٢}", {"pairs": [{"left": "أ", "right": "١"}, {"left": "ب", "right": "٢"}]}, ()),
    "no-spaces": ("س{=أ->١=ب->٢}", {"pairs": [{"left": "أ", "right": "١"}, {"left": "ب", "right": "٢"}]}, ()),
    "arrow-on-the-right": ("س{=أ -> ١ -> ٢ =ب -> ٣}", {"pairs": [
        {"left": "أ", "right": "١ -> ٢"}, {"left": "ب", "right": "٣"}]}, ()),
    "sign-in-a-pair": ("س{=أ -> ١#٢ =ب -> ٣}", {"pairs": [
        {"left": "أ", "right": "١#٢"}, {"left": "ب", "right": "٣"}]}, ()),
    "left-over": ("س{=أ -> ١ =ب -> ٢ = -> ٣}", {"distractors": ["٣"]}, ()),
    # words around
    "missing-word": ("وصل {=الوفد ~الرئيس} أمس.", {"type": "choice", "prompt": "وصل _____ أمس."}, ()),
    "missing-typed-word": ("وصل {=الوفد} أمس.", {"type": "cloze", "text": "وصل [[الوفد]] أمس."}, ()),
    "full-stop-behind": ("وصل {=الوفد}.", {"type": "cloze", "text": "وصل [[الوفد]]."}, ()),
    "essay": ("علّل.{}", {"type": "open"}, ()),
    "essay-with-space": ("علّل.{ }", {"type": "open"}, ()),
    # titles and formats
    "title": ("::day:: متى؟{=أ ~ب}", {"id": "day", "prompt": "متى؟"}, ()),
    "title-of-words": ("::عنوان طويل:: متى؟{=أ ~ب}", {"id": "question-1"}, ()),
    "open-title": ("::متى؟{=أ ~ب}", {"prompt": "متى؟"}, ()),
    "escaped-colons": ("::a\\:\\:b:: متى؟{=أ ~ب}", {"prompt": "متى؟"}, ()),
    "html": ("[html]<p>من&nbsp;هو؟</p><p>سمِّه.</p>{=أ ~ب}", {"prompt": "من هو؟\nسمِّه."}, ()),
    "html-without-tags": ("[html]أ &amp; ب؟{=أ ~ب}", {"prompt": "أ & ب؟"}, ()),
    "plain": ("[plain]أ &amp; <b>؟{=أ ~ب}", {"prompt": "أ &amp; <b>؟"}, ()),
    "markdown": ("[markdown]**من** هو؟{=أ ~ب}", {"prompt": "**من** هو؟"}, ()),
    "format-of-an-option": ("س{=[html]<p>أ</p> ~[plain]<ب>}", {"options": options("=أ", "<ب>")}, ()),
    "no-format": ("[صورة] من هو؟{=أ ~ب}", {"prompt": "[صورة] من هو؟"}, ()),
    "picture": ('[html]من؟<img src\\="@@PLUGINFILE@@/a.png">{=أ ~ب}', {"prompt": "من؟"}, ("media",)),
    "underlined": ("[html]ما معنى <u>توطيد</u>؟{=أ ~ب}", {"prompt": "ما معنى توطيد؟"}, ("emphasis",)),
    "table": ("[html]<table><tr><td>أ</td><td>ب</td></tr></table>؟{=أ ~ب}", {"prompt": "أ | ب\n؟"}, ()),
    # escapes, lines and comments
    "escapes": ("\\{أ\\} \\~ \\= \\# \\: \\\\ {=أ ~ب}", {"prompt": "{أ} ~ = # : \\"}, ()),
    "line-ends": ("السطر الأول\nالسطر الثاني{=أ ~ب}", {"prompt": "السطر الأول\nالسطر الثاني"}, ()),
    "written-line-end": ("أ\\nب{=أ ~ب}", {"prompt": "أ\nب"}, ()),
    "unknown-escape": ("أ\\-ب{=أ ~ب}", {"prompt": "أ\\-ب"}, ()),
    "comment-within": ("س{\n// تعليق {}\n=أ\n~ب}", {"options": options("=أ", "ب")}, ()),
    "comment-above": ("// question: 7  name: متى\nمتى؟{=أ ~ب}", {"prompt": "متى؟"}, ()),
    "id-and-tags": ("// [id:day] [tag:infer] [tag:أسبوع]\nمتى؟{=أ ~ب}", {"id": "day", "process": "infer"}, ("tags",)),
    "category": ("$CATEGORY: $course$/top/أ\n\nمتى؟{=أ ~ب}", {"prompt": "متى؟"}, ()),
    "category-below": ("$CATEGORY: أ\nمتى؟{=أ ~ب}", {"prompt": "متى؟"}, ()),
    "carriage-returns": ("متى؟{\r\n=أ\r\n~ب\r\n}\r\n", {"options": options("=أ", "ب")}, ()),
    "old-line-ends": ("متى؟{\r=أ\r~ب\r}\r", {"options": options("=أ", "ب")}, ()),
    "byte-order-mark": ("\ufeffمتى؟{=أ ~ب}", {"prompt": "متى؟"}, ()),
    "quotes": ("قال «نعم» و“لا” و'ربما'؟{=أ ~ب}", {"prompt": "قال «نعم» و“لا” و'ربما'؟"}, ()),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_an_odd_entry_is_read_as_moodle_reads_it(name: str) -> None:
    source, expected, said = CASES[name]
    came = imported(source)
    (values,) = came.questions
    assert {key: values.get(key) for key in expected} == expected
    assert tuple(problem.rule for problem in came.problems) == said


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        ("متى؟{=}", "not-a-question"),
        ("متى؟{~أ ~ب}", "not-a-question"),
        ("متى؟{=أ ~أ}", "not-a-question"),
        ("متى؟{=أ ~}", "not-a-question"),
        ("متى؟{#}", "not-a-question"),
        ("متى؟{#كثير}", "bad-value"),
        ("متى؟{=أ -> ١}", "not-a-question"),
        ("أ {=ب} ج {=د}", "bad-value"),
        ("متى؟}=أ{", "bad-value"),
    ],
)
def test_what_is_no_question_is_left_out_and_said(source: str, rule: str) -> None:
    came = imported(f"{source}\n\nأخرى{{=أ ~ب}}")
    assert [values["prompt"] for values in came.questions] == ["أخرى"]
    assert [problem.rule for problem in came.problems] == [rule]


def test_a_text_above_the_questions_keeps_its_paragraphs() -> None:
    came = import_lesson("::الرحلة::وصل الوفد.\nثم غادر.\n\nمتى؟{=أ ~ب}".encode())
    assert (came.title, came.text) == ("الرحلة", "وصل الوفد.\nثم غادر.")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1256"])
def test_a_file_in_the_encodings_of_other_programs_is_recognized(encoding: str) -> None:
    raw = "::day::متى صدر الإعلان عن الرحلة؟{=الخميس ~الجمعة ~السبت}\n".encode(encoding)
    assert format_of(raw).name == "gift"
    assert import_lesson(raw, text="نص.").questions[0]["prompt"] == "متى صدر الإعلان عن الرحلة؟"
