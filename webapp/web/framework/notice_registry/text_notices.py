"""Notices of texts and their question files at the desk."""

from __future__ import annotations

from collections.abc import Mapping

from webapp.web.framework.i18n import N_
from webapp.web.framework.notice_registry.notice_kinds import NoticeKind

KINDS: Mapping[str, NoticeKind] = {
    "text-published": NoticeKind(
        N_("Saved and published. Readers now see this version."),
        frozenset({"text"}),
        "teacher/texts/published_notice.html",
    ),
    "text-archived": NoticeKind(
        N_("Archived: this text is no longer in the library. Its answers and results are kept.")
    ),
    "text-brought-back": NoticeKind(N_("Restored. This text is in the library again.")),
    "text-not-archived": NoticeKind(N_("Nothing has changed. Fix the errors in the file first.")),
    "text-unchanged": NoticeKind(N_("Nothing to save: there are no changes.")),
    "text-saved": NoticeKind(N_("Saved as a draft. Publish it to make it available to readers.")),
    "text-draft": NoticeKind(N_("Saved as a draft. It cannot be published yet because of the errors below.")),
    "text-begun": NoticeKind(N_("Saved as a draft. Check it: click to correct headings and paragraphs.")),
    "text-taken-in": NoticeKind(
        N_("Saved as a draft. Review what the check says about each question, then publish the text.")
    ),
    "questions-taken-in": NoticeKind(
        N_("The questions were added at the end of the draft. Readers cannot see them until it is published."),
        frozenset({"undo"}),
        "framework/undo_notice.html",
    ),
    "import-taken-back": NoticeKind(N_("Import undone. The questions were removed from the draft.")),
    "import-not-taken-back": NoticeKind(N_("Nothing was undone: the questions were changed in the meantime.")),
    "lines-joined": NoticeKind(
        N_(
            "Saved as a draft. Lines that were broken to fit a page have been joined into "
            "paragraphs; “Undo last step” separates them again."
        )
    ),
    "outline-saved": NoticeKind(N_("Saved as a draft.")),
    "text-unchanged-draft": NoticeKind(N_("Nothing has changed.")),
    "outline-undone": NoticeKind(N_("The last step was undone. Press the same button to redo it.")),
    "outline-not-undone": NoticeKind(N_("Nothing was undone: the text was changed in the meantime.")),
    "text-restored": NoticeKind(
        N_("Version restored as a draft. Readers keep the current version until you publish it.")
    ),
    "text-changed-meanwhile": NoticeKind(
        N_("Nothing was restored: the text was changed in the meantime. Check it first.")
    ),
    "maker-added": NoticeKind(N_("Added. That teacher can now change the text and has been notified.")),
    "maker-removed": NoticeKind(N_("Removed. That teacher can no longer change the text and has been notified.")),
    "maker-left": NoticeKind(N_("You are no longer an editor of that text.")),
    "maker-handed-on": NoticeKind(N_("Transferred. The text now belongs to that teacher.")),
    "maker-not-added": NoticeKind(N_("Nothing has changed. Choose a teacher from the list.")),
    "maker-gone": NoticeKind(N_("Nothing has changed: that teacher was no longer an editor of the text.")),
    "last-maker": NoticeKind(
        N_("Nothing has changed: a text needs at least one editor. Transfer it to another teacher first.")
    ),
    "question-saved": NoticeKind(N_("Saved in the draft. Readers cannot see it until the text is published.")),
    "question-moved": NoticeKind(N_("Question moved in the draft.")),
    "question-duplicated": NoticeKind(N_("Question duplicated. The copy follows the original.")),
    "question-named": NoticeKind(N_("The question now has its own ID.")),
    "question-put-back": NoticeKind(N_("Question restored.")),
    "question-not-found": NoticeKind(
        N_("Nothing was restored: the question is already there, or no version contains it.")
    ),
    "question-not-changed": NoticeKind(N_("Not saved: this cannot be saved right now.")),
    "question-stale": NoticeKind(
        N_("Not saved: someone else changed the same question in the meantime. This is the current version.")
    ),
    "settings-of-text-saved": NoticeKind(N_("Saved in the draft. Readers cannot see it until the text is published.")),
    "text-not-restored": NoticeKind(N_("Nothing was restored: this file cannot be changed here right now.")),
}
