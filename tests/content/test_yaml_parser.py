"""The tree of a YAML file: the same from libyaml and ruamel, with the same problems at the same positions."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import pytest

from conftest import ARTICLE, ROOT, SLUG
from webapp.content.parsing import yaml_parser
from webapp.content.parsing.source_tree import Node
from webapp.content.parsing.yaml_parser import read_tree
from webapp.domain.problem import Problem

HERE = Path(__file__).parent
REAL = [ARTICLE / "questions" / f"{SLUG}.yaml", ARTICLE / "questions" / f"{SLUG}.words.yaml"]
SMALL = HERE / "questions" / "river.yaml"
BROKEN = sorted((HERE / "broken").iterdir())
EVERYTHING = re.compile("")
FRAGMENTS = [
    *"ab:-?[]{},#&*!|>'\"%@`~\\ \n\r\t\0\ufeff\u2028\x85\ufffeس؟",
    *("- ", ": ", "? ", " #", "---\n", "...\n", "\n  ", "\n- ", "\n  - ", "a: b\n", "{a: ", "[a, ", "}\n", "]\n"),
    *("'b'", '"b"', "|\n  ", ">-\n ", "|2\n", ">#", "<<: ", "\\x", "\\/", "\\ud800", "\r\n", "%YAML 1.1\n---\n"),
    *("null", "no", "010", "1_000", "0o7", "1:20", "\U0001f600", "[a:b]", '{"a":b}', "{? a}", "- - "),
]


def by_ruamel(raw: bytes) -> tuple[Node | None, list[Problem]]:
    """The tree as ruamel alone would have it."""
    with patch.object(yaml_parser, "READ_OTHERWISE", EVERYTHING):
        return read_tree(raw, "file.yaml")


def read(raw: bytes) -> tuple[Node | None, list[Problem]]:
    """The tree as Fahm reads it."""
    return read_tree(raw, "file.yaml")


def fragments(seed: int) -> bytes:
    """A small file of whatever means something in YAML."""
    dice = random.Random(seed)
    return "".join(dice.choices(FRAGMENTS, k=dice.randint(1, 20))).encode()


def accident(seed: int, raw: str) -> bytes:
    """The front of a file after one to five accidents."""
    dice = random.Random(seed)
    signs = list(raw[: dice.randint(200, 2000)])
    for _ in range(dice.randint(1, 5)):
        at, size = dice.randrange(len(signs)), dice.randint(1, 40)
        kind = dice.choice(["lose", "add", "add", "repeat"])
        if kind == "lose":
            del signs[at : at + size]
        elif kind == "add":
            signs.insert(at, dice.choice(FRAGMENTS))
        else:
            signs[at:at] = signs[at // 2 : at // 2 + size]
    return "".join(signs).encode()


@pytest.mark.parametrize("path", [*REAL, SMALL], ids=lambda path: path.name)
def test_our_files_have_the_tree_that_ruamel_gives_them(path):
    tree, problems = read(path.read_bytes())
    assert tree is not None
    assert (tree, problems) == by_ruamel(path.read_bytes())


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.name)
def test_a_broken_file_is_told_in_the_words_of_ruamel(path):
    assert read(path.read_bytes()) == by_ruamel(path.read_bytes())


def test_fragments_of_yaml_have_the_tree_or_the_fault_that_ruamel_gives_them():
    for seed in range(1500):
        raw = fragments(seed)
        assert read(raw) == by_ruamel(raw), raw


@pytest.mark.parametrize("path", [*REAL, SMALL], ids=lambda path: path.name)
def test_accidents_have_the_tree_or_the_fault_that_ruamel_gives_them(path):
    source = path.read_text(encoding="utf-8")
    for seed in range(100):
        raw = accident(seed, source)
        assert read(raw) == by_ruamel(raw), (seed, path.name)


@pytest.mark.parametrize(
    "source",
    ["no", "yes", "on", "Off", "y", "true", "010", "0o7", "0x1F", "1_000", "1:20", "12e3", ".inf", "+1", "2026-11-29",
     "=", "<<", "nULL", "'null'", '"~"', "''"],
)  # fmt: skip
def test_a_value_stays_the_text_that_stands_there(source):
    tree, problems = read(f"key: {source}\nlist: [{source}]\n".encode())
    said = source.strip("'\"")
    assert problems == []
    assert tree is not None
    assert tree.plain() == {"key": said, "list": [said]}
    assert tree.value_at(("list", 0)) == (2, 8)


@pytest.mark.parametrize("source", ["", "~", "null", "Null", "NULL"])
def test_nothing_is_no_text_and_stands_at_its_key(source):
    tree, _ = read(f"before: a\nkey: {source}\n".encode())
    assert tree is not None
    assert tree.plain() == {"before": "a", "key": None}
    assert tree.value_at(("key",)) == (2, 1)


def test_keys_are_texts_too_and_a_second_one_is_told_where_it_stands():
    tree, problems = read(b"no: a\n010: b\nnull: c\n<<: {d: e}\nno: f\n")
    assert tree is not None
    assert tree.plain() == {"no": "f", "010": "b", "": "c", "<<": {"d": "e"}}
    assert [(problem.line, problem.column, problem.rule) for problem in problems] == [(5, 1, "duplicate-key")]


@pytest.mark.parametrize(
    ("source", "place"),
    [("a: b\tc\n", (1, 5)), ("a: b\n \t\nc: d\n", (2, 2)), ("a: >#b\n  c\n", (1, 5))],
    ids=["a tab between words", "a tab in an empty line", "a text lost as a comment"],
)
def test_what_only_ruamel_refuses_is_refused(source, place):
    """An editor that keeps comments reads a file with ruamel: it must be able to open what is served."""
    tree, problems = read(source.encode())
    assert tree is None
    assert [(problem.line, problem.column, problem.rule) for problem in problems] == [(*place, "yaml")]


def test_an_escape_that_only_libyaml_refuses_is_told_with_its_place():
    tree, problems = read(b'a: b\ntitle: "\\ud800"\n')
    assert tree is not None
    assert tree.plain() == {"a": "b", "title": "\ufffd"}
    assert [(problem.line, problem.column, problem.rule) for problem in problems] == [(2, 8, "yaml")]


def test_spaces_in_an_empty_line_above_a_text_are_no_fault():
    """Nobody sees them; ruamel refuses them for their number, with a message that helps nobody."""
    raw = b"a: |\n \n  b\n"
    tree, problems = read(raw)
    assert problems == []
    assert tree is not None
    assert tree.plain() == {"a": "\nb\n"}
    assert by_ruamel(raw)[0] is None


def run(code: str) -> str:
    """What a Python of its own prints."""
    made = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return made.stdout


def test_our_own_files_are_read_without_loading_ruamel():
    code = """
import sys
from pathlib import Path
from webapp.content import Library
assert not Library(Path(".")).snapshot.problems
print(sorted(name for name in sys.modules if name.startswith("ruamel")))
"""
    assert run(code) == "[]\n"


def test_a_platform_without_libyaml_falls_back_on_ruamel():
    code = """
import sys
sys.modules["yaml._yaml"] = None
from pathlib import Path
from webapp.content import Library
shelf = Library(Path("tests/article")).snapshot
print(len(shelf.lessons), shelf.problems, "ruamel.yaml" in sys.modules)
"""
    assert run(code) == "1 () True\n"
