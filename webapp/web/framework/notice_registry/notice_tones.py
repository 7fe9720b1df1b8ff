"""Tone of each notice: something was done, something was not, or neither. The head of the page shows it by a sign."""

from __future__ import annotations

from typing import Literal

Tone = Literal["done", "refused", "neutral"]

DONE_KEYS = """
    settings-saved record-resumed record-code-changed signed-out word-saved word-dropped class-code-renewed
    class-archived class-restored class-left class-deleted learner-code-changed learner-moved learner-taken-out
    newcomers-removed newcomers-restored learner-deleted request-withdrawn request-refused request-accepted
    records-merged records-separated password-changed two-factor-off two-factor-off-for-teacher sessions-ended
    account-closed account-reopened link-revoked results-told results-not-told marks-saved marks-taken-back
    key-drafted key-changed key-taken-back mark-saved marking-finished mark-restored regrade-applied
    regrade-undone text-published text-archived text-brought-back text-saved text-begun lines-joined
    outline-saved outline-undone text-restored maker-added maker-removed maker-left maker-handed-on
    question-saved question-moved question-duplicated question-named question-put-back settings-of-text-saved
    exam-saved saved-not-marked assignment-given assignment-changed assignment-opened assignment-closed
    assignment-removed assignment-restored allowance-given shelf-set class-code-restored grade-rule-saved
    group-back group-removed group-saved learner-excused learner-not-excused name-given-back names-added
    names-given-back names-taken-back note-taken-back note-written reader-switched record-code-typed
    report-words-saved exam-reopened exam-handed-in-again help-limits-saved class-language-set desk-language-set
    text-taken-in questions-taken-in import-taken-back
"""
REFUSED_KEYS = """
    page-closed unanswered no-try-left exam-unanswered unknown-record-code unknown-class-code unknown-card
    record-code-was-changed word-not-open word-gone name-missing class-full class-crowded name-not-confirmed
    name-taken nobody-chosen not-deleted-at-desk request-gone begin-again own-account last-admin marks-stay
    key-already key-no-way key-contradicts key-otherwise key-breaks key-stale key-too-often
    key-not-taken-back second-marking-stays regrade-not-undone text-not-archived text-draft outline-not-undone
    text-changed-meanwhile maker-not-added maker-gone last-maker question-not-found question-not-changed
    question-stale text-not-restored class-code-not-restored name-just-taken names-in-use note-gone
    reader-not-switched-back import-not-taken-back names-given-back-before help-limits-out-of-bounds
"""
DONE = frozenset(DONE_KEYS.split())
"""Notices of what was done."""
REFUSED = frozenset(REFUSED_KEYS.split())
"""Notices of what was wished and not done, or has to be mended."""
