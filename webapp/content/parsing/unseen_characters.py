"""Characters that cannot be seen, in question files and texts: passed over with a warning, or refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from webapp.arabic.normalize import INVISIBLE, fold_digits, strip_invisible
from webapp.content.parsing.source_tree import Node
from webapp.domain.problem import MOST_PROBLEMS, Problem, both

WIDE_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Spaces that look like one and are another character, the no-break space first."""
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_UNSEEN = f"{INVISIBLE}{WIDE_SPACES}"
_ANY = re.compile(f"[{_UNSEEN}]")
_WIDE_SPACE = re.compile(f"[{WIDE_SPACES}]")
_FRONT = re.compile(rf"(?:[ {_UNSEEN}]|-(?=[ {_UNSEEN}]))*")
_AFTER_DASH = re.compile(f"(?<=-)[{INVISIBLE}]")
_AFTER_KEY = re.compile(rf"(?P<key>[A-Za-z][\w-]*[{INVISIBLE}]*:)(?P<gap>[{_UNSEEN}][ {_UNSEEN}]*)")
_KEY = re.compile(r"[ -]*[A-Za-z][\w-]*: +")
_NO_PLAIN_VALUE = tuple("\"'[{|>&*!#")
_ARABIC = re.compile("[\u0621-\u064a]")
_TOKEN = re.compile(r"[\w./-]+", re.ASCII)
MAX_CONTROLS = 20
"""Control characters that are told one by one; a file of them is no text."""


def character_name(character: str) -> str:
    """Name a character by its code and its name."""
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X}" + (f", {name.lower()}" if name else "")


def with_plain_spaces(source: str, path: str) -> tuple[str, list[Problem]]:
    """Put ordinary spaces into the indentation of a YAML file and behind its keys; a warning at the first place."""
    if not _ANY.search(source):
        return source, []
    lines, changed = source.split("\n"), []
    for index, line in enumerate(lines):
        lines[index] = _plain_line(line)
        if lines[index] != line:
            changed.append((index + 1, line))
    if not changed:
        return source, []
    number, line = changed[0]
    first = _ANY.search(line)
    assert first
    return "\n".join(lines), [_warning(path, number, first.start() + 1, first[0], len(changed))]


def _plain_line(line: str) -> str:
    front = _FRONT.match(line)
    assert front
    plain = _AFTER_DASH.sub(" ", _WIDE_SPACE.sub(" ", front[0]))
    end = max(plain.rfind(" "), plain.rfind("-")) + 1  # an invisible mark behind it belongs to the words
    plain = strip_invisible(plain[:end]) + plain[end:]
    rest = line[front.end() :]
    if found := _AFTER_KEY.match(rest):
        rest = found["key"] + " " * len(found["gap"]) + rest[found.end() :]
    return plain + rest


def with_plain_words(tree: Node, path: str) -> list[Problem]:
    """Take invisible characters out of keys, and out of values of one Latin word or number; warn of each.

    Prose keeps them: there they may be part of the spelling.
    """
    return list(_cleaned(tree, path))[:MOST_PROBLEMS]


def _cleaned(node: Node, path: str) -> Iterator[Problem]:
    if isinstance(node.value, list):
        for index, item in enumerate(node.value):
            yield from _cleaned_value(item, path)
            node.value[index] = item
    elif isinstance(node.value, dict):
        names, taken = dict.fromkeys(node.value, ""), set(node.value)
        for key in names:
            plain = _plain_word(key)
            if plain != key and plain not in taken and (plain.isascii() or _ANY.search(key)):
                if found := _ANY.search(key):
                    yield _warning(path, *node.keys[key], found[0])
                names[key] = plain
                taken.remove(key)
                taken.add(plain)
                node.keys[plain] = node.keys.pop(key)
        node.value = {names[key] or key: value for key, value in node.value.items()}
        for value in node.value.values():
            yield from _cleaned_value(value, path)


def _cleaned_value(node: Node, path: str) -> Iterator[Problem]:
    if not isinstance(node.value, str):
        yield from _cleaned(node, path)
        return
    found = _ANY.search(node.value)
    plain = _plain_word(node.value)
    if found and _TOKEN.fullmatch(plain):
        yield _warning(path, node.line, node.column, found[0])
        node.value = plain


def _plain_word(word: str) -> str:
    plain = strip_invisible(_WIDE_SPACE.sub(" ", word)).strip()
    return fold_digits(plain) if plain.isdecimal() else plain


def comments_in_prose(source: str, path: str) -> list[Problem]:
    """Warn where ``#`` cuts an Arabic text short: YAML takes what follows for a comment."""
    message = both(
        en="everything after # is a comment and is not shown. Put the whole text in quotes.",
        ar="ما بعد # تعليق لا يراه أحد. ضع النص كله بين علامتي تنصيص.",
    )
    found = ((n, _comment_in_prose(line)) for n, line in enumerate(source.split("\n"), 1) if " #" in line)
    return [Problem(path, n, column, "comment-in-text", message, "warning") for n, column in found if column]


def _comment_in_prose(line: str) -> int:
    """The column of the ``#`` that cuts the Arabic value of a line short; 0 where none does."""
    key, sign = _KEY.match(line), line.find(" #") + 1
    value = line[key.end() : sign] if key else ""
    is_prose = _ARABIC.search(value) and not value.startswith(_NO_PLAIN_VALUE) and "#" not in value
    return sign + 1 if is_prose and line[sign + 1 : sign + 2].strip() not in ("", "#") else 0


def control_characters(content: str, path: str) -> list[Problem]:
    """Refuse the control characters of a text, each at its line and column."""
    problems = []
    for found in CONTROLS.finditer(content):
        before = content[: found.start()]
        code = character_name(found[0])
        message = both(en=f"a control character ({code}). Delete it.", ar=f"حرف تحكم غير مرئي ({code}). احذفه.")
        line, column = before.count("\n") + 1, found.start() - (before.rfind("\n") + 1) + 1
        problems.append(Problem(path, line, column, "control-character", message))
        if len(problems) == MAX_CONTROLS:
            break
    return problems


def invisible_marks(content: str, path: str) -> list[Problem]:
    """Warn of the invisible marks of a text at the first of them: answers and evidence are compared without them."""
    first, *more = re.findall(f"[{INVISIBLE}]", content) or [""]
    if not first:
        return []
    at = content.index(first)
    count, code = 1 + len(more), character_name(first)
    message = both(
        en=f"{count} invisible character(s) in the text, the first here ({code}). They are ignored in answers.",
        ar=f"في النص حروف غير مرئية، عددها {count}، وأولها هنا ({code})، ولا أثر لها في الإجابات.",
    )
    line, column = content[:at].count("\n") + 1, at - (content[:at].rfind("\n") + 1) + 1
    return [Problem(path, line, column, "invisible-mark", message, "warning")]


def _warning(path: str, line: int, column: int, character: str, lines: int = 1) -> Problem:
    code = character_name(character)
    more = (f" ({lines} lines have one)", f" (عدد الأسطر التي فيها مثله: {lines})") if lines > 1 else ("", "")
    message = both(
        en=f"an invisible character here ({code}) was ignored. Delete it, or type a space{more[0]}.",
        ar=f"هنا حرف غير مرئي ({code}) تم تجاهله. احذفه أو اكتب مسافة{more[1]}.",
    )
    return Problem(path, line, column, "invisible-mark", message, "warning")
