"""An exam that a teacher makes of a practice text tells as little of its key as one whose file says exam.

Two houses have the same practice text with other keys, and words of it are saved before it is assigned.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from conftest import ARTICLE, SLUG, Desk, Learner, joins, with_content
from security.test_no_leak_after_an_answer import NOON
from security.test_no_leak_in_exams import KEY, OF_THE_TEXT, RESULT, answers_all, everything, hands_in
from store.helpers import Clock
from web.reading.test_no_leak import READER, library_with_open_gate, other_keys
from webapp import create_app
from webapp.config import Config
from webapp.domain.assignment import AssignmentRules, NewAllowance, NewAssignment

HOUR = timedelta(hours=1)
Replies = dict[str, tuple[int, dict[str, str], str]]


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON)


@pytest.fixture
def two_houses(config: Config, tmp_path: Path, clock: Clock) -> Iterator[list[Flask]]:
    folders = [library_with_open_gate(tmp_path, name) for name in ("plain", "changed")]
    for folder in folders:
        shutil.copy(ARTICLE / "questions" / f"{SLUG}.words.yaml", folder / "questions")
    other_keys(folders[1] / "questions" / f"{SLUG}.yaml")
    made = [create_app(replace(with_content(config, folder), data=folder / "data", now=clock)) for folder in folders]
    yield made
    for app in made:
        app.extensions["fahm"].store.close()


def pupil(app: Flask, desk: Desk | None) -> Learner:
    reader = Learner(app)
    with reader.client.session_transaction() as session:
        session["reader"] = READER
    if desk:
        joins(reader, desk.code, "ليلى")
    for word in range(8):
        page = reader.opens(f"/texts/{SLUG}/1")
        fields = {"csrf_token": page.field("csrf_token"), "paragraph": 1, "index": word}
        assert reader.client.post(f"/texts/{SLUG}/keep", data=fields).status_code == 303
    return reader


def assigned(app: Flask, desk: Desk, rules: AssignmentRules, **more: object) -> str:
    services = app.extensions["fahm"]
    new = NewAssignment(SLUG, classes=(desk.class_id,), rules=rules, **more)  # type: ignore[arg-type]
    return str(services.store.assignments.add(services.config.school, new, desk.id).id)


def written(app: Flask, plain: Flask, clock: Clock) -> Iterator[Replies]:
    """Pages of a pupil from the moment that the text is an exam."""
    clock.at = NOON
    desk = Desk(app, "منى", "muna", "الصفّ الخامس")
    reader = pupil(app, desk)
    assigned(app, desk, AssignmentRules(exam=True, minutes=30, shuffle=True))
    yield everything(app, reader)
    front = f"/texts/{SLUG}/"
    reader.client.post(f"{front}begin", data={"csrf_token": reader.opens(front).field("csrf_token")})
    yield everything(app, reader)
    answers_all(reader, plain)
    yield everything(app, reader)
    hands_in(reader)
    yield everything(app, reader)
    desk.posts(desk.of_class(f"texts/{SLUG}/told"), told="1")
    yield everything(app, reader)


def differing(pairs: Iterator[tuple[Replies, Replies]], stages: list[str]) -> dict[str, list[str]]:
    return {
        stage: [path for path in one if one[path] != other[path]]
        for stage, (one, other) in zip(stages, pairs, strict=True)
    }


def both(houses: list[Flask], clock: Clock, seen: object) -> Iterator[tuple[Replies, Replies]]:
    plain, changed = houses
    one = list(seen(plain, plain, clock))  # type: ignore[operator]
    return zip(one, seen(changed, plain, clock), strict=True)  # type: ignore[operator]


def test_other_keys_change_no_byte_until_the_results_are_told(two_houses: list[Flask], clock: Clock) -> None:
    found = differing(both(two_houses, clock, written), ["assigned", "begun", "answered", "handed in", "told"])
    told_now = found.pop("told")
    assert found == {"assigned": [], "begun": [], "answered": [], "handed in": []}
    assert {*OF_THE_TEXT[:3], RESULT, KEY, "/me/record.json"} <= {*told_now}


def closes(app: Flask, plain: Flask, clock: Clock) -> Iterator[Replies]:
    """Results that are told after the closing time, which is later for another pupil."""
    clock.at = NOON
    desk = Desk(app, "منى", "muna", "الصفّ الخامس")
    reader, other = pupil(app, desk), Learner(app)
    joins(other, desk.code, "عمر")
    exam = assigned(app, desk, AssignmentRules(exam=True, results="after-close"), closes=NOON + HOUR)
    services = app.extensions["fahm"]
    (omar,) = [one.learner for one in desk.people.members(desk.school, desk.class_id) if one.name == "عمر"]
    services.store.assignments.allow(desk.school, exam, NewAllowance(omar, desk.id, closes=NOON + 3 * HOUR))
    answers_all(reader, plain)
    hands_in(reader)
    for hours in (0, 2, 4):
        clock.at = NOON + hours * HOUR
        yield everything(app, reader)


def test_results_wait_for_the_last_pupil_of_the_class(two_houses: list[Flask], clock: Clock) -> None:
    found = differing(both(two_houses, clock, closes), ["open", "open for omar", "closed for all"])
    told_now = found.pop("closed for all")
    assert found == {"open": [], "open for omar": []}
    assert {RESULT, KEY, "/me/record.json"} <= {*told_now}


def outside(app: Flask, plain: Flask, clock: Clock) -> Iterator[Replies]:
    """Pages of readers in no class: one who knows the text, and somebody new."""
    clock.at = NOON
    desk = Desk(app, "منى", "muna", "الصفّ الخامس")
    known, new = pupil(app, None), Learner(app)
    assigned(app, desk, AssignmentRules(exam=True))
    answers_all_refused(known, plain)
    assert [Learner(app).client.get(path).status_code for path in (*OF_THE_TEXT, KEY)] == [403] * (len(OF_THE_TEXT) + 1)
    with new.client.session_transaction() as session:
        session["reader"] = "reader-of-another-name"
    yield everything(app, known)
    yield everything(app, new)
    desk.posts(desk.of_class(f"texts/{SLUG}/told"), told="1")
    answers_all(known, plain)
    yield everything(app, known)


def answers_all_refused(reader: Learner, plain: Flask) -> None:
    fields = {"csrf_token": reader.csrf_token(), "form": "", "which-day": "الخميس"}
    for path in OF_THE_TEXT:
        assert reader.client.post(path, data=fields).status_code == 403
        assert reader.client.get(path).status_code == 403


def test_the_text_is_closed_to_those_in_no_class(two_houses: list[Flask], clock: Clock) -> None:
    replies = list(both(two_houses, clock, outside))
    found = differing(iter(replies), ["known", "new", "told"])
    told_now = found.pop("told")
    assert found == {"known": [], "new": []}
    assert set(OF_THE_TEXT[:3]) <= {*told_now}
    for stage in replies[:2]:
        closed = {path for path in (*OF_THE_TEXT, KEY, f"/texts/{SLUG}/words/1") if stage[0][path][0] == 403}
        assert closed == {*OF_THE_TEXT, KEY, f"/texts/{SLUG}/words/1"}
