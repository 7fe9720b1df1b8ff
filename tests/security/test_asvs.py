"""docs/security.md names tests: they are there."""

from __future__ import annotations

import ast
import re
from functools import cache

from conftest import ROOT
from source_code import parsed, source_of

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")


@cache
def names_in(path: str) -> set[str]:
    """The names of the tests of one file."""
    tree = parsed(source_of(ROOT / path))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_test_that_the_page_names_is_there() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", PAGE)
    assert len(named) > 60
    assert [f"{path}::{name}" for path, name in named if name not in names_in(path)] == []


def test_every_item_names_a_test_and_says_how_it_is_met() -> None:
    rows = re.findall(r"^\| (V\d.*?) \| (.+?) \| (.+?) \|$", PAGE, re.M)
    assert len(rows) > 60
    for item, how, test in rows:
        assert re.match(r"V\d{1,2}\.\d{1,2}\.\d{1,2}", item), item
        assert how.strip(), item
        assert re.fullmatch(r"`tests/[\w/]+\.py::test_\w+`", test), item


def test_no_item_is_met_and_not_met_at_once() -> None:
    table, _, rest = PAGE.partition("## What is not met, and why")
    missed = set(re.findall(r"V\d+\.\d+\.\d+", rest.partition("## What is kept")[0]))
    met = {
        number for item in re.findall(r"^\| (V[^|]*)", table, re.M) for number in re.findall(r"V\d+\.\d+\.\d+", item)
    }
    assert met & missed == {"V3.4.1"}  # level 1 is, level 2 is not
