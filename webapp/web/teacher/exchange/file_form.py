"""Page on which a file of questions is chosen, for a new text or for one that is there."""

from __future__ import annotations

from flask import render_template

from webapp.interchange.lesson_formats import FORMATS
from webapp.interchange.lesson_formats.import_lesson import MAX_PACKAGE_BYTES
from webapp.interchange.text_sources import MAX_UPLOAD_BYTES
from webapp.web.framework.i18n import N_, Said, pair
from webapp.web.teacher.exchange.format_words import format_words
from webapp.web.teacher.exchange.forms import FileForm

MEGABYTES = MAX_UPLOAD_BYTES // 1024 // 1024
TOO_LARGE = pair(
    "The file is larger than %(n)s MB. Split it, or ask your administrator to import it: the command fahm import "
    "accepts up to %(most)s MB.",
    n=MEGABYTES,
    most=MAX_PACKAGE_BYTES // 1024 // 1024,
)
NO_FILE = N_("Choose a file.")
NOT_AS_SHOWN = N_("The questions did not arrive as shown. Choose the file again.")


def file_page(form: FileForm, refused: str | Said, barrier: str, slug: str = "", title: str = "") -> str:
    """Draw the page; without a ``slug`` it is for a new text."""
    return render_template(
        "teacher/exchange/choose.html",
        form=form,
        formats=[(known.name, format_words(known)) for known in FORMATS.values() if known.read],
        refused=refused,
        barrier=barrier,
        slug=slug,
        title=title or slug,
        most=MEGABYTES,
        most_bytes=MAX_UPLOAD_BYTES,
        too_large=TOO_LARGE,
    )
