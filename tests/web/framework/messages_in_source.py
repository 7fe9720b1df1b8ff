"""Messages of the program: those of the catalogue, and those in the source in both languages, by ``en`` and ``ar``."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import Literal

from babel.messages.catalog import Message

from source_code import parsed, source_of
from tools import translations

PACKAGE = Path(__file__, "../../../../webapp").resolve()


@cache  # it reads all of the file, and dozens of tests look at each of its messages
def in_catalogue() -> tuple[Message, ...]:
    """All messages of the catalogue, without its head; nobody changes them."""
    return tuple(message for message in translations.known() if message.id)


@cache  # it reads all of the source
def said_in_source(language: Literal["ar", "en"]) -> tuple[str, ...]:
    """All messages in one language; of an f-string, its parts."""
    values = (
        keyword.value
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(parsed(source_of(path)))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == language
    )
    parts = (part.value for value in values for part in ast.walk(value) if isinstance(part, ast.Constant))
    return tuple(part for part in parts if isinstance(part, str))
