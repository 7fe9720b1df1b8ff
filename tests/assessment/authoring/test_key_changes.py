"""A wording written into a key: what each type makes of it, and where it is told that the key cannot take it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from question_types.asking import TEXT, sample
from webapp.assessment.authoring.key_changes import KeyChange, clean_wording, plan_key_change
from webapp.content import Item, Lesson
from webapp.domain.question import Question
from webapp.domain.typed_key import WishedVerdict
from webapp.question_types import TYPES

DAY: dict[str, object] = {
    "id": "day",
    "paragraph": 1,
    "type": "short",
    "prompt": "في أي يوم أعلنت الوكالة؟",
    "evidence": ["يوم الخميس"],
    "accept": ["الخميس"],
}
GAPS: dict[str, object] = {
    "id": "gaps",
    "paragraph": 1,
    "type": "cloze",
    "prompt": "أكمل الجملة.",
    "text": "قبل [[الرئيس]] دعوة [[الزعيم|القائد]].",
}
ROOT: dict[str, object] = {
    "id": "root",
    "paragraph": 1,
    "type": "root",
    "prompt": "ما جذر الكلمة، وما وزنها؟",
    "word": "زيارة",
    "root": "ز و ر",
    "pattern": "فعالة",
}


def compiled(values: Mapping[str, object]) -> Question | None:
    question = TYPES[str(values["type"])].model_validate(values)
    return None if list(question.faults()) else question.bind(TEXT)


def planned(
    lesson: Lesson, values: dict[str, object], wording: str, wished: WishedVerdict, part: str = ""
) -> KeyChange:
    question = compiled(values)
    assert question is not None
    item = Item(question, (), "")
    return plan_key_change(
        replace(lesson, text=TEXT, words=None, items=(item,)), item, values, compiled, part, wording, wished
    )


def changed(lesson: Lesson, values: dict[str, object], wording: str, wished: WishedVerdict, part: str = "") -> object:
    """The values of the file that the change gives, those that were there before left out."""
    change = planned(lesson, values, wording, wished, part)
    assert (change.outcome, change.broken) == ("changed", ())
    assert change.values is not None
    assert change.values.keys() >= values.keys()
    return {name: value for name, value in change.values.items() if values.get(name) != value}


def test_a_right_wording_goes_under_accept(lesson: Lesson) -> None:
    assert changed(lesson, DAY, "ج/ قبل نهاية الأسبوع", "right") == {"accept": ["الخميس", "قبل نهاية الأسبوع"]}


def test_half_a_wording_gets_its_share_and_a_change_of_mind_takes_it_away(lesson: Lesson) -> None:
    half = changed(lesson, DAY, "آخر الأسبوع", "half")
    assert half == {"accept": ["الخميس", {"text": "آخر الأسبوع", "share": 0.5}]}
    noted = {**DAY, "accept": ["الخميس", {"text": "آخر الأسبوع", "share": 0.5, "note": "أدقّ منه: الخميس."}]}
    whole = changed(lesson, noted, "آخر الأسبوع", "right")
    assert whole == {"accept": ["الخميس", {"text": "آخر الأسبوع", "note": "أدقّ منه: الخميس."}]}


def test_a_wrong_wording_that_the_program_was_not_sure_of_is_refused_from_now_on(lesson: Lesson) -> None:
    question = compiled(DAY)
    assert question is not None
    assert question.grade("الخميس بعد سوق المدينة").unsure
    assert changed(lesson, DAY, "الخميس بعد سوق المدينة", "wrong") == {"refuse": ["الخميس بعد سوق المدينة"]}


def test_a_right_wording_of_one_idea_is_a_wording_of_that_idea(lesson: Lesson) -> None:
    idea = {**DAY, "accept": [], "require": [["الخميس"]]}
    del idea["accept"]
    assert changed(lesson, idea, "قبل الجمعة بيوم", "right") == {"require": [["الخميس", "قبل الجمعة بيوم"]]}


def test_a_right_wording_of_several_ideas_is_accepted_as_a_whole(lesson: Lesson) -> None:
    ideas = {**DAY, "require": [["دعوة"], ["زيارة"]], "prompt": "ماذا قبل الرئيس؟"}
    del ideas["accept"]
    assert changed(lesson, ideas, "أن يسافر إليه", "right") == {"accept": ["أن يسافر إليه"]}


def test_a_gap_takes_a_further_filling_and_a_refused_one(lesson: Lesson) -> None:
    text = "قبل [[الرئيس]] دعوة [[الزعيم|القائد|رأس الدولة]]."
    assert changed(lesson, GAPS, "رأس الدولة", "right", "2") == {"text": text}
    assert planned(lesson, GAPS, "رأس [الدولة]", "right", "2").outcome == "no-way"
    assert planned(lesson, GAPS, "رأس الدولة", "half", "2").outcome == "no-way"
    assert planned(lesson, GAPS, "المدير", "wrong", "1").outcome == "already"


def test_a_filling_that_another_gap_refuses_everywhere_contradicts_the_key(lesson: Lesson) -> None:
    refusing = {**GAPS, "refuse": ["الملك"]}
    assert planned(lesson, refusing, "الملك", "right", "1").outcome == "contradicts"


def test_a_bank_takes_no_wording(lesson: Lesson) -> None:
    assert planned(lesson, {**GAPS, "bank": ["السفير"]}, "القائد", "right", "1").outcome == "no-way"


def test_a_root_takes_another_root_and_pattern(lesson: Lesson) -> None:
    assert changed(lesson, ROOT, "الجذر: زير", "right", "root") == {"root": ["ز و ر", "ز ي ر"]}
    assert changed(lesson, ROOT, "على وزن فِعالات", "right", "pattern") == {"pattern": ["فعالة", "فِعالات"]}
    assert planned(lesson, ROOT, "زار", "right", "root").outcome == "contradicts"  # an alef is no letter of a root
    assert planned(lesson, ROOT, "ز ي ر", "half", "root").outcome == "no-way"


def test_what_is_marked_so_already_changes_nothing(lesson: Lesson) -> None:
    for wording, wished in (("في يوم الخميس", "right"), ("الأحد", "wrong")):
        change = planned(lesson, DAY, wording, wished)  # type: ignore[arg-type]
        assert (change.outcome, change.values) == ("already", None)


@pytest.mark.parametrize(("wording", "wished"), [("يوم الخميس", "wrong"), ("الخميس", "half"), ("الأحد", "right")])
def test_the_opposite_of_the_key_is_told(lesson: Lesson, wording: str, wished: WishedVerdict) -> None:
    change = planned(lesson, {**DAY, "refuse": ["الأحد"]}, wording, wished)
    assert (change.outcome, change.values) == ("contradicts", None)


def test_an_answer_that_the_key_takes_for_its_own_wording_may_be_refused(lesson: Lesson) -> None:
    assert changed(lesson, DAY, "إلى الخميس", "wrong") == {"refuse": ["إلى الخميس"]}


def test_a_refusal_that_would_take_right_answers_along_is_told_with_them(lesson: Lesson) -> None:
    change = planned(lesson, {**DAY, "accept": ["الخميس", "يوم الخميس الماضي"]}, "الخميس الآخر", "wrong")
    assert change.outcome in ("changed", "already")
    breaking = planned(lesson, {**DAY, "accept": ["يوم الخميس"]}, "صباح يوم", "wrong")
    assert breaking.outcome in ("already", "breaks", "changed")


@pytest.mark.parametrize("kind", sorted(TYPES.keys() - {"short", "cloze", "root"}))
def test_types_without_a_typed_key_take_no_wording(lesson: Lesson, kind: str) -> None:
    question = sample(kind)
    values = question.model_dump()
    assert type(question).with_wording(values, "", "شيء", "right") == ()
    assert plan_key_change(lesson, Item(question, (), ""), values, compiled, "", "شيء", "right").outcome == "no-way"


def test_a_wording_is_cleaned_of_what_is_no_part_of_it() -> None:
    assert clean_wording(" الجواب:  «يوم\u200f الخميس»\n") == "يوم الخميس"
    assert clean_wording("…") == "…"
