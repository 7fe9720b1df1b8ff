"""Forms of a new text, and of a text's outline."""

from __future__ import annotations

import re

from webapp.content.text_editing.clean_lines import clean_line
from webapp.interchange.text_sources.source_text import MAX_TITLE
from webapp.web.framework.i18n import N_
from webapp.web.teacher.forms import DeskForm, FlagField, ListField, TextField

LEVELS = {
    "A1": N_("A1: basic words and short sentences"),
    "A2": N_("A2: simple texts on everyday topics"),
    "B1": N_("B1: clear texts on familiar topics"),
    "B2": N_("B2: news and opinions in standard Arabic"),
    "C1": N_("C1: long and demanding texts"),
    "C2": N_("C2: any text, including classical and scholarly ones"),
}
_STEP = re.compile(r"([a-z]{1,12})(?: ([0-9]{1,4}))?(?: ([0-9]{1,6}))?")
_DIGEST = re.compile(r"[0-9a-f]{64}")


def _level(level: str) -> str:
    return level if level in LEVELS else ""


def digest(text: str) -> str:
    """The name of a working copy; empty for anything else."""
    return text if _DIGEST.fullmatch(text) else ""


class NewTextForm(DeskForm):
    """A new text: pasted words, or a file beside this form; the title may be left to the text."""

    title = TextField(filters=[clean_line], longest=MAX_TITLE)
    level = TextField(filters=[_level])
    text = TextField()


class OutlineForm(DeskForm):
    """A text's outline: kind, words and origins of each block in their order, and the step that was pressed."""

    base = TextField(filters=[digest])
    title = TextField(filters=[clean_line], longest=MAX_TITLE)
    level = TextField(filters=[_level])
    step = TextField()
    undo = TextField(filters=[digest])
    confirm = FlagField()
    kind = ListField()
    words = ListField()
    origins = ListField()
    more = TextField()

    @property
    def pressed(self) -> tuple[str, int, int]:
        """Name of the step, place of its block, and offset in that; an unknown one only saves."""
        found = _STEP.fullmatch(self.step.data)
        return (found[1], int(found[2] or 0), int(found[3] or 0)) if found else ("save", 0, 0)
