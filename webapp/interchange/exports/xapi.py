"""Recorded attempts as xAPI statements (1.0.3), one JSON object on each line.

No personal data goes along: the actor is the id that the record itself has. Nor does a question's key, since a
learning record store may show its statements to learners.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC
from typing import Any, TextIO
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from pydantic import ValidationError

from webapp.domain.attempt import Attempt
from webapp.domain.question import Question, Response
from webapp.interchange.exports.exporter import ExportContext
from webapp.interchange.spreadsheet import fix_surrogates
from webapp.question_types import TYPES

Statement = dict[str, Any]
ANSWERED = "http://adlnet.gov/expapi/verbs/answered"
INTERACTION = "http://adlnet.gov/expapi/activities/cmi.interaction"
MARKED = {"accepted": True, "partial": False, "nearly": False, "refused": False}


def write_xapi(attempts: Iterable[Attempt], out: TextIO, context: ExportContext) -> None:
    """Write one statement on each line. An attempt's id is always the same, so that a record store takes it once."""
    questions: dict[tuple[str, ...], Question | None] = {}
    for attempt in attempts:
        key = (attempt.school, attempt.text, attempt.question, attempt.version)
        if key not in questions:
            questions[key] = _question(context.question_fields(attempt))
        out.write(json.dumps(statement(attempt, questions[key]), ensure_ascii=False) + "\n")


def statement(attempt: Attempt, question: Question | None) -> Statement:
    """Convert an attempt to a statement; without its question it has neither the prompt nor the choices."""
    kind = question.interaction if question else _guessed(attempt.response)
    return {
        "id": str(uuid5(NAMESPACE_URL, _urn("school", attempt.school, "learner", attempt.learner, "try", attempt.id))),
        "actor": {
            "objectType": "Agent",
            "account": {"homePage": _urn("school", attempt.school), "name": fix_surrogates(attempt.learner)},
        },
        "verb": {"id": ANSWERED, "display": {"en": "answered", "ar": "أجاب عن"}},
        "object": {
            "objectType": "Activity",
            "id": _urn("text", attempt.text, "question", attempt.question),
            "definition": _definition(kind, question),
        },
        "result": _result(attempt, kind),
        "context": {
            "contextActivities": {"parent": [{"objectType": "Activity", "id": _urn("text", attempt.text)}]},
            "platform": "Fahm",
            "language": "ar",
            "extensions": {
                "urn:fahm:try:number": attempt.number,
                "urn:fahm:try:hints": attempt.hints,
                "urn:fahm:try:verdict": attempt.verdict,
                "urn:fahm:question:version": attempt.version,
                **({"urn:fahm:try:unsure": fix_surrogates(attempt.unsure)} if attempt.unsure else {}),
            },
        },
        "timestamp": attempt.at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }


def duration(seconds: float) -> str:
    """Write seconds as a duration of ISO 8601, to a hundredth."""
    return f"PT{max(0.0, seconds):.2f}".rstrip("0").rstrip(".") + "S"


def response_text(response: Response, kind: str) -> str:
    """Write a response in the syntax of its kind of interaction. Typed text cannot hold the sign between items."""
    if isinstance(response, str):
        return _item(response)
    if isinstance(response, list):
        return "[,]".join(map(_item, response))
    if kind == "sequencing":
        return "[,]".join(_item(name) for name in sorted(response, key=lambda name: _rank(response[name])))
    if kind == "matching":
        return "[,]".join(f"{_item(name)}[.]{_item(value)}" for name, value in response.items())
    return "[,]".join(map(_item, response.values()))


def _definition(kind: str, question: Question | None) -> Statement:
    definition: Statement = {"type": INTERACTION, "interactionType": kind}
    if question:
        definition["name"] = {"ar": fix_surrogates(question.prompt)}
        for name, choices in question.interaction_lists().items():
            # By id, because the order of the file may be the key.
            entries = sorted(choices, key=lambda choice: choice.value)
            definition[name] = [
                {"id": entry.value, "description": {"ar": fix_surrogates(entry.text)}} for entry in entries
            ]
    return definition


def _result(attempt: Attempt, kind: str) -> Statement:
    result: Statement = {"response": response_text(attempt.response, kind), "duration": duration(attempt.seconds)}
    if attempt.verdict in MARKED and attempt.possible > 0:
        raw = min(max(0.0, attempt.earned), attempt.possible)
        scaled = round(raw / attempt.possible, 7)
        result["score"] = {"scaled": scaled, "raw": raw, "min": 0, "max": attempt.possible}
        result["success"] = MARKED[attempt.verdict]
    return result


def _question(body: str | None) -> Question | None:
    """Read a stored question; None for none, or where its type has changed its fields since."""
    try:
        fields: Mapping[str, Any] = json.loads(body or "{}")
        return TYPES[fields["type"]].model_validate(fields)
    except (KeyError, ValidationError):
        return None


def _guessed(response: Response) -> str:
    return "fill-in" if isinstance(response, str) else "other"


def _item(text: str) -> str:
    return fix_surrogates(text).replace("[,]", "[ , ]").replace("[.]", "[ . ]")


def _rank(place: str) -> tuple[int, str]:
    return (int(place) if place.isdecimal() else 0, place)


def _urn(*parts: str) -> str:
    """Build a URN from ``urn:fahm:`` and the parts, percent-encoded so that different parts give different URNs."""
    return ":".join(["urn:fahm", *(quote(fix_surrogates(part), safe="") for part in parts)])
