"""Page of the formats that questions go to and come from: ``make generated`` writes it to docs/formats.md.

Nothing in its table is typed by hand: the good example of each question type is exported to each format, and what is
read back of it is compared with it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from inspect import cleandoc
from pathlib import Path
from pkgutil import iter_modules
from textwrap import dedent, indent
from types import ModuleType

from webapp.content import Lesson
from webapp.content.lesson_compiler import compile_lesson
from webapp.domain.problem import Problem
from webapp.interchange import lesson_formats
from webapp.interchange.lesson_formats import FORMATS, LessonFormat
from webapp.interchange.lesson_formats.export_lesson import losses_of_export
from webapp.interchange.lesson_formats.import_lesson import MAX_PACKAGE_BYTES, import_lesson
from webapp.interchange.lesson_formats.lesson_format import MAX_ITEMS
from webapp.question_types import TYPES

ROOT = Path(__file__).parent.parent
ARTICLE = ROOT / "seeds" / "000_13183dccda9929f6.txt"
"""Text that the examples of the types are about."""
HEAD = """# Formats of questions

<!-- Generated: make generated -->

`fahm import FILE` takes questions in from files of other programs, and `fahm export SLUG --to FORMAT` writes a text
with its questions for them. The teacher dashboard does the same: a file is looked at before anything is kept, and what
a format does not hold is shown before the download.

{table}
A file's format is found by what it holds; `--from` names it where that fails. A file has at most {items} questions and
{size} MB (on the teacher dashboard, 2 MB). What comes in is a draft (`draft: true`); what cannot be a question here is
named with its place and left out, and nothing is written before. Formats with "all" under "for Fahm" carry Fahm's own
fields beside what other programs read, in a comment of the file: a file that comes back here is what went out, unless
its question was changed elsewhere, and then the change counts.
"""
TABLE_HEAD = """## What another program gets

For the example of each type in [format.md](format.md): whole; or the fields that do not arrive as they are here; or the
other type that it becomes; or *left out*, where the format has no question like it.
"""
SAID_HEAD = """## What is said

Each line names the question and its place. `fahm export` of all these examples as {title}:

```text
{exported}
```

`fahm import` of this GIFT file:

```text
{file}
```

```text
{imported}
```
"""
FAULTY_GIFT = """\
::which-day::في أي يوم صدر الإعلان؟{=الخميس}

::who::من قبل الدعوة؟{=الرئيس ~الرئيس}

::where::أين القاعدة؟{=في الشرق"""


def formats_page() -> str:
    """Generate the whole page in Markdown."""
    head = HEAD.format(table=_formats_table(), items=MAX_ITEMS, size=MAX_PACKAGE_BYTES // 1024 // 1024)
    return "\n".join([head, TABLE_HEAD, _types_table(), _said(), *(_section(module) for module in _modules())])


def _formats_table() -> str:
    rows = ["| `--from`, `--to` | format | file | in | out | for Fahm |", "|---|---|---|---|---|---|"]
    for known in FORMATS.values():
        yes = ["yes" if able else "" for able in (known.read, known.write)]
        rows.append(f"| `{known.name}` | {known.title} | `{known.suffix}` | {yes[0]} | {yes[1]} | {_kept(known)} |")
    return "\n".join(rows) + "\n"


def _kept(known: LessonFormat) -> str:
    return "all" if known.keeps else ""


def _types_table() -> str:
    into = [known for known in FORMATS.values() if known.write]
    rows = ["| type | " + " | ".join(known.title for known in into) + " |", "|---|" + "---|" * len(into)]
    for kind in TYPES:
        rows.append(f"| `{kind}` | " + " | ".join(_cell(kind, known) for known in into) + " |")
    return "\n".join(rows) + "\n"


def _cell(kind: str, into: LessonFormat) -> str:
    losses = losses_of_export(_lesson(kind), ARTICLE.read_text("utf-8"), into)
    if not losses:
        return "whole"
    if losses[0].becomes:
        return f"as `{losses[0].becomes}`"
    return ", ".join(f"`{name}`" for name in losses[0].fields) or "*left out*"


@cache
def _lesson(*kinds: str) -> Lesson:
    """A lesson of the good examples of these types, about the article."""
    entries = "".join("  -" + indent(_example(kind), "    ")[3:] for kind in kinds)
    raw = f"text: article.txt\ntitle: article\nlevel: B2\ndraft: true\nquestions:\n{entries}".encode()
    lesson, problems = compile_lesson("article", raw, "article.yaml", lambda _: ARTICLE.read_bytes())
    assert lesson, problems
    return lesson


def _example(kind: str) -> str:
    found = re.search(
        r"^Good[^\n]*:\n\n```yaml\n(.*?)^```$", sys.modules[TYPES[kind].__module__].__doc__ or "", re.S | re.M
    )
    assert found, f"the type {kind} has no good example"
    return found[1]


def _said() -> str:
    into = FORMATS["gift"]
    losses = losses_of_export(_lesson(*TYPES), ARTICLE.read_text("utf-8"), into)
    return SAID_HEAD.format(
        title=into.title,
        exported=_lines("article.yaml", [loss.said(into) for loss in losses]),
        file=FAULTY_GIFT,
        imported=_lines("questions.gift", import_lesson(FAULTY_GIFT.encode()).problems),
    )


def _lines(path: str, problems: list[Problem] | tuple[Problem, ...]) -> str:
    """The problems as the commands print them."""
    found = (Problem(path, said.line, said.column, said.rule, said.message, said.severity) for said in problems)
    return "\n".join(map(str, found))


def _modules() -> Iterator[ModuleType]:
    """The modules of the registry's formats, in its order, each once."""
    listed = [
        import_module(f"{lesson_formats.__name__}.{found.name}") for found in iter_modules(lesson_formats.__path__)
    ]
    of_format = {id(value): module for module in listed for value in vars(module).values() if _is_own(module, value)}
    yield from dict.fromkeys(of_format[id(known)] for known in FORMATS.values())


def _is_own(module: ModuleType, value: object) -> bool:
    """Tell a format of this module from one that it imports."""
    work = (value.read or value.write) if isinstance(value, LessonFormat) else None
    return work is not None and work.__module__.startswith(module.__name__)


def _section(module: ModuleType) -> str:
    """The docstring of a format's module: its first line, the rest, and its example."""
    summary, _, rest = cleandoc(module.__doc__ or "").partition("\n\n")
    name, _, what = summary.partition(": ")
    words, _, example = rest.partition("::\n\n")
    parts = [f"## {name}", f"{what[:1].upper()}{what[1:]}"]
    parts += [f"{words.strip(': ')}:"] if words.strip(": ") else []
    parts += [f"```text\n{dedent(example).strip()}\n```"] if example else []
    return "\n\n".join(parts) + "\n"
