"""Typed answers that the key does not take, in groups of what counts as the same, for a teacher to decide.

Who wrote what is right after all adds it to the key. Answers that were decided since they were given are left out: the
present key takes them, or refuses them in so many words. Pure functions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from webapp.assessment.answer_marking import grade_alone
from webapp.assessment.authoring.key_changes import LONGEST_WORDING, clean_wording
from webapp.assessment.same_answers import same_groups, shortest
from webapp.domain.attempt import Attempt
from webapp.domain.question import Question
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
    """Up to ``most`` groups, those of the most learners first; also whether there are more."""
    attempts = list(tries)
    groups = [group for key in question.typed_keys() for group in _groups(question, key, attempts)]
    groups.sort(key=lambda group: (-group.learners, not group.unsure, group.wording))
    left, shown = MOST_GRADED, list[AnswerGroup]()
    for group in groups:
        if len(shown) > most or not left:
            break
        left -= 1
        if _is_open(question, group):
            shown.append(group)
    return shown[:most], len(shown) > most


def _groups(question: Question, key: TypedKey, attempts: Sequence[Attempt]) -> list[AnswerGroup]:
    given: dict[str, list[_GivenAnswer]] = defaultdict(list)
    for answer in _not_taken(key, attempts):
        given[answer.text].append(answer)
    texts = sorted(given, key=lambda text: (-len({answer.learner for answer in given[text]}), text))[:MOST_GROUPED]
    refused = {clean_wording(wording) for wording in key.refused}
    found = ([texts[index] for index in group] for group in same_groups(question, texts, key.part))
    return [_group(key, group, given) for group in found if not refused & {clean_wording(text) for text in group}]


def _group(key: TypedKey, texts: Sequence[str], given: dict[str, list[_GivenAnswer]]) -> AnswerGroup:
    answers = [answer for text in texts for answer in given[text]]
    wording = shortest([clean_wording(text) for text in texts])
    counts = Counter(answer.text for answer in answers if clean_wording(answer.text) != wording)
    spellings = tuple(text for text, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
    reasons = [answer.unsure for answer in answers if answer.unsure]
    learners = len({answer.learner for answer in answers})
    return AnswerGroup(
        key.part, key.label, wording, spellings[:MOST_SPELLINGS], learners, reasons[-1] if reasons else ""
    )


def _not_taken(key: TypedKey, attempts: Iterable[Attempt]) -> Iterator[_GivenAnswer]:
    """Answers to a part that earned nothing there, or of which the program was not sure."""
    for attempt in attempts:
        response = attempt.response
        text = response.get(key.part, "") if isinstance(response, dict) else response if not key.part else ""
        if not isinstance(text, str) or not clean_wording(text) or len(text) > LONGEST_WORDING:
            continue
        value = next((part.value for part in attempt.parts if part.name == key.part), 0.0)
        slip = attempt.verdict == "nearly"
        if attempt.unsure or not (slip or value):
            yield _GivenAnswer(attempt.learner, " ".join(text.split()), attempt.unsure)


def _is_open(question: Question, group: AnswerGroup) -> bool:
    """Tell if the present key leaves a group open: it takes no part of it."""
    key = next(key for key in question.typed_keys() if key.part == group.part)
    grade = grade_alone(question, key.response(group.wording)).grade
    value = next((part.value for part in grade.parts if part.name == group.part), 0.0)
    return not value
