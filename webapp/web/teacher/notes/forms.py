"""Form of a note."""

from __future__ import annotations

from webapp.store.protocols.notes import MAX_WORDS
from webapp.web.framework.i18n import N_
from webapp.web.teacher.forms import DeskForm, FlagField, TextField, ValidationError

WORDS_MISSING = N_("Write a note first.")
WORDS_TOO_LONG = N_("Notes can be up to 500 characters.")
NOT_INSERTED = N_("Nothing was inserted: the note would be longer than 500 characters.")


def _clean(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


class NoteForm(DeskForm):
    """A note; with ``keep`` its words are kept, to be written again. ``insert`` and ``forget`` name kept words."""

    words = TextField(filters=[_clean])
    keep = FlagField()
    insert = TextField()
    forget = TextField()

    def validate_words(self, field: TextField) -> None:
        """Refuse a note without words, and one that would have to be cut."""
        if not field.data:
            raise ValidationError(WORDS_MISSING)
        if len(field.data) > MAX_WORDS:
            raise ValidationError(WORDS_TOO_LONG)
