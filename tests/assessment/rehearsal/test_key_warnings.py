"""Warnings of the check: with the answer in them, few of a question, an error where the text itself is refused."""

from __future__ import annotations

from dataclasses import replace

from assessment.rehearsal.rehearsing import day, texts
from webapp.assessment.rehearsal import QuestionRehearsal, key_warnings
from webapp.assessment.rehearsal.key_warnings import MOST_WARNINGS
from webapp.domain.problem import Problem


def warnings(*rehearsals: QuestionRehearsal) -> list[Problem]:
    """The problems of a file ``t.yaml`` whose questions stand on line 7."""
    return key_warnings("t", "questions/t.yaml", rehearsals, lambda question: (7, 5))


def refusing(made: QuestionRehearsal, *kinds: str, unsure: bool = False) -> QuestionRehearsal:
    """The rehearsal as it would be if right answers of these kinds were refused."""
    answers = (
        replace(answer, verdict="refused", unsure=unsure) if answer.kind in kinds else answer for answer in made.answers
    )
    return QuestionRehearsal(made.question, tuple(answers))


def test_a_good_key_has_none() -> None:
    assert warnings(day()) == []


def test_a_refused_right_answer_is_a_warning_with_the_answer_and_its_place() -> None:
    (problem,) = warnings(day(model="في نهاية الأسبوع"))
    assert (problem.severity, problem.rule, problem.line, problem.column) == ("warning", "rehearsal-model", 7, 5)
    assert "«في نهاية الأسبوع»" in problem.message
    assert "the answer key rejects a right answer" in problem.message
    assert "يرفض المفتاح إجابة صحيحة" in problem.message


def test_a_wrong_answer_taken_is_a_warning() -> None:
    made = day()
    taken = tuple(replace(answer, verdict="accepted") if answer.kind == "denied" else answer for answer in made.answers)
    (problem,) = warnings(QuestionRehearsal(made.question, taken))
    assert (problem.severity, problem.rule) == ("warning", "rehearsal-denied")
    assert "the answer key accepts a wrong answer: «ليس الأحد»" in problem.message


def test_the_sentence_of_the_text_refused_is_an_error() -> None:
    (problem,) = warnings(refusing(day(), "sentence"))
    assert (problem.severity, problem.rule) == ("error", "rehearsal-sentence")


def test_an_unsure_answer_costs_no_attempt_and_is_no_warning_but_for_the_sentence() -> None:
    assert warnings(refusing(day(), "pronoun", unsure=True)) == []
    (problem,) = warnings(refusing(day(), "sentence", unsure=True))
    assert problem.severity == "warning"


def test_what_is_allowed_is_silent() -> None:
    assert warnings(day(model="في نهاية الأسبوع", allow={"rehearsal-model": "هكذا قالت المعلمة"})) == []


def test_a_question_has_few_warnings_and_says_where_the_others_are() -> None:
    made = refusing(day(), "pronoun", "label", "polite", "spelling")
    count = sum(len(texts(made, kind)) for kind in ("pronoun", "label", "polite", "spelling"))
    problems = warnings(made)
    assert len(problems) == MOST_WARNINGS
    assert f"and {count - MOST_WARNINGS} more: fahm rehearse t q" in problems[-1].message
