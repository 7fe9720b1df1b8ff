"""``make fonts``: subset the fonts to the characters of Arabic and English pages, so that a first visit is light.

The whole files, unchanged from their packages, lie beside the subsets and serve the rare letters. The licence (OFL 1.1)
reserves the name of Scheherazade New: a subset carries another name inside and in the style sheet.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "webapp" / "static" / "fonts"
ARABIC = (
    *range(0x0621, 0x063B),  # the alphabet with its hamzas, ة and ى
    *range(0x0640, 0x0656),  # tatweel, the rest of the alphabet, vowel marks, hamza above and below
    *range(0x0660, 0x066D),  # digits and their signs
    *(0x060C, 0x061B, 0x061F, 0x0670, 0x0671, 0x067E, 0x0686, 0x0698, 0x06A4, 0x06A9, 0x06AF, 0x06CC),
    *(0x200C, 0x200D, 0x200E, 0x200F, 0xFDF2),
)
LATIN = (
    *range(0x0020, 0x007F),
    *(0x00A0, 0x00AB, 0x00B7, 0x00BB, 0x00D7, 0x00E9, 0x02BF, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026),
    *(0x2039, 0x203A, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x25CC),
)
BOOK_LATIN = tuple(point for point in LATIN if not chr(point).isalpha())
"""Beside Arabic only: spaces, digits and punctuation. Words in Latin letters come from the whole file."""
CUTS = (
    ("scheherazade-new-arabic-400-normal", "book-arabic", "Fahm Book", ARABIC),
    ("scheherazade-new-latin-400-normal", "book-latin", "Fahm Book", BOOK_LATIN),
    ("vazirmatn-arabic-wght-normal", "ui-arabic", "Fahm UI", ARABIC),
    ("vazirmatn-latin-wght-normal", "ui-latin", "Fahm UI", LATIN),
)
"""Source file, target file, family name and characters of each font."""


def cut(source: Path, target: Path, family: str, points: Iterable[int]) -> None:
    """Write ``target`` (woff2) with the characters ``points`` of ``source`` and all that shaping them needs."""
    from fontTools import subset

    options = subset.Options(flavor="woff2", layout_features=["*"], notdef_outline=True, hinting=False)
    options.name_IDs = [0, 1, 2, 3, 4, 6, 13, 14]  # keep the copyright and the licence in the file
    # The same input gives the same bytes.
    font = subset.load_font(str(source), options)
    font.recalcTimestamp = False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=points)
    cutter.subset(font)
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6):
            named = family.replace(" ", "") if record.nameID == 6 else family
            record.string = named
    subset.save_font(font, str(target), options)


def unicode_range(points: Iterable[int]) -> str:
    """Format ``points`` as a CSS unicode-range: U+621-63A, U+640."""
    runs: list[list[int]] = []
    for point in sorted(set(points)):
        if runs and point == runs[-1][1] + 1:
            runs[-1][1] = point
        else:
            runs.append([point, point])
    return ",".join(f"U+{first:X}" + (f"-{last:X}" if last > first else "") for first, last in runs)


def main() -> None:
    """Subset all fonts, and print the rules for the style sheet."""
    for source, target, family, points in CUTS:
        path = FOLDER / f"{target}.woff2"
        cut(FOLDER / f"{source}.woff2", path, family, points)
        print(f"{path.name}: {path.stat().st_size:,} bytes; unicode-range: {unicode_range(points)}")


if __name__ == "__main__":
    main()
