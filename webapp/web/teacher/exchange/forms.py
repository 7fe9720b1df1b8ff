"""Forms of taking questions in from a file."""

from __future__ import annotations

from webapp.content.text_editing.clean_lines import clean_line
from webapp.interchange.lesson_formats import FORMATS
from webapp.interchange.text_sources.source_text import MAX_TITLE
from webapp.web.teacher.forms import DeskForm, TextField
from webapp.web.teacher.new_texts.forms import LEVELS


def _read_format(name: str) -> str:
    return name if name in FORMATS and FORMATS[name].read else ""


def _level(level: str) -> str:
    return level if level in LEVELS else ""


class FileForm(DeskForm):
    """A file beside this form; its format where it is chosen, and the text that its questions are about."""

    format = TextField(filters=[_read_format])
    text = TextField()


class TakeForm(DeskForm):
    """The questions that a preview showed, and the text that they begin."""

    came = TextField()
    title = TextField(filters=[clean_line], longest=MAX_TITLE)
    level = TextField(filters=[_level])
    text = TextField()
