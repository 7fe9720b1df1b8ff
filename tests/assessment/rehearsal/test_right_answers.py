"""Right answers are natural ones, made of the text, the question and the key."""

from __future__ import annotations

import pytest

from assessment.rehearsal.rehearsing import day, number, rehearsal, talks, texts


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("sentence", "وصل الرحّالة سالم العمري إلى مدينة طنجة يوم الأحد، وكان معه كتاب وخريطة."),
        ("clause", "يوم الأحد"),
        ("asked", "وصل الرحالة في يوم الأحد"),
        ("preposition", "في يوم الأحد"),
        ("pronoun", "هو الأحد"),
        ("spelling", "الاحد"),
        ("label", "ج/ الأحد"),
        ("polite", "أظن أنه الأحد"),
        ("contrast", "ليس السبت بل الأحد"),
    ],
)
def test_a_day_is_said_in_natural_answers(kind: str, said: str) -> None:
    assert said in texts(day(), kind)


def test_a_number_is_written_in_digits_and_without_the_unit_of_the_question() -> None:
    made = number()
    assert texts(made, "digits") == ["30 تاجرا", "٣٠ تاجرا"]
    assert texts(made, "number-alone") == ["ثلاثون"]


def test_digits_are_written_in_words() -> None:
    assert texts(number(accept=["30 تاجرا"]), "number-words") == ["ثلاثون تاجرا"]


def test_a_noun_stands_without_its_article_only_where_the_text_has_it_so() -> None:
    assert texts(talks(), "article") == []
    assert texts(talks(accept=["المحادثات", "محادثات"]), "article") == ["محادثات"]


def test_a_dual_changes_its_case_where_its_singular_is_known() -> None:
    asked = {"prompt": "مع من غادر الرحالة؟", "paragraph": 2, "evidence": ["مع البحّارين"]}
    assert texts(rehearsal(**asked, accept=["البحاران"], refuse=["بحار"]), "case") == []
    assert texts(rehearsal(**asked, accept=["البحاران", "البحار وصاحبه"]), "case") == ["البحارين"]


def test_names_that_look_like_a_dual_stay_as_they_are() -> None:
    assert texts(rehearsal(prompt="من وصل إلى طنجة؟", accept=["سالم العمري"]), "case") == []


def test_two_things_stand_in_either_order() -> None:
    asked = {"evidence": ["كتاب وخريطة"], "accept": ["كتاب وخريطة"]}
    assert texts(rehearsal(prompt="ماذا كان مع الرحالة؟", **asked), "order") == ["خريطة وكتاب"]
    assert texts(rehearsal(prompt="رتّب ما كان مع الرحالة.", **asked), "order") == []


def test_a_half_never_stands_before_what_it_is_a_half_of() -> None:
    assert texts(rehearsal(prompt="بكم الكتاب؟", accept=["دينار ونصف"]), "order") == []


def test_evidence_that_has_the_words_of_the_key_apart_is_a_right_answer() -> None:
    asked = {"prompt": "من جاء إلى السوق؟", "paragraph": 2, "evidence": ["ثلاثون تاجرًا وخمسة بحّارة"]}
    assert texts(rehearsal(**asked, accept=["تاجر وبحّارة"]), "clause") == ["ثلاثون تاجرًا وخمسة بحّارة"]
    assert texts(rehearsal(**asked, accept=["تاجر وكتاب"]), "clause") == []


def test_several_ideas_are_said_in_the_words_of_the_text() -> None:
    made = rehearsal(prompt="ماذا كان معه؟", evidence=["كتاب وخريطة"], require=[["كتاب", "الكتاب"], ["خريطة"]])
    assert "هو كتاب وخريطة" in texts(made, "pronoun")
    assert made.misjudged == ()


@pytest.mark.parametrize("prompt", ["أي كلمة تدل على اليوم؟", "ما مرادف «وصل»؟", "إلى من يعود الضمير؟"])
def test_a_question_about_words_is_not_answered_with_a_sentence(prompt: str) -> None:
    assert texts(day(prompt=prompt), "sentence") == []


def test_an_exact_key_is_said_alone() -> None:
    kinds = {answer.kind for answer in day(exact=True).answers if answer.expected == "right"}
    assert kinds <= {"spelling", "wording", "article", "case", "digits", "number-words", "spacing"}


def test_a_spelling_is_played_only_where_it_is_forgiven() -> None:
    assert texts(day(tolerance=["tashkeel"]), "spelling") == []


def test_a_reason_stands_behind_the_question_but_behind_no_pronoun() -> None:
    made = rehearsal(prompt="لماذا غادر الرحالة؟", paragraph=2, accept=["لأن المحادثات طالت"])
    assert texts(made, "asked") == ["غادر الرحالة لأن المحادثات طالت"]
    assert texts(made, "pronoun") == []
