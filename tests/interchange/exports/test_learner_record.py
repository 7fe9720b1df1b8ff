"""The whole record of a learner as a file: every row, under names that a person can read."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from webapp.interchange.exports.learner_record import RecordLabels, learner_record, record_json

AT = datetime(2026, 3, 1, 8, tzinfo=UTC)
NAMES = RecordLabels(
    titles={"nile": "معلّم القرية"},
    prompts={("nile", "day"): "في أيّ يوم؟"},
    classes={"c1": "الصفّ الخامس"},
    markers={"t1": "منى"},
)
TABLES = {
    "learners": [{"school": "s", "id": "layla", "code": "AAAA", "created": "x", "merged_into": None}],
    "memberships": [{"school": "s", "class": "c1", "learner": "layla", "name": "ليلى", "joined": "x"}],
    "tries": [
        {
            "school": "s",
            "learner": "layla",
            "text": "nile",
            "question": "day",
            "number": 1,
            "response": "الأحد",
            "label": "الاحد",
            "why": "«يوم الأحد».",
        }
    ],
    "marks": [{"school": "s", "learner": "layla", "text": "gone", "question": "q", "marker": "t1", "points": 1.0}],
    "table_to_come": [{"school": "s", "learner": "layla", "colour": "أخضر"}],
}


def test_fields_have_readable_names_and_ids_their_names_beside_them() -> None:
    made = learner_record(TABLES, NAMES, AT)
    (answer,) = made["answers"]
    assert (answer["answer"], answer["try"], answer["reason"]) == ("الأحد", 1, "«يوم الأحد».")
    assert (answer["title"], answer["prompt"]) == ("معلّم القرية", "في أيّ يوم؟")
    assert made["classes"][0]["class_name"] == "الصفّ الخامس"
    assert made["marks"][0]["marker"] == "منى"
    assert "title" not in made["marks"][0]


def test_the_head_says_what_it_is_and_known_lists_are_always_there() -> None:
    made = learner_record(TABLES, NAMES, AT)
    assert (made["about"], made["version"], made["learner"], made["school"]) == ("fahm learner record", 1, "layla", "s")
    assert made["written"] == "2026-03-01T08:00:00+00:00"
    assert made["drafts"] == made["reviews"] == []
    assert made["records"][0]["code"] == "AAAA"


def test_a_table_that_comes_later_goes_along_under_its_own_name() -> None:
    made = learner_record(TABLES, NAMES, AT)
    assert made["table_to_come"] == [{"learner": "layla", "colour": "أخضر"}]


def test_no_value_is_lost_on_the_way_into_the_file() -> None:
    read = json.loads(record_json(learner_record(TABLES, NAMES, AT)))
    told = json.dumps(read, ensure_ascii=False)
    values = [value for name, rows in TABLES.items() for row in rows for key, value in row.items() if key != "marker"]
    assert all(json.dumps(value, ensure_ascii=False) in told for value in values)
    assert "الأحد" in record_json(read)
