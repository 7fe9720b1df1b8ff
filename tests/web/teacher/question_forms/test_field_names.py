"""Messages of the check in forms: with the labels of fields, and no key of the file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from webapp.content.editing.question_edits import UneditableFile, question_sources
from webapp.content.lesson import Settings
from webapp.content.lesson_compiler import compile_lesson
from webapp.domain.problem import both, field_key, field_value, of_message
from webapp.question_types import TYPES
from webapp.question_types.field_labels import FILE
from webapp.web.teacher.question_forms.field_names import in_form
from webapp.web.teacher.question_forms.field_problems import field_problems
from webapp.web.teacher.question_forms.model_fields import ModelField, fields_of

BROKEN = Path(__file__).parents[3] / "content" / "broken"


def test_a_message_names_the_fields_of_the_form_and_the_file_keeps_its_keys() -> None:
    correct, units = field_key("options.correct", "true"), field_key("units", "clause")
    message = both(en=f"no option has {correct}; try {units}", ar=f"لا خيار له {correct}، ويُجرَّب «{units}»")
    assert message == "no option has correct: true; try units: clause — لا خيار له correct: true، ويُجرَّب «units: clause»"
    said = in_form(message, "choice")
    assert said.en == "no option has “Right option”; try “What learners choose: Clauses (between commas)”"
    assert said.ar == "لا خيار له «خيار صحيح»، ويُجرَّب «ما يختاره المتعلم: أجزاء جمل (بين الفواصل)»"


def test_what_stands_behind_a_message_and_around_it_keeps_its_fields() -> None:
    message = of_message(both(en=field_key("accept"), ar=field_key("accept"))) + both(en="!", ar="!")
    assert in_form(both(en=f"a {of_message(message).en}", ar=message), "short").en == "a accept!"
    assert in_form(message, "short").ar == "«الإجابات المقبولة»!"


def test_a_type_a_setting_and_an_unknown_key() -> None:
    message = both(en=f"{field_value('type', 'multiple')} {field_key('draft', 'true')}", ar=field_key("no.such"))
    said = in_form(message, "choice")
    assert said.en == f"{TYPES['multiple'].name_en} “Still being written”"
    assert said.ar == "«such»"
    assert in_form(both(en="", ar=field_key("process")), FILE).ar == "«مهارة القراءة»"


def keys_of(fields: tuple[ModelField, ...]) -> set[str]:
    return {field.key for field in fields} | {key for field in fields for key in keys_of(field.parts)}


KEYS = keys_of(fields_of(Settings)).union(*(keys_of(fields_of(model)) for model in TYPES.values())) - {""}


def has_forms(file: Path) -> bool:
    """Tell whether the questions of a file can be shown one by one."""
    try:
        question_sources(file.read_bytes())
    except UneditableFile:
        return False
    return True


@pytest.mark.parametrize("file", sorted(filter(has_forms, BROKEN.glob("*.yaml"))), ids=lambda path: path.stem)
def test_no_message_about_a_broken_file_has_a_key_in_a_form(file: Path) -> None:
    raw = file.read_bytes()
    _, problems = compile_lesson(file.stem, raw, file.name, lambda name: "خرجت سلمى إلى النهر.".encode())
    for problem in field_problems(problems, raw, file.name):
        for said in (problem.message.ar, problem.message.en):
            named = set(re.findall(r"[a-z_]+(?=: )|(?<=[«\"])[a-z_]+(?=[»\"])", said))
            assert problem.rule == "unknown-key" or not KEYS & named, said
