"""A second answer beside the right one; names of a text and the slips in them."""

import pytest

from webapp.arabic.competing_answers import Setting, joined_pairs, limbs, names_rival, vocabulary
from webapp.arabic.proper_names import names
from webapp.arabic.typing_slips import open_ta, vowel_slip

TEXT = ["تابعت اليابان المحادثات بين موسكو وبيونغ يانغ، وأعلنت ذلك."]
SETTING = Setting(vocabulary(["إلى أي اسم يعود الضمير؟"]), vocabulary(["المحادثات", "المباحثات"]), joined_pairs(TEXT))

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
    assert names_rival(answer, SETTING, lambda part: "محادثات" in part or "مباحثات" in part) == expected


def test_the_waw_of_between_does_not_cut():
    cut = [limb.words[-1] for limb in limbs("المحادثات بين موسكو وبيونغ يانغ وكيم")]
    assert cut == ["يانغ", "وكيم"]
    assert [limb.joint for limb in limbs("تمنع، تسمح وتدع")] == ["", "،", "و"]
    assert limbs("") == []


def test_names_stand_behind_a_title_or_end_as_countries_do():
    found = names(["استقبل الرئيس الروسي فلاديمير بوتين في قاعدة فوستوشني الزعيم كيم، بين روسيا والكتاب."])
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
    assert vowel_slip(given, right) == expected


def test_an_open_ta_is_heard_before_a_second_noun():
    assert open_ta("ميت", "مية")
    assert not open_ta("مية", "ميت")
    assert not open_ta("بيت", "مية")
