"""Values of questions through the fields of a form and back: what was not changed there is not changed."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from web.teacher.question_forms.examples import article_questions, article_settings, examples
from webapp.content.lesson import Settings
from webapp.question_types import TYPES
from webapp.web.teacher.question_forms.drawn_values import Drawn, draw, is_blank, trimmed
from webapp.web.teacher.question_forms.model_fields import ModelField, fields_of
from webapp.web.teacher.question_forms.read_values import number_of, read

QUESTIONS = [*examples(), *article_questions()]
each = pytest.mark.parametrize("values", QUESTIONS, ids=lambda values: f"{values['type']}-{values['id']}")


def again(values: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """The values after a form in which these fields were changed."""
    fields = fields_of(TYPES[values["type"]])
    return read(fields, {**draw(fields, values), **changed}, values)


@each
def test_a_question_comes_back_as_it_was(values: dict[str, Any]) -> None:
    read_again = again(values)
    assert read_again == values
    assert list(read_again) == list(values)
    assert [type(value) for value in read_again.values()] == [type(value) for value in values.values()]


def test_the_settings_of_a_file_come_back_as_they_were() -> None:
    fields, values = fields_of(Settings), article_settings()
    assert read(fields, draw(fields, values), values) == values


def changes(field: ModelField, drawn: Any) -> Iterator[Any]:
    """A field as a teacher might change it."""
    if field.kind in {"text", "number", "place", "choice"}:
        number = "7" if drawn != "7" else "8"
        yield next(choice for choice in field.choices if choice != drawn) if field.kind == "choice" else number
        yield ""
    elif field.kind == "group":
        yield from ({**drawn, part.key: change} for part in field.parts for change in changes(part, drawn[part.key]))
    elif field.kind == "entries":
        yield from changed_entries(field, drawn)
    else:
        yield from {
            "flag": [not drawn],
            "ticks": [drawn[1:]] if field.kind == "ticks" else [],
            "texts": [[*drawn, "جديد", ""], drawn[::-1]] if field.kind == "texts" else [],
            "ideas": [[*drawn, ["جديد"], [""]]] if field.kind == "ideas" else [],
            "pairs": [[*drawn, {"key": "a-rule", "value": "سبب"}]] if field.kind == "pairs" else [],
        }[field.kind]


def changed_entries(field: ModelField, drawn: list[Drawn]) -> Iterator[list[Drawn]]:
    """A list of entries with one more, one less, and each part of each entry changed."""
    blank = draw(field.parts, {})
    yield [*drawn, {"was": "", **{part.key: next(changes(part, blank[part.key])) for part in field.parts}}]
    yield [*drawn, {"was": "", **blank}][1:]
    for at, entry in enumerate(drawn):
        for part in field.parts:
            for change in changes(part, entry[part.key]):
                yield [*drawn[:at], {**entry, part.key: change}, *drawn[at + 1 :]]


def without_blanks(field: ModelField, drawn: Any) -> Any:
    """A field as it is after the file: an entry with nothing in it is none."""
    kept = trimmed(field, copy.deepcopy(drawn))
    if field.kind != "entries":
        return kept
    entries = [{key: value for key, value in entry.items() if key != "was"} for entry in kept]
    return [entry for entry in entries if not is_blank(entry)]


@each
def test_each_field_that_is_changed_is_read_back_and_no_other(values: dict[str, Any]) -> None:
    fields = fields_of(TYPES[values["type"]])
    before: Drawn = draw(fields, values)
    for field in fields:
        for change in changes(field, before[field.key]):
            written = again(values, **{field.key: change})
            after = draw(fields, written)
            expected = without_blanks(field, change)
            if change in ("", []) and field.kind == "choice":
                expected = str(field.default or "")
            assert without_blanks(field, after[field.key]) == expected, (field.key, change, written.get(field.key))
            others = {key: value for key, value in written.items() if key != field.key}
            assert others == {key: value for key, value in values.items() if key != field.key}


def test_what_no_field_shows_is_kept() -> None:
    values = {
        "id": "x",
        "type": "choice",
        "prompt": {"ar": "سؤال"},
        "colour": "blue",
        "options": [{"text": "نعم", "correct": True, "weight": 3}, [1, 2], {"text": "لا"}],
        "hints": ["أ", {"b": 1}],
        "tries": 2,
    }
    assert again(values) == values
    drawn = draw(fields_of(TYPES["choice"]), values)
    drawn["options"][0]["text"] = "أجل"
    changed = again(values, options=drawn["options"], prompt="جديد", hints=["جديد"])
    assert changed == {**values, "options": [{**values["options"][0], "text": "أجل"}, *values["options"][1:]]}  # type: ignore[index]


def test_an_accepted_wording_stays_a_plain_text_until_it_has_a_share() -> None:
    values = {"id": "x", "type": "short", "accept": ["الخميس", {"text": "يوم الخميس", "note": "هكذا"}, 1990]}
    drawn = draw(fields_of(TYPES["short"]), values)["accept"]
    assert [entry["text"] for entry in drawn] == ["الخميس", "يوم الخميس", "1990"]
    drawn[0]["share"] = "٠٫٥"
    drawn[1]["note"] = ""
    drawn.append({"was": "", "text": "خميس", "share": "", "note": ""})
    assert again(values, accept=drawn)["accept"] == [
        {"text": "الخميس", "share": 0.5},
        {"text": "يوم الخميس"},
        1990,
        "خميس",
    ]


def test_entries_can_change_places_and_go() -> None:
    values = {"id": "x", "type": "choice", "options": [{"text": "أ", "x": 1}, {"text": "ب"}, {"text": "ج", "x": 3}]}
    drawn = draw(fields_of(TYPES["choice"]), values)["options"]
    assert again(values, options=[drawn[2], drawn[0]])["options"] == [{"text": "ج", "x": 3}, {"text": "أ", "x": 1}]


def test_a_root_stays_one_text_until_it_has_two() -> None:
    values = {"id": "x", "type": "root", "root": "و ط د"}
    assert again(values, root=["و ط ي"])["root"] == "و ط ي"
    assert again(values, root=["و ط د", "و ط ي"])["root"] == ["و ط د", "و ط ي"]
    assert again(values, root=[""]) == {"id": "x", "type": "root"}


@pytest.mark.parametrize(
    ("typed", "number"),
    [("3", 3), ("٣", 3), (" 2.5 ", 2.5), ("٢٫٥", 2.5), ("2,5", 2.5), ("-1", -1), ("ثلاثة", "ثلاثة"), ("1e9", "1e9")],
)
def test_numbers_are_read_in_digits_of_any_script(typed: str, number: object) -> None:
    assert number_of(typed) == number
    assert type(number_of(typed)) is type(number)


def test_a_truth_value_stays_one() -> None:
    values = {"id": "x", "type": "judgement", "answer": True}
    assert again(values, answer="false")["answer"] is False
    assert again(values, answer="not-given")["answer"] == "not-given"
    assert again({"id": "x", "type": "judgement"}, answer="false")["answer"] == "false"
