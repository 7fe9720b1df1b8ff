"""Rules for every module: who reads the clock, how long it may be. pyproject.toml has the rules for imports."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from source_code import nodes_of, parsed, source_of

ROOT = Path(__file__).parents[1]
HOUSE = ROOT / "webapp"
LONGEST_MODULE = 300

CLOCK = {"now", "utcnow", "today", "time", "time_ns"}
CLOCKS = {"datetime", "date", "time"}
ENVIRONMENT = {"environ", "environb", "getenv", "putenv"}

MODULES = sorted(HOUSE.rglob("*.py"))
TEMPLATES = sorted(HOUSE.rglob("*.html"))


def part_of(path: Path) -> str:
    """The part of the house that a module belongs to."""
    return path.relative_to(HOUSE).parts[0].removesuffix(".py")


def told_time_or_environment(source: str, writing_is_fine: bool = False) -> list[str]:
    """The places that ask for the time or touch the environment; if wished, writing to it is left out."""
    nodes = nodes_of(source)
    written = {id(place) for node in nodes for place in _written(node)} if writing_is_fine else set()
    found = []
    for node in nodes:
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


def test_only_the_configuration_asks_for_the_time_or_the_environment():
    asking, asked = {}, set()
    for path in MODULES:
        places = told_time_or_environment(source_of(path), writing_is_fine=part_of(path) in {"cli", "server"})
        if places and part_of(path) == "config":
            asked.add(path)
        elif places:
            asking[path] = places
    assert asking == {}
    assert asked == {path for path in MODULES if part_of(path) == "config"}


def test_no_module_is_too_long_to_read():
    lengths = {path: len(source_of(path).splitlines()) for path in MODULES}
    assert {path: length for path, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_every_module_says_what_it_is_for():
    assert [path for path in MODULES if not ast.get_docstring(parsed(source_of(path)))] == []


def test_no_template_puts_raw_text_into_a_script():
    unsafe = {path: unsafe_in_script(source_of(path)) for path in TEMPLATES}
    assert {path: filters for path, filters in unsafe.items() if filters} == {}


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
