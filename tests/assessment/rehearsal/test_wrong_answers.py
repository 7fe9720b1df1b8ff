"""Wrong answers name something else, or change the key; none of them is right after all."""

from __future__ import annotations

import pytest

from assessment.rehearsal.rehearsing import TEXT, day, number, rehearsal, talks, texts
from webapp.arabic.matching.answer_matching import match


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("other-day", "السبت"),
        ("joined", "الأحد والسبت"),
        ("joined", "السبت والأحد"),
        ("open", "الأحد أو السبت"),
        ("denied", "ليس الأحد"),
        ("moved", "قبل الأحد"),
        ("prompt", "في أي يوم وصل الرحالة؟"),
    ],
)
def test_a_day_is_changed(kind: str, said: str) -> None:
    assert said in texts(day(), kind)


def test_a_number_is_changed() -> None:
    made = number()
    assert "5 تاجرا" in [text.replace("\u064b", "") for text in texts(made, "other-number")]
    assert texts(made, "unit") == ["ثلاثون ساعة"]
    assert texts(made, "moved") == ["أكثر من ثلاثون تاجرًا"]


def test_a_unit_that_the_key_names_is_no_other_unit() -> None:
    asked = {"prompt": "بعد كم يوم غادر؟", "paragraph": 2, "evidence": ["بعد مئة يوم"]}
    assert texts(rehearsal(**asked, accept=["مئة يوم"]), "unit") == ["مئة ساعة"]
    assert texts(rehearsal(**asked, accept=["مئة يوم", "2400 ساعة"]), "unit") == []


def test_a_noun_gets_an_owner_and_an_adjective() -> None:
    assert texts(talks(), "construct") == ["نتيجة المحادثات", "انتقاد المحادثات"]
    assert texts(talks(), "adjective") == ["المحادثات البرازيلية"]


def test_a_result_owns_nothing_where_a_cause_is_asked_for() -> None:
    made = talks(prompt="ما سبب سفر الرحالة؟")
    assert "نتيجة المحادثات" not in texts(made, "construct")


def test_another_name_shares_no_word_with_the_key() -> None:
    made = rehearsal(prompt="من وصل إلى المدينة؟", accept=["سالم العمري"], evidence=["سالم العمري"])
    assert texts(made, "other-name") == ["طنجة"]


def test_nothing_that_the_key_takes_is_called_wrong() -> None:
    made = day(accept=["الأحد", "السبت", "ليس الأحد", {"text": "الاثنين", "share": 0.5}])
    wrong = [answer.text for answer in made.answers if answer.expected == "wrong"]
    assert not any(match(text, key).ok for text in wrong for key in ("الأحد", "السبت", "ليس الأحد", "الاثنين"))


def test_a_key_that_denies_is_not_denied_again() -> None:
    assert texts(day(prompt="في أي يوم لم يصل الرحالة؟"), "denied") == []
    assert texts(rehearsal(prompt="ماذا قال؟", accept=["لم يصل أحد"]), "denied") == []


def test_one_idea_of_two_is_half() -> None:
    made = rehearsal(prompt="ماذا كان معه؟", require=[["كتاب", "أشياء"], ["خريطة", "أشياء"]])
    assert texts(made, "half") == ["كتاب", "خريطة"]
    assert texts(made, "joined") == []


def test_values_change_their_labels() -> None:
    made = rehearsal(prompt="متى وصل ومتى غادر؟", accept=["الوصول الأحد والمغادرة الجمعة"])
    assert texts(made, "swapped") == ["الوصول الجمعة والمغادرة الأحد"]


def test_a_way_is_taken_backwards() -> None:
    made = rehearsal(prompt="ما الطريق؟", accept=["من طنجة إلى فاس"])
    assert texts(made, "swapped") == ["من فاس إلى طنجة"]


def test_another_sentence_has_no_word_of_the_key() -> None:
    assert texts(day(), "other-sentence") == ["استقبله الأهالي عند الجسر."]
    assert TEXT.paragraphs[0].text.startswith("وصل")


def test_refused_wordings_are_played() -> None:
    assert texts(day(refuse=["الجمعة"]), "refused") == ["الجمعة"]
