"""Problems of a question file by question, and within a question by field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webapp.content.completeness import of_one_question, questions_lacking
from webapp.content.lesson import Lesson
from webapp.content.parsing.source_tree import Node
from webapp.content.parsing.yaml_parser import read_tree
from webapp.domain.problem import Problem, of_message
from webapp.question_types.field_labels import FILE
from webapp.web.framework.i18n import Said
from webapp.web.teacher.question_forms.field_names import in_form
from webapp.web.teacher.question_forms.model_fields import ModelField

NEEDED = Said(ar="املأ هذا الحقل.", en="Fill in this field.")
LACKING_FIELDS = {"no-process": "process", "no-why": "why", "no-evidence": "evidence"}
"""By the rule of a warning about several questions, the field that they leave out."""
FieldPath = tuple[str | int, ...]
Place = tuple[int, int]


@dataclass(frozen=True)
class FieldProblem:
    """A problem of one question (by its index in the file) or of the settings (None), at the path of a field."""

    question: int | None
    path: FieldPath
    message: Said
    is_error: bool
    rule: str


def field_problems(problems: Iterable[Problem], raw: bytes, path: str) -> list[FieldProblem]:
    """Place the problems of a question file, errors first; ``path`` is the name that they give the file."""
    tree, _ = read_tree(raw, path)
    found = list(_places(tree, ())) if tree else []
    inner, outer = dict(found), dict(reversed(found))
    questions = _questions(tree)
    starts = [(node.line, index) for index, node in enumerate(questions)]
    kinds = [_kind_of(node) for node in questions]
    ordered = sorted(problems, key=lambda problem: problem.severity != "error")
    placed = []
    for problem in ordered:
        question, where = _place_of(problem, outer if problem.rule == "missing-key" else inner, starts, path)
        said = in_form(problem.message, FILE if question is None else kinds[question])
        placed.append(FieldProblem(question, where, said, problem.severity == "error", problem.rule))
    return placed


def at_each_question(problems: Iterable[FieldProblem], lesson: Lesson | None, ids: Sequence[str]) -> list[FieldProblem]:
    """The problems with a warning about several questions at each of them, in place of once at the first."""
    placed = []
    for problem in problems:
        lacking = questions_lacking(lesson, problem.rule) if lesson else []
        said = of_message(of_one_question(problem.rule)) if lacking else None
        for question in lacking:
            item = lesson.item(question) if lesson else None
            if said and item and question in ids:
                field = LACKING_FIELDS.get(problem.rule, "")
                path = (field,) if field in type(item.question).model_fields else ()
                message = Said(ar=said.ar, en=said.en)
                placed.append(FieldProblem(ids.index(question), path, message, False, problem.rule))
        if not lacking:
            placed.append(problem)
    return placed


def at_missing_fields(
    problems: Iterable[FieldProblem], fields: Iterable[ModelField], values: Mapping[str, Any]
) -> list[FieldProblem]:
    """The problems of a question; that of a missing key, whose place is what it is missing from, at the empty field."""
    placed: dict[FieldProblem, None] = {}
    for problem in problems:
        missing = _missing_at(problem.path, tuple(fields), values) if problem.rule == "missing-key" else []
        for key in missing:
            placed[FieldProblem(problem.question, (*problem.path, key), NEEDED, True, problem.rule)] = None
        if not missing:
            placed[problem] = None
    return list(placed)


def _missing_at(path: FieldPath, fields: tuple[ModelField, ...], values: Any) -> list[str]:
    """The keys that are missing from the group of fields at a path."""
    for step in path:
        if isinstance(step, str):
            fields = next((one.parts for one in fields if one.key == step), ())
            values = values.get(step) if isinstance(values, dict) else None
        else:
            values = values[step] if isinstance(values, list) and step < len(values) else None
    return [one.key for one in fields if one.required and one.key not in values] if isinstance(values, dict) else []


def _place_of(
    problem: Problem, places: dict[Place, FieldPath], starts: list[tuple[int, int]], path: str
) -> tuple[int | None, FieldPath]:
    """The question that a problem is about, or None, and the path of the field."""
    where = places.get((problem.line, problem.column), ()) if problem.path == path else ()
    if where[:1] == ("questions",):
        index = where[1] if len(where) > 1 and isinstance(where[1], int) else None
        return index, where[2:]
    if where or problem.path != path:
        return None, where
    return next((index for line, index in reversed(starts) if line <= problem.line), None), ()


def _kind_of(question: Node) -> str:
    """The type of a question as it is written."""
    kind = question.step("type")
    return str(kind.value) if kind else ""


def _places(node: Node, path: FieldPath) -> Iterator[tuple[Place, FieldPath]]:
    """The positions of the keys and values below a node; what holds others comes first."""
    yield (node.line, node.column), path
    if isinstance(node.value, dict):
        for key, below in node.value.items():
            yield node.keys.get(key, (below.line, below.column)), (*path, key)
            yield from _places(below, (*path, key))
    elif isinstance(node.value, list):
        for index, below in enumerate(node.value):
            yield from _places(below, (*path, index))


def _questions(tree: Node | None) -> list[Node]:
    entries = tree.step("questions") if tree else None
    return entries.value if entries and isinstance(entries.value, list) else []
