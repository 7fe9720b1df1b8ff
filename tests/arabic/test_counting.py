import pytest

from webapp.arabic.counting import CountedNoun
from webapp.arabic.digits import arabic_digits

DAYS = CountedNoun("يوم واحد", "يومين", "أيام", "يومًا", "يوم")


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "يوم واحد"),
        (2, "يومين"),
        (3, "٣ أيام"),
        (10, "١٠ أيام"),
        (11, "١١ يومًا"),
        (99, "٩٩ يومًا"),
        (100, "١٠٠ يوم"),
        (102, "١٠٢ يوم"),
        (103, "١٠٣ أيام"),
        (111, "١١١ يومًا"),
    ],
)
def test_a_noun_takes_the_form_of_its_number(number: int, written: str) -> None:
    assert DAYS.counted(number) == written


def test_digits_separator_and_percent_sign_are_arabic() -> None:
    assert arabic_digits(1290) == "١٢٩٠"
    assert arabic_digits("3.5%") == "٣٫٥٪"
