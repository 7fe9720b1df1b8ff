"""Questions of another program's file, taken into a question file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from webapp.content.editing.question_edits import (
    add_questions,
    change_settings,
    file_settings,
    free_id,
    question_sources,
)


def with_imported(raw: bytes, questions: Sequence[Mapping[str, object]]) -> bytes:
    """Add questions at the end of a file, each under an id that is free there, and mark the file as a draft."""
    taken = {source.id for source in question_sources(raw)}
    number = int(free_id(raw, "question").rpartition("-")[2])
    added = []
    for values in questions:
        if values["id"] in taken:
            values, number = {**values, "id": f"question-{number}"}, number + 1
        taken.add(str(values["id"]))
        added.append(values)
    return change_settings(add_questions(raw, added), {**file_settings(raw), "draft": True})
