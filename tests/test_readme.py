"""What the README promises works as it is written there."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from conftest import ROOT
from webapp.cli.main import fahm
from webapp.content import check_file


@pytest.mark.parametrize("name", ["README.md", "README.ar.md"])
def test_the_example_of_a_question_file_is_right(name: str, tmp_path: Path) -> None:
    found = re.search(r"```yaml\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.S)
    assert found
    for folder in ("seeds", "questions"):
        (tmp_path / folder).mkdir()
    (tmp_path / "seeds" / "my-text.txt").write_text("وصل المعلم صباحًا. ثم جاء ذكر المدير.\n", encoding="utf-8")
    file = tmp_path / "questions" / "my-text.yaml"
    file.write_text(textwrap.dedent(found[1]), encoding="utf-8")
    lesson, problems = check_file(file, tmp_path)
    assert problems == []
    assert lesson


def test_every_command_named_in_the_readme_exists() -> None:
    named = set(re.findall(r"(?:bin/|Scripts\\)fahm (\w+)", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert named
    assert named <= set(fahm.commands)


@pytest.mark.parametrize(
    "package",
    ["flask", "flask-wtf", "sqlite-utils", "pysqlite3", "pyyaml", "ruamel.yaml", "pydantic", "granian", "fsrs"],
)
def test_every_dependency_has_its_row(package: str) -> None:
    assert f"| {package} |" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert f'"{package}>=' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
