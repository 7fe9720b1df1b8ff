"""Messages that stand in the source in both languages, by the keywords ``en`` and ``ar``."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import Literal

from source_code import parsed, source_of

PACKAGE = Path(__file__, "../../../../webapp").resolve()


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
