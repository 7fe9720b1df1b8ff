"""Statements as xAPI 1.0.3 wants them, of every question type of the article."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_types.asking import sample
from recorded_attempts import attempt
from webapp.content import Lesson
from webapp.domain.attempt import Attempt
from webapp.domain.question import Question, Response
from webapp.interchange.exports.exporter import ExportContext
from webapp.interchange.exports.xapi import Statement, duration, response_text, statement, write_xapi
from webapp.question_types import TYPES

AT = datetime(2026, 3, 1, 11, 30, 0, 250000, timezone(timedelta(hours=3)))
ONE = attempt(
    id="19caf-abcdefgh.q1",
    learner="simulated-reader-1",
    number=2,
    response="الأربعاء",
    label="الأربعاء",
    possible=2.0,
    hints=1,
    seconds=12.34,
    at=AT,
)
IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
ISO_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
ISO_DURATION = re.compile(r"PT\d+(\.\d{1,2})?S")
INTERACTIONS = {
    *("true-false", "choice", "fill-in", "long-fill-in", "matching"),
    *("performance", "sequencing", "likert", "numeric", "other"),
}
COMPONENTS = {"choice": {"choices"}, "sequencing": {"choices"}, "matching": {"source", "target"}}
ALL_COMPONENTS = {"choices", "scale", "source", "target", "steps"}


def nulls(value: object) -> bool:
    """Whether there is a null anywhere."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return value is None or any(nulls(one) for one in inner)


def assert_valid(one: Statement) -> None:
    """What the specification (part two, 2.2 to 2.4 and 4) says MUST or SHOULD be, of all that we use."""
    assert set(one) <= {"id", "actor", "verb", "object", "result", "context", "timestamp"}
    assert str(UUID(one["id"])) == one["id"]
    assert not nulls(one)
    assert set(one["actor"]) == {"objectType", "account"}  # one identifier, and no name of a person
    assert set(one["actor"]["account"]) == {"homePage", "name"}
    assert IRI.fullmatch(one["actor"]["account"]["homePage"])
    assert IRI.fullmatch(one["verb"]["id"])
    assert ISO_TIME.fullmatch(one["timestamp"])
    assert_activity(one["object"])
    assert_result(one["result"])
    context = one["context"]
    assert set(context) <= {"contextActivities", "platform", "language", "extensions"}
    assert all(IRI.fullmatch(name) for name in context["extensions"])
    assert all(IRI.fullmatch(parent["id"]) for parent in context["contextActivities"]["parent"])


def assert_activity(activity: dict[str, Any]) -> None:
    assert activity["objectType"] == "Activity"
    assert IRI.fullmatch(activity["id"])
    definition = activity["definition"]
    assert definition["type"] == "http://adlnet.gov/expapi/activities/cmi.interaction"
    assert definition["interactionType"] in INTERACTIONS
    lists = ALL_COMPONENTS & set(definition)
    assert lists <= COMPONENTS.get(definition["interactionType"], set())
    for name in lists:
        ids = [component["id"] for component in definition[name]]
        assert len(set(ids)) == len(ids)
        assert not any(re.search(r"\s", one) for one in ids)


def assert_result(result: dict[str, Any]) -> None:
    assert ISO_DURATION.fullmatch(result["duration"])
    assert isinstance(result["response"], str)
    if "score" in result:
        score = result["score"]
        assert -1 <= score["scaled"] <= 1
        assert score["min"] < score["max"]
        assert score["min"] <= score["raw"] <= score["max"]
        assert isinstance(result["success"], bool)


def answered(question: Question, response: Response) -> Attempt:
    grade = question.grade(response)
    return replace(
        ONE,
        question=question.id,
        response=response,
        verdict=grade.verdict,
        earned=grade.earned,
        possible=grade.possible,
        version=question.version,
    )


def stored(question: Question) -> Question:
    """The question as it comes back from the record."""
    return TYPES[question.type].model_validate(json.loads(question.model_dump_json(by_alias=True)))


def test_every_type_and_question_of_the_article_makes_valid_statements(lesson: Lesson) -> None:
    kinds = set()
    samples = [sample(kind) for kind in TYPES]
    for question in [*samples, *(item.question for item in lesson.items)]:
        for fields in (question.right_fields(), question.wrong_fields()):
            response = question.read(fields)
            made = statement(answered(question, response), stored(question))
            assert_valid(made)
            definition = made["object"]["definition"]
            kinds.add(definition["interactionType"])
            assert definition["name"] == {"ar": question.prompt}
            named = {one["id"] for name in ALL_COMPONENTS & set(definition) for one in definition[name]}
            if named:
                assert set(re.split(r"\[[.,]\]", made["result"]["response"])) <= named
    assert kinds == {"choice", "fill-in", "long-fill-in", "matching", "sequencing", "other"}


