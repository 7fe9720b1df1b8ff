"""How typed words are marked, for every type in which words are typed: tolerance, refusals, slips of the fingers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, cast

from webapp.arabic.compare import find_idea, match, nearly, normal_words
from webapp.arabic.negation import negations
from webapp.arabic.normalize import canonical, strip_tashkeel
from webapp.arabic.rungs import RUNGS, Match
from webapp.model import Grade, Part
from webapp.qtypes.shared import verdict_of

Rung = Literal[
    "exact",
    "spacing",
    "tashkeel",
    "tatweel",
    "digits",
    "hamza",
    "ta-marbuta",
    "alef-maqsura",
    "number-words",
    "article",
    "conjunction",
]
DEFAULT_TOLERANCE = cast(tuple[Rung, ...], RUNGS)
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
SEPARATORS = str.maketrans("؛;", "||")
EMPTY = "…"
# «الأربعاء لا الخميس», «الأربعاء وليس الخميس» set another thing aside; «الأربعاء ليس صحيحًا» takes the answer back.
_TAKEN_BACK = "(?!(?:ال)?(?:صحيح|جواب|إجابة|اجابة|مؤكد|أكيد|كذلك|هذا|ذلك|هو|هي|أنا))"
_CONTRAST = re.compile(
    rf"[\s،,؛;.]+(?:و(?:ليس|ليست|ليسا|ليسوا)\s+|و?لا\s+(?=ال|لل|(?:إلى|الى|في|من|على|عن|يوم)\s)){_TAKEN_BACK}"
)
_REASON = re.compile(r"[\s،,؛;.]+(?:لأن|لان)(?:ه|ها|هم|هما)?\s")
_OR = re.compile(r"(?<!\w)(?:أو|او|أم|ام|و?إما)(?!\w)")


def typed(answer: str) -> str:
    """A typed answer trimmed at the ends; empty where it has neither a letter nor a digit."""
    return answer.strip() if any(sign.isalnum() for sign in answer) else ""


def split_line(line: str) -> list[str]:
    """The parts of one line typed by a person, between | or ؛ or ; and without empty ones at the end."""
    parts = [part.strip() for part in line.translate(SEPARATORS).split("|")]
    while parts and not parts[-1]:
        parts.pop()
    return parts


def looseness(found: Match) -> int:
    """How far up the ladder a match had to go."""
    return RUNGS.index(found.rung or "exact")


def best_match(given: str, wordings: Iterable[str], tolerance: Sequence[Rung]) -> Match | None:
    """The closest match with any of several wordings as the whole answer."""
    found = (match(given, wording, tolerance) for wording in wordings)
    return min((one for one in found if one.ok), key=looseness, default=None)


def best_idea(given: str, wordings: Iterable[str], tolerance: Sequence[Rung]) -> Match | None:
    """The closest match with any of several wordings as a part of the answer."""
    found = (find_idea(given, wording, tolerance) for wording in wordings)
    return min((one for one in found if one.ok), key=looseness, default=None)


def denied(given: str, refused: Iterable[str], right: Iterable[str], tolerance: Sequence[Rung]) -> bool:
    """A refused wording stands in the answer, or it denies where no right wording does."""
    if best_idea(given, refused, tolerance):
        return True
    allowed = {word for wording in right for word in negations(wording)}
    return bool(set(negations(given)) - allowed)


def asserted(given: str) -> tuple[str, str]:
    """An answer without what it sets aside («لا الخميس») and without its reason («لأن …»); and what it sets aside."""
    text = strip_tashkeel(canonical(given))
    reason = _REASON.search(text)
    text = text[: reason.start()] if reason else text
    contrast = _CONTRAST.search(text)
    return (text[: contrast.start()], text[contrast.end() :]) if contrast else (text, "")


def alternatives(given: str) -> list[str]:
    """What stands around أو and أم and إما: one part where nothing is left open."""
    parts = [part.strip() for part in _OR.split(strip_tashkeel(canonical(given)))]
    return [part for part in parts if part] or [given]


def slip_of(given: str, wordings: Iterable[str], known: frozenset[str], tolerance: Sequence[Rung]) -> Match | None:
    """The answer is one of the wordings but for a slip of the fingers that makes no other ``known`` word."""
    found = (nearly(given, wording, known, tolerance) for wording in wordings)
    return next((one for one in found if one), None)


def known_words(lines: Iterable[str], tolerance: Sequence[Rung]) -> frozenset[str]:
    """The folded words of these lines, for `slip_of`."""
    return frozenset(word for line in lines for word in normal_words(line, tolerance))


def folded(given: str, tolerance: Sequence[Rung] = DEFAULT_TOLERANCE) -> str:
    """An answer as a label: spellings of one answer count together."""
    return " ".join(word.replace("#", "") for word in normal_words(given, tolerance)) or given


def named(name: str, part: str) -> str:
    """A remark with the name of the part that it is about."""
    return f"{name}: {part}"


def parts_grade(points: float, names: Mapping[str, str], found: Mapping[str, Match | None], why: str) -> Grade:
    """The grade of a question whose parts are all worth the same.

    names: what each part is called in front of a learner, by its name. found: what was made of each part that
    was filled. ``why`` is said when everything is right; before that, which parts are right, and no key.
    """
    right = {name for name in names if (match := found.get(name)) and match.ok}
    slips = {name: match.why for name in names if (match := found.get(name)) and match.nearly}
    parts = tuple(Part(name, 1 / len(names), 1.0 if name in right else 0.0) for name in names)
    notes = [
        named(names[name], match.why) if len(names) > 1 else match.why
        for name in names
        if (match := found.get(name)) and match.ok and match.why
    ]
    note = " ".join(notes)
    if len(right) == len(names):
        loosest = max((match for match in found.values() if match), key=looseness)
        return Grade("accepted", points, points, why, parts, loosest.rung, note)
    said = " ".join([*_standing(names, right, set(found) - right - set(slips)), *_slips(names, slips)])
    if slips and len(slips) + len(right) == len(names):
        return Grade("nearly", 0.0, points, said, parts, None, note)
    share = len(right) / len(names)
    return Grade(verdict_of(share), share * points, points, said, parts, None, note)


def _standing(names: Mapping[str, str], right: set[str], wrong: set[str]) -> list[str]:
    """Which parts are right and which are not, in their order."""
    told = []
    if right:
        told.append(named("صحيح", " و".join(label for name, label in names.items() if name in right)) + ".")
    if wrong:
        told.append(named("يحتاج إلى نظر", " و".join(label for name, label in names.items() if name in wrong)) + ".")
    return told


def _slips(names: Mapping[str, str], slips: Mapping[str, str]) -> list[str]:
    return [named(names[name], why) if len(names) > 1 else why for name, why in slips.items()]
