"""The list of what Fahm is made of, and its licences."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from conftest import ROOT
from tools.sbom import bom, components, main, normalized, row

LICENCES = ROOT / "docs" / "licences.md"


def locked() -> set[str]:
    """The names in the lock file."""
    lines = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    return {normalized(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", lines, re.M)}


def test_everything_that_runs_is_in_the_list_and_was_locked_with_its_hash() -> None:
    ours, *others = components()
    assert ours.name == "fahm"
    names = {one.name for one in others}
    assert {"flask", "werkzeug", "sqlite-utils", "granian", "pydantic-core"} <= names
    assert names <= locked()
    assert not names & {"pytest", "ruff", "playwright"}


def test_every_locked_library_has_its_hashes() -> None:
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        for entry in re.split(r"^(?=[A-Za-z0-9])", text, flags=re.M)[1:]:
            assert "--hash=sha256:" in entry, (path.name, entry.split("\n")[0])


def test_every_licence_is_known() -> None:
    assert [one.name for one in components() if one.licence == "?"] == []


def test_the_page_of_licences_is_current() -> None:
    lines = LICENCES.read_text(encoding="utf-8").splitlines()
    assert [row(one) for one in components() if row(one) not in lines] == []
    listed = {line.split(" | ")[0].removeprefix("| ") for line in lines if line.startswith("| ")} - {"package", "fahm"}
    # Another Python, or another system, needs a few others.
    assert listed <= locked()


def test_the_list_is_cyclonedx() -> None:
    made = bom(components())
    assert (made["bomFormat"], made["specVersion"], made["version"]) == ("CycloneDX", "1.5", 1)
    refs = [made["metadata"]["component"]["bom-ref"], *(one["bom-ref"] for one in made["components"])]
    assert len(set(refs)) == len(refs) > 30
    assert [one["ref"] for one in made["dependencies"]] == refs
    for one in made["dependencies"]:
        assert set(one["dependsOn"]) <= set(refs)
    for one in made["components"]:
        assert one["type"] == "library"
        assert one["purl"] == f"pkg:pypi/{one['name']}@{one['version']}"
        (licence,) = one["licenses"]
        assert licence.get("expression") or licence["license"]["name"]


def test_the_command_writes_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "sbom.json")]) == 0
    assert "| flask |" in capsys.readouterr().out
    assert json.loads((tmp_path / "sbom.json").read_text(encoding="utf-8")) == bom(components())
    assert main([]) == 0
    assert json.loads(capsys.readouterr().out)["bomFormat"] == "CycloneDX"
