"""Parser of YAML into the tree of :mod:`webapp.content.parsing.source_tree`. The only module that reads YAML.

Scalars stay text (an id ``010`` stays ``010``); the models turn them into numbers where a number is wanted.
Anchors, aliases and tags are refused: a question file needs none, and each can make a small file huge.
libyaml parses, through PyYAML. A file that it refuses goes to :mod:`webapp.content.parsing.ruamel_parser`, and so does
every file on a platform where PyYAML has no libyaml: PyYAML's own parser would take the colon of ``[a:]`` for a key's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from webapp.content.parsing.arabic_commas import READ_AS_COMMA, with_latin_commas
from webapp.content.parsing.source_tree import Fault, Node, decoded
from webapp.content.parsing.unseen_characters import comments_in_prose, with_plain_spaces, with_plain_words
from webapp.domain.problem import MOST_PROBLEMS, Problem, both

READ_OTHERWISE = re.compile(r"[\t\x85\u2028\u2029\ufeff]|[|>][-+\d]{0,2}#")
"""Characters and comments that libyaml reads or counts differently from ruamel."""
MAX_DEPTH = 12
MAX_EVENTS = 40_000
"""ruamel takes 25 µs an event, so that the worst file takes a second. Of our own, one has 5,500."""
TOO_MANY_VALUES = both(en="too many values. Split the file here.", ar="القيم كثيرة جدًا. قسّم الملف هنا.")
TOO_MANY_FAULTS = both(
    en="too many errors. Fix the ones above first; the rest of the file is read after that.",
    ar="الأخطاء كثيرة. أصلح ما سبق أولًا، ثم تُقرأ بقية الملف.",
)
ANCHOR = both(
    en="a text that starts with * or & needs quotes (anchors and aliases are not allowed)",
    ar="النص الذي يبدأ بالعلامة * أو & يحتاج إلى علامتي تنصيص (المراسي والإحالات غير مقبولة)",
)
TAG = both(
    en="a text that starts with ! needs quotes (tags are not allowed)",
    ar="النص الذي يبدأ بالعلامة ! يحتاج إلى علامتي تنصيص (الوسوم غير مقبولة)",
)
NULLS = frozenset({"", "~", "null", "Null", "NULL"})
UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Characters that an escape (``\\0``, ``\\ud800``) can produce, but no page, file or database can hold."""
UNWRITABLE_ESCAPE = both(
    en="an escape (\\) for a character that is not allowed in text", ar="حرف غير مسموح به في النص، مكتوب بالعلامة \\"
)


def read_tree(raw: bytes, path: str) -> tuple[Node | None, list[Problem]]:
    """Parse a file's bytes into a tree, with the problems found; None if it cannot be read at all."""
    problems: list[Problem] = []
    try:
        text, problems = with_plain_spaces(decoded(raw), path)
        tree = _by_libyaml(text, path, problems) or _by_ruamel(text, path, problems)
    except Fault as fault:
        return None, [*problems, Problem(path, fault.line, fault.column, fault.rule, fault.message)]
    return tree, [*problems, *comments_in_prose(text, path), *with_plain_words(tree, path)]


def _by_libyaml(text: str, path: str, problems: list[Problem]) -> Node | None:
    """Parse with libyaml; None if anything is or may be refused: then ruamel decides and words the problem.

    Too many values are too many for both, and ruamel would take a second to count them.
    """
    if not yaml.__with_libyaml__ or READ_OTHERWISE.search(text):
        return None
    told: list[Problem] = []
    try:
        root = _build(yaml.parse(text, Loader=yaml.CSafeLoader), path, told)
    except yaml.YAMLError:
        return None
    except Fault as fault:
        if fault.rule != "too-large":
            return None
        problems += told
        raise
    if root.value is None:
        return None
    problems += told
    return root


