"""Typed answers in groups of what counts as the same, for a teacher to decide: refused ones, unsure ones, taken ones.

Who wrote what is right after all adds it to the key; what the key takes wrongly is refused there. Answers that the
present key decides in so many words are left out. Pure functions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from webapp.arabic.normalize import skeleton
from webapp.assessment.answer_marking import grade_alone
from webapp.assessment.authoring.key_changes import LONGEST_WORDING, clean_wording, verdicts_taken
from webapp.assessment.same_answers import same_groups, shortest
from webapp.domain.attempt import Attempt
from webapp.domain.question import Grade, Question
from webapp.domain.typed_key import TypedKey

MOST_GROUPED = 400
"""Different answers to one part that are grouped, the most frequent ones."""
MOST_GRADED = 60
"""Answers that are marked by the present key, to see whether they were decided since."""
MOST_SPELLINGS = 4


@dataclass(frozen=True)
class AnswerGroup:
    """Answers to one typed part that say the same; ``wording`` is the shortest, which a key would hold."""

    part: str
    label: str
    wording: str
    written: str
    """The most frequent spelling of it, as learners wrote it."""
    spellings: tuple[str, ...]
    """Others of them, the most frequent first."""
    learners: int
    unsure: str
    """The reason why the program is not sure of them; empty where it refuses them."""


@dataclass(frozen=True)
class _GivenAnswer:
    learner: str
    text: str
    unsure: str


def groups_to_decide(question: Question, tries: Iterable[Attempt], most: int) -> tuple[list[AnswerGroup], bool]:
    """Up to ``most`` groups that the key refuses or is not sure of, those of the most learners first.

    Also whether there are more.
    """
    return _first_groups(question, question.typed_keys(), list(tries), most, taken=False)


def groups_taken(question: Question, tries: Iterable[Attempt], most: int) -> tuple[list[AnswerGroup], bool]:
    """Up to ``most`` groups that the key takes and does not name, of the parts whose key can refuse a wording."""
    keys = [key for key in question.typed_keys() if "wrong" in verdicts_taken(question, key.part)]
    return _first_groups(question, keys, list(tries), most, taken=True)


def _first_groups(
    question: Question, keys: Sequence[TypedKey], tries: Sequence[Attempt], most: int, *, taken: bool
) -> tuple[list[AnswerGroup], bool]:
    groups = [(key, group) for key in keys for group in _groups(question, key, tries, taken)]
    groups.sort(key=lambda pair: (-pair[1].learners, not pair[1].unsure, pair[1].wording))
    is_open, shown = _is_taken if taken else _is_refused, list[AnswerGroup]()
    for key, group in groups[:MOST_GRADED]:
        if len(shown) > most:
            break
        if is_open(question, key, group.wording):
            shown.append(group)
    return shown[:most], len(shown) > most


def _groups(question: Question, key: TypedKey, attempts: Sequence[Attempt], taken: bool) -> list[AnswerGroup]:
    given: dict[str, list[_GivenAnswer]] = defaultdict(list)
    for answer in _given(key, attempts, taken):
        given[answer.text].append(answer)
    texts = sorted(given, key=lambda text: (-len({answer.learner for answer in given[text]}), text))[:MOST_GROUPED]
    refused = {clean_wording(wording) for wording in key.refused}
    alike = _spelled_alike(texts) if taken else same_groups(question, texts, key.part)
    found = ([texts[index] for index in group] for group in alike)
    return [_group(key, group, given) for group in found if not refused & {clean_wording(text) for text in group}]


def _spelled_alike(texts: Sequence[str]) -> list[list[int]]:
    """Groups of texts that differ in their spelling alone: what else the key takes for the same is to be looked at."""
    groups: dict[str, list[int]] = defaultdict(list)
    for index, text in enumerate(texts):
        groups[skeleton(clean_wording(text))].append(index)
    return list(groups.values())


def _group(key: TypedKey, texts: Sequence[str], given: dict[str, list[_GivenAnswer]]) -> AnswerGroup:
    answers = [answer for text in texts for answer in given[text]]
    wording = shortest([clean_wording(text) for text in texts])
    counts = Counter(answer.text for answer in answers)
    most_first = [text for text, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0] != wording, pair[0]))]
    written = most_first[0]
    spellings = tuple(text for text in most_first if clean_wording(text) != clean_wording(written))
    reasons = [answer.unsure for answer in answers if answer.unsure]
    learners = len({answer.learner for answer in answers})
    return AnswerGroup(
        key.part, key.label, wording, written, spellings[:MOST_SPELLINGS], learners, reasons[-1] if reasons else ""
    )


def _given(key: TypedKey, attempts: Iterable[Attempt], taken: bool) -> Iterator[_GivenAnswer]:
    """Answers to a part that earned something there; else those that earned nothing, or are not sure."""
    for attempt in attempts:
        response = attempt.response
        text = response.get(key.part, "") if isinstance(response, dict) else response if not key.part else ""
        if not isinstance(text, str) or len(text) > LONGEST_WORDING or not clean_wording(text):
            continue
        value = next((part.value for part in attempt.parts if part.name == key.part), 0.0)
        is_open = bool(attempt.unsure) or (attempt.verdict != "nearly" and not value)
        if (bool(value) and attempt.verdict != "nearly" and not attempt.unsure) if taken else is_open:
            yield _GivenAnswer(attempt.learner, " ".join(text.split()), attempt.unsure)


def _is_refused(question: Question, key: TypedKey, wording: str) -> bool:
    """Tell if the present key takes no part of a wording."""
    return not _value(key, grade_alone(question, key.response(wording)).grade)


def _is_taken(question: Question, key: TypedKey, wording: str) -> bool:
    """Tell if the present key takes a wording which it does not name."""
    grade = grade_alone(question, key.response(wording)).grade
    if grade.unsure or grade.verdict == "nearly" or not _value(key, grade):
        return False
    return skeleton(wording) not in {skeleton(named) for named in (*key.whole, *key.other)}


def _value(key: TypedKey, grade: Grade) -> float:
    return next((part.value for part in grade.parts if part.name == key.part), 0.0)
