"""Two things told apart in one answer: «القمة الأربعاء والإعلان الخميس», in any wording of the pair.

Each clause has its own label and its own value. The answer is right where the key stands with a word of the question
and the other value with a word that the question does not have; the other way round it is wrong.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

from webapp.arabic.keys.answer_words import AnswerWord, root_forms
from webapp.arabic.keys.key_setting import KeySetting
from webapp.arabic.matching.framing_words import DAYS, FRAME_NOUNS, GRAMMAR, TRANSPARENT_HEADS
from webapp.arabic.text_equality import fold_spelling
from webapp.arabic.tolerance_levels import TOLERANCE_LEVELS

Contrast = Literal["", "apart", "turned"]
_TURNS = frozenset(fold_spelling(word, TOLERANCE_LEVELS) for word in ["أما", "بينما", "لكن", "حين"])

_NO_LABELS = GRAMMAR | FRAME_NOUNS | _TURNS


def contrast_of_clauses(
    words: Sequence[AnswerWord], setting: KeySetting, refused: frozenset[str] = frozenset()
) -> tuple[Contrast, tuple[AnswerWord, ...]]:
    """Tell if an answer tells two things apart, and if it gives the key to the wrong one; and the key's clause.

    ``refused``: stems of what is refused, which are values like those of the key's kind.
    """
    if not any(word.joint or not word.stems.isdisjoint(_TURNS) for word in words):
        return "", tuple(words)
    clauses = list(_clauses(words))
    own = [clause for clause in clauses if any(word.stems & setting.key for word in clause)]
    if len(own) != 1 or len(clauses) == 1:
        return "", tuple(words)
    others = [
        clause
        for clause in clauses
        if clause != own[0] and any(word.stems & refused or _is_value(word, own[0], setting) for word in clause)
    ]
    asked, foreign = _labels(own[0], setting, refused)
    labels = [_labels(clause, setting, refused) for clause in others]
    if foreign and not asked and any(theirs for theirs, _ in labels):
        return "turned", own[0]
    apart = bool(others) and (asked or not foreign) and all(strange and not theirs for theirs, strange in labels)
    return ("apart", own[0]) if apart else ("", tuple(words))


def _clauses(words: Sequence[AnswerWord]) -> Iterator[tuple[AnswerWord, ...]]:
    """Cut at و, ، and words that turn to another thing; the ف of «أما … فـ» does not cut."""
    clause: list[AnswerWord] = []
    for word in words:
        turns = bool(word.stems & _TURNS)
        if clause and (turns or word.joint in ("و", "،")):
            yield tuple(clause)
            clause = []
        clause.append(word)
    if clause:
        yield tuple(clause)


def _is_value(word: AnswerWord, own: Sequence[AnswerWord], setting: KeySetting) -> bool:
    """Tell if a word is of the key's kind: a day beside a day, a number beside a number."""
    keys = [mine for mine in own if mine.stems & setting.key]
    days = bool(word.stems & DAYS) and any(mine.stems & DAYS for mine in keys)
    return not word.stems & setting.key and (days or (word.number and any(mine.number for mine in keys)))


def _labels(clause: Sequence[AnswerWord], setting: KeySetting, refused: frozenset[str]) -> tuple[bool, bool]:
    """Tell if a clause has words of content of the question, and if it has others; the values do not count."""
    values = setting.key | DAYS | refused
    content = (word for word in clause if not word.number and word.stems.isdisjoint(_NO_LABELS))
    rest = [word for word in content if word.stems.isdisjoint(values)]
    asked = [word for word in rest if word.stems & setting.prompt or root_forms(word.word) & setting.roots_of_prompt]
    # What stands behind a value is its unit or its measure, and no label; but «أما الأربعاء فهو يوم العودة».
    value = next((at for at, word in enumerate(clause) if word.number or word.stems & values), len(clause))
    if clause[0].stems & _TURNS and not asked and any(word.word.startswith("ف") for word in clause[value + 1 :]):
        value = len(clause)
    # «الأحد للوصول والجمعة للسفر»: right behind the value too.
    behind = [word for word in clause[value + 1 : value + 2] if word.word[0] == "ل" and len(word.stems) > 1]
    labels = [word for word in (*clause[:value], *behind) if word in rest and word not in asked]
    return bool(asked), any(not word.stems & TRANSPARENT_HEADS for word in labels)
