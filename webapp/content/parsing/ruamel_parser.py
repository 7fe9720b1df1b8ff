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

from webapp.content.parsing.indentation import misplaced_line
from webapp.content.parsing.source_tree import Fault
from webapp.domain.problem import both

MISSED_COLON = "could not find expected ':'"
SECOND_COLON = "mapping values are not allowed"
EXPLAINED = {
    MISSED_COLON: both(
        en="a key needs a colon and a space after it, as in prompt: …",
        ar="تلزم بعد المفتاح نقطتان ثم مسافة، مثل prompt: …",
    ),
    SECOND_COLON: both(
        en='a colon inside a text: put the whole text in straight quotes "…" (“…” and «…» do not work)',
        ar='في وسط النص نقطتان (:). ضع النص كله بين علامتي تنصيص "…" (ولا تكفي “…” أو «…»).',
    ),
    "but found '<scalar>'": both(
        en='words after a closing quote or bracket: put the whole text in quotes "…"',
        ar='بعد علامة التنصيص أو القوس كلمات. ضع النص كله بين علامتي تنصيص "…".',
    ),
}
"""Advice on the problems that ruamel names by these words."""
TAB_IN_FRONT = both(
    en="the indentation contains a tab. Use spaces.", ar="في أول السطر علامة جدولة (tab). استعمل المسافات."
)
TAB_WITHIN = both(en="the line contains a tab. Use a space.", ar="في السطر علامة جدولة (tab). استعمل مسافة.")


def parse(text: str) -> Iterator[yaml.Event]:
    """Yield the events of a file as PyYAML's classes; raise a Fault with its position if ruamel refuses the file."""
    parser = YAML(typ="safe", pure=True)
    try:
        for event in parser.parse(StringIO(text)):
            yield _pyyaml_event(event)
    except MarkedYAMLError as error:
        if left_open := _left_open(error):
            raise left_open from error
        raise _explained(error, text) from error
    except YAMLError as error:
        line, column = _line_and_column(text, getattr(error, "position", 0) or 0)
        message = both(en="a character YAML does not allow", ar="حرف لا تسمح به لغة YAML")
        raise Fault(line, column, "yaml", message) from error
    except (ValueError, AttributeError, TypeError, IndexError, KeyError, RecursionError, AssertionError) as error:
        # ruamel raises exceptions of other classes than its own on some malformed files.
        raise Fault(1, 1, "yaml", both(en="not readable as YAML", ar="تعذرت قراءة الملف بصيغة YAML")) from error


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
        message = both(en="a quotation mark is opened here but not closed", ar="فُتحت هنا علامة تنصيص ولم تُغلق")
    elif "flow" in context and "expected ','" in problem and start.line != end.line:
        message = both(en="a bracket is opened here but not closed", ar="فُتح هنا قوس ولم يُغلق")
    else:
        return None
    return Fault(*opening, "yaml", message)


def _explained(error: MarkedYAMLError, text: str) -> Fault:
    """The fault in a teacher's words, where it was made: a key without its colon is only missed on the next line."""
    problem, mark = str(error.problem or error.context or "not YAML"), error.problem_mark or error.context_mark
    if MISSED_COLON in problem and error.context_mark:
        mark = error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = [*text.split("\n"), ""]
    source = lines[line]
    if "\t" in source:
        return Fault(line + 1, column + 1, "yaml", TAB_IN_FRONT if "\t" in _indentation(source) else TAB_WITHIN)
    is_placed = "<block end>" in problem or SECOND_COLON in problem
    if is_placed and (misplaced := misplaced_line(lines, line + 1)):
        return Fault(line + 1, len(_indentation(source)) + 1, "yaml", misplaced)
    message = (
        next((said for sign, said in EXPLAINED.items() if sign in problem), None)
        or _about_sign(problem, source[column : column + 1])
        or both(en=problem, ar="خطأ في كتابة YAML هنا: مسافة أو قوس أو علامة تنصيص في غير موضعها")
    )
    return Fault(line + 1, column + 1, "yaml", message)


def _indentation(source: str) -> str:
    return source[: len(source) - len(source.lstrip())]


def _about_sign(problem: str, sign: str) -> str | None:
    """Report a sign that no plain text begins with."""
    if "cannot start any token" not in problem:
        return None
    return both(
        en=f"a text that starts with {sign} needs quotes", ar=f"النص الذي يبدأ بالعلامة {sign} يحتاج إلى علامتي تنصيص"
    )
