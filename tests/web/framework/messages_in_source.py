"""Messages of the program: those of the catalogue, and those in the source in both languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Literal

from babel.messages.catalog import Message

from source_code import parsed, source_of
from tools import translations

ARABIC = re.compile("[\u0621-\u064a]{2}[^؀-ۿ]?.* .*[\u0621-\u064a]{2}", re.S)
ENGLISH = re.compile("[a-z]{2}.* .*[a-z]{2}", re.S)
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


@cache
def arabic_beside_english() -> tuple[str, ...]:
    """Arabic of messages without a keyword: a pair of values, or the second half of «English — عربي»."""
    return tuple(
        message
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(parsed(source_of(path)))
        for message in (*_second_of_a_pair(node), *_after_a_dash(node))
    )


def _second_of_a_pair(node: ast.AST) -> Iterator[str]:
    values = node.elts if isinstance(node, ast.Tuple) else node.args if isinstance(node, ast.Call) else []
    words = [_words(value) for value in values]
    for said in pairwise(words):
        arabic = [one for one in said if ARABIC.search(one)]
        if len(arabic) == 1 and any(ENGLISH.search(one) and one not in arabic for one in said):
            yield arabic[0]


def _after_a_dash(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.JoinedStr | ast.Constant):
        _, dash, arabic = _words(node).partition(" — ")
        if dash and ARABIC.search(arabic):
            yield arabic


def _words(value: ast.AST) -> str:
    """Words of a literal; its other parts are left out."""
    parts = value.values if isinstance(value, ast.JoinedStr) else [value]
    return "".join(part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str))
