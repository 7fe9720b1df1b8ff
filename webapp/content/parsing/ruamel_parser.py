"""Second YAML parser, ruamel: it explains faults better than libyaml does, and takes forty times as long.

It gets a file only after libyaml has refused it (see :mod:`webapp.content.parsing.yaml_parser`); a file that ruamel
accepts is accepted.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

import yaml
from ruamel.yaml import YAML
from ruamel.yaml import events as ruamel_events
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from webapp.content.parsing.source_tree import Fault
from webapp.domain.problem import both


def parse(text: str) -> Iterator[yaml.Event]:
    """Yield the events of a file as PyYAML's classes; raise a Fault with its position if ruamel refuses the file."""
    parser = YAML(typ="safe", pure=True)
    try:
        for event in parser.parse(StringIO(text)):
            yield _pyyaml_event(event)
    except MarkedYAMLError as error:
        if left_open := _left_open(error):
            raise left_open from error
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise Fault(line, column, "yaml", _explain(error, text, line)) from error
    except YAMLError as error:
        line, column = _line_and_column(text, getattr(error, "position", 0) or 0)
        message = both(en="a character that YAML does not allow", ar="محرف لا تسمح به YAML")
        raise Fault(line, column, "yaml", message) from error
    except (ValueError, AttributeError, TypeError, IndexError, KeyError, RecursionError, AssertionError) as error:
        # ruamel raises exceptions of other classes than its own on some malformed files.
        raise Fault(1, 1, "yaml", both(en="not readable as YAML", ar="تعذّرت قراءة الملف على أنه YAML")) from error


def _pyyaml_event(event: ruamel_events.Event) -> yaml.Event:
    """Translate an event, as far as a tree is built from it."""
    start, end = event.start_mark, event.end_mark
    match event:
        case ruamel_events.ScalarEvent():
            return yaml.ScalarEvent(event.anchor, event.ctag, (True, False), event.value, start, end, event.style)
        case ruamel_events.MappingStartEvent():
            return yaml.MappingStartEvent(event.anchor, event.ctag, True, start, end)
        case ruamel_events.SequenceStartEvent():
            return yaml.SequenceStartEvent(event.anchor, event.ctag, True, start, end, event.flow_style)
        case ruamel_events.CollectionEndEvent():
            return yaml.CollectionEndEvent(start, end)
        case ruamel_events.AliasEvent():
            return yaml.AliasEvent(event.anchor, start, end)
        case ruamel_events.DocumentStartEvent():
            return yaml.DocumentStartEvent(start, end)
        case _:
            return yaml.Event(start, end)


def _line_and_column(text: str, position: int) -> tuple[int, int]:
    before = text[:position]
    return before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1


def _left_open(error: MarkedYAMLError) -> Fault | None:
    """Report a quotation mark or bracket that never closes where it opens, not where the parser gave up."""
    start, end, context, problem = error.context_mark, error.problem_mark, str(error.context), str(error.problem)
    if start is None or end is None:
        return None
    opening = start.line + 1, start.column + 1
    if "quoted scalar" in context and "unexpected" in problem:
        message = both(en="a quotation mark opens here and is not closed", ar="علامة تنصيص تُفتح هنا ولا تُغلق")
    elif "flow" in context and "expected ','" in problem and start.line != end.line:
        message = both(en="a bracket opens here and is not closed", ar="قوس يُفتح هنا ولا يُغلق")
    else:
        return None
    return Fault(*opening, "yaml", message)


def _explain(error: MarkedYAMLError, text: str, line: int) -> str:
    lines = text.split("\n")
    source = lines[line - 1] if line <= len(lines) else ""
    if "\t" in source:
        return both(en="a tab in the indentation; use spaces", ar="علامة جدولة (tab) في أول السطر؛ تُستعمل المسافات")
    problem = str(error.problem or error.context or "not YAML")
    if "could not find expected ':'" in problem or "mapping values are not allowed" in problem:
        return both(
            en=f"{problem}: a colon is missing, or a text that holds one needs quotes",
            ar="نقطتان (:) ناقصتان، أو نص فيه نقطتان يحتاج إلى علامتي تنصيص",
        )
    return both(en=problem, ar="خطأ في كتابة YAML هنا: مسافة أو قوس أو علامة تنصيص في غير موضعها")
