"""Questions of another program's file, taken into a question file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count

from webapp.content.editing.question_edits import add_questions, change_settings, file_settings, question_sources


def with_imported(raw: bytes, questions: Sequence[Mapping[str, object]]) -> bytes:
    """Add questions at the end of a file, each under an id that is free there, and mark the file as a draft."""
    there = {source.id for source in question_sources(raw)}
    taken = there | {str(values["id"]) for values in questions}
    names = (name for number in count(1) if (name := f"question-{number}") not in taken)
    added = [{**values, "id": next(names)} if values["id"] in there else values for values in questions]
    return change_settings(add_questions(raw, added), {**file_settings(raw), "draft": True})
