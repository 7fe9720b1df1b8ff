"""The reference of the file format is what the modules and models say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tools.format_reference import reference
from webapp.content import Settings
from webapp.content.words.words_file import WordEntry
from webapp.domain.question import Question
from webapp.question_types import TYPES

ROOT = Path(__file__).parents[2]


def section(heading: str) -> str:
    """One chapter of the page."""
    page = reference()
    assert f"\n## {heading}\n" in page
    return page.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]


def keys(model: type) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]  # type: ignore[attr-defined]


def test_the_published_page_is_the_generated_one():
    published = (ROOT / "docs" / "format.md").read_text(encoding="utf-8")
    assert published == reference(), "run: make generated"


def test_settings_and_the_keys_of_every_question_are_told():
    assert [key for key in keys(Settings) if f"| `{key}` |" not in section("Settings")] == []
    assert [key for key in keys(Question) if f"| `{key}` |" not in section("Every question")] == []
    assert [key for key in keys(WordEntry) if f"| `{key}` |" not in section("The words file")] == []


@pytest.mark.parametrize("name, model", TYPES.items())
def test_a_type_has_its_keys_a_good_example_and_a_bad_one(name, model):
    chapter = section(name)
    own = [key for key in keys(model) if key not in Question.model_fields]
    assert [key for key in own if f"| `{key}` |" not in chapter] == []
    assert "| `prompt` |" not in chapter
    assert model.name_ar in chapter
    assert chapter.index("Good") < chapter.index("Bad")
    assert chapter.count("```yaml") >= 2


def test_every_row_of_every_table_has_its_four_cells():
    rows = [line for line in reference().splitlines() if line.startswith("|")]
    assert len(rows) > 40
    assert {line.replace("\\|", "").count("|") for line in rows} == {5}


def test_the_command_prints_the_same_in_utf_8_whatever_the_locale():
    command = [sys.executable, "-m", "tools.format_reference"]
    run = subprocess.run(command, capture_output=True, cwd=ROOT, check=True, env={"PYTHONIOENCODING": "ascii"})
    assert run.stdout.decode() == reference()
