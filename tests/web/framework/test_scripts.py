"""Scripts: checked by types, without words of their own, and whole as parts of a bundle."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from rjsmin import jsmin

from conftest import ROOT
from webapp.web.framework.http.static_assets import BUNDLES

STATIC = ROOT / "webapp" / "static"
SCRIPTS = sorted(STATIC.rglob("*.js"))
BUNDLED = sorted(STATIC / part for name, parts in BUNDLES.items() if name.endswith(".js") for part in parts)
KEYS_OF_THE_KEYBOARD = re.compile(r"const LETTERS=\[[^\]]*\]")


def name(path: Path) -> str:
    return path.relative_to(STATIC).as_posix()


def code(path: Path) -> str:
    """A script without its comments."""
    return str(jsmin(path.read_text(encoding="utf-8")))


def arabic_letters(text: str) -> list[str]:
    return [sign for sign in text if sign.isalpha() and unicodedata.name(sign).startswith("ARABIC")]


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_a_script_says_no_arabic_by_itself(path: Path) -> None:
    source = code(path)
    if name(path) == "reading/arabic_keyboard.js":
        source, cut = KEYS_OF_THE_KEYBOARD.subn("", source)
        assert cut == 1
    assert arabic_letters(source) == []


def test_arabic_in_a_script_would_be_found() -> None:
    assert arabic_letters("say('مسافة')") == ["م", "س", "ا", "ف", "ة"]


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_a_script_is_checked_by_types(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("// @ts-check\n")


@pytest.mark.parametrize("path", BUNDLED, ids=name)
def test_a_script_of_a_bundle_imports_and_exports_nothing(path: Path) -> None:
    assert re.findall(r"(?:^|[;}\s])(?:import\b(?!\s*\()|export\b)[^\n]*", code(path)) == []
    assert "One of a bundle" in path.read_text(encoding="utf-8").split("\n")[1]


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_only_scripts_of_a_bundle_say_that_they_are_one(path: Path) -> None:
    assert ("One of a bundle" in path.read_text(encoding="utf-8")) == (path in BUNDLED)


def test_the_scripts_of_the_editor_are_small() -> None:
    scripts = [path for path in SCRIPTS if name(path).startswith("teacher/editor/")]
    assert len(scripts) > 5
    assert sum(path.stat().st_size for path in scripts) <= 60 * 1024
