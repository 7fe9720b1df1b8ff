"""Answers in groups of what counts as the same, as the marking sees it: framing words and spelling aside.

Answers with the same words of content are compared one by one with the shortest of their group, by the question's own
``says_same``: a word that changes an answer («قبل الخميس») parts it from the others.
"""

from __future__ import annotations

from collections.abc import Sequence

from webapp.arabic.keys.answer_words import AnswerWord, answer_words
from webapp.arabic.matching.competing_answers import stems_of_lines
from webapp.arabic.matching.framing_words import FRAMING
from webapp.domain.question import Question

MOST_COMPARED = 600
"""Comparisons for one question, each less than a millisecond; behind them only equal answers are one group."""
LONGEST_COMPARED = 600
"""In characters; longer answers are the same only where they are equal."""


def same_groups(question: Question, answers: Sequence[str], part: str = "") -> list[list[int]]:
    """Group answers to one part; each group has their indexes, groups and indexes in the order of the answers."""
    equal: dict[str, list[int]] = {}
    for index, answer in enumerate(answers):
        equal.setdefault(" ".join(answer.split()), []).append(index)
    buckets: dict[str, list[str]] = {}
    prompt = stems_of_lines([question.prompt])
    for text in equal:
        buckets.setdefault(_content(text, prompt), []).append(text)
    left, groups = MOST_COMPARED, []
    for texts in buckets.values():
        found, compared = _compared(question, texts, part, left)
        left -= compared
        groups += [sorted(index for text in group for index in equal[text]) for group in found]
    return sorted(groups)


def same_as(question: Question, answer: str, others: Sequence[str], part: str = "") -> list[int]:
    """The indexes of the other answers that say the same as one."""
    prompt = stems_of_lines([question.prompt])
    content = _content(answer, prompt)
    alike = [index for index, other in enumerate(others) if _content(other, prompt) == content]
    same = []
    for index in alike[:MOST_COMPARED]:
        short, long = sorted((answer, others[index]), key=_size)
        if question.says_same(long, short, part):
            same.append(index)
    return same


def shortest(texts: Sequence[str]) -> str:
    """The answer with the fewest words, which stands for the others of its group."""
    return min(texts, key=_size)


def _size(text: str) -> tuple[int, int, str]:
    return len(text.split()), len(text), text


def _compared(question: Question, texts: Sequence[str], part: str, most: int) -> tuple[list[list[str]], int]:
    """Group texts with the same content; also the number of comparisons it took."""
    groups: list[list[str]] = []
    compared = 0
    for text in sorted(texts, key=_size):
        own = None
        for group in groups:
            if own is not None or compared >= most:
                break
            compared += 1
            own = group if question.says_same(text, group[0], part) else None
        if own is None:
            groups.append([text])
        else:
            own.append(text)
    return groups, compared


def _content(text: str, prompt: frozenset[str]) -> str:
    """The letters of the words that neither frame an answer nor stand in the question, or of all where none is left.

    In the order of the alphabet: words may be spaced otherwise, and come in another order.
    """
    if len(text) > LONGEST_COMPARED:
        return text
    words = answer_words(text)
    content = [word for word in words if not word.stems & (FRAMING | prompt)]
    return "".join(sorted("".join(_stem(word) for word in content or words)))


def _stem(word: AnswerWord) -> str:
    return min(word.stems, key=lambda stem: (len(stem), stem))
