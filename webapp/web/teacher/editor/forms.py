"""Forms of the editor beside those that are made of the models."""

from __future__ import annotations

import json
import re
from typing import Any

from webapp.domain.whole_numbers import whole_number
from webapp.web.teacher.forms import DeskForm, ListField, TextField

MAX_REASON = 300
_DIGEST = re.compile(r"[0-9a-f]{64}")
DEEPEST = 20
"""Lists and groups within each other that values have; the models have three."""


def _no_number(name: str) -> float:
    raise ValueError(name)


def _is_deeper(value: Any, levels: int) -> bool:
    """Tell whether lists and groups lie deeper within each other than this."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return levels < 0 or any(_is_deeper(item, levels - 1) for item in inner)


def plain_object(written: str) -> dict[str, Any]:
    """An object that a page wrote into its form as JSON; empty where it cannot be read."""
    try:
        values = json.loads(written or "{}", parse_constant=_no_number)
        json.dumps(values, ensure_ascii=False).encode()  # half of a character cannot be written
    except (ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) and not _is_deeper(values, DEEPEST) else {}


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
        return plain_object(self.drawn_from.data)


class MoveForm(BaseForm):
    """A question goes behind another one, or to the beginning."""

    after = TextField(longest=200)


class NumberForm(BaseForm):
    """A question by its number in the file."""

    number = TextField(longest=6)

    @property
    def place(self) -> int:
        """The place of the question, from 0; -1 where no number was sent."""
        return (whole_number(self.number.data) or 0) - 1


class NewQuestionForm(DeskForm):
    """The paragraph and the words that a new question is about; these were ticked under ``about``."""

    paragraph = TextField(longest=10)
    words = ListField(name="about.words")
