"""What every question has in common: the rules of the check that it is let off."""

import pytest
from pydantic import ValidationError

from question_types.asking import build


def short(**fields: object):
    return build("short", accept=["الأحد"], why="هكذا في النص.", **fields)


def test_a_rule_is_allowed_with_its_reason() -> None:
    assert short(allow={"rehearsal-title": "اللقب هو المطلوب"}).allow == {"rehearsal-title": "اللقب هو المطلوب"}


@pytest.mark.parametrize("allow", [{"rehearsal-title": " "}, {"a rule": "سبب"}, ["rehearsal-title"]])
def test_a_rule_needs_a_name_and_a_reason(allow: object) -> None:
    with pytest.raises(ValidationError):
        short(allow=allow)


def test_what_is_allowed_changes_neither_the_version_nor_what_is_stored_of_it() -> None:
    allowed = short(allow={"rehearsal-title": "اللقب هو المطلوب"})
    assert allowed.version == short().version
    assert allowed.model_dump_json() == short().model_dump_json()
