"""Forms that answers are typed in are brought to the printed one."""

from __future__ import annotations

import pytest

from webapp.arabic.matching.answer_matching import match
from webapp.arabic.text_equality import comparable_words
from webapp.arabic.tolerance_levels import TOLERANCE_LEVELS
from webapp.arabic.typed_forms import without_label
from webapp.arabic.wordings.key_variants import key_variants

SAME = [
    ("100عام", "100 عام"),
    ("عام100", "عام 100"),
    ("مئةعام", "مئة عام"),
    ("رحمةالله", "رحمة الله"),
    ("الأربعااااء", "الأربعاء"),
    ("%40", "40%"),
    ("12 500", "12500"),
    ("12.500", "12500"),
    ("12 ألف و500", "12500"),
    ("3½", "3.5"),
    ("ثلاثة ونصف", "3.5"),
    ("ثلاثة كيلوغرامات ونصف", "3.5 كيلوغرامات"),
    ("09:30", "9:30"),
    ("مئۃ عام", "مئة عام"),
    ("مئہ عام", "مئة عام"),
    ("پوتين", "بوتين"),
    ("ڤوستوشني", "فوستوشني"),
    ("قلمًا", "قلم"),
    ("يوما واحد", "يوم واحد"),
    ("أبي بكر", "أبو بكر"),
    ("عبد الرحمان", "عبد الرحمن"),
    ("عبدالرحمن", "عبد الرحمن"),
    ("داود ابن علي", "داود بن علي"),
    ("مصطفا", "مصطفى"),
    ("ثمنمية", "800"),
]
DIFFERENT = [
    ("روسيا", "روسي"),
    ("منها", "منه"),
    ("3.125", "3125"),
    ("ألّف", "1000"),
    ("وأحد عشر", "1"),
    ("9:30", "9:03"),
    ("على", "علا"),
    ("تتتبع", "تتبع"),
]


@pytest.mark.parametrize(("typed", "printed"), SAME)
def test_a_typed_form_is_the_printed_one(typed: str, printed: str) -> None:
    assert match(typed, printed).ok
    assert match(printed, typed).ok


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_looks_alike_stays_apart(one: str, other: str) -> None:
    assert not match(one, other).ok


def test_particles_stay_on_their_number() -> None:
    assert comparable_words("و500 ب100", TOLERANCE_LEVELS) == ("و#500", "ب#100")


@pytest.mark.parametrize("label", ["ج/ ", "ج- ", "ج1: ", "الجواب: ", "جـ) "])
def test_a_label_is_no_part_of_the_answer(label: str) -> None:
    assert without_label(f"{label}الأحد") == "الأحد"


def test_a_word_that_begins_like_a_label_is_kept() -> None:
    assert without_label("جواب الشرط") == "جواب الشرط"


@pytest.mark.parametrize(
    ("wording", "variant"),
    [
        ("الطابق الخامس", "الطابق 5"),
        ("26 يناير", "يناير 26"),
        ("26 يناير", "26 1"),
        ("26 يناير 2024", "26 كانون الثاني 2024"),
        ("9:30", "التاسعة والنصف"),
        ("9:15", "9 وربع"),
    ],
)
def test_a_wording_is_known_in_its_other_forms(wording: str, variant: str) -> None:
    assert variant in key_variants(wording)


def test_a_plain_wording_has_no_other_form() -> None:
    assert key_variants("قاعدة كبيرة") == ()
