"""YAML to the tree of :mod:`webapp.content.source_tree`. The only place that reads YAML.

Scalars stay text (an id ``010`` stays ``010``); the models turn them into numbers where they ask for numbers.
Anchors, aliases and tags are refused: a question file needs none, and each can make a small file huge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import StringIO

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from webapp.content.source_tree import Fault, Node, decoded
from webapp.domain.problem import Problem, both

MAX_DEPTH = 12
MAX_EVENTS = 40_000
"""What is read of a file takes 25 µs an event, so that the worst file takes a second. Of our own, one has 5,500."""
TOO_MANY_SAID = ("too many values: split the file here", "القيم كثيرة جدًّا: يُقسَّم الملف هنا")
NULLS = frozenset({"", "~", "null", "Null", "NULL"})
UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What an escape such as ``\\0`` or ``\\ud800`` can make of a text, but no page, file or database can hold."""
UNWRITABLE_SAID = ("an escape (\\) for a character that no text can hold", "محرف لا يصلح في نص مكتوب بعلامة \\")


def read_tree(raw: bytes, path: str) -> tuple[Node | None, list[Problem]]:
    """The tree of a file's bytes, and what is wrong with it; None when it cannot be read at all."""
    problems: list[Problem] = []
    try:
        return _build(_events(decoded(raw)), path, problems), problems
    except Fault as fault:
        return None, [*problems, Problem(path, fault.line, fault.column, fault.rule, fault.message)]


def _events(text: str) -> Iterator[Event]:
    """The parser's events; whatever it raises becomes a Fault with a place."""
    parser = YAML(typ="safe", pure=True)
    try:
        yield from parser.parse(StringIO(text))
    except MarkedYAMLError as error:
        if left_open := _left_open(error):
            raise left_open from error
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise Fault(line, column, "yaml", _explain(error, text, line)) from error
    except YAMLError as error:
        line, column = _place(text, getattr(error, "position", 0) or 0)
        message = both("a character that YAML does not allow", "محرف لا تسمح به YAML")
        raise Fault(line, column, "yaml", message) from error
    except (ValueError, AttributeError, TypeError, IndexError, KeyError, RecursionError, AssertionError) as error:
        # ruamel raises exceptions of other classes than its own on some malformed files.
        raise Fault(1, 1, "yaml", both("not readable as YAML", "تعذّرت قراءة الملف على أنه YAML")) from error


def _place(text: str, position: int) -> tuple[int, int]:
    before = text[:position]
    return before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1


def _left_open(error: MarkedYAMLError) -> Fault | None:
    """A quotation mark or bracket that never closes is told where it opens, not where the parser gave up."""
    start, end, context, problem = error.context_mark, error.problem_mark, str(error.context), str(error.problem)
    if start is None or end is None:
        return None
    place = start.line + 1, start.column + 1
    if "quoted scalar" in context and "unexpected" in problem:
        message = both("a quotation mark opens here and is not closed", "علامة تنصيص تُفتح هنا ولا تُغلق")
    elif "flow" in context and "expected ','" in problem and start.line != end.line:
        message = both("a bracket opens here and is not closed", "قوس يُفتح هنا ولا يُغلق")
    else:
        return None
    return Fault(*place, "yaml", message)


def _explain(error: MarkedYAMLError, text: str, line: int) -> str:
    lines = text.split("\n")
    here = lines[line - 1] if line <= len(lines) else ""
    if "\t" in here:
        return both("a tab in the indentation; use spaces", "علامة جدولة (tab) في أول السطر؛ تُستعمل المسافات")
    said = str(error.problem or error.context or "not YAML")
    if "could not find expected ':'" in said or "mapping values are not allowed" in said:
        return both(
            f"{said}: a colon is missing, or a text that holds one needs quotes",
            "نقطتان (:) ناقصتان، أو نص فيه نقطتان يحتاج إلى علامتي تنصيص",
        )
    return both(said, "خطأ في كتابة YAML هنا: مسافة أو قوس أو علامة تنصيص في غير موضعها")


def _build(events: Iterator[Event], path: str, problems: list[Problem]) -> Node:
    """The tree of the first document. One open container a level on ``stack``; no recursion, so no depth can harm."""
    root: Node | None = None
    stack: list[tuple[Node, list[str]]] = []
    documents = 0
    for number, event in enumerate(events):
        _refuse(event, len(stack))
        if number >= MAX_EVENTS:
            place = event.start_mark.line + 1, event.start_mark.column + 1
            raise Fault(
                *place, "too-large", both("too many values: split the file here", "القيم كثيرة جدًّا: يُقسَّم الملف هنا")
            )
        if isinstance(event, DocumentStartEvent):
            documents += 1
            if documents > 1:
                place = event.start_mark
                raise Fault(place.line + 1, 1, "yaml", both("a second document (---)", "مستند ثانٍ (---) في الملف نفسه"))
        elif isinstance(event, ScalarEvent):
            node = Node(_scalar(event), event.start_mark.line + 1, event.start_mark.column + 1)
            if node.value and UNWRITABLE.search(str(node.value)):
                problems.append(Problem(path, node.line, node.column, "yaml", both(*UNWRITABLE_SAID)))
                node.value = UNWRITABLE.sub("\ufffd", str(node.value))
            root = root or node
            _place_in(stack, node, problems, path)
        elif isinstance(event, MappingStartEvent | SequenceStartEvent):
            empty: dict[str, Node] | list[Node] = {} if isinstance(event, MappingStartEvent) else []
            node = Node(empty, event.start_mark.line + 1, event.start_mark.column + 1)
            root = root or node
            _place_in(stack, node, problems, path)
            stack.append((node, []))
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            stack.pop()
    return root or Node(None, 1, 1)


def _place_in(stack: list[tuple[Node, list[str]]], node: Node, problems: list[Problem], path: str) -> None:
    """Hang a node under the innermost open container; a key waits on its list until its value comes."""
    if not stack:
        return
    parent, waiting = stack[-1]
    if isinstance(parent.value, list):
        parent.value.append(node)
    elif isinstance(parent.value, dict):
        if waiting:
            key = waiting.pop()
            if node.value is None:  # the parser puts an empty value where the next thing begins
                node.line, node.column = parent.keys[key]
            parent.value[key] = node
        elif isinstance(node.value, dict | list):
            raise Fault(node.line, node.column, "yaml", both("a key must be a word", "المفتاح يجب أن يكون كلمة"))
        else:
            key = node.value or ""
            if key in parent.keys:
                message = both(f'the key "{key}" stands twice', f"المفتاح «{key}» مكرر")
                problems.append(Problem(path, node.line, node.column, "duplicate-key", message))
            parent.keys[key] = (node.line, node.column)
            waiting.append(key)


def _refuse(event: Event, depth: int) -> None:
    """Anchors, aliases, tags and absurd depth."""
    mark = event.start_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
        message = both("anchors and aliases (& and *) are not allowed", "لا تُقبل المراسي والإحالات (& و*)")
        raise Fault(line, column, "anchor", f"{message} (an asterisk at the front of a text needs quotes)")
    if isinstance(event, ScalarEvent | CollectionStartEvent) and getattr(event, "ctag", None):
        raise Fault(line, column, "tag", both("tags (!) are not allowed", "لا تُقبل الوسوم (!)"))
    if depth > MAX_DEPTH:
        raise Fault(line, column, "depth", both("brackets nested too deep", "أقواس متداخلة أكثر مما ينبغي"))


def _scalar(event: ScalarEvent) -> str | None:
    plain = event.style in (None, "")
    return None if plain and event.value in NULLS else str(event.value)
