"""Parser of GIFT, after the format's published description.

An entry ends at an empty line outside of its braces. Escaped signs are plain ones to whatever looks for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from webapp.arabic.normalize import fold_digits
from webapp.domain.problem import Problem, both
from webapp.interchange.lesson_formats.gift.gift_escapes import shown_lines, unescaped
from webapp.interchange.lesson_formats.gift.gift_tree import (
    GiftAnswer,
    GiftNumber,
    GiftPair,
    GiftQuestion,
    GiftText,
    Kind,
)
from webapp.interchange.lesson_formats.lesson_format import warning

_BRACE = re.compile(r"\\.|([{}])", re.S)
_TITLE = re.compile(r"\s*::((?:\\.|(?!::)[^\\])*)::", re.S)
_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]", re.I)
_TAG = re.compile(r"\[(id|tag):([^\[\]]*)\]")
_TRUTH = re.compile(r"\s*(T|TRUE|F|FALSE)\s*(?=#|\Z)", re.I)
_PART = re.compile(r"(?:\\.|[^\\~=#{}])*", re.S)
_FEEDBACK = re.compile(r"(?:#(?:\\.|[^\\~=#{}])*)*", re.S)
_ESCAPED = re.compile(r"\\.")
WEIGHT = re.compile(r"\s*%(-?[0-9]{1,3}(?:\.[0-9]+)?)%")
ARROW = "->"
_NUMBER = re.compile(r"\s*([-+]?(?:[0-9]{1,15}(?:\.[0-9]{0,15})?|\.[0-9]{1,15})(?:e[-+]?[0-9]{1,3})?)\s*", re.I)
_GENERAL = re.compile(r"(?<!\\)####")
KEPT = "[fahm:"
"""Beginning of a comment with Fahm's own fields; without a question below it stands for one that GIFT has not."""
MAX_ANSWERS = 100
BLANK = "_____"
ANY = "*"


@dataclass
class _Entry:
    """The lines of an entry, joined, with its comments and the line it begins on."""

    line: int
    text: str
    comments: tuple[str, ...]


def parse_gift(source: str) -> tuple[list[GiftQuestion], list[Problem]]:
    """Parse a file; what cannot be read is named by a Problem, and the rest is read."""
    questions: list[GiftQuestion] = []
    problems: list[Problem] = []
    for entry in _entries(source):
        try:
            questions.append(_question(entry))
        except _Fault as fault:
            problems.append(warning(len(questions) + len(problems) + 1, "bad-value", fault.args[0], entry.line))
    return questions, problems


class _Fault(Exception):
    """An entry that cannot be read; the message in both languages."""


