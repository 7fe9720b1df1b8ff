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
    "help-limits-saved": NoticeKind(N_("Saved: the class lists who needs help by these numbers from now on.")),
    "help-limits-out-of-bounds": NoticeKind(
        N_("Nothing was saved: one of the numbers is missing or out of its bounds.")
    ),
    "marks-saved": _undoable(N_("The mark is saved for this answer and for those that say the same.")),
    "marks-taken-back": NoticeKind(N_("Taken back: these answers have the marks again that they had before.")),
    "marks-stay": NoticeKind(N_("Nothing was taken back: the marks have changed since.")),
    "comment-too-long": NoticeKind(N_("Nothing was inserted: the comment would be too long.")),
    "key-drafted": _about_key(
        N_("The key of the draft has this wording now; readers have it once the text is published."), "undo"
    ),
    "key-changed": _about_key(
        N_("The key has this wording now. Below is what it changes for those who answered already."), "undo"
    ),
    "key-already": NoticeKind(N_("Nothing has changed: the key marks this answer so already.")),
    "key-no-way": NoticeKind(N_("Nothing has changed: the key of this kind of question cannot say that.")),
    "key-contradicts": NoticeKind(
        N_("Nothing has changed: the key says the opposite of this answer. Change the key in the question itself.")
    ),
    "key-otherwise": _about_key(
        N_("Nothing has changed: even with this wording in the key, another rule of the marking would win:"), "word"
    ),
    "key-breaks": _about_key(N_("Nothing has changed: a right answer would no longer be accepted:"), "word"),
    "key-stale": NoticeKind(N_("Nothing has changed: the question was changed meanwhile. Look at it, then try again.")),
    "key-too-often": NoticeKind(
        N_("Nothing has changed: that was very often within a short time. Wait a few minutes, then try again.")
    ),
    "key-taken-back": NoticeKind(N_("Taken back: the key is what it was before.")),
    "key-not-taken-back": NoticeKind(N_("Nothing was taken back: the question has changed since.")),
}