def test_no_statement_tells_the_key(lesson: Lesson) -> None:
    for item in lesson.items:
        made = statement(answered(item.question, item.question.read(item.question.wrong_fields())), item.question)
        assert "correctResponsesPattern" not in made["object"]["definition"]
        for name in ("choices", "source", "target"):
            ids = [one["id"] for one in made["object"]["definition"].get(name, ())]
            assert ids == sorted(ids)


def test_a_statement_says_who_answered_what_and_how() -> None:
    made = statement(ONE, None)
    assert_valid(made)
    assert made["actor"]["account"] == {"homePage": "urn:fahm:school:default", "name": "simulated-reader-1"}
    assert made["object"]["id"] == "urn:fahm:text:slug:question:q1"
    assert made["result"] == {
        "response": "الأربعاء",
        "duration": "PT12.34S",
        "score": {"scaled": 0.5, "raw": 1.0, "min": 0, "max": 2.0},
        "success": True,
    }
    assert made["timestamp"] == "2026-03-01T08:30:00.250Z"
    assert list(made["context"]["extensions"].values()) == [2, 1, "accepted", "0" * 16]


@pytest.mark.parametrize("verdict", ["pending", "noted"])
def test_what_nobody_has_marked_has_no_score(verdict: Any) -> None:
    assert {"score", "success"}.isdisjoint(statement(replace(ONE, verdict=verdict), None)["result"])


def test_a_question_worth_nothing_has_no_score() -> None:
    assert "score" not in statement(replace(ONE, earned=0.0, possible=0.0), None)["result"]


def test_printed_twice_a_try_has_the_same_id_and_others_have_others() -> None:
    ids = [statement(one, None)["id"] for one in (ONE, ONE, replace(ONE, id="x"), replace(ONE, learner="y"))]
    assert ids[0] == ids[1]
    assert len(set(ids)) == 3


def test_schools_and_learners_whose_names_run_together_are_still_two() -> None:
    first = replace(ONE, school="a:learner:b", learner="c")
    second = replace(ONE, school="a", learner="b:learner:c")
    assert statement(first, None)["id"] != statement(second, None)["id"]


@pytest.mark.parametrize(
    "seconds, said",
    [(0, "PT0S"), (12.34, "PT12.34S"), (100, "PT100S"), (0.5, "PT0.5S"), (-1, "PT0S"), (3e4, "PT30000S")],
)
def test_durations_are_iso_8601_to_a_hundredth(seconds: float, said: str) -> None:
    assert duration(seconds) == said


@pytest.mark.parametrize(
    "response, kind, said",
    [
        (["a1", "b2"], "choice", "a1[,]b2"),
        (["a1"], "choice", "a1"),
        ({"c": "10", "a": "2", "b": "1"}, "sequencing", "b[,]a[,]c"),
        ({"l": "r", "m": "r"}, "matching", "l[.]r[,]m[.]r"),
        ({"1": "أ", "2": "ب"}, "fill-in", "أ[,]ب"),
        ("أ[,]ب", "fill-in", "أ[ , ]ب"),
    ],
)
def test_responses_are_written_as_their_kind_wants_them(response: Response, kind: str, said: str) -> None:
    assert response_text(response, kind) == said


@pytest.mark.parametrize("body", [None, "{}", '{"type": "gone"}', '{"type": "choice", "id": "q1"}'])
def test_a_question_that_cannot_be_read_any_more_stops_nothing(body: str | None) -> None:
    out = io.StringIO()
    write_xapi([ONE], out, ExportContext(ONE.at, question_fields=lambda attempt: body))
    made = json.loads(out.getvalue())
    assert_valid(made)
    assert made["object"]["definition"]["interactionType"] == "fill-in"


def test_each_version_of_a_question_is_looked_up_once() -> None:
    asked: list[str] = []
    context = ExportContext(ONE.at, question_fields=lambda attempt: asked.append(attempt.version))
    write_xapi([ONE, ONE, replace(ONE, version="1" * 16)], io.StringIO(), context)
    assert asked == ["0" * 16, "1" * 16]


@given(st.text(alphabet=st.characters()), st.text(alphabet=st.characters()), st.floats(0, 1e6))
def test_whatever_was_typed_each_statement_is_one_valid_line(typed: str, learner: str, seconds: float) -> None:
    out = io.StringIO()
    attempt = replace(ONE, response=typed, learner=learner, school=learner, seconds=seconds)
    write_xapi([attempt], out, ExportContext(ONE.at))
    out.getvalue().encode()
    (line,) = out.getvalue().rstrip("\n").split("\n")
    assert_valid(json.loads(line))
    assert datetime.fromisoformat(json.loads(line)["timestamp"]) == AT.astimezone(UTC)
