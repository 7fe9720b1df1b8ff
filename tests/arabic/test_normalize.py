"""Spelling folds: each does one thing, is idempotent, and leaves other scripts alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.arabic import normalize

FOLDS = [
    normalize.canonical,
    normalize.strip_tashkeel,
    normalize.strip_tatweel,
    normalize.strip_invisible,
    normalize.fold_hamza,
    normalize.fold_ta_marbuta,
    normalize.fold_alef_maqsura,
    normalize.fold_digits,
    normalize.fold_punctuation,
    normalize.skeleton,
]
TEXT = st.text(st.one_of(st.characters(), st.sampled_from("اأإآٱؤئءىيوةهكیک٠۵٫٬ًٌَّْٰـ \u200f\u064e\u0651\u0654ﻻﷲﹰ1.,")))


@pytest.mark.parametrize("fold", FOLDS, ids=lambda fold: fold.__name__)
@given(text=TEXT)
@settings(max_examples=100, deadline=None)
def test_twice_is_once(fold, text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("fold", FOLDS[:8], ids=lambda fold: fold.__name__)
@given(text=st.text(st.characters(min_codepoint=33, max_codepoint=126)))
@settings(max_examples=30, deadline=None)
def test_latin_is_left_alone(fold, text):
    assert fold(text) == text


CASES = {
    "canonical": [
        ("ﻻ ﷲ", "لا الله"),
        ("کیم", "كيم"),
        ("\u200fكيم\u200b\u00a0 جونغ ", "كيم جونغ"),
        ("وجهَّها", "وجه\u064e\u0651ها"),  # NFC puts the vowel before the shadda
        ("ال\u0627\u0653ن", "الآن"),
        ("ك\ufe70", "ك\u064b"),
        ("x² ﬁ", "x² ﬁ"),
    ],
    "strip_tashkeel": [("قَبِلَها", "قبلها"), ("هٰذا", "هذا"), ("شكراً", "شكرا"), ("القمّة", "القمة"), ("قرآن", "قرآن")],
    "strip_tatweel": [("هـــذا", "هذا")],
    "fold_hamza": [
        ("أإآٱ", "اااا"),
        ("مسؤول مسئول مسوول", "مسوول مسوول مسوول"),
        ("شؤون شئون", "شوون شوون"),
        ("رؤوس رءوس", "رووس رووس"),
        ("قرأ سماء بدأ", "قرا سما بدا"),
        ("بيئة شاطئ", "بيية شاطي"),
        ("شُؤُون", "شُوُون"),
    ],
    "fold_ta_marbuta": [("مدرسة كبيرةٌ، قمّة", "مدرسه كبيرهٌ، قمّه"), ("ةا", "ةا")],
    "fold_alef_maqsura": [("على مستوى. رأىٰ", "علي مستوي. رأيٰ"), ("عصا", "عصا"), ("ىا", "ىا")],
    "fold_digits": [("٣٫٥ ١٬٠٠٠ ۱۲ 7", "3.5 1,000 12 7"), ("٫", "٫")],
    "fold_punctuation": [("“انتهاك” «لا»، (نعم)؟", " انتهاك   لا    نعم  ")],
    "skeleton": [("“إلى” القمّــةِ؛ ٢٠٢٣", "الي القمه 2023")],
}


@pytest.mark.parametrize("name, text, folded", [(name, *case) for name, cases in CASES.items() for case in cases])
def test_fold(name, text, folded):
    assert getattr(normalize, name)(text) == folded
