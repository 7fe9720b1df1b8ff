"""A teacher's decision about an answer (right, half, wrong), written into the key; and taken back.

In the draft of a text for its makers' own trials; in the file itself for answers that learners gave. The notice on the
next page tells what came of it, and takes it back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import abort, request, url_for

from webapp.assessment.authoring.key_changes import KeyChange
from webapp.assessment.authoring.question_alone import Again, QuestionAlone, question_alone, values_in
from webapp.assessment.authoring.text_state import QUESTIONS
from webapp.assessment.authoring.working_copy import AuthoredText
from webapp.content.editing.question_edits import UneditableFile, UnknownQuestion
from webapp.domain.people import Teacher
from webapp.domain.typed_key import WishedVerdict
from webapp.web.framework.notices import notify
from webapp.web.teacher.forms import DeskForm, TextField
from webapp.web.teacher.texts.editing_rights import author

VERDICTS: tuple[WishedVerdict, ...] = ("right", "half", "wrong")
LONGEST_ANSWER = 1000
Write = Callable[[QuestionAlone, Mapping[str, object], Again | None], str]
"""Writes new values of a question; returns the file's name in its new state, empty where nothing was written."""


class DecisionForm(DeskForm):
    """An answer to a part, and the verdict that it deserves."""

    part = TextField(longest=60)
    wording = TextField(longest=LONGEST_ANSWER)
    verdict = TextField()

    @property
    def wished(self) -> WishedVerdict:
        """The verdict, else the 400."""
        return next((verdict for verdict in VERDICTS if verdict == self.verdict.data), None) or abort(400)


def decide(alone: QuestionAlone, write: Write, undo: str) -> str:
    """Write the decision that was posted into the key; the address that takes it back, or empty where it was not.

    Why it was not is told on the next page; that it was, is for the caller to tell. ``undo`` is the endpoint that takes
    it back, with the arguments of this address.
    """
    form = DecisionForm()
    decision = form.part.data, form.wording.data, form.wished
    change = alone.planned(*decision)
    if change.values is None:
        _tell_why_not(change)
        return ""
    after = write(alone, change.values, lambda values: alone.planned_for(values, *decision).values)
    if not after:
        notify("key-stale")
        return ""
    return url_for(undo, **{**(request.view_args or {}), "before": alone.state, "after": after})


def take_back(text: AuthoredText, question: str, write: Write) -> bool:
    """Give a question the values back that it had before the decision; only if it still has those of the decision."""
    before, after = (request.args.get(name, "")[QUESTIONS] for name in ("before", "after"))
    alone = question_alone(text, question)
    old, new = (_values_at(text, state, question) for state in (before, after))
    if alone is None or old is None or alone.source.values != new or not write(alone, old, None):
        notify("key-not-taken-back")
        return False
    notify("key-taken-back")
    return True


def in_draft(teacher: Teacher) -> Write:
    """The way to write into the draft of a text."""

    def write(alone: QuestionAlone, values: Mapping[str, object], again: Again | None) -> str:
        try:
            saved = alone.text.save(
                lambda raw: alone.with_values(raw, values, again), alone.copy.digest, author(teacher)
            )
        except (UneditableFile, UnknownQuestion):
            return ""
        return saved.copy.digest[QUESTIONS] if saved.outcome in ("saved", "unchanged") and saved.copy else ""

    return write


def in_file(teacher: Teacher) -> Write:
    """The way to write into the file that readers have, and into the draft beside it."""

    def write(alone: QuestionAlone, values: Mapping[str, object], again: Again | None) -> str:
        try:
            published = alone.text.publish_edit(lambda raw: alone.with_values(raw, values, again), author(teacher))
        except (UneditableFile, UnknownQuestion, OSError):
            return ""
        if published.outcome not in ("published", "unchanged"):
            return ""
        copy = alone.text.working()
        return copy.digest[QUESTIONS] if copy else ""

    return write


def _values_at(text: AuthoredText, state: str, question: str) -> dict[str, object] | None:
    raw = text.questions.content_of(state) if len(state) == QUESTIONS.stop else None
    try:
        return None if raw is None else values_in(raw, question)
    except UneditableFile:
        return None


def _tell_why_not(change: KeyChange) -> None:
    if change.outcome == "breaks":
        notify("key-breaks", word=change.broken[0])
    elif change.outcome == "otherwise":
        notify("key-otherwise", word=change.grade.unsure or change.grade.why if change.grade else "")
    elif change.outcome == "contradicts":
        notify("key-contradicts")
    else:
        notify("key-already" if change.outcome == "already" else "key-no-way")
