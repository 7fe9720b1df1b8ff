"""An attempt out of what was handed in and how it was judged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC

from webapp.domain.attempt import Try
from webapp.domain.question import Part, Response
from webapp.store.protocols.store import Judged, Submission
from webapp.store.surrogates import sound


def is_empty(response: Response) -> bool:
    """Whether a response says nothing at all."""
    if isinstance(response, str):
        return not response.strip()
    values = response.values() if isinstance(response, Mapping) else response
    return not any(value.strip() for value in values)


def new_try(submission: Submission, judged: Judged, number: int, hints: int = 0) -> Try:
    """The try that becomes of a submission, as the question's ``number``-th, just as it will be read from its row."""
    return Try(
        id=sound(submission.id),
        school=sound(submission.school),
        learner=sound(submission.learner),
        text=sound(submission.text),
        question=sound(submission.question),
        version=sound(submission.version),
        number=number,
        response=_sound_response(submission.response),
        label=sound(submission.label),
        shown=tuple(map(sound, submission.shown)),
        verdict=judged.verdict,
        earned=judged.earned,
        possible=judged.possible,
        why=sound(judged.why),
        note=sound(judged.note),
        rung=None if judged.rung is None else sound(judged.rung),
        parts=tuple(Part(sound(part.name), part.share, part.value) for part in judged.parts),
        hints=hints,
        seconds=submission.seconds,
        at=submission.at.astimezone(UTC),
        support=tuple(map(sound, submission.support)),
    )


def _sound_response(response: Response) -> Response:
    if isinstance(response, str):
        return sound(response)
    if isinstance(response, Mapping):
        return {sound(name): sound(value) for name, value in response.items()}
    return [sound(value) for value in response]
