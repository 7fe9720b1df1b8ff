"""Building the attempt of a judged submission."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC

from webapp.domain.attempt import Attempt
from webapp.domain.question import Part, Response
from webapp.store.protocols.store import Judged, Submission
from webapp.store.surrogates import replace_surrogates


def is_empty_response(response: Response) -> bool:
    """Tell whether a response is blank."""
    if isinstance(response, str):
        return not response.strip()
    values = response.values() if isinstance(response, Mapping) else response
    return not any(value.strip() for value in values)


def new_attempt(submission: Submission, judged: Judged, number: int, hints: int = 0) -> Attempt:
    """Build the attempt of a submission, as the question's ``number``-th; equal to the one read back from its row."""
    grade = judged.grade
    return Attempt(
        id=replace_surrogates(submission.id),
        school=replace_surrogates(submission.school),
        learner=replace_surrogates(submission.learner),
        text=replace_surrogates(submission.text),
        question=replace_surrogates(submission.question),
        version=replace_surrogates(submission.version),
        number=number,
        response=_without_surrogates(submission.response),
        label=replace_surrogates(submission.label),
        shown=tuple(map(replace_surrogates, submission.shown)),
        verdict=grade.verdict,
        earned=grade.earned,
        possible=grade.possible,
        why=replace_surrogates(grade.why),
        note=replace_surrogates(grade.note),
        tolerance_level=None if grade.tolerance_level is None else replace_surrogates(grade.tolerance_level),
        parts=tuple(Part(replace_surrogates(part.name), part.share, part.value) for part in grade.parts),
        hints=hints,
        seconds=submission.seconds,
        at=submission.at.astimezone(UTC),
        support=tuple(map(replace_surrogates, submission.support)),
        unsure=replace_surrogates(grade.unsure),
    )


def _without_surrogates(response: Response) -> Response:
    if isinstance(response, str):
        return replace_surrogates(response)
    if isinstance(response, Mapping):
        return {replace_surrogates(name): replace_surrogates(value) for name, value in response.items()}
    return [replace_surrogates(value) for value in response]
