"""The locked libraries: each with its hashes, and all of them on the page of licences."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conftest import ROOT

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)( ;)?", re.M)
ROW = re.compile(r"^\| ([^|]*?) *\| ([^|]*?) *\| ([^|]*?) *\|$", re.M)


def normalized(name: str) -> str:
    """A package's name as indexes write it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def licences() -> dict[tuple[str, str], str]:
    """The licence of each (name, version) on the page."""
    _, *rows = ROW.findall((ROOT / "docs" / "licences.md").read_text(encoding="utf-8"))
    return {(normalized(name), version): licence for name, version, licence in rows}


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_every_locked_library_has_its_hashes(path: Path) -> None:
    entries = re.split(r"^(?=[A-Za-z0-9])", path.read_text(encoding="utf-8"), flags=re.M)[1:]
    assert entries
    assert [entry.split("\n")[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_page_of_licences_names_what_is_locked() -> None:
    pinned = PINNED.findall((ROOT / "requirements" / "run.txt").read_text(encoding="utf-8"))
    everywhere = {(normalized(name), version) for name, version, marker in pinned if not marker}
    somewhere = {(normalized(name), version) for name, version, marker in pinned if marker}
    assert {"flask", "granian", "pydantic-core", "sqlite-utils", "werkzeug"} <= {name for name, _ in everywhere}
    # What only some systems need is on the page where it was written on one of them.
    assert everywhere <= licences().keys() <= everywhere | somewhere
    assert not {"pytest", "ruff", "cyclonedx-bom", "pip-licenses"} & {name for name, _ in licences()}


def test_every_licence_is_known() -> None:
    text = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    unknown = [name for (name, _), licence in licences().items() if licence in ("", "UNKNOWN")]
    assert [name for name in unknown if f"{name} names its licence in a file alone" not in text] == []
