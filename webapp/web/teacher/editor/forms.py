"""Forms of the editor beside those that are made of the models."""

from __future__ import annotations

import json
import re
from typing import Any

from webapp.web.teacher.forms import DeskForm, ListField, TextField

MAX_REASON = 300
_DIGEST = re.compile(r"[0-9a-f]{64}")


def _digest(text: str) -> str:
    return text if _DIGEST.fullmatch(text) else ""


def _one_line(text: str) -> str:
    return " ".join(text.split())


class BaseForm(DeskForm):
    """An act on a text; ``base`` names the working copy that was seen."""

    base = TextField(filters=[_digest])


class SaveForm(BaseForm):
    """The fields of a form beside the model's: ``drawn_from`` holds the values that the form was drawn from.

    ``do`` is a button that changes the form and saves nothing.
    """

    drawn_from = TextField()
    do = TextField(longest=300)
    reason = TextField(filters=[_one_line], longest=MAX_REASON)

    @property
    def before(self) -> dict[str, Any]:
        """The values that the form was drawn from; none where they cannot be read."""
        try:
            values = json.loads(self.drawn_from.data or "{}")
        except (ValueError, RecursionError):
            return {}
        return values if isinstance(values, dict) else {}


class MoveForm(BaseForm):
    """A question goes behind another one, or to the beginning."""

    after = TextField(longest=200)


class NewQuestionForm(DeskForm):
    """The paragraph and the words that a new question is about; these were ticked under ``about``."""

    paragraph = TextField(longest=10)
    words = ListField(name="about.words")
