"""Comparison of a typed answer with an accepted one: accepted or not, and at which tolerance level.

Words are compared one by one, in order. What may differ is the spelling of a word, the form of a number, its
article, and an attached conjunction; never a letter that makes another word, person, gender, number or name.
Tashkeel is there to help understanding: even marks that contradict each other are forgiven under "tashkeel",
so a question about vowels (كَتَبَ or كُتِبَ) leaves that level out of its tolerance.

Known limits, each the price of a fold: دعاء = دعا and ماء = ما (final ء is often left out); على = علي; كتابه = كتابة;
a number word that is a name as well (اثنين for Monday without article or يوم) equals its digits; where ال
or و are letters of a rare word that is not listed, the word without them counts as the same. The letter by letter
comparison that forgives gaps needs the whole answer to be the same letters.
"""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from itertools import islice, pairwise

from webapp.arabic.joined_words import joinable_words, joined_text, texts_equal
from webapp.arabic.matching import spelling_feedback
from webapp.arabic.matching.negation import negations
from webapp.arabic.matching.slips_of_words import is_slip_of
from webapp.arabic.normalize import HAMZA_MARKS, TATWEEL, canonical
from webapp.arabic.text_equality import SPLITTING_LEVELS, comparable_words, find_run, fold_spelling, words_equal
from webapp.arabic.tokenizer import words
from webapp.arabic.tolerance_levels import (
    EXACT_MATCH,
    NO_MATCH,
    SPELLING_LEVELS,
    TOLERANCE_LEVELS,
    TextMatch,
    ordered_levels,
)
from webapp.arabic.word_cache import cached_by_word

__all__ = [
    "TOLERANCE_LEVELS",
    "TextMatch",
    "find_idea",
    "find_nearest_idea",
    "match",
    "near_match",
    "negations",
    "normal_words",
    "says_idea",
]

_ATTACHABLE = "وفبلك"
LONG_ANSWER = 4
"""From so many words on, the tolerance of a match is worked out on the words that match."""
MOST_COMPARED = 3
"""Wordings in one answer by which its spelling is judged."""
# ابو is أبو in another case.
_FOLDED_LETTERS = {
    "tatweel": re.compile(TATWEEL),
    "hamza": re.compile(f"[أإآٱٲٳؤئء{HAMZA_MARKS}]|اب[اويى]"),
    "ta-marbuta": re.compile("ة"),
    "alef-maqsura": re.compile("ى"),
}
WordPairs = list[tuple[str, str]]  # typed, accepted


def match(answer: str, accepted: str, tolerance: Collection[str] = TOLERANCE_LEVELS) -> TextMatch:
    """Compare a whole answer with an accepted one and name the tolerance levels needed. Never raises.

    tolerance: names out of `TOLERANCE_LEVELS`; "exact" and "spacing" are always on, unknown names are
    ignored (the check of the question file reports them). Symmetric in `ok`. Nothing but the whole answer matches.
    """
    if answer == accepted:
        return EXACT_MATCH
    allowed = ordered_levels(tolerance)
    if not texts_equal(answer, accepted, frozenset(allowed)):
        return NO_MATCH
    needed = _levels_needed(allowed, lambda levels: texts_equal(answer, accepted, levels), f"{answer} {accepted}")
    matched_levels = {*needed, "spacing"}
    return _accepted_match(
        needed,
        _side_by_side(comparable_words(answer, matched_levels), comparable_words(accepted, matched_levels)),
        allowed,
        "",
    )


def find_idea(answer: str, wording: str, tolerance: Collection[str] = TOLERANCE_LEVELS) -> TextMatch:
    """Find a wording in the answer as a run of neighbouring words, in its order.

    Each word may have the article (level "article") or an attached و ف ب ل ك (level "conjunction") on one side
    only. An empty wording is found nowhere. A negation before the run is the caller's to ask: `negations`.
    """
    return find_nearest_idea(answer, [wording], tolerance)


