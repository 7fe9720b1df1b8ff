"""Competing answers beside the right one; proper names of a text and typing slips in them."""

import pytest

from webapp.arabic.matching.competing_answers import (
    AnswerContext,
    answer_segments,
    has_competing_answer,
    joined_pairs,
    stems_of_lines,
)
from webapp.arabic.matching.proper_names import foreign_names
from webapp.arabic.matching.typing_slips import is_open_ta, is_vowel_slip

TEXT = ["تابعت اليابان المحادثات بين موسكو وبيونغ يانغ، وأعلنت ذلك."]
SETTING = AnswerContext(
    stems_of_lines(["إلى أي اسم يعود الضمير؟"]), stems_of_lines(["المحادثات", "المباحثات"]), joined_pairs(TEXT)
)

JUDGED = [
    ("المحادثات", False),
    ("المحادثات والصفقة", True),
    ("الصفقة والمحادثات", True),
    ("المحادثات، الصفقة", True),
    ("المحادثات / الصفقة", True),
    ("المحادثات و الصفقة الكبيرة", True),
    ("المحادثات والمباحثات", False),
    ("المحادثات بين موسكو وبيونغ يانغ", False),
    ("محادثات موسكو وبيونغ يانغ", False),
    ("المحادثات بين بوتين وكيم", False),
    ("المحادثات، وهي بين بلدين", False),
    ("يعود الضمير إلى المحادثات، شكرا جزيلا يا أستاذ", False),
    ("نعم، المحادثات والله أعلم", False),
    ("المحادثات وأعلنت الوكالة ذلك لاحقا", False),
    ("المحادثات والمحادثات", False),
    ("الصفقة", False),
    ("", False),
]


@pytest.mark.parametrize("answer, expected", JUDGED)
def test_a_rival_is_seen(answer, expected):
    assert has_competing_answer(answer, SETTING, lambda part: "محادثات" in part or "مباحثات" in part) == expected


def test_the_waw_of_between_does_not_cut():
    cut = [limb.words[-1] for limb in answer_segments("المحادثات بين موسكو وبيونغ يانغ وكيم")]
    assert cut == ["يانغ", "وكيم"]
    assert [limb.joint for limb in answer_segments("تمنع، تسمح وتدع")] == ["", "،", "و"]
    assert answer_segments("") == []


def test_names_stand_behind_a_title_or_end_as_countries_do():
    found = foreign_names(["استقبل الرئيس الروسي فلاديمير بوتين في قاعدة فوستوشني الزعيم كيم، بين روسيا والكتاب."])
    assert {"فلاديمير", "بوتين", "فوستوشني", "روسيا"} <= found
    assert not {"كيم", "الروسي", "الكتاب"} & found


@pytest.mark.parametrize(
    "given, right, expected",
    [
        ("بوتن", "بوتين", True),
        ("فوستوشيني", "فوستوشني", True),
        ("بوتين", "بوتين", False),
        ("بتين", "بوتي", False),
        ("روسي", "روسيا", False),
        ("كم", "كيم", False),
    ],
)
def test_a_long_vowel_of_a_name(given, right, expected):
    assert is_vowel_slip(given, right) == expected


def test_an_open_ta_is_heard_before_a_second_noun():
    assert is_open_ta("ميت", "مية")
    assert not is_open_ta("مية", "ميت")
    assert not is_open_ta("بيت", "مية")
