"""Numbers in words and digits; ordinals, days and lists are not numbers."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.arabic.numbers import collapse_numbers, number_value

READ = {
    0: "صفر|٠",
    1: "واحد|واحدة",
    2: "اثنان|اثنين|إثنين|اثنتان|٢",
    8: "ثمان|ثماني|ثمانية|ثمانيه|ثَمانِيَة",
    11: "أحد عشر|إحدى عشرة|احدى عشره",
    12: "اثنا عشر|اثني عشر|اثنتا عشرة",
    18: "ثمانية عشر|ثماني عشرة",
    25: "خمسة وعشرون|خمس وعشرين|الخمسة والعشرون",
    100: "مئة|مائة|المئة|مئه|ميه|١٠٠|100",
    200: "مئتان|مئتين|مائتا",
    300: "ثلاثمئة|ثلاثمائة|ثلاث مئة",
    800: "ثمانمئة|ثمانيمائة|ثماني مئة",
    1000: "ألف|الف|١٬٠٠٠|1,000|١٠٠٠",
    1984: "ألف وتسعمئة وأربعة وثمانون|1984",
    2023: "ألفان وثلاثة وعشرون|ألفين وثلاث وعشرين",
    50_000: "خمسون ألفا|خمسين ألفًا|٥٠ ألف|50,000",
    100_000: "مئة ألف",
    3_500_000: "3.5 مليون|٣٫٥ مليون|ثلاثة ملايين وخمسمئة ألف",
    999_999_999: "تسعمئة وتسعة وتسعون مليونا وتسعمئة وتسعة وتسعون ألفا وتسعمئة وتسعة وتسعون",
    Decimal("3.5"): "٣٫٥|3.5|3,5|3.50",
    -5: "-5",
}


@pytest.mark.parametrize("number, words", [(n, words) for n, forms in READ.items() for words in forms.split("|")])
def test_reads(number, words):
    assert number_value(words) == number


NO_NUMBER = (
    "الثالث|أول|الأول|أحد|الأحد|الاثنين|الثلاثاء|ثلاثاء|الأربعاء|الخميس|خميس|ثلاثة وأربعة|خمسة خمسة|عشرون وخمسة"
    "|مئات|آلاف|ألفا|اثنا|لست|وخمسة|بخمسة|1,2,3|50%|خمسة و|مئة صفر|صفر مئة|مئة ثلاثة|بوتين|"
)


@pytest.mark.parametrize("words", [*NO_NUMBER.split("|"), pytest.param("9" * 5000, id="very long")])
def test_is_not_one_number(words):
    assert number_value(words) is None


@pytest.mark.parametrize(
    "text, expected",
    [
        ("قبل المئة عام", "قبل ال#100 عام"),
        ("ثلاثة وأربعة وخمسة وعشرون", "#3 و#4 و#25"),
        ("بخمسة أيام", "ب#5 أيام"),
        ("50 بالمئة", "#50 %"),
        ("خمسون في المائة", "#50 %"),
        ("في المئة عام", "في ال#100 عام"),
        ("يوم الاثنين", "يوم الاثنين"),
        ("يوم اثنين", "يوم اثنين"),
        ("في شهر صفر", "في شهر صفر"),
        ("لست واحدا", "لست واحدا"),
    ],
)
def test_collapse(text, expected):
    assert " ".join(collapse_numbers(text.split())) == expected


@given(st.integers(0, 10**9 - 1))
@settings(max_examples=100, deadline=None)
def test_digits_of_any_number(number):
    arabic = f"{number:,}".translate(str.maketrans("0123456789,", "٠١٢٣٤٥٦٧٨٩٬"))
    assert number_value(arabic) == number_value(str(number)) == number


PIECES = "مئة ألف ثلاثة عشر وعشرون وألف مليون صفر أحد واثنان 5 ٣٫٥ ال 100 آلاف يوم"


@given(st.lists(st.sampled_from(sorted(PIECES.split()))))
@settings(max_examples=200, deadline=None)
def test_never_raises(words):
    number_value(" ".join(words))
    collapse_numbers(words)
