"""Pictures of a text on its pages: their address changes with their contents, so that browsers may keep them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flask import url_for

from webapp.content.text_marks.pictures import PICTURES
from webapp.domain.text import Paragraph
from webapp.web.framework.services import current_services


@dataclass(frozen=True)
class ShownPicture:
    """A picture as a page shows it: its address and its description."""

    address: str
    description: str


def picture_path(name: str) -> Path:
    """The place of a picture."""
    return (current_services().config.content / "seeds" / PICTURES / name).absolute()


def picture_version(name: str) -> str:
    """A name of the contents of a picture, by its time and size; empty where there is none."""
    try:
        state = picture_path(name).stat()
    except (OSError, ValueError):
        return ""
    return f"{state.st_mtime_ns:x}-{state.st_size:x}"


def shown_picture(slug: str, paragraph: Paragraph) -> ShownPicture | None:
    """The picture that a paragraph describes; None for any other paragraph."""
    name = paragraph.picture
    if not name:
        return None
    return ShownPicture(url_for("pictures.picture", slug=slug, name=name, v=picture_version(name)), paragraph.text)