def _entries(source: str) -> Iterator[_Entry]:
    lines: list[str] = []
    comments: list[str] = []
    begin, depth = 0, 0
    for number, line in enumerate(source.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        stripped = line.strip()
        if stripped.startswith("//"):
            comments.append(stripped[2:].strip())
            continue
        if not stripped and depth == 0:
            if lines:
                yield _Entry(begin, "\n".join(lines), tuple(comments))
                lines, comments = [], []
            elif any(comment.startswith(KEPT) for comment in comments):
                yield _Entry(number - 1, "", tuple(comments))
                comments = []
            continue
        if stripped.startswith("$CATEGORY:") and not lines:
            yield _Entry(number, stripped, tuple(comments))
            comments = []
            continue
        begin = begin if lines else number
        lines.append(line)
        depth = _depth(line, depth)
    if lines or any(comment.startswith(KEPT) for comment in comments):
        yield _Entry(begin, "\n".join(lines), tuple(comments))


def _depth(line: str, depth: int) -> int:
    """The braces that are open behind a line."""
    plain = _ESCAPED.sub("", line) if "\\" in line else line
    return max(0, depth + plain.count("{") - plain.count("}"))


def _question(entry: _Entry) -> GiftQuestion:
    notes = _TAG.findall(" ".join(comment for comment in entry.comments if not comment.startswith(KEPT)))
    tags = tuple(value.strip() for kind, value in notes if kind == "tag")
    number = next((value.strip() for kind, value in notes if kind == "id"), None)
    if entry.text.startswith("$CATEGORY:"):
        return GiftQuestion("Category", entry.line, entry.text.removeprefix("$CATEGORY:").strip())
    if not entry.text:
        return GiftQuestion("Comment", entry.line, comments=entry.comments)
    text, title = entry.text, None
    if found := _TITLE.match(text):
        title, text = unescaped(found[1]), text[found.end() :]
    else:
        text = text.lstrip().removeprefix("::")
    kind = "moodle"
    if found := _FORMAT.match(text):
        kind, text = found[1].lower(), text[found.end() :]
    braces = list(islice((found for found in _BRACE.finditer(text) if found[1]), 3))
    common = {"title": title, "id": number, "tags": tags, "comments": entry.comments, "source": entry.text}
    if not braces:
        return GiftQuestion("Description", entry.line, stem=_stem(kind, text), **common)  # type: ignore[arg-type]
    if len(braces) != 2 or braces[0][1] != "{":
        raise _Fault(
            both(
                en="its braces { } are unmatched, or there is more than one pair",
                ar="القوسان { } غير مكتملين، أو فيه أكثر من زوج منهما",
            )
        )
    before, behind = text[: braces[0].start()], text[braces[1].end() :]
    embedded = bool(behind.strip())
    inside = text[braces[0].end() : braces[1].start()]
    stem = _stem(kind, before)
    if embedded:
        shown = shown_lines(f"{before}{BLANK}{behind}")
        stem = GiftText(kind, f"{unescaped(before)} {BLANK} {unescaped(behind)}".strip(), shown)
    return _answered(entry.line, stem, embedded, inside, common)


def _stem(kind: str, words: str) -> GiftText:
    return GiftText(kind, unescaped(words), shown_lines(words))


def _answered(line: int, stem: GiftText, embedded: bool, inside: str, common: dict[str, object]) -> GiftQuestion:
    general = None
    if found := _GENERAL.search(inside):
        general, inside = _text(inside[found.end() :], stem.format, lines=True), inside[: found.start()]
    whole: dict[str, object] = {**common, "stem": stem, "embedded": embedded, "global_feedback": general}
    if not inside.strip():
        return _made("Essay", line, whole)
    if found := _TRUTH.match(inside):
        notes = [_text(note, stem.format) if note.strip() else None for note in _cut(inside[found.end() :], "#")[1:]]
        return _made("TF", line, {**whole, "is_true": found[1][0] in "Tt", "feedback": (*notes, None, None)[:2]})
    if inside.lstrip().startswith("#"):
        return _made("Numerical", line, {**whole, "answers": _numbers(inside.lstrip()[1:], stem.format)})
    parts = list(_parts(inside))
    if any(ARROW in words for sign, words, _ in parts if sign == "=") and all(sign == "=" for sign, _, _ in parts):
        return _made("Matching", line, {**whole, "pairs": tuple(_pair(*part[1:], stem.format) for part in parts)})
    answers = tuple(_answer(*part, stem.format) for part in parts)
    kind: Kind = "Short" if all(sign != "~" for sign, _, _ in parts) else "MC"
    return _made(kind, line, {**whole, "answers": answers})


def _made(kind: Kind, line: int, values: dict[str, object]) -> GiftQuestion:
    return GiftQuestion(kind, line, **values)  # type: ignore[arg-type]


def _parts(inside: str) -> Iterator[tuple[str, str, str]]:
    """The answers: the sign before each (empty for one without), its words, its feedback."""
    first = _PART.match(inside)
    assert first
    at, count = first.end(), 0
    if first[0].strip() or (at < len(inside) and inside[at] == "#"):
        feedback, at = _feedback(inside, at)
        yield "", first[0], feedback
    while at < len(inside):
        count += 1
        if count > MAX_ANSWERS:
            raise _Fault(both(en=f"more than {MAX_ANSWERS} answers", ar=f"فيه أكثر من {MAX_ANSWERS} إجابة"))
        sign = inside[at]
        found = _PART.match(inside, at + 1)
        assert found
        feedback, at = _feedback(inside, found.end())
        yield sign, found[0], feedback


def _feedback(inside: str, at: int) -> tuple[str, int]:
    """The feedback that begins here, and where it ends; empty where none does. A further # is a part of it."""
    found = _FEEDBACK.match(inside, at)
    assert found
    return found[0][1:], found.end()


def _cut(text: str, sign: str) -> list[str]:
    return re.split(rf"(?<!\\){re.escape(sign)}", text)


def _text(words: str, kind: str, *, lines: bool = False) -> GiftText:
    if found := _FORMAT.match(words):
        kind, words = found[1].lower(), words[found.end() :]
    return GiftText(kind, unescaped(words), shown_lines(words) if lines else "")


def _weight(words: str) -> tuple[float | None, str]:
    found = WEIGHT.match(words)
    return (float(found[1]), words[found.end() :]) if found else (None, words)


def _answer(sign: str, words: str, feedback: str, kind: str) -> GiftAnswer:
    weight, words = _weight(words)
    note = _text(feedback, kind) if feedback.strip() else None
    return GiftAnswer(sign != "~", weight, _text(words, kind), note)


def _pair(words: str, note: str, kind: str) -> GiftPair:
    """A pair; it has no feedback, so that a # is a sign like others."""
    left, arrow, right = (f"{words}#{note}" if note else words).partition(ARROW)
    if not arrow:
        raise _Fault(both(en="one of its pairs has no ->", ar="أحد أزواجه بلا علامة ->"))
    return GiftPair(_text(left, kind), unescaped(right))


def _numbers(inside: str, kind: str) -> tuple[GiftAnswer, ...]:
    answers = []
    for sign, words, feedback in _parts(inside):
        if not words.strip() and not feedback and sign != "~":
            continue
        weight, words = _weight(words)
        note = _text(feedback, kind) if feedback.strip() else None
        value = GiftText(kind, ANY) if sign == "~" and not words.strip() else _number(words)
        answers.append(GiftAnswer(sign != "~", weight, value, note))
    return tuple(answers)


def _number(words: str) -> GiftNumber:
    for separator in ("..", ":"):
        low, found, high = words.partition(separator)
        if found:
            first, second = _float(low), _float(high)
            if separator == "..":
                return GiftNumber((first + second) / 2, first, second)
            return GiftNumber(first, first - second, first + second, second)
    value = _float(words)
    return GiftNumber(value, value, value)


def _float(words: str) -> float:
    found = _NUMBER.fullmatch(fold_digits(words).replace("٫", "."))
    if not found:
        raise _Fault(both(en="its answer is not a number", ar="إجابته ليست عددًا"))
    return float(found[1])
