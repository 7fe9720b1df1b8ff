"""Notices: messages shown once, on the next page that a person opens, from one registry.

A view calls ``notify("class-archived")``; what a notice carries besides its key (a word, a code, a question's id) are
named values, stored with it in the session. An unknown key raises, so that a typo fails a test.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request, session

from webapp.web.framework.i18n import N_
from webapp.web.framework.notice_registry import assignment_notices, decision_notices, people_notices, text_notices
from webapp.web.framework.notice_registry.notice_kinds import NoticeKind
from webapp.web.framework.notice_registry.notice_tones import DONE, REFUSED, Tone

BACKGROUND = "X-Fahm-Background"
"""Request header of a page that a script prefetches: nobody sees it now."""
SESSION_KEY = "notices"
ABOUT_FIELD = frozenset({"field", "typed"})
"""Values that every notice may carry."""
MAX_TYPED = 80
"""Characters of what was typed that the session keeps: names are shorter."""
OLD_SESSION_KEY = "_flashes"
"""Flask's own list, which earlier releases used: dropped unread."""


@dataclass(frozen=True)
class Notice:
    """One notice for the page that is being drawn."""

    key: str
    question: str = ""
    """Id of the question that it concerns: then its card shows it, not the head of the page."""
    attempt: int = 0
    """The number of the attempt that gave the same answer."""
    code: str = ""
    """The code of the record that this device left."""
    word: str = ""
    """The key of a saved word."""
    text: str = ""
    """The slug of a text."""
    undo: str = ""
    """The address that takes back what it tells of."""
    count: int = 0
    """Number of names that were added."""
    field: str = ""
    """Id of the field that it is about, which the page marks too."""
    typed: str = ""
    """The words that were typed there, for the field to show them again."""

    @property
    def kind(self) -> NoticeKind:
        """Entry of the registry."""
        return KINDS[self.key]

    @property
    def tone(self) -> Tone:
        """Sign and colour of it: what was done, what was not, or neither."""
        return "done" if self.key in DONE else "refused" if self.key in REFUSED else "neutral"


def _about_word(message: str, *carries: str) -> NoticeKind:
    return NoticeKind(message, frozenset(carries), "vocabulary/word_notice.html")


KINDS: Mapping[str, NoticeKind] = {
    # Reading and answering
    "page-closed": NoticeKind(N_("That page opens when the questions here are answered.")),
    "unanswered": NoticeKind(N_("Nothing was answered yet. No attempt was counted."), frozenset({"question"})),
    "answer-repeated": NoticeKind("", frozenset({"question", "attempt"})),
    "first-answer-stands": NoticeKind(N_("This form was already submitted. The first answer counts.")),
    "no-try-left": NoticeKind(N_("This question has no attempts left.")),
    "saved-not-marked": NoticeKind(N_("Saved. Check each question with its own button.")),
    "exam-saved": NoticeKind(N_("Saved. You can change your answers until you submit.")),
    "exam-handed-in": NoticeKind(N_("This exam was already submitted. Its answers are unchanged.")),
    "exam-late": NoticeKind(
        N_("Your answers arrived after time ran out. They are saved, and your teacher can see them.")
    ),
    "exam-unanswered": NoticeKind(
        N_("Answer at least one question before you submit."),
    ),
    # The learner's own record and settings
    "settings-saved": NoticeKind(N_("Settings saved on this device.")),
    "unknown-record-code": NoticeKind(N_("No record has this code. Check the code and try again.")),
    "record-resumed": NoticeKind(
        N_("Your record is now on this device."), frozenset({"code"}), "learner/record_resumed.html"
    ),
    "record-code-changed": NoticeKind(
        N_(
            "Your record has a new code, shown below. Write it down. Other devices and cards can no "
            "longer open the record."
        )
    ),
    "record-code-was-changed": NoticeKind(N_("Nothing has changed: the code had already been changed.")),
    "reader-switched": NoticeKind(
        N_("The record is closed on this device. A new reader can start below."),
        frozenset({"undo"}),
        "learner/reader_switched.html",
    ),
    "reader-not-switched-back": NoticeKind(
        N_("That is no longer possible. Use the record’s code or card to open it again.")
    ),
    "signed-out": NoticeKind(N_("This device is signed out. Use the record code to open it again.")),
    "unknown-class-code": NoticeKind(N_("No class has this code. Check the code and try again.")),
    "record-code-typed": NoticeKind(N_("This is a card code. Press “Continue” to open your record.")),
    "unknown-card": NoticeKind(N_("This card does not match any record. Ask your teacher.")),
    # Saved words
    "word-saved": _about_word(N_("Added to My words"), "word"),
    "word-missed": _about_word(N_("Added to My words: you missed its question"), "word"),
    "word-dropped": _about_word(N_("Removed from My words"), "word"),
    "word-not-open": _about_word(N_("Words can be saved when the paragraph is open or the exam is submitted.")),
    "word-gone": _about_word(N_("That word is no longer in My words.")),
    **people_notices.KINDS,
    # Results
    "results-told": NoticeKind(N_("Results released. The class can see marks and right answers.")),
    "results-not-told": NoticeKind(N_("Results are hidden from the class again.")),
    "group-saved": NoticeKind(N_("Group saved.")),
    "group-removed": NoticeKind(
        N_("Group removed. Its learners stay in the class."), frozenset({"undo"}), "framework/undo_notice.html"
    ),
    "group-back": NoticeKind(N_("Group restored.")),
    "grade-rule-saved": NoticeKind(N_("Rule saved. All grades now follow it.")),
    "learner-excused": NoticeKind(N_("Excused. This column no longer counts for that learner.")),
    "learner-not-excused": NoticeKind(N_("The column counts for that learner again.")),
    "report-words-saved": NoticeKind(N_("Note to parents saved.")),
    **decision_notices.KINDS,
    **assignment_notices.KINDS,
    # Marking
    "mark-saved": NoticeKind(N_("Mark saved.")),
    "marking-finished": NoticeKind(N_("Saved. All answers to this question are marked.")),
    "mark-restored": NoticeKind(N_("The earlier mark counts again. The full history is kept.")),
    "second-marking-stays": NoticeKind(
        N_("You are the second marker here. Give your own marks first, or ask the first marker to end second marking.")
    ),
    "regrade-applied": NoticeKind(N_("Regrading applied.")),
    "regrade-goes-on": NoticeKind(N_("The first part was applied. Check and apply the rest below.")),
    "regrade-graded-anew": NoticeKind(
        N_("Not applied yet: the answers are being regraded. Check the changes afterwards, then apply them.")
    ),
    "regrade-undone": NoticeKind(N_("Regrading undone. Marks are back as they were.")),
    "regrade-not-undone": NoticeKind(
        N_("Nothing was undone: some of these answers have been regraded since, or are not from your classes.")
    ),
    **text_notices.KINDS,
}
"""Every notice by its key. One without a message is shown on the card of its question only."""


