"""What order, match and sort share: values of texts, posted fields, links typed in a line, counted feedback."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from webapp.arabic.counting import CountedNoun
from webapp.arabic.digits import arabic_digits
from webapp.arabic.normalize import fold_digits, skeleton
from webapp.domain.question import Grade, Part, Response, Unanswered
from webapp.domain.text import short_digest
from webapp.question_types._options import shuffled, single, verdict_of

_NUMBERED = re.compile(r"\d+\s*=\s*\d+(?:[\s,،;؛]+\d+\s*=\s*\d+)*")


def value_of(text: str) -> str:
    """The name of a text in forms and records: it stays when texts move, and tells nothing of the key."""
    return short_digest(text, 8)


def by_value(texts: Iterable[str]) -> dict[str, str]:
    """The texts by their values, sorted by them, so that nothing is left of the file's order."""
    return dict(sorted((value_of(text), text) for text in texts))


def mixed(texts: Iterable[str], seed: str) -> list[dict[str, str]]:
    """The texts as a page may see them: in an order that depends on them and the seed, not on the file."""
    return [{"value": value, "text": text} for value, text in shuffled(by_value(texts).items(), seed)]


def chosen(response: Response) -> Mapping[str, str]:
    """The response by part; nothing where a record holds an answer of another shape."""
    return response if isinstance(response, dict) else {}


def read_parts(
    form: Mapping[str, Sequence[str]], name: str, parts: Iterable[str], allowed: Iterable[str]
) -> Response | Unanswered:
    """The fields ``name.part`` that hold one of the allowed values."""
    known = frozenset(allowed)
    found = {part: single(form, f"{name}.{part}") for part in parts}
    return {part: value for part, value in found.items() if value in known} or Unanswered()


def find_text(texts: Sequence[str], words: str) -> str | None:
    """The text that a person means by its words or its number (from 1); words spelled otherwise come last."""
    wanted = words.strip()
    if wanted in texts:
        return wanted
    numbered = {str(number): text for number, text in enumerate(texts, 1)}
    if found := numbered.get(fold_digits(wanted)):
        return found
    alike = {text for text in texts if skeleton(wanted) and skeleton(wanted) == skeleton(text)}
    return alike.pop() if len(alike) == 1 else None


def parse_links(answer: str, lefts: Sequence[str], rights: Sequence[str]) -> Response | Unanswered:
    """``1=2, 2=1`` by numbers, or ``left=right | left=right``; a line that is not wholly understood is no answer."""
    line = answer.strip()
    pieces = re.split(r"[|\n]", line)
    if _NUMBERED.fullmatch(fold_digits(line)):
        pieces = re.findall(r"\d+\s*=\s*\d+", fold_digits(line))
    found: dict[str, str] = {}
    for piece in filter(str.strip, pieces):
        link = _link(piece, lefts, rights)
        if link is None or value_of(link[0]) in found:
            return Unanswered()
        found[value_of(link[0])] = value_of(link[1])
    return dict(sorted(found.items())) or Unanswered()


def _link(piece: str, lefts: Sequence[str], rights: Sequence[str]) -> tuple[str, str] | None:
    """Both ends of one link; either text may have a = of its own."""
    for sign in re.finditer("=", piece):
        left, right = find_text(lefts, piece[: sign.start()]), find_text(rights, piece[sign.end() :])
        if left and right:
            return left, right
    return None


def parts_grade(
    key: Mapping[str, str], response: Response, points: float, why: str, count: Callable[[int, int, int], str]
) -> Grade:
    """Each part an equal share, right or not. ``count`` words a mark that is not full: hits, parts, left out."""
    answer = chosen(response)
    parts = tuple(Part(name, 1 / len(key), float(answer.get(name) == value)) for name, value in key.items())
    hits = sum(part.value > 0 for part in parts)
    share = hits / len(parts)
    said = why if hits == len(parts) else count(hits, len(parts), sum(name not in answer for name in key))
    return Grade(verdict_of(share), share * points, points, said, parts)


def count_said(what: str, noun: CountedNoun, hits: int, total: int, missing: int) -> str:
    """How much is right, and not which: «صحّ تصنيف عبارتين من ٦». ``what`` is the verbal noun."""
    left_out = f"، مع ترك {noun.counted(missing)} بلا جواب" if missing else ""
    if not hits:
        return f"لم يصحّ {what} شيء ممّا في الإجابة{left_out}؛ في العودة إلى النص ما يعين."
    of = arabic_digits(total)
    return f"صحّ {what} {noun.counted(hits)} من {of}{left_out}؛ في العودة إلى النص ما يعين على الباقي."
