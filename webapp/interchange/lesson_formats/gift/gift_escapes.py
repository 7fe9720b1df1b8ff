"""Escapes of GIFT: the signs that mean something in it, written with a backslash before them."""

from __future__ import annotations

import re

SIGNS = "~=#{}:\\"
_SPECIAL = re.compile(r"[~=#{}:\\]")
_ESCAPED = re.compile(r"\\(.)", re.S)
_SPACE = re.compile(r"[ \t\r\n]+")


def escaped(text: str) -> str:
    """Escape a text so that it stands on one line of a GIFT file and is read as it is."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\\n".join(_SPECIAL.sub(lambda sign: f"\\{sign[0]}", line) for line in lines)


def unescaped(text: str) -> str:
    """The text of a stretch of a GIFT file: runs of spaces and line ends are one space, escapes are what they name."""
    return _ESCAPED.sub(_named, _SPACE.sub(" ", text.strip()))


def shown_lines(text: str) -> str:
    """The text of a stretch with the line ends that the file has, without empty lines."""
    return "\n".join(filter(None, map(unescaped, text.replace("\r\n", "\n").split("\n"))))


def _named(found: re.Match[str]) -> str:
    sign = found[1]
    return "\n" if sign == "n" else sign if sign in SIGNS else found[0]