def notify(
    key: str,
    *,
    question: str = "",
    attempt: int = 0,
    code: str = "",
    word: str = "",
    text: str = "",
    undo: str = "",
    count: int = 0,
    field: str = "",
    typed: str = "",
) -> None:
    """Show a notice on the next page that this person opens. KeyError for a key that the registry does not have.

    With the id of a ``field``, that field is marked as well, and shows again what was ``typed``.
    """
    values = {
        "question": question,
        "attempt": attempt,
        "code": code,
        "word": word,
        "text": text,
        "undo": undo,
        "count": count,
        "field": field,
        "typed": typed[:MAX_TYPED],
    }
    carried = {name: value for name, value in values.items() if value}
    unknown = carried.keys() - KINDS[key].carries - ABOUT_FIELD
    if unknown:
        raise ValueError(f"the notice {key} carries no {', '.join(sorted(unknown))}")
    session[SESSION_KEY] = [*_stored(), {"key": key, **carried}]


def notices() -> list[Notice]:
    """Notices of this page; none for a page fetched in the background, where they would be lost."""
    shown: list[Notice] | None = g.get("notices")
    if shown is None:
        shown = g.notices = [] if BACKGROUND in request.headers else _take()
    return shown


def _take() -> list[Notice]:
    """Take the notices out of the session."""
    shown = [notice for stored in _stored() if (notice := _read(stored))]
    for name in (SESSION_KEY, OLD_SESSION_KEY):
        if name in session:
            del session[name]
    return shown


def repeated_answers() -> dict[str, int]:
    """Questions whose answer had been given before, with the number of the attempt that gave it."""
    return {notice.question: notice.attempt for notice in notices() if notice.key == "answer-repeated"}


def unanswered_questions() -> set[str]:
    """Questions that were to be marked without an answer."""
    return {notice.question for notice in notices() if notice.key == "unanswered"}


def refused_at(field: str) -> Notice | None:
    """The notice about the field of an id; None without any."""
    return next((notice for notice in notices() if notice.field == field), None)


def _stored() -> list[Any]:
    stored = session.get(SESSION_KEY)
    return stored if isinstance(stored, list) else []


def _read(stored: Any) -> Notice | None:
    """Read a notice from the session; None for one of another release, with other keys or other values."""
    try:
        notice = Notice(**stored)
        values = {name: value for name, value in vars(notice).items() if value and name != "key"}
        known = values.keys() - ABOUT_FIELD <= notice.kind.carries
    except (TypeError, KeyError):
        return None
    right_types = all(isinstance(value, int if name in {"attempt", "count"} else str) for name, value in values.items())
    return notice if known and right_types else None


def init_app(app: Flask) -> None:
    """Add the notices of a page to the templates."""
    app.jinja_env.globals.update(notices=notices, unanswered_questions=unanswered_questions, refused_at=refused_at)
