"""Aiken: questions with one right option, as plain text; it is read and not written.

::

    في أي يوم صدر الإعلان؟
    A. الأربعاء
    B. الخميس
    ANSWER: B
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from webapp.domain.exchange_items import ChoiceItem, ExchangeOption
from webapp.domain.problem import Problem, both
from webapp.interchange.lesson_formats.lesson_format import (
    LessonFormat,
    ReadFile,
    ReadItem,
    decoded_file,
    refuse_many,
    warning,
)

_OPTION = re.compile(r"\s*([A-Z])[.)]\s+(.+)")
_ANSWER = re.compile(r"\s*ANSWER:\s*([A-Z])\s*", re.I)


def read_aiken(raw: bytes) -> ReadFile:
    """Read a file: a question ends with its line ANSWER."""
    items: list[ReadItem] = []
    problems: list[Problem] = []
    asked: list[str] = []
    options: list[tuple[str, str]] = []
    begin = place = 0
    for number, line in enumerate(decoded_file(raw).splitlines(), 1):
        if not line.strip():
            continue
        begin = begin if asked or options else number
        if found := _ANSWER.fullmatch(line):
            place += 1
            fault = _fault(asked, options, found[1].upper())
            if fault:
                problems.append(warning(place, "bad-value", fault, begin))
            else:
                choices = tuple(ExchangeOption(text, letter == found[1].upper()) for letter, text in options)
                items.append(ReadItem(ChoiceItem(prompt="\n".join(asked), options=choices), place, begin))
            asked, options = [], []
        elif found := _OPTION.fullmatch(line):
            options.append((found[1], found[2].strip()))
        else:
            asked.append(line.strip())
    if asked or options:
        message = both(en="it has no ANSWER line", ar="لا يوجد فيه سطر ANSWER")
        problems.append(warning(place + 1, "bad-value", message, begin))
    refuse_many(items)
    return ReadFile(tuple(items), problems=tuple(problems))


def _fault(asked: Sequence[str], options: Sequence[tuple[str, str]], answer: str) -> str:
    """The reason why this is no question; empty where it is one."""
    if not asked:
        return both(en="it has no question before its options", ar="لا يوجد نص سؤال قبل خياراته")
    if answer not in {letter for letter, _ in options}:
        return both(en=f"it has no option {answer}", ar=f"لا يوجد بين خياراته {answer}")
    return ""


def is_aiken(raw: bytes) -> bool:
    """Tell such a file by an option with a line ANSWER below it."""
    below_option = False
    for line in raw[:65536].decode("utf-8", "replace").splitlines():
        if not line.strip():
            continue
        if below_option and _ANSWER.fullmatch(line):
            return True
        below_option = bool(_OPTION.fullmatch(line))
    return False


AIKEN = LessonFormat("aiken", "Aiken", ".txt", "text/plain", is_aiken, read_aiken)
