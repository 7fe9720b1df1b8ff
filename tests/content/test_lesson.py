"""The question file of the first text, compiled: clean, tied to its text, and of the published schema."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from conftest import ARTICLE
from webapp.content import Lesson, check_file, json_schema
from webapp.content.lesson_compiler import compile_lesson
from webapp.domain.question import PROCESSES
from webapp.question_types import TYPES

ROOT = Path(__file__).parents[2]
REAL = ARTICLE / "questions" / "000_13183dccda9929f6.yaml"
HERE = Path(__file__).parent
RIVER = (HERE / "questions" / "river.yaml").read_text(encoding="utf-8")
RIVER_TEXT = (HERE / "seeds" / "river.txt").read_bytes()


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    found, problems = check_file(REAL, ARTICLE)
    assert problems == []
    assert found is not None
    return found


def river(source: str = RIVER) -> Lesson:
    found, problems = compile_lesson("river", source.encode(), "river.yaml", lambda name: RIVER_TEXT)
    assert problems == []
    assert found is not None
    return found


def test_the_real_question_file_is_clean_and_named_by_its_file(lesson):
    assert lesson.slug == "000_13183dccda9929f6"
    assert lesson.settings.text == lesson.text.file == "000_13183dccda9929f6.txt"
    assert len(lesson.text.paragraphs) == 10


def test_every_question_stands_in_one_place_in_the_order_of_the_file(lesson):
    places = [*range(1, 11), "whole"]
    assert [item for place in places for item in lesson.items_at(place)] == list(lesson.items)
    assert all(lesson.items_at(place) for place in places)
    assert lesson.items_at(11) == ()


def test_questions_are_found_by_their_ids(lesson):
    ids = [item.question.id for item in lesson.items]
    assert len(ids) == len(set(ids))
    assert all(lesson.item(id) is item for id, item in zip(ids, lesson.items, strict=True))
    assert lesson.item("no-such-question") is None


def test_evidence_spans_point_at_their_quotes(lesson):
    quotes = 0
    for item in lesson.items:
        words = [lesson.text.paragraph(s.paragraph).text[s.start : s.end] for s in item.evidence]
        assert words == list(item.question.evidence)
        assert item.question.paragraph == "whole" or {s.paragraph for s in item.evidence} <= {item.question.paragraph}
        quotes += len(words)
    assert quotes > len(lesson.items) / 2


def test_a_question_on_the_whole_text_finds_its_evidence_in_whatever_paragraph():
    whole = RIVER.replace("paragraph: 1", "paragraph: whole", 1).replace("[مع أخيها]", "[صياد عجوز, ثم أعطى]")
    lesson = river(whole)
    found = lesson.items_at("whole")[0].evidence
    assert [span.paragraph for span in found] == [2, 3]
    assert [lesson.text.paragraph(s.paragraph).text[s.start : s.end] for s in found] == ["صياد عجوز", "ثم أعطى"]


def test_an_id_of_digits_remains_text():
    found = river(RIVER.replace("id: who-went", "id: 010")).items[0].question.id
    assert found == "010"


@pytest.mark.parametrize("word", ["true", "yes", "null-", "1e3", "0x10", "2024-01-01", "off"])
def test_no_word_is_taken_for_another_kind_of_value(word):
    changed = river(RIVER.replace("title: عند النهر", f"title: {word}").replace("id: who-went", f"id: {word}"))
    assert (changed.settings.title, changed.items[0].question.id) == (word, word)


def test_numbers_are_numbers_where_the_format_asks_for_them():
    settings = river(RIVER.replace("level: A2", "level: A2\ntries: 2\npenalty: 0.25")).settings
    assert (settings.rules.tries, settings.rules.penalty) == (2, 0.25)


def test_settings_that_are_left_out_have_the_documented_values():
    settings = river().settings
    assert (settings.gate, settings.mode, settings.tries, settings.penalty) == ("answered", "practice", None, None)
    assert (settings.rules.tries, settings.rules.penalty) == (3, 0.3333)


def test_headings_in_the_file_override_the_guess():
    assert [p.heading for p in river().text.paragraphs] == [None, "على الضفة", None]
    overridden = river(RIVER.replace("level: A2", "level: A2\nheadings: []"))
    assert [p.heading for p in overridden.text.paragraphs] == [None] * 4


def test_a_version_follows_every_change_of_its_question_and_of_no_other():
    before = [item.version for item in river().items]
    assert before == [item.version for item in river("# ملاحظة\n" + RIVER).items]
    for old, new in [
        ("مع من خرجت سلمى؟", "مع من ذهبت سلمى؟"),
        ("لا ذكر للأب في الفقرة.", "لم يُذكر الأب."),
        ("evidence: [مع أخيها]", "evidence: [سلمى مع أخيها]"),
        ("    process: retrieve\n    prompt: مع", "    process: infer\n    points: 2\n    prompt: مع"),
    ]:
        after = [item.version for item in river(RIVER.replace(old, new)).items]
        assert after[0] != before[0]
        assert after[1] == before[1]


def test_a_published_schema_is_the_one_of_the_models():
    published = (ROOT / "questions" / "schema.json").read_text(encoding="utf-8")
    assert published == json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


def test_the_schema_knows_every_type_and_process():
    question = json_schema()["properties"]["questions"]["items"]
    assert question["properties"]["type"]["enum"] == list(TYPES)
    assert question["properties"]["process"]["enum"] == list(PROCESSES)
    assert len(question["allOf"]) == len(TYPES)


def test_the_schema_refers_to_nothing_that_it_does_not_define():
    schema = json_schema()
    named = set(re.findall(r'"#/\$defs/([^"]+)"', json.dumps(schema)))
    assert named
    assert named <= set(schema["$defs"])


def test_an_editor_that_follows_the_schema_finds_the_real_file_clean():
    """An editor reads ``false`` as a truth value, where Fahm reads the word."""
    assert list(mismatches(YAML(typ="safe", pure=True).load(REAL.read_text(encoding="utf-8")), json_schema())) == []


def test_an_editor_that_follows_the_schema_sees_what_is_wrong():
    for old, new in [
        ("level: A2", "level: Z9"),
        ("process: retrieve", "process: guess"),
        ("    prompt: مع", "    promt: مع"),
        ("evidence: [مع أخيها]", "evidence: مع أخيها"),
        ("type: choice", "type: riddle"),
    ]:
        value = YAML(typ="safe", pure=True).load(RIVER.replace(old, new, 1))
        assert list(mismatches(value, json_schema())), new


KINDS: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "number": (int, float),
    "integer": int,
    "null": type(None),
}


def mismatches(value: Any, schema: Any, root: Any = None, at: str = "") -> list[str]:
    """Where a value is not of a JSON Schema: as much of the standard as ours uses."""
    root = root or schema
    if "$ref" in schema:
        return mismatches(value, root["$defs"][schema["$ref"].rsplit("/", 1)[-1]], root, at)
    found = [f"{at}: {said}" for said in _plain_mismatches(value, schema)]
    if "anyOf" in schema and all(mismatches(value, one, root, at) for one in schema["anyOf"]):
        found.append(f"{at}: none of several")
    for branch in schema.get("allOf", []):
        if not mismatches(value, branch["if"], root, at):
            found += mismatches(value, branch["then"], root, at)
    if isinstance(value, dict):
        found += _keys_mismatches(value, schema, root, at)
    if isinstance(value, list):
        found += [
            said for i, one in enumerate(value) for said in mismatches(one, schema.get("items", {}), root, f"{at}/{i}")
        ]
    return found


def _plain_mismatches(value: Any, schema: Any) -> list[str]:
    found = []
    kind = schema.get("type")
    if kind and (not isinstance(value, KINDS[kind]) or (isinstance(value, bool) and kind in {"number", "integer"})):
        found.append(f"not {kind}")
    if "enum" in schema and not any(one == value and type(one) is type(value) for one in schema["enum"]):
        found.append(f"{value!r} is none of {schema['enum']}")
    if "const" in schema and schema["const"] != value:
        found.append(f"{value!r} is not {schema['const']!r}")
    if isinstance(value, list) and len(value) < schema.get("minItems", 0):
        found.append("too few")
    return found


def _keys_mismatches(value: dict[Any, Any], schema: Any, root: Any, at: str) -> list[str]:
    keys = {str(key).lower() if isinstance(key, bool) else str(key): below for key, below in value.items()}
    known = schema.get("properties", {})
    found = [f"{at}: no {key}" for key in schema.get("required", []) if key not in keys]
    for key, below in keys.items():
        if key in known:
            found += mismatches(below, known[key], root, f"{at}/{key}")
        elif schema.get("additionalProperties") is False:
            found.append(f"{at}: unknown {key}")
    return found


def test_a_question_may_have_a_number_of_tries_of_its_own(lesson: Lesson) -> None:
    judgement = next(item.question for item in lesson.items if item.question.type == "judgement")
    choice = next(item.question for item in lesson.items if item.question.type == "choice")
    assert lesson.settings.rules_of(judgement).tries == 2
    assert lesson.settings.rules_of(choice).tries == lesson.settings.tries
    exam = lesson.settings.model_copy(update={"mode": "exam"})
    assert exam.rules_of(judgement).tries == 1


@pytest.mark.parametrize(
    ("note", "rule"),
    [
        ("{paragraph: 9, words: نهر, note: م}", "paragraph-range"),
        ("{paragraph: 1, words: بحر هائج, note: م}", "evidence-missing"),
    ],
)
def test_a_note_on_words_that_its_paragraph_does_not_have_is_a_fault(note: str, rule: str) -> None:
    question = "{id: q, paragraph: 1, type: poll, prompt: ماذا؟, when: before, options: [نعم, لا]}"
    source = f"text: t.txt\ntitle: ت\nlevel: A2\nnotes:\n  - {note}\nquestions:\n  - {question}\n"
    lesson, problems = compile_lesson("t", source.encode(), "t.yaml", lambda name: "جرى نهر في الوادي.".encode())
    assert lesson is None
    assert [(problem.rule, problem.line) for problem in problems] == [(rule, 5)]
