"""Notices of a teacher's decisions on answers: marks given together, and wordings written into a key."""

from __future__ import annotations

from collections.abc import Mapping

from webapp.web.framework.i18n import N_
from webapp.web.framework.notice_registry.notice_kinds import NoticeKind


def _undoable(message: str) -> NoticeKind:
    return NoticeKind(message, frozenset({"undo"}), "framework/undo_notice.html")


def _about_key(message: str, *carries: str) -> NoticeKind:
    return NoticeKind(message, frozenset(carries), "teacher/editor/key_notice.html")


KINDS: Mapping[str, NoticeKind] = {
    "help-limits-saved": NoticeKind(N_("Saved. These limits now decide who is listed as needing help.")),
    "help-limits-out-of-bounds": NoticeKind(N_("Not saved: a number is missing or out of range.")),
    "marks-saved": _undoable(N_("Mark saved for this answer and for identical ones.")),
    "marks-taken-back": NoticeKind(N_("Undone. These answers have their previous marks again.")),
    "marks-stay": NoticeKind(N_("Nothing was undone: the marks have changed since.")),
    "key-drafted": _about_key(
        N_("The draft’s answer key now has this wording. Readers get it when the text is published."), "undo"
    ),
    "key-changed": _about_key(
        N_("The answer key now has this wording. Below is what changes for existing answers."), "undo"
    ),
    "key-already": NoticeKind(N_("Nothing has changed: the answer key already marks this answer that way.")),
    "key-no-way": NoticeKind(N_("Nothing has changed: this question type does not support that.")),
    "key-contradicts": NoticeKind(
        N_("Nothing has changed: the answer key contradicts this. Edit the key in the question itself.")
    ),
    "key-otherwise": _about_key(
        N_("Not saved: even with this wording in the answer key, another marking rule would apply:"), "word"
    ),
    "key-breaks": _about_key(N_("Not saved: a right answer would no longer be accepted:"), "word"),
    "key-stale": NoticeKind(
        N_("Nothing has changed: the question was edited in the meantime. Check it, then try again.")
    ),
    "key-too-often": NoticeKind(
        N_("Nothing has changed: too many attempts in a short time. Wait a few minutes, then try again.")
    ),
    "key-taken-back": NoticeKind(N_("Undone. The answer key is back as it was.")),
    "key-not-taken-back": NoticeKind(N_("Nothing was undone: the question has changed since.")),
}
