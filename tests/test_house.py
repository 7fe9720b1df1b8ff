"""The rules of the house, read off the source: who imports whom, who reads the clock, how long a module may be."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HOUSE = ROOT / "webapp"
LONGEST_MODULE = 300

# Each part of the house from the ground up, and the parts below that it may import.
LEVELS: dict[str, str] = {
    "arabic": "",
    "problems": "",
    "config": "",
    "secret": "",
    "turns": "",
    "model": "arabic problems config secret",
    "people": "arabic",
    "qtypes": "arabic problems model",
    "grading": "arabic problems config secret model qtypes",
    "content": "arabic problems config secret model qtypes grading",
    "formats": "arabic problems config secret model qtypes",
    "store": "arabic problems config secret turns model people",
    "analysis": "arabic problems config secret model",
    "pictures": "arabic problems config secret model formats",
    "scheduling": "",
    "simulation": "arabic problems config secret model qtypes",
    "judging": "arabic problems config secret model qtypes grading content store",
    "demo": "arabic problems config secret model qtypes grading content store simulation judging",
    "progress": "arabic problems model qtypes grading content",
    "regrading": "arabic problems config model qtypes grading content store analysis",
    "pages": "arabic problems config secret turns model people qtypes grading content formats store analysis progress "
    "judging regrading scheduling simulation pictures",
    "__init__": "arabic problems config secret model qtypes grading content formats store analysis progress pages",
    "wsgi": "config content __init__",
    "commands": "arabic problems config secret model people qtypes grading content formats store analysis simulation "
    "progress regrading demo wsgi",
    "cli": "arabic problems config secret model qtypes grading content formats store analysis progress commands",
}
FLASK = {"flask", "flask_wtf", "werkzeug", "jinja2", "markupsafe", "wtforms", "itsdangerous"}
# Which parts may use what comes from elsewhere; click and granian come with the command line.
GUESTS: dict[str, str] = {
    **dict.fromkeys(FLASK, "pages cli commands __init__ wsgi"),
    "sqlite_utils": "store",
    "pysqlite3": "store",
    "ruamel": "content",
    "yaml": "content",
    "fsrs": "scheduling",
    "argon2": "pages",
    "pyotp": "pages",
    "segno": "pages",
    "zxcvbn": "pages",
    "xlsxwriter": "formats",
    "babel": "pages commands",
    "markdown_it": "pages",
    "brotli": "pages",
    "rcssmin": "pages",
    "rjsmin": "pages",
    "flask_babel": "pages __init__",
    "flask_compress": "pages __init__",
    "fontTools": "commands",
    "pydantic": "model qtypes content formats",
    "click": "cli commands",
    "granian": "cli commands wsgi",
}
CLOCK = {"now", "utcnow", "today", "time", "time_ns"}
CLOCKS = {"datetime", "date", "time"}
ENVIRONMENT = {"environ", "environb", "getenv", "putenv"}

MODULES = sorted(HOUSE.rglob("*.py"))
TEMPLATES = sorted((HOUSE / "templates").rglob("*.html"))
every_module = pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(HOUSE).as_posix())


def part_of(path: Path) -> str:
    """The part of the house that a module belongs to."""
    return path.relative_to(HOUSE).parts[0].removesuffix(".py")


def imports(tree: ast.AST, path: Path) -> Iterator[tuple[int, str]]:
    """Everything imported, as (line, dotted name); ``from a import b`` is a.b."""
    package = ("webapp", *path.relative_to(HOUSE).parent.parts)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            source = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{source}.{name.name}") for name in node.names)


def house_part(name: str) -> str | None:
    """The part of the house that a dotted name stands for; None where it is none of ours."""
    first, *rest = name.split(".")
    if first != "webapp":
        return None
    return rest[0] if rest and rest[0] in LEVELS else "__init__"


def broken_imports(source: str, path: Path) -> list[str]:
    """What a module imports from a part above it or beside it, or from a guest that is not let in there."""
    part, found = part_of(path), []
    for line, name in imports(ast.parse(source), path):
        ours, guest = house_part(name), name.split(".")[0]
        if ours:
            welcome = ours == part or ours in LEVELS[part].split()
        else:
            welcome = guest in sys.stdlib_module_names or part in GUESTS.get(guest, "").split()
        if not welcome:
            found.append(f"{path.name}:{line}: {part} may not import {name}")
    return found


def told_time_or_environment(source: str, writing_is_fine: bool = False) -> list[str]:
    """The places that ask for the time or touch the environment; if wished, writing to it is left out."""
    tree = ast.parse(source)
    written = {id(place) for node in ast.walk(tree) for place in _written(node)} if writing_is_fine else set()
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and id(node) not in written:
            owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            if (owner in CLOCKS and node.attr in CLOCK) or (owner == "os" and node.attr in ENVIRONMENT):
                found.append(f"{node.lineno}: {owner}.{node.attr}")
        elif isinstance(node, ast.ImportFrom) and node.module in {"os", "time"}:
            hidden = {name.name for name in node.names} & (ENVIRONMENT | CLOCK)
            found += [f"{node.lineno}: {node.module}.{name}" for name in sorted(hidden)]
    return found


def _written(node: ast.AST) -> Iterator[ast.AST]:
    """What is written to in ``a[...] = b``, ``del a[...]`` and ``a.update(...)``."""
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
        yield node.value
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "update":
        yield node.func.value


def unsafe_in_script(template: str) -> list[str]:
    """Filters inside a script element that let a text end it."""
    scripts = re.findall(r"<script\b.*?</script\s*>", template, re.S | re.I)
    return [found for script in scripts for found in re.findall(r"\|\s*safe\b", script)]


def test_the_table_of_levels_goes_downward_only():
    above = list(LEVELS)
    for part, below in LEVELS.items():
        assert all(above.index(one) < above.index(part) for one in below.split()), part


def test_every_module_has_its_place_in_the_table():
    assert {part_of(path) for path in MODULES} <= set(LEVELS)
    assert len(MODULES) > 20


@every_module
def test_a_module_imports_only_from_below(path):
    assert broken_imports(path.read_text(encoding="utf-8"), path) == []


@every_module
def test_only_the_configuration_asks_for_the_time_or_the_environment(path):
    source = path.read_text(encoding="utf-8")
    found = told_time_or_environment(source, writing_is_fine=part_of(path) in {"cli", "commands"})
    assert bool(found) == (part_of(path) == "config"), found


@every_module
def test_no_module_is_too_long_to_read(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


@every_module
def test_every_module_says_what_it_is_for(path):
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(HOUSE / "templates").as_posix())
def test_no_template_puts_raw_text_into_a_script(path):
    assert unsafe_in_script(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "place, source",
    [
        ("arabic/fold.py", "import pydantic"),
        ("arabic/fold.py", "from webapp.model import Text"),
        ("model.py", "import flask"),
        ("model.py", "from webapp import content"),
        ("qtypes/choice.py", "from webapp.content import Lesson"),
        ("qtypes/choice.py", "from ..content import Lesson"),
        ("content/texts.py", "from flask import request"),
        ("content/texts.py", "def later():\n    from webapp.pages import view"),
        ("store/sqlite.py", "from webapp.analysis import profile"),
        ("store/sqlite.py", "import ruamel.yaml"),
        ("store/sqlite.py", "import yaml"),
        ("analysis/items.py", "import webapp.store"),
        ("pages/view.py", "import sqlite_utils"),
        ("pages/view.py", "from webapp import create_app"),
        ("pages/view.py", "import requests"),
        ("progress.py", "from webapp.store import Store"),
    ],
)
def test_an_import_against_the_rules_would_be_found(place, source):
    assert broken_imports(source, HOUSE / place)


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import datetime\nat = datetime.now()",
        "import datetime\nat = datetime.datetime.utcnow()",
        "import time\nat = time.time()",
        "from time import time",
        "from datetime import date\nat = date.today()",
        "import os\nhome = os.environ['HOME']",
        "import os\nhome = os.getenv('HOME')",
        "from os import environ",
    ],
)
def test_a_look_at_the_clock_or_the_environment_would_be_found(source):
    assert told_time_or_environment(source)


@pytest.mark.parametrize("source", ["os.environ['A'] = 'b'", "del os.environ['A']", "os.environ.update(A='b')"])
def test_writing_the_environment_for_workers_is_told_apart_from_reading_it(source):
    assert told_time_or_environment(source)
    assert told_time_or_environment(source, writing_is_fine=True) == []


@pytest.mark.parametrize("source", ["a = os.environ['A']", "a['b'] = os.environ['A']", "a.update(os.environ)"])
def test_reading_the_environment_is_never_taken_for_writing(source):
    assert told_time_or_environment(source, writing_is_fine=True)


def test_raw_text_in_a_script_would_be_found():
    assert unsafe_in_script("<script>let a = {{ text|safe }}</script>")
    assert unsafe_in_script('<script type="module">\nlet a = {{ text | safe }}\n</script>')
    assert not unsafe_in_script("<p>{{ html|safe }}</p><script>let a = {{ text|tojson }}</script>")
