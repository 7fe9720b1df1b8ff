"""Warnings of the check from a rehearsal: a right answer refused, or a wrong one taken.

The text's own sentence refused is an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from webapp.assessment.rehearsal.kinds import names_of
from webapp.assessment.rehearsal.verdicts import QuestionRehearsal, RehearsedAnswer
from webapp.domain.problem import Problem, Severity, both

MOST_WARNINGS = 3
"""Of one question; the whole of it shows in ``fahm rehearse``."""
LONGEST_SHOWN = 90
OWN_WORDS = "sentence"
Place = Callable[[str], tuple[int, int]]
"""Line and column of a question in its file, by the question's id."""


def key_warnings(slug: str, path: str, rehearsals: Sequence[QuestionRehearsal], place: Place) -> list[Problem]:
    """Report the answers that were marked otherwise than they should be, a few of each question."""
    problems = []
    for rehearsal in rehearsals:
        reported = list(_reported(rehearsal))
        line, column = place(rehearsal.question.id) if reported else (0, 0)
        for answer in reported[:MOST_WARNINGS]:
            message = _message(answer)
            if answer is reported[:MOST_WARNINGS][-1] and len(reported) > MOST_WARNINGS:
                message += _more(len(reported) - MOST_WARNINGS, slug, rehearsal.question.id)
            problems.append(Problem(path, line, column, answer.rule, message, _severity(answer)))
    return problems


def _reported(rehearsal: QuestionRehearsal) -> Iterator[RehearsedAnswer]:
    """Verdicts that a learner would suffer from: an unsure right answer is asked for again, at no attempt."""
    for answer in rehearsal.misjudged:
        if answer.expected == "wrong" or answer.kind == OWN_WORDS or not answer.unsure:
            yield answer


def _severity(answer: RehearsedAnswer) -> Severity:
    return "error" if answer.kind == OWN_WORDS and not answer.unsure else "warning"


def _message(answer: RehearsedAnswer) -> str:
    english, arabic = names_of(answer.kind)
    text = answer.text if len(answer.text) <= LONGEST_SHOWN else f"{answer.text[:LONGEST_SHOWN].rsplit(' ', 1)[0]} …"
    if answer.expected == "wrong":
        return both(
            en=f"the answer key accepts a wrong answer: «{text}» ({english})",
            ar=f"يقبل المفتاح إجابة خاطئة: «{text}» ({arabic})",
        )
    return both(
        en=f"the answer key rejects a right answer: «{text}» ({english})",
        ar=f"يرفض المفتاح إجابة صحيحة: «{text}» ({arabic})",
    )


def _more(count: int, slug: str, question: str) -> str:
    command = f"fahm rehearse {slug} {question}"
    return both(en=f" (and {count} more: {command})", ar=f" (وعدد الأمثلة الأخرى {count}: {command})")
