"""Numbers written out are read back as the same numbers."""

import pytest

from webapp.arabic.number_words import LARGEST, number_words
from webapp.arabic.numbers import number_value


@pytest.mark.parametrize("number", [*range(1, 130), 200, 203, 300, 811, 999, 1000, 1445, 2000, 2024, 3011, 12_500])
def test_a_number_is_read_back(number: int) -> None:
    assert number_value(number_words(number)) == number


@pytest.mark.parametrize("number", [100_000, 200_200, 311_012, 1_000_000, 2_003_000, 45_000_001, LARGEST])
def test_a_large_number_is_read_back(number: int) -> None:
    assert number_value(number_words(number)) == number


def test_a_number_is_written_as_usual() -> None:
    assert number_words(25) == "خمسة وعشرون"
    assert number_words(2024) == "ألفان وأربعة وعشرون"
    assert number_words(12_500) == "اثنا عشر ألف وخمسمئة"


@pytest.mark.parametrize("number", [0, -3, LARGEST + 1])
def test_other_numbers_are_not_written(number: int) -> None:
    assert number_words(number) == ""