def _by_ruamel(text: str, path: str, problems: list[Problem]) -> Node:
    from webapp.content.parsing import ruamel_parser  # imported here: only broken files need ruamel

    told: list[Problem] = []
    try:
        root = _build(ruamel_parser.parse(text), path, told)
    except Fault as fault:
        repaired = with_latin_commas(text)
        if repaired == text or fault.rule != "yaml":
            problems += told
            raise
        try:
            root = _build(ruamel_parser.parse(repaired), path, told := [])
        except Fault:
            raise fault from None
        told.append(Problem(path, fault.line, fault.column, "arabic-comma", READ_AS_COMMA, "warning"))
    problems += told
    return root


def _build(events: Iterator[yaml.Event], path: str, problems: list[Problem]) -> Node:
    """The tree of the first document. One open container a level on ``stack``; no recursion, so no depth can harm."""
    root: Node | None = None
    stack: list[tuple[Node, list[str]]] = []
    documents = 0
    for number, event in enumerate(events):
        line, column = _begin(event)
        _refuse(event, number, len(stack), line, column)
        if isinstance(event, yaml.ScalarEvent):
            node = Node(_scalar(event, line, column, problems, path), line, column, quoted=bool(event.style))
        elif isinstance(event, yaml.CollectionStartEvent):
            is_list = isinstance(event, yaml.SequenceStartEvent)
            node = Node([] if is_list else {}, line, column, bracketed=is_list and bool(event.flow_style))
        elif isinstance(event, yaml.CollectionEndEvent):
            stack.pop()
            continue
        else:
            documents += isinstance(event, yaml.DocumentStartEvent)
            if documents > 1:
                raise Fault(line, 1, "yaml", both(en="a second document (---)", ar="مستند ثانٍ (---) في الملف نفسه"))
            continue
        root = root or node
        if stack:
            _place_in(*stack[-1], node, problems, path)
        if isinstance(event, yaml.CollectionStartEvent):
            stack.append((node, []))
    return root or Node(None, 1, 1)


def _begin(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _place_in(parent: Node, waiting: list[str], node: Node, problems: list[Problem], path: str) -> None:
    """Add a node to the innermost open container; a key waits on its list until its value comes."""
    if isinstance(parent.value, list):
        parent.value.append(node)
    elif isinstance(parent.value, dict):
        if waiting:
            key = waiting.pop()
            if node.value is None:  # the parser puts an empty value where the next thing begins
                node.line, node.column = parent.keys[key]
            parent.value[key] = node
        elif isinstance(node.value, dict | list):
            raise Fault(node.line, node.column, "yaml", both(en="a key must be a word", ar="يجب أن يكون المفتاح كلمة"))
        else:
            key = node.value or ""
            if key in parent.keys:
                if len(problems) >= MOST_PROBLEMS:
                    raise Fault(node.line, node.column, "too-large", TOO_MANY_FAULTS)
                message = both(en=f'the key "{key}" appears twice', ar=f"المفتاح «{key}» مكرر")
                problems.append(Problem(path, node.line, node.column, "duplicate-key", message))
            parent.keys[key] = (node.line, node.column)
            waiting.append(key)


def _refuse(event: yaml.Event, number: int, depth: int, line: int, column: int) -> None:
    """Refuse anchors, aliases, tags, absurd depth and too many values."""
    if isinstance(event, yaml.NodeEvent):
        if event.anchor:  # an alias has one too
            raise Fault(line, column, "anchor", ANCHOR)
        if getattr(event, "tag", None):
            raise Fault(line, column, "tag", TAG)
    if depth > MAX_DEPTH:
        raise Fault(
            line, column, "depth", both(en="brackets are nested too deeply", ar="الأقواس متداخلة أكثر مما ينبغي")
        )
    if number >= MAX_EVENTS:
        raise Fault(line, column, "too-large", TOO_MANY_VALUES)


def _scalar(event: yaml.ScalarEvent, line: int, column: int, problems: list[Problem], path: str) -> str | None:
    value = event.value
    if not event.style and value in NULLS:
        return None
    if UNWRITABLE.search(value):
        problems.append(Problem(path, line, column, "yaml", UNWRITABLE_ESCAPE))
        return UNWRITABLE.sub("\ufffd", value)
    return value
