"""What a version of a question file has otherwise than another, by question and field."""

from __future__ import annotations

import pytest

from conftest import ROOT
from webapp.assessment.authoring.source_changes import source_changes
from webapp.content.editing.question_edits import (
    change_question,
    change_settings,
    file_settings,
    move_question,
    question_sources,
    remove_question,
)

RIVER = (ROOT / "tests" / "content" / "questions" / "river.yaml").read_bytes()


def test_a_changed_question_is_told_by_field() -> None:
    (_, source) = question_sources(RIVER)
    values = {key: value for key, value in source.values.items() if key != "why"} | {"accept": ["السبت", "يوم السبت"]}
    (change,) = source_changes(RIVER, change_question(RIVER, source.id, values)) or ()
    assert (change.kind, change.question) == ("changed", source.id)
    assert change.prompt == source.values["prompt"]
    fields = {field.label.partition(" | ")[0]: (field.before, field.after) for field in change.fields}
    assert len(fields) == 2
    assert ("صباح السبت", "يوم السبت") in fields.values()
    assert (source.values["why"], "") in fields.values()


def test_settings_come_first_and_removed_questions_last() -> None:
    first, second = question_sources(RIVER)
    after = change_settings(remove_question(RIVER, first.id), {**file_settings(RIVER), "level": "B1"})
    changes = source_changes(RIVER, after) or ()
    assert [(change.kind, change.question) for change in changes] == [("changed", ""), ("removed", first.id)]
    moved = source_changes(RIVER, move_question(RIVER, second.id, None)) or ()
    assert [change.kind for change in moved] == ["moved"]
    assert source_changes(RIVER, RIVER + b"# by hand\n") == ()


def test_a_first_version_adds_all() -> None:
    changes = source_changes(b"", RIVER) or ()
    assert [change.kind for change in changes] == ["added", "added"]


@pytest.mark.parametrize("raw", [b"text: [", b"\xff", b"questions: 1\n", b"questions:\n  - {prompt: x}\n"])
def test_what_cannot_be_read_by_question_is_not_compared(raw: bytes) -> None:
    assert source_changes(RIVER, raw) is None
    assert source_changes(raw, RIVER) is None
