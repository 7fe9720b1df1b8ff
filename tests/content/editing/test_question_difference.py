"""Differences of question files in words: which questions, which fields, from what to what."""

from __future__ import annotations

import pytest

from conftest import ROOT
from webapp.content.editing.question_difference import question_difference
from webapp.content.editing.question_edits import (
    add_question,
    change_question,
    change_settings,
    file_settings,
    move_question,
    question_sources,
    remove_question,
)
from webapp.question_types import TYPES
from webapp.question_types.field_labels import field_label

BASE = (ROOT / "questions" / "000_13183dccda9929f6.yaml").read_bytes()
SOURCES = {source.id: source.values for source in question_sources(BASE)}


def test_the_same_file_has_no_difference() -> None:
    difference = question_difference(BASE, BASE + b"# more\n")
    assert difference is not None
    assert (difference.settings, difference.questions) == ((), ())


def test_questions_are_added_removed_and_moved() -> None:
    new = {"id": "new-1", "type": "poll", "prompt": "ما رأيك؟", "options": ["أ", "ب"], "paragraph": 1}
    after = add_question(BASE, new, "summit-day")
    after = move_question(remove_question(after, "who-announced"), "root-of-tawtid", None)
    difference = question_difference(BASE, after)
    assert difference is not None
    assert [(change.kind, change.id) for change in difference.questions] == [
        ("moved", "root-of-tawtid"),
        ("added", "new-1"),
        ("removed", "who-announced"),
    ]
    assert difference.questions[1].prompt == "ما رأيك؟"


def test_fields_are_named_as_the_forms_name_them() -> None:
    values = SOURCES["who-announced"]
    options = [dict(option) for option in values["options"]]
    options[0]["why"], options[1]["text"] = "لأن", "عاصمتها"
    changed = {**values, "process": "infer", "options": [*options, {"text": "الصين"}], "points": 2}
    del changed["hints"]
    difference = question_difference(BASE, change_question(BASE, "who-announced", changed))
    assert difference is not None
    (question,) = difference.questions
    told = {
        field.name.ar: (field.before and field.before.ar, field.after and field.after.ar) for field in question.fields
    }
    options_name = field_label("choice", ("options",)).ar
    assert told[field_label("choice", ("process",)).ar] == ("استخراج المعلومة الصريحة", "الاستنتاج المباشر")
    assert told[field_label("choice", ("points",)).ar] == ("1", "2")
    assert told[field_label("choice", ("hints",)).ar][1] is None
    assert told[f"{options_name} 1 ← {field_label('choice', ('options', 'why')).ar}"][1] == "لأن"
    assert told[f"{options_name} 5"][0] is None
    assert "الصين" in told[f"{options_name} 5"][1]
    assert len(told) == 6


def test_settings_are_told_too() -> None:
    after = change_settings(BASE, {**file_settings(BASE), "level": "A1", "gate": "correct"})
    difference = question_difference(BASE, after)
    assert difference is not None
    told = {(field.before and field.before.en, field.after and field.after.en) for field in difference.settings}
    assert ("B2", "A1") in told
    assert ("Once the questions are answered", "Once the answers are right") in told


def test_a_version_that_cannot_be_read_has_none() -> None:
    assert question_difference(BASE, BASE + b"  ]\n") is None
    assert question_difference(b"text: [", BASE) is None


@pytest.mark.parametrize("kind", TYPES)
def test_each_change_of_a_type_is_told(kind: str) -> None:
    for name, values in SOURCES.items():
        if values["type"] != kind:
            continue
        for key in set(values) - {"id", "type"}:
            after = change_question(BASE, name, {other: value for other, value in values.items() if other != key})
            difference = question_difference(BASE, after)
            assert difference is not None
            (question,) = difference.questions
            assert [field.after for field in question.fields] == [None] * len(question.fields)
            assert question.fields
        return
