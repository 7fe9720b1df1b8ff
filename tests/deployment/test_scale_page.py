"""docs/scale.md: its links lead somewhere, and its commands have the options that it names."""

from __future__ import annotations

import re
import shlex

import click
import pytest

from conftest import ROOT
from webapp.cli.main import fahm

PAGE = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")


def anchors(page: str) -> set[str]:
    """The anchors of a page's headings."""
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in re.findall(r"^#+ (.+)$", page, re.M)}


def commands() -> list[list[str]]:
    """The command lines of `fahm` on the page, without the word itself."""
    found = re.findall(r"(?:exec fahm |`|^ {4}(?:\.venv/bin/)?)fahm ((?:[a-z]+ )[^`\n…]*)", PAGE, re.M)
    return [shlex.split(line) for line in found]


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)]+)\)", PAGE))))
def test_links_lead_somewhere(link: str) -> None:
    path, _, anchor = link.partition("#")
    target = ROOT / "docs" / (path or "scale.md")
    assert target.exists()
    assert not anchor or anchor in anchors(target.read_text(encoding="utf-8"))


def test_commands_have_the_options_that_are_named() -> None:
    lines = commands()
    assert {line[0] for line in lines} >= {"backup", "teacher", "answers"}
    for words in lines:
        command: click.Command = fahm
        while words and isinstance(command, click.Group):
            command = command.commands[words.pop(0)]
        options = {name for parameter in command.params for name in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= options
