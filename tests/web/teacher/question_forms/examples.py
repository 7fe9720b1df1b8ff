"""Questions to draw into forms: the good examples of the types, and those of the article."""

from __future__ import annotations

from typing import Any

import yaml

from conftest import ROOT, SLUG
from question_types.asking import examples as yaml_examples
from webapp.question_types import TYPES

ARTICLE = ROOT / "questions" / f"{SLUG}.yaml"


def plain(text: str) -> Any:
    """YAML as plain values."""
    return yaml.load(text, yaml.CSafeLoader)


def examples() -> list[dict[str, Any]]:
    """The good and the bad example of every type."""
    return [plain(text) for kind in TYPES for text in yaml_examples(kind)]


def article_questions() -> list[dict[str, Any]]:
    """The questions of the article."""
    questions: list[dict[str, Any]] = plain(ARTICLE.read_text(encoding="utf-8"))["questions"]
    return questions


def article_settings() -> dict[str, Any]:
    """The settings of the article's file."""
    return {key: value for key, value in plain(ARTICLE.read_text(encoding="utf-8")).items() if key != "questions"}
