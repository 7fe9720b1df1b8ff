"""Other ways to say a wording: leads, times of day, lists and ways; and persons of a text told with «أنا»."""

from __future__ import annotations

import pytest

from webapp.arabic.keys.key_forms import KeyForms
from webapp.arabic.wordings.clock_times import Clock, clock_of, clock_variants
from webapp.arabic.wordings.leading_words import without_lead
from webapp.arabic.wordings.listed_things import listed_parts, way_of


@pytest.mark.parametrize(
    ("wording", "bare"),
    [("بسبب الوباء", "الوباء"), ("من أمام الباب", "الباب"), ("لأن الجو حار", "الجو حار"), ("قبل الأحد", "قبل الأحد")],
)
def test_a_lead_may_be_left_out_but_no_limit(wording: str, bare: str) -> None:
    assert without_lead(wording)[0] == bare


@pytest.mark.parametrize(
    ("wording", "clock"),
    [
        ("الساعة السابعة مساءً", Clock(7, 0)),
        ("الحادية عشرة والنصف", Clock(11, 30)),
        ("الثانية عشرة إلا ربعا", Clock(11, 45)),
        ("9:30", Clock(9, 30)),
        ("السنة السابعة", None),
        ("سبعة أيام", None),
    ],
)
def test_a_time_is_read_in_words_and_digits(wording: str, clock: Clock | None) -> None:
    assert clock_of(wording, "متى؟") == clock


def test_a_time_is_told_in_all_its_ways() -> None:
    assert {"السابعة", "7", "7:00"} <= set(clock_variants(Clock(7, 0)))
    assert {"11:30", "11 ونصف", "الحادية عشرة والنصف"} <= set(clock_variants(Clock(11, 30)))


def test_a_list_is_cut_and_a_number_or_a_denial_is_not() -> None:
    assert listed_parts("كتاب وخريطة") == ("كتاب", "خريطة")
    assert not any(map(listed_parts, ["ثلاثة وعشرون", "دينار ونصف", "لا يعرف اللغة ولا الناس", "وصل ثم غادر وعاد"]))
    assert way_of("من فاس إلى طنجة") == (("فاس", "طنجة"),)


def test_the_narrators_words_are_told_of_somebody() -> None:
    forms = KeyForms(["جدتي", "لأنني رأيت"], known={"كنت"})
    assert forms.restored("جدتها") == "جدتي"
    assert forms.restored("الجدة") == "جدتي"
    assert forms.restored("لأنها رأت") == "لأنني رأيت"
    assert KeyForms(["صديقي أنيس"], known={"كنت"}).restored("صديق أنيس") == "صديق أنيس"
