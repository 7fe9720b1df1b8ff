"""The cut fonts: under a name of their own, made by the command, and named in the style sheet as they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from tools.subset_fonts import CUTS, FOLDER, unicode_range

STYLE = FOLDER.parent / "framework" / "base.css"
CSS = STYLE.read_text(encoding="utf-8")
TEXT = next((FOLDER.parent.parent.parent / "seeds").glob("*.txt")).read_text(encoding="utf-8")


@pytest.mark.parametrize("source, target, family, points", CUTS)
def test_no_reserved_name_is_left(source: str, target: str, family: str, points: tuple[int, ...]) -> None:
    names = {str(one) for one in TTFont(FOLDER / f"{target}.woff2")["name"].names if one.nameID not in (0, 13, 14)}
    assert family in names
    assert not any("scheherazade" in name.lower() or name.lower() == "sil" for name in names)


@pytest.mark.parametrize("source, target, family, points", CUTS)
def test_each_character_that_the_whole_file_has_is_in_the_cut_one(
    source: str, target: str, family: str, points: tuple[int, ...]
) -> None:
    whole, cut = (set(TTFont(FOLDER / f"{name}.woff2").getBestCmap()) for name in (source, target))
    assert cut == whole & set(points)


@pytest.mark.parametrize("source, target, family, points", CUTS)
def test_the_style_sheet_names_the_same_characters(
    source: str, target: str, family: str, points: tuple[int, ...]
) -> None:
    face = re.search(rf"@font-face {{[^}}]*{target}\.woff2[^}}]*}}", CSS)
    assert face
    assert f"unicode-range: {unicode_range(points)};" in face[0]
    assert f'"{family}"' in face[0]


def test_the_article_needs_no_whole_file() -> None:
    points = {point for _, target, _, cut in CUTS if target.startswith("book") for point in cut}
    assert {character for character in TEXT if ord(character) not in points} <= {"\n"}


def test_the_style_sheet_names_only_files_that_are_there() -> None:
    assert all((STYLE.parent / name).is_file() for name in re.findall(r'url\("([^"]+)"\)', CSS))
    assert Path(FOLDER / "OFL-vazirmatn.txt").is_file()
