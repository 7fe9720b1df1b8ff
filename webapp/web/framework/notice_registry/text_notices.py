"""Notices of texts and their question files at the desk."""

from __future__ import annotations

from collections.abc import Mapping

from webapp.web.framework.i18n import N_
from webapp.web.framework.notice_registry.notice_kinds import NoticeKind

KINDS: Mapping[str, NoticeKind] = {
    "text-published": NoticeKind(
        N_("Saved and published: readers have this version now."),
        frozenset({"text"}),
        "teacher/texts/published_notice.html",
    ),
    "text-archived": NoticeKind(N_("Archived: the library no longer offers this text. Its answers and results stay.")),
    "text-brought-back": NoticeKind(N_("Brought back: the library offers this text again.")),
    "text-not-archived": NoticeKind(N_("Nothing has changed: mend the errors of the file first.")),
    "text-unchanged": NoticeKind(N_("Nothing was saved: this is what there is already.")),
    "text-saved": NoticeKind(N_("Saved as a draft. Readers have it once it is published.")),
    "text-draft": NoticeKind(
        N_("Saved as a draft. It has errors (they are named below), so that it cannot be published yet.")
    ),
    "text-begun": NoticeKind(
        N_("The text is kept as a draft. Look it over: headings and paragraphs are corrected by a click.")
    ),
    "text-taken-in": NoticeKind(
        N_("The text and its questions are kept as a draft. Look at what the check says of each, then publish it.")
    ),
    "questions-taken-in": NoticeKind(
        N_("The questions are in the draft, behind the others. Readers see nothing of them until it is published."),
        frozenset({"undo"}),
        "framework/undo_notice.html",
    ),
    "import-taken-back": NoticeKind(N_("The questions were taken out of the draft again.")),
    "import-not-taken-back": NoticeKind(N_("Nothing has changed: the questions were changed meanwhile.")),
    "lines-joined": NoticeKind(
        N_(
            "The text is kept as a draft. Its lines were broken to fit a page, so they were joined to paragraphs; "
            "“Undo the last step” sets them apart again."
        )
    ),
    "outline-saved": NoticeKind(N_("Kept as a draft.")),
    "text-unchanged-draft": NoticeKind(N_("Nothing has changed.")),
    "outline-undone": NoticeKind(N_("The last step is undone; the same button brings it back.")),
    "outline-not-undone": NoticeKind(N_("Nothing was undone: the text was changed meanwhile.")),
    "text-restored": NoticeKind(
        N_("The version is back as a draft. Readers go on with what they have until it is published.")
    ),
    "text-changed-meanwhile": NoticeKind(N_("Nothing was restored: the text was changed meanwhile. Look at it first.")),
    "maker-added": NoticeKind(N_("Added: that teacher can change the text now, and is told so.")),
    "maker-removed": NoticeKind(N_("Removed: that teacher can no longer change the text, and is told so.")),
    "maker-left": NoticeKind(N_("You are no longer a maker of that text.")),
    "maker-handed-on": NoticeKind(N_("Handed on: the text is that teacher's now.")),
    "maker-not-added": NoticeKind(N_("Nothing has changed: choose a teacher of the list.")),
    "maker-gone": NoticeKind(N_("Nothing has changed: that teacher was no maker of the text any more.")),
    "last-maker": NoticeKind(N_("Nothing has changed: a text needs a maker. Hand it on to another teacher.")),
    "question-saved": NoticeKind(N_("Saved in the draft. Readers see nothing of it until the text is published.")),
    "question-moved": NoticeKind(N_("The question has its new place in the draft.")),
    "question-duplicated": NoticeKind(N_("The question is there twice now; the second one is behind the first.")),
    "question-named": NoticeKind(N_("The question has a name of its own now.")),
    "question-put-back": NoticeKind(N_("The question is back.")),
    "question-not-found": NoticeKind(N_("Nothing was put back: the question is there already, or no version has it.")),
    "question-not-changed": NoticeKind(N_("Nothing was changed: this cannot be written just now.")),
    "question-stale": NoticeKind(
        N_("Nothing was changed: somebody else has changed the same question meanwhile. Here is how it is now.")
    ),
    "settings-of-text-saved": NoticeKind(
        N_("Saved in the draft. Readers see nothing of it until the text is published.")
    ),
    "text-not-restored": NoticeKind(N_("Nothing was restored: this file cannot be changed here just now.")),
}