def find_nearest_idea(answer: str, wordings: Iterable[str], tolerance: Collection[str] = TOLERANCE_LEVELS) -> TextMatch:
    """Find that of several wordings whose spelling is nearest to the answer's."""
    allowed = ordered_levels(tolerance)
    nearest, least = None, len(allowed) + 1
    nearest_first = sorted(wordings, key=lambda wording: wording not in answer)
    said = (wording for wording in nearest_first if _find_run(answer, wording, frozenset(allowed)) is not None)
    for wording in islice(said, MOST_COMPARED):
        near = _surroundings(answer, wording, frozenset(allowed))
        if size := _count_of_levels(near, wording, allowed, least):
            nearest, least = (near, wording), size
        if least == 1:
            break
    return _match_of_idea(*nearest, allowed, least) if nearest else NO_MATCH


def _count_of_levels(answer: str, wording: str, allowed: tuple[str, ...], limit: int) -> int:
    """The number of levels under which a wording is found, from the closest on; 0 where it is not below the limit.

    Looser levels find what closer ones find, but for those that cut the text into other words: each of these begins
    a stretch, which is not looked through where even its loosest level finds nothing.
    """
    starts = [0, *(at for at, level in enumerate(allowed) if at and level in SPLITTING_LEVELS), len(allowed)]
    for start, end in pairwise(starts):
        sizes = range(start + 1, min(end + 1, limit))
        found = _find_run(answer, wording, allowed[:end]) if sizes else None
        if found is None:
            continue
        wanted = comparable_words(wording, allowed[:end])
        # Elsewhere in a longer answer, or across a gap, a closer level may find other words.
        alike = len(comparable_words(answer, allowed[:end])) == len(found) == len(wanted)
        pairs = [pair for pair in zip(found, wanted, strict=False) if pair[0] != pair[1]]
        for size in sizes:
            levels = frozenset(allowed[:size])
            if alike and all(words_equal(*pair, levels, _ATTACHABLE) for pair in pairs):
                return size
            if not alike and _find_run(answer, wording, allowed[:size]) is not None:
                return size
    return 0


@cached_by_word(512)
def _match_of_idea(answer: str, wording: str, allowed: tuple[str, ...], size: int) -> TextMatch:
    """The match of a wording that is found in the answer under so many levels."""
    same = partial(_says_run, answer, wording)
    needed = _levels_needed(allowed, same, f"{answer} {wording}", size)
    matched_levels = {*needed, "spacing"}
    return _accepted_match(
        needed,
        _side_by_side(_find_run(answer, wording, matched_levels) or [], comparable_words(wording, matched_levels)),
        allowed,
        _ATTACHABLE,
    )


def says_idea(answer: str, wording: str, tolerance: Collection[str] = TOLERANCE_LEVELS) -> bool:
    """Tell if `find_idea` finds the wording, without the work of naming the levels."""
    return _find_run(answer, wording, frozenset(ordered_levels(tolerance))) is not None


def normal_words(text: str, tolerance: Collection[str] = TOLERANCE_LEVELS) -> tuple[str, ...]:
    """Fold the words of a text as they are compared; numbers become ``#100`` under "number-words".

    The article and conjunctions stay on: they are a matter of two words side by side, not of one.
    """
    allowed = ordered_levels(tolerance)
    return tuple(fold_spelling(word, allowed) for word in comparable_words(text, allowed))


def near_match(
    answer: str,
    accepted: str,
    known: Collection[str],
    tolerance: Collection[str] = TOLERANCE_LEVELS,
    names: Collection[str] = frozenset(),
) -> TextMatch | None:
    """Return a `TextMatch` with ``nearly`` set (and ``ok`` not) if one word is a typing slip away, else None.

    known: folded words (`normal_words`) of the text and the keys; a slip that makes one of these is no slip but
    another word. Exactly one word may differ, by one slip (`slips.slip`), its article and و ف ب ل ك not counted.
    names: folded foreign names of the text, in which a long vowel more or less is a slip as well.
    """
    allowed = ordered_levels(tolerance)
    left, right = comparable_words(answer, allowed), comparable_words(accepted, allowed)
    if len(left) != len(right):
        return None
    places = ["وف" if i == 0 else "و" for i in range(len(left))]
    pairs = zip(left, right, places, strict=True)
    differing = [(g, a) for g, a, place in pairs if not words_equal(g, a, allowed, place)]
    if len(differing) != 1 or not is_slip_of(*differing[0], known, allowed, names):
        return None
    return TextMatch(False, None, (), *spelling_feedback.slip_note(differing[0][0]), nearly=True)


