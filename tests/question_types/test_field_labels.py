"""Labels of fields and of their values: every one of every type has one in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pytest

from webapp.content.lesson import Settings
from webapp.question_types import TYPES
from webapp.question_types.field_labels import FILE, FieldLabel, field_label, value_label
from webapp.web.teacher.question_forms.model_fields import ModelField, fields_of

ARABIC, LATIN = re.compile("[\u0621-\u064a]"), re.compile("[A-Za-z]")
AS_THEY_ARE = {"A1", "A2", "B1", "B2", "C1", "C2"}
Path = tuple[str, ...]


def paths(fields: Iterable[ModelField], path: Path = ()) -> Iterator[tuple[Path, ModelField]]:
    for field in fields:
        yield (*path, field.key), field
        if field.kind in {"entries", "group", "pairs"}:
            yield from paths(field.parts, (*path, field.key))


KINDS = {**{kind: fields_of(model) for kind, model in TYPES.items()}, FILE: fields_of(Settings)}
every_kind = pytest.mark.parametrize("kind", KINDS)


def assert_said_in_both(label: FieldLabel, *place: object) -> None:
    assert label.known, place
    assert ARABIC.search(label.ar), place
    assert LATIN.search(label.en), place
    assert not ARABIC.search(label.en.replace("ال", "").replace("و or ف", "")), place
    assert bool(label.help_ar) == bool(label.help_en), place
    assert bool(label.add_ar) == bool(label.add_en), place


@every_kind
def test_every_field_has_a_label_in_both_languages(kind: str) -> None:
    for path, field in paths(KINDS[kind]):
        label = field_label(kind, path)
        assert_said_in_both(label, path)
        if field.kind in {"entries", "ideas", "pairs"} or (field.kind == "texts" and not field.quoted):
            assert label.add_ar, path


@every_kind
def test_every_value_has_a_label_in_both_languages(kind: str) -> None:
    for path, field in paths(KINDS[kind]):
        for value in field.choices:
            if value not in AS_THEY_ARE:
                assert_said_in_both(value_label(path, value), path, value)


@pytest.mark.parametrize("kind", TYPES)
def test_every_type_says_what_it_is_for_and_shows_an_example(kind: str) -> None:
    model = TYPES[kind]
    assert ARABIC.search(model.purpose)
    assert LATIN.search(model.purpose)
    assert ARABIC.search(model.sample)


def test_the_nearest_label_counts_and_numbers_of_items_do_not() -> None:
    assert field_label("judgement", ("prompt",)).en == "Statement"
    assert field_label("choice", ("prompt",)).en == "Question"
    assert field_label("choice", ("options", 2, "why")).ar == "لماذا؟"
    assert field_label("short", ("accept", 0, "share")).rare
    assert field_label(FILE, ("notes", 1, "words")).en == "Words"
    assert not field_label("choice", ("colour",)).known
    assert field_label("choice", ("colour",)).ar == "colour"
    assert field_label("choice", ()).ar == ""
    assert value_label(("process",), "no-such").ar == "no-such"
