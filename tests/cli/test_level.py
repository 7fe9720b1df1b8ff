"""``fahm level``: the estimate with its parts, for people and for scripts, and the results of readers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from conftest import ARTICLE, ROOT, SLUG, Learner
from webapp.cli.main import fahm
from webapp.config import Config


def run(config: Config, *words: str, content: Path = ROOT) -> Result:
    return CliRunner().invoke(fahm, ["level", *words, "--content", str(content), "--data", str(config.data)])


def level(config: Config, slug: str, content: Path = ROOT) -> dict[str, Any]:
    result = run(config, slug, "--json", content=content)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_scripts_get_the_range_and_the_parts(config: Config) -> None:
    told = level(config, "two-claims-one-book")
    assert (told["declared"], told["range"], told["fits"]) == ("C1", ["B2", "C1"], True)
    parts = {part["part"]: part for part in told["parts"]}
    assert parts["ambiguous"]["pull"] == "up"
    assert parts["names"]["weighed"] is False
    assert parts["names"]["level"] is None
    assert parts["sentence-longest"]["figure"] == 29
    assert told["readers"] == {
        "readers": 0,
        "needed": 8,
        "right": None,
        "others": 0,
        "easier_for_readers": 0,
        "easier_by_estimate": 0,
    }


def test_people_get_a_line_a_part_in_both_languages(config: Config) -> None:
    lines = run(config, SLUG).stdout.splitlines()
    assert lines[0].startswith("Estimated level: C1–C2. The declared level, B2, is outside it. — المستوى المقدر")
    assert lines[1].startswith("Raised by: ")
    assert sum(line.startswith("  ") for line in lines) == 8
    assert any(
        "sentence, on average: 35.3" in line and "raises the estimate" in line and "٣٥٫٣" in line for line in lines
    )
    assert lines[-1].startswith("Readers so far: 0.")


def test_an_unknown_text_is_one_line_and_exit_2(config: Config) -> None:
    result = run(config, "none")
    assert result.exit_code == 2
    assert "text none not found" in result.stderr


def test_answers_of_the_record_are_counted(config: Config, layla: Learner) -> None:
    layla.answers(f"/texts/{SLUG}/1", {"summit-day": "الأربعاء"})
    assert level(config, SLUG, ARTICLE)["readers"]["readers"] == 1
