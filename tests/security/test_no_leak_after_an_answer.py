"""After a wrong try and before a question is settled, nothing tells which parts of the answer were right.

Two houses have the same text with other keys, chosen so that the same wrong answer earns as much in both. Then no
address may differ by a byte, in pages, files and headers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from conftest import Learner, with_content
from security.addresses import reading
from security.test_no_leak_elsewhere import told
from web.reading.test_no_leak import READER
from webapp import create_app
from webapp.config import Config
from webapp.question_types._options import option_value

TEXT = "في القرية نهر وجبل وسوق ومدرسة.\n\nيعمل الناس في السوق صباحا، ويعودون إلى بيوتهم مساء.\n"
LAB = """text: lab.txt
title: القرية
source: كُتب للاختبار.
level: A2
gate: open
questions:
  - id: sort
    paragraph: 1
    type: sort
    process: retrieve
    tries: 3
    prompt: أين توضع هذه؟
    evidence: [في القرية نهر وجبل]
    hints: [لنقرأ الفقرة الأولى.]
    why: كما في الفقرة الأولى.
    groups:
      - {name: طبيعة, items: [SORT0, SORT1], why: هكذا.}
      - {name: بناء, items: [SORT2, SORT3], why: هكذا.}
  - id: match
    paragraph: 1
    type: match
    process: retrieve
    tries: 3
    prompt: ما الذي يناسب كلًّا؟
    evidence: [وسوق ومدرسة]
    hints: [لنقرأ الفقرة الأولى.]
    pairs:
      - {left: واحد, right: MATCH0, why: هكذا في النص.}
      - {left: اثنان, right: MATCH1, why: هكذا في النص.}
      - {left: ثلاثة, right: MATCH2, why: هكذا في النص.}
      - {left: أربعة, right: MATCH3, why: هكذا في النص.}
  - id: multiple
    paragraph: 1
    type: multiple
    process: retrieve
    tries: 3
    prompt: ما الذي في القرية؟
    evidence: [نهر وجبل]
    hints: [لنقرأ الفقرة الأولى.]
    options:
      - {text: نهر كبير, correct: true, why: في النص.}
      - {text: جبل عال, correct: MULTIPLE0, why: في النص.}
      - {text: سوق قديم, correct: MULTIPLE1, why: في النص.}
      - {text: بحر واسع, why: ليس في النص.}
"""
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ITEMS = ["نهر", "جبل", "سوق", "مدرسة"]
RIGHTS = ["أ", "ب", "ج", "د"]
KEYS = [
    {"SORT": ["نهر", "جبل", "سوق", "مدرسة"], "MATCH": RIGHTS, "MULTIPLE": ["true", "false"]},
    {"SORT": ["سوق", "مدرسة", "نهر", "جبل"], "MATCH": ["ب", "أ", "د", "ج"], "MULTIPLE": ["false", "true"]},
]


@pytest.fixture
def two_houses(config: Config, tmp_path: Path) -> Iterator[list[Flask]]:
    made = []
    for number, keys in enumerate(KEYS):
        file = LAB
        for name, values in keys.items():
            for place, value in enumerate(values):
                file = file.replace(f"{name}{place}", value)
        folder = tmp_path / str(number)
        for part, path, content in (("seeds", "lab.txt", TEXT), ("questions", "lab.yaml", file)):
            (folder / part).mkdir(parents=True)
            (folder / part / path).write_text(content, encoding="utf-8")
        settings = replace(with_content(config, folder), data=folder / "data", now=lambda: NOON)
        made.append(create_app(settings))
        shelf = made[-1].extensions["fahm"].library.snapshot
        assert shelf.lessons, shelf.problems
    yield made
    for app in made:
        app.extensions["fahm"].store.close()


def half_right() -> dict[str, dict[str, object]]:
    """By question, the fields of an answer that earns the same share in both houses."""
    group = option_value("طبيعة")
    return {
        "sort": {f"sort.{option_value(item)}": group for item in ITEMS},
        "match": {
            f"match.{option_value(left)}": option_value(right)
            for left, right in zip(["واحد", "اثنان", "ثلاثة", "أربعة"], ["أ", "ج", "د", "ب"], strict=True)
        },
        "multiple": {"multiple": [option_value("نهر كبير")]},
    }


def by_chance(body: str) -> str:
    """A body without what differs from one record to another."""
    body = re.sub(
        r'"(?:id|code|last_answer_id|question_version|answer_id|version|at|written|joined|created)": "[^"]*"', "", body
    )
    body = re.sub(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}|[A-Z2-9]{12}", "CODE", body)
    return re.sub(r'"seconds": [\d.]+', "", body)


def test_once_it_is_settled_the_record_says_all(two_houses: list[Flask]) -> None:
    reader = Learner(two_houses[0])
    reader.answers("/texts/lab/1", half_right()["sort"], check="sort")
    groups = dict(zip(ITEMS, map(option_value, ["طبيعة", "طبيعة", "بناء", "بناء"]), strict=True))
    right: dict[str, object] = {f"sort.{option_value(item)}": group for item, group in groups.items()}
    reader.answers("/texts/lab/1", right, check="sort")
    answers = json.loads(reader.opens("/me/record.json").html)["answers"]
    assert [len(answer["parts"]) for answer in answers] == [4, 4]


@pytest.mark.parametrize("question", ["sort", "match", "multiple"])
def test_other_keys_change_no_byte_after_a_wrong_try(two_houses: list[Flask], question: str) -> None:
    replies = []
    for app in two_houses:
        reader = Learner(app)
        with reader.client.session_transaction() as session:
            session["reader"] = READER
        page = reader.answers("/texts/lab/1", half_right()[question], check=question)
        assert "settled" not in page.card(question).partition(">")[0]
        found = {}
        paths = [entry.path for entry in reading(app, slug="lab")]
        for path in [*paths, "/texts/lab/worksheet?answers=1", "/me/record.json"]:
            status, headers, body = told(reader.client.get(path))
            headers.pop("Content-Length", None)
            headers.pop("ETag", None)
            found[path] = status, headers, by_chance(body)
        replies.append(found)
    one, other = replies
    assert [path for path in one if one[path] != other[path]] == []
    assert '"verdict": "partial"' in one["/me/record.json"][2]