def _says_run(answer: str, wording: str, levels: Collection[str]) -> bool:
    return _find_run(answer, wording, levels) is not None


def _levels_needed(
    allowed: Sequence[str], same: Callable[[Collection[str]], bool], written: str, count: int = 0
) -> tuple[str, ...]:
    """The smallest set of levels under which the texts are the same; looser ones are dropped first.

    ``written``: both texts: a level that folds none of their letters is not tried. ``count``: of so many levels, where
    that is known.
    """
    size = count or next((n for n in range(1, len(allowed)) if same(allowed[:n])), len(allowed))
    needed = list(allowed[:size])
    for level in reversed(allowed[: size - 1]):
        fewer = [name for name in needed if name != level]
        if (level in _FOLDED_LETTERS and not _FOLDED_LETTERS[level].search(written)) or same(fewer):
            needed = fewer
    return tuple(needed)


def _side_by_side(left: Sequence[str], right: Sequence[str]) -> WordPairs:
    """Pair the words one to one, or the whole runs where their lengths differ."""
    if len(left) == len(right):
        return list(zip(left, right, strict=True))
    return [(" ".join(left), " ".join(right))]


def _accepted_match(needed: tuple[str, ...], pairs: WordPairs, allowed: Sequence[str], prefixes: str) -> TextMatch:
    unforgiving = [level for level in allowed if level not in SPELLING_LEVELS]
    wrong = [(g, a) for g, a in pairs if not words_equal(g, a, unforgiving, prefixes or "وف")]
    why, why_en = spelling_feedback.spelling_note(needed, wrong)
    return TextMatch(True, needed[-1], needed, why, why_en)


def _find_run(answer: str, wording: str, levels: Collection[str]) -> Sequence[str] | None:
    """The words of the answer that say the wording, or None."""
    answer_words, idea_words = comparable_words(answer, levels), comparable_words(wording, levels)
    if not any(idea_words):
        return None
    start = find_run(answer_words, idea_words, frozenset(levels), _ATTACHABLE)
    if start is not None:
        return answer_words[start : start + len(idea_words)]
    return _find_run_across_gap(answer, wording, levels) if "spacing" in levels else None


def _surroundings(answer: str, wording: str, levels: frozenset[str]) -> str:
    """The words of a long answer that say the wording, as typed: each level is tried on them alone."""
    answer_words, idea_words = comparable_words(answer, levels), comparable_words(wording, levels)
    if len(answer_words) < LONG_ANSWER or (start := find_run(answer_words, idea_words, levels, _ATTACHABLE)) is None:
        return answer
    text = canonical(answer)
    spans = words(text)
    joined = len(spans) - len(answer_words)  # words that make one number together, or particles typed apart
    last = min(start + len(idea_words) - 1 + joined, len(spans) - 1)
    as_typed = text[spans[start].start : spans[last].end] if joined >= 0 else ""
    folded = " ".join(answer_words[start : start + len(idea_words)]).replace("#", "")
    near = (stretch for stretch in (as_typed, folded) if stretch and _find_run(stretch, wording, levels) is not None)
    return next(near, answer)


def _find_run_across_gap(answer: str, wording: str, levels: Collection[str]) -> Sequence[str] | None:
    """A run one word longer or shorter than the wording, where a space was typed or left out (بيونغيانغ)."""
    keys, idea_keys = joinable_words(answer, levels), joinable_words(wording, levels)
    allowed = frozenset(levels)
    wanted = joined_text(wording, allowed)
    if wanted not in joined_text(answer, allowed):
        return None
    for size in (len(idea_keys) - 1, len(idea_keys) + 1):
        for start in range(len(keys) - size + 1 if size else 0):
            if "".join(keys[start : start + size]) == wanted:
                return comparable_words(answer, levels)[start : start + size]
    return None
