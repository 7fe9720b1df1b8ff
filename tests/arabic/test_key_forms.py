"""The words of a key in other forms, shorter wordings, and refused words that are not offered."""

from __future__ import annotations

import pytest

from webapp.arabic.keys.answer_words import answer_words
from webapp.arabic.keys.harmless_mentions import is_harmless
from webapp.arabic.keys.key_forms import KeyForms
from webapp.arabic.keys.key_setting import key_setting
from webapp.arabic.matching.proper_names import asks_who, foreign_names
from webapp.arabic.typed_forms import without_place_in_text
from webapp.arabic.wordings.counted_things import counted_variants
from webapp.arabic.wordings.key_variants import key_variants
from webapp.arabic.wordings.shorter_wordings import shorter_wordings

RESTORED = [
    ("خريطة", "خريطته", "خريطة"),
    ("خريطة", "وخريطتة", "وخريطة"),
    ("محادثاتهما", "محادثاتهم", "محادثاتهما"),
    ("صدقهما", "الصدق", "الصدقهما"),
    ("كوريون جنوبيون", "كوريين جنوبيين", "كوريون جنوبيون"),
    ("محلول سكري", "محلولا سكريا", "محلولا سكري"),
    ("الصحفيين", "للصحفين", "للصحفيين"),
    ("الجنوبية", "الجنوبيا", "الجنوبية"),
    ("الثالث", "التالت", "الثالث"),
    ("الأربعاء", "الاربع", "الأربعاء"),
    ("الخل", "بخل", "بالخل"),
]
KEPT = [("كتاب", "كتابة"), ("سكان", "سكين"), ("الأربعاء", "أربع"), ("مدرسة", "درس"), ("مريم", "مرام")]


@pytest.mark.parametrize(("key", "typed", "restored"), RESTORED)
def test_another_form_of_a_word_is_brought_back_to_the_keys(key: str, typed: str, restored: str) -> None:
    assert KeyForms([key]).restored(typed) == restored


@pytest.mark.parametrize("key", ["ساعة،كاملة", "دقيقة،", "كيلو/متر"])
def test_words_that_no_space_parts_are_a_key_like_others(key: str) -> None:
    assert isinstance([*key_variants(key, "كم؟")], list)


@pytest.mark.parametrize(("key", "typed"), KEPT)
def test_another_word_stays(key: str, typed: str) -> None:
    assert KeyForms([key]).restored(typed) == typed


def test_the_form_of_the_evidence_is_the_keys() -> None:
    forms = KeyForms(["ذهبي", "بيت جدتها"], ["تصير ذهبية اللون", "في بيت جدّتي"])
    assert forms.restored("ذهبية في بيت جدتي") == "ذهبي في بيت جدتها"


def test_a_spelling_that_the_text_has_as_a_word_is_that_word() -> None:
    assert KeyForms(["ثمرات"], known={"تمرات"}).restored("تمرات") == "تمرات"
    assert KeyForms(["ثمرات"]).restored("تمرات") == "ثمرات"


def test_a_name_is_known_by_its_sound() -> None:
    names = foreign_names(["عالم الأعصاب الياباني كينجي موراكامي", "قاعدة فوستوشني", "الشيخ قال"])
    assert {"كينجي", "موراكامي", "فوستوشني"} <= names
    forms = KeyForms(["موراكامي", "فوستوشني"], names=names)
    assert forms.restored("موراقامي في فوسطوشني") == "موراكامي في فوستوشني"
    assert asks_who("من افتتح المتحف؟")
    assert not asks_who("من أي خشب صنع؟")


def test_what_the_question_says_may_be_left_out_of_a_wording() -> None:
    bus = key_setting("لماذا لا تعودان بالقطار؟", ["القطار مزدحم"])
    assert shorter_wordings("القطار مزدحم", bus) == ("مزدحم",)
    rice = key_setting("كم كوبا من الأرز؟", ["كوبان"])
    assert "2" in counted_variants("كوبان", rice)
    assert shorter_wordings("قبل الظهر", key_setting("متى قبل العصر؟", ["قبل الظهر"])) == ()


def test_times_are_written_in_other_ways() -> None:
    assert "ثلث ساعة" in key_variants("عشرين دقيقة")
    assert "15 دقيقة" in key_variants("ربع ساعة")
    assert "شهر واحد" in key_variants("شهر")
    assert {"ثاني يوم", "اليوم الموالي", "اليوم الذي يليه", "اليوم اللي بعده"} <= set(key_variants("اليوم التالي"))
    assert "ثالث يوم" in key_variants("اليوم الثالث")
    assert "السادس والعشرون من يناير" in key_variants("26 يناير")


@pytest.mark.parametrize(
    ("answer", "harmless"),
    [("مريم زوجة حسان", True), ("مريم وحسان", False), ("حسان", False), ("مريم فتحت لحسان", False)],
)
def test_a_refused_owner_of_a_noun_beside_the_key_is_not_offered(answer: str, harmless: bool) -> None:
    setting = key_setting("من فتح الصندوق؟", ["مريم"], ["لكن مريم فتحته"])
    assert is_harmless(answer_words(answer), frozenset({"حسان"}), setting) is harmless


@pytest.mark.parametrize(
    ("answer", "rest"),
    [
        ("تمنع، في آخر الفقرة الأولى", "تمنع"),
        ("تمنع، وهو في آخر الفقرة الأولى", "تمنع"),
        ("تمنع (في السطر 3 من الفقرة الثانية)", "تمنع"),
        ("في الفقرة الأولى", "في الفقرة الأولى"),
    ],
)
def test_the_place_in_the_text_is_no_part_of_an_answer(answer: str, rest: str) -> None:
    assert without_place_in_text(answer) == rest
