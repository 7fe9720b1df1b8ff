"""Pictures of a text, in ``seeds/pictures/``: which files can be shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Literal

PICTURES = "pictures"
"""Their folder, beside the texts."""
PICTURE_TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
}
MAX_PICTURE_BYTES = 1024 * 1024
PictureState = Literal["name", "missing", "large", "active"]
"""Why a picture cannot be shown; ``active``: a drawing that runs or fetches something."""
PictureFault = Callable[[str], PictureState | None]
"""The fault of the picture with a name; None where it can be shown."""
_NAME = re.compile(r"[^\W_][\w.-]{0,98}\.(?:svg|png|jpe?g|webp)")
_ACTIVE = re.compile(
    rb"<\s*(?:\w+:)?(?:script|foreignObject|iframe|embed|object)\b|\son\w+\s*=|javascript:"
    rb"|<!ENTITY|<\?xml-stylesheet|(?:href|src)\s*=\s*[\"']\s*(?:https?:)?//|url\(\s*[\"']?(?:https?:)?//",
    re.IGNORECASE,
)


def no_pictures_known(name: str) -> PictureState | None:
    """A `PictureFault` for a question file outside a content folder: nothing is said of its pictures."""
    return None


def is_picture_name(name: str) -> bool:
    """Tell if a name is that of a picture file, and of no other place."""
    return bool(_NAME.fullmatch(name)) and ".." not in name


def picture_fault(seeds: Path, name: str) -> PictureState | None:
    """The reason why a picture of ``seeds`` cannot be shown; None where it can be."""
    if not is_picture_name(name):
        return "name"
    path = seeds / PICTURES / name
    try:
        if not path.is_file():
            return "missing"
        if path.stat().st_size > MAX_PICTURE_BYTES:
            return "large"
        return "active" if path.suffix == ".svg" and _ACTIVE.search(path.read_bytes()) else None
    except OSError:
        return "missing"
