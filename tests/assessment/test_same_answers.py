"""Answers that count as the same: framed and spelt otherwise, but not with another meaning."""

from __future__ import annotations

from question_types.asking import ask, sample
from webapp.assessment.same_answers import same_groups, shortest
from webapp.domain.question import Question

SHORT = """
id: day
paragraph: 1
type: short
prompt: في أي يوم أعلنت الوكالة؟
accept: [الخميس]
"""


def grouped(question: Question, *answers: str, part: str = "") -> list[list[str]]:
    return [[answers[index] for index in group] for group in same_groups(question, answers, part)]


def test_framing_words_and_spelling_part_nothing() -> None:
    day = ask(SHORT, "short")
    same = ["الجمعة", "في يوم الجمعة", "هو الجمعه", "الجواب: الجمعة", "أظن أنه يوم الجمعة", "أعلنت الوكالة يوم الجمعة"]
    assert grouped(day, *same, "السبت") == [same, ["السبت"]]
    assert shortest(same) == "الجمعة"


def test_a_word_that_changes_an_answer_parts_it() -> None:
    answers = ["الجمعة", "ليس الجمعة", "قبل الجمعة", "الجمعة أو السبت", "الجمعة والسبت"]
    assert grouped(ask(SHORT, "short"), *answers) == [[answer] for answer in answers]


def test_answers_of_framing_words_alone_are_compared_whole() -> None:
    assert grouped(ask(SHORT, "short"), "لا", "نعم", "لا ") == [["لا", "لا "], ["نعم"]]


def test_the_spelling_that_a_question_asks_for_parts_answers() -> None:
    vowels = ask(SHORT.replace("الخميس", "كَتَبَ") + "tolerance: [exact]\n", "short")
    assert grouped(vowels, "كَتَبَ", "كُتِبَ") == [["كَتَبَ"], ["كُتِبَ"]]


def test_open_answers_are_grouped_too() -> None:
    answers = ["لأن الخبر منقول عن مصادر.", "لأنّ الخبر منقولٌ عن مصادر", "لأن الخبر ليس منقولا عن مصادر"]
    assert grouped(sample("open"), *answers) == [answers[:2], answers[2:]]


def test_roots_are_compared_by_their_letters() -> None:
    answers = ["و ط د", "و - ط - د", "الجذر: و ط د", "ط و د"]
    assert grouped(sample("root"), *answers, part="root") == [answers[:3], answers[3:]]


def test_two_long_texts_are_the_same_where_they_are_equal() -> None:
    long = "كلمة " * 400
    assert grouped(sample("open"), long, f"{long} ", f"{long} أخرى") == [[long, f"{long} "], [f"{long} أخرى"]]


def test_of_too_many_different_answers_each_stands_alone_in_good_time() -> None:
    answers = [f"{'ا' * (1 + n % 3)}لجمعة {' '.join(['جدا'] * (n // 3 % 20))} {n % 7}" for n in range(400)]
    assert sum(map(len, grouped(ask(SHORT, "short"), *answers))) == 400
