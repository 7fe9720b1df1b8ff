"""An exam that is handed in tells nothing of its key until the results are told: every address, to the byte.

Two houses have the same exam with other keys. The same reader gives the same answers in both, so that what was right in
one was wrong in the other; then no address that a learner can fetch may differ in body or headers.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from conftest import ARTICLE, SLUG, Desk, Learner, Page, joins, right_fields, with_content
from security.addresses import reading
from security.test_no_leak_after_an_answer import NOON, by_chance
from security.test_no_leak_elsewhere import MORE, told
from web.reading.test_no_leak import READER, library_with_open_gate, other_keys
from webapp import create_app
from webapp.config import Config

PLACES = [*range(1, 11), "whole"]
REVIEW = f"/texts/{SLUG}/review"
RESULT = f"/texts/{SLUG}/result"
KEY = f"/texts/{SLUG}/worksheet?answers=1"
PERSONAL = ["/me/record.json", "/me/record", "/words", "/words/all", "/words/anki", "/me", RESULT, KEY]
OF_THE_TEXT = [f"/texts/{SLUG}/{place}" for place in PLACES]
STAGES = ["answered", "handed in", "marked by hand", "told", "not told again"]


def exam(folder: Path) -> Path:
    """The same content as an exam, with its words file."""
    file = folder / "questions" / f"{SLUG}.yaml"
    file.write_text(file.read_text("utf-8").replace("mode: practice", "mode: exam"), encoding="utf-8")
    shutil.copy(ARTICLE / "questions" / f"{SLUG}.words.yaml", folder / "questions")
    return folder


@pytest.fixture
def two_houses(config: Config, tmp_path: Path) -> Iterator[list[Flask]]:
    folders = [exam(library_with_open_gate(tmp_path, name)) for name in ("plain", "changed")]
    other_keys(folders[1] / "questions" / f"{SLUG}.yaml")
    made = [
        create_app(replace(with_content(config, folder), data=folder / "data", now=lambda: NOON)) for folder in folders
    ]
    assert all(app.extensions["fahm"].library.snapshot.lessons for app in made)
    yield made
    for app in made:
        app.extensions["fahm"].store.close()


def answers_all(reader: Learner, plain: Flask) -> None:
    """The right answers of the plain house, in whichever house the reader is."""
    lesson = plain.extensions["fahm"].library.snapshot.lessons[SLUG]
    for place in PLACES:
        fields = {
            name: value
            for item in lesson.items_at(place)
            for name, value in right_fields(lesson, item.question.id).items()
        }
        reader.answers(f"/texts/{SLUG}/{place}", fields)


def hands_in(reader: Learner) -> Page:
    page = reader.opens(REVIEW)
    data = {"csrf_token": page.field("csrf_token"), "form": page.field("form")}
    return Page(reader.client.post(REVIEW, data=data, follow_redirects=True))


def everything(app: Flask, reader: Learner) -> dict[str, tuple[int, dict[str, str], str]]:
    """Replies of all addresses that only look, what is drawn by chance made equal.

    Not of the desk's rooms: a reader stands at their door, wherever the key (test_access_matrix.py).
    """
    found = {}
    outside = [entry.path for entry in reading(app) if not entry.endpoint.startswith("desk.")]
    for path in dict.fromkeys([*outside, *MORE, *PERSONAL, *OF_THE_TEXT]):
        status, headers, body = told(reader.client.get(path))
        for name in ("Content-Length", "ETag"):
            headers.pop(name, None)
        found[path] = status, headers, re.sub(r'"(assignment|class|marker)": "[^"]*"', "", by_chance(body))
    return found


def stages(app: Flask, plain: Flask, in_class: bool) -> Iterator[dict[str, tuple[int, dict[str, str], str]]]:
    """What a reader sees in each of the stages."""
    desk = Desk(app, "منى", "muna", "الصفّ الخامس")
    reader = Learner(app)
    with reader.client.session_transaction() as session:
        session["reader"] = READER
    if in_class:
        joins(reader, desk.code, "ليلى")
    answers_all(reader, plain)
    yield everything(app, reader)
    hands_in(reader)
    yield everything(app, reader)
    store, school = app.extensions["fahm"].store, app.extensions["fahm"].config.school
    for attempt in list(store.unmarked(school)):
        points = 1.0 if app is plain else 0.0
        store.add_mark(school, attempt.learner, attempt.id, points, f"درجة {points}", desk.id)
    yield everything(app, reader)
    desk.posts(desk.of_class(f"texts/{SLUG}/told"), told="1")
    yield everything(app, reader)
    desk.posts(desk.of_class(f"texts/{SLUG}/told"), told="0")
    yield everything(app, reader)


@pytest.mark.parametrize("in_class", [True, False], ids=["in a class", "in no class"])
def test_other_keys_change_no_byte_until_the_results_are_told(two_houses: list[Flask], in_class: bool) -> None:
    plain, changed = two_houses
    pairs = zip(stages(plain, plain, in_class), stages(changed, plain, in_class), strict=True)
    differing = {
        stage: [path for path in one if one[path] != other[path]]
        for stage, (one, other) in zip(STAGES, pairs, strict=True)
    }
    told_now, closed_again = differing.pop("told"), differing.pop("not told again")
    assert differing == {stage: [] for stage in STAGES[:3]}
    # Words that were saved when the results were told are the reader's own.
    assert not {*OF_THE_TEXT, RESULT, KEY} & {*closed_again}
    assert {*OF_THE_TEXT[:3], RESULT, KEY, "/me/record.json"} <= {*told_now}
