"""The English of the interface keeps to docs/style.en.md where a program can see it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from web.framework.messages_in_source import in_catalogue, said_in_source
from webapp.cli.main import fahm

ROOT = Path(__file__, "../../../..").resolve()
TEMPLATES = ROOT / "webapp/templates"
OF_THE_CODE = frozenset({"architecture", "glossary", "style.ar", "style.en"})
"""Pages on the code, which has words of its own (docs/glossary.md), and on the words themselves."""
AVOIDED = {
    "anew": "again",
    "meanwhile": "in the meantime",
    "for good": "permanently",
    "whoever": "anyone who",
    "by hand": "manually",
    "handed in": "submitted",
    "hand in": "submit",
    "begun": "started",
    "tries": "attempts",
    "kept word": "saved word",
    "sign-in name": "username",
    "second step": "two-step verification",
    "spare code": "backup code",
    "desk": "teacher dashboard",
    "makers?": "editor",
    "mend(ed)?": "fix",
    "taken? back": "undo",
    "bring back": "restore",
    "brought back": "restored",
    "tell results": "release results",
    "(we|our|us)": "no first person",
    "present (password|code)": "current",
    "without a network": "offline",
    "last good": "last valid",
}
BY_OTHERS = frozenset({"whoever runs", "whoever keeps", "whoever set"})
"""People outside of the program who have no other name."""


def catalogue() -> Iterator[str]:
    """Each English message of the catalogue; of a counted noun, both forms."""
    for message in in_catalogue():
        yield from ((message.id,) if isinstance(message.id, str) else message.id)


def messages() -> Iterator[str]:
    """Each English message of the program, those of checks and commands too."""
    yield from catalogue()
    yield from said_in_source("en")


def labels(tag: str) -> Iterator[str]:
    """Messages that stand directly in a tag of a template."""
    within = re.compile(rf'<{tag}(?=[ >])[^>]*>\s*\{{\{{ (?:ui|say)\("((?:[^"\\]|\\.)*)"')
    for template in TEMPLATES.rglob("*.html"):
        yield from within.findall(template.read_text("utf-8"))


@pytest.mark.parametrize(("avoided", "better"), AVOIDED.items())
def test_a_term_has_one_name(avoided: str, better: str) -> None:
    word = re.compile(rf"(?<![\w(-]){avoided}(?![\w-])", re.I)
    found = {message for message in messages() if (hit := word.search(message)) and not allowed(message, hit)}
    assert not found, f"write {better}"


def help_of_commands(command: click.Command) -> Iterator[str]:
    """The help of a command, its options and its subcommands."""
    yield command.help or ""
    yield from (str(option.help or "") for option in command.params if isinstance(option, click.Option))
    for subcommand in command.commands.values() if isinstance(command, click.Group) else ():
        yield from help_of_commands(subcommand)


def prose() -> Iterator[tuple[str, str]]:
    """Lines of the pages for people who use Fahm or run it, and the help of the command line; without names in code."""
    pages = [*ROOT.glob("docs/*.md"), *ROOT.glob("webapp/guide/*.en.md"), ROOT / "README.md"]
    for page in pages:
        if page.stem not in OF_THE_CODE:
            written = re.sub(r"```.*?```|`[^`\n]*`|\]\([^)]*\)", "", page.read_text("utf-8"), flags=re.S)
            yield from ((page.name, line) for line in written.splitlines())
    yield from (("fahm --help", said) for said in help_of_commands(fahm))


@pytest.mark.parametrize(("avoided", "better"), AVOIDED.items())
def test_pages_for_people_use_the_terms_of_the_interface(avoided: str, better: str) -> None:
    word = re.compile(rf"(?<![\w(-]){avoided}(?![\w-])", re.I)
    lines = list(prose())
    assert len(lines) > 1000
    found = [(page, line) for page, line in lines if (hit := word.search(line)) and not allowed(line, hit)]
    assert not found, f"write {better}"


def allowed(message: str, hit: re.Match[str]) -> bool:
    return any(message[hit.start() :].lower().startswith(people) for people in BY_OTHERS)


def test_typography() -> None:
    straight = {message for message in catalogue() if re.search(r"\w'\w|[«»]|\.\.\.", message)}
    assert not straight


@pytest.mark.parametrize("tag", ["button", 'th scope="col"', "h1", "h2"])
def test_a_label_is_no_sentence(tag: str) -> None:
    names = list(labels(tag))
    assert len(names) > 20
    assert not {name for name in names if name.endswith(".")}
    assert not {name for name in names if ";" in name}


def test_a_label_has_sentence_case() -> None:
    names = {"Fahm", "Moodle", "Google", "Classroom", "Anki", "YAML", "CSV", "XLSX", "QR", "Excel", "My"}
    capital = re.compile(r"(?<=[a-z] )[A-Z][a-z]+")
    wrong = {name for tag in ("button", "h2") for name in labels(tag) if set(capital.findall(name)) - names}
    assert not {name for name in wrong if "“" not in name}
