"""Questions on their way in: read from a file, shown in a preview, and taken from the preview's own form.

The form of the preview holds what was read, so that nothing of the file is kept on the server, and what is taken in is
what was shown.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from flask import request

from webapp.interchange.lesson_formats.import_lesson import ImportedLesson, import_lesson
from webapp.interchange.lesson_formats.lesson_format import MAX_ITEMS, refuse_large
from webapp.interchange.lesson_formats.question_values import question_of
from webapp.interchange.text_sources import MAX_UPLOAD_BYTES
from webapp.question_types import TYPES
from webapp.web.framework.i18n import Said
from webapp.web.teacher.editor.forms import plain_object
from webapp.web.teacher.question_forms.field_names import in_form

Values = Mapping[str, object]
MAX_SAID = 100
"""Problems that a preview shows; a number says that there are more."""


@dataclass(frozen=True)
class ShownQuestion:
    """A question as a preview lists it; ``place`` is its paragraph, empty for the whole text."""

    kind: Said
    prompt: str
    place: str


@dataclass(frozen=True)
class LeftBehind:
    """A part of a file that does not come in; ``line`` is 0 where the file has no lines."""

    line: int
    message: Said


@dataclass(frozen=True)
class Incoming:
    """The questions of a file as fields of a question file, its format's title, and what does not come in."""

    questions: tuple[Values, ...]
    format: str
    left: tuple[LeftBehind, ...]
    more: int = 0
    """Problems that are not shown."""

    @property
    def shown(self) -> list[ShownQuestion]:
        """The questions for a page."""
        return [_shown(values) for values in self.questions]

    @property
    def held(self) -> str:
        """All of it as the form of the preview holds it."""
        left = [[item.line, item.message.en, item.message.ar] for item in self.left]
        whole = {"questions": self.questions, "format": self.format, "left": left, "more": self.more}
        return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def uploaded_lesson(
    name: str, text: str | None, taken: Sequence[str] = (), settings: Values = MappingProxyType({})
) -> ImportedLesson | None:
    """Read the file that was sent, in the format of this name or in the one that it shows; None where there is none.

    UserError where it cannot be read.
    """
    upload = request.files.get("file")
    raw = upload.stream.read(MAX_UPLOAD_BYTES + 1) if upload else b""
    refuse_large(raw, MAX_UPLOAD_BYTES)
    return import_lesson(raw, name, text, taken, settings) if raw else None


def incoming(came: ImportedLesson) -> Incoming:
    """Questions and text of a file as they were read, for a preview."""
    left = [LeftBehind(problem.line, in_form(problem.message, "")) for problem in came.problems]
    return Incoming(came.questions, came.format.title, tuple(left[:MAX_SAID]), max(0, len(left) - MAX_SAID))


def held_questions(written: str) -> Incoming | None:
    """The content of a preview's form; None where it is not as a preview writes it."""
    whole = plain_object(written)
    questions, left = whole.get("questions"), whole.get("left")
    if not isinstance(questions, list) or not isinstance(left, list) or not 0 < len(questions) <= MAX_ITEMS:
        return None
    if not all(isinstance(values, dict) and question_of(values) for values in questions):
        return None
    said = [_left(item) for item in left[:MAX_SAID]]
    more = whole.get("more")
    return Incoming(
        tuple(questions),
        str(whole.get("format", "")),
        tuple(item for item in said if item),
        more if isinstance(more, int) else 0,
    )


def _left(item: Any) -> LeftBehind | None:
    if not isinstance(item, list) or len(item) != 3 or not isinstance(item[0], int):
        return None
    return LeftBehind(item[0], Said(en=str(item[1]), ar=str(item[2])))


def _shown(values: Values) -> ShownQuestion:
    model = TYPES[str(values["type"])]
    place = str(values.get("paragraph", "whole"))
    kind = Said(ar=model.name_ar, en=model.name_en)
    return ShownQuestion(kind, str(values.get("prompt", "")), "" if place == "whole" else place)
