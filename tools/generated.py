"""All files of the repository that are generated from its source, and a check that they are fresh.

``python -m tools.generated`` or ``make generated`` writes them, or those below the folders that are named (``make
translations``); with ``--check``, which ``make lint`` runs, it names those that are stale and writes nothing. All fail
while a message of the interface has no Arabic. The table of licences needs the network and is left to ``make sbom``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog

from tools import translations
from tools.format_reference import reference
from tools.formats_page import formats_page
from tools.item_rules_page import item_rules_page
from webapp.content import json_schema
from webapp.content.words.words_file import words_schema

ROOT = Path(__file__).parent.parent
Files = Mapping[str, Callable[[], bytes]]


def _as_json(schema: Any) -> bytes:
    return (json.dumps(schema, ensure_ascii=False, indent=2) + "\n").encode()


@cache  # it reads all of the source
def _catalogue() -> Catalog:
    return translations.updated(translations.extracted())


FILES: Files = {
    "docs/format.md": lambda: reference().encode(),
    "docs/formats.md": lambda: formats_page().encode(),
    "docs/warnings.md": lambda: item_rules_page().encode(),
    "questions/schema.json": lambda: _as_json(json_schema()),
    "questions/words.schema.json": lambda: _as_json(words_schema()),
    "webapp/translations/ar/LC_MESSAGES/messages.po": lambda: translations.as_po(_catalogue()),
    "webapp/translations/ar/LC_MESSAGES/messages.mo": lambda: translations.as_mo(_catalogue()),
}
"""Generators of the right contents, by path."""


def stale(root: Path = ROOT, files: Files = FILES) -> dict[str, bytes]:
    """Files that are missing or differ, with their right contents."""
    wanted = {path: make() for path, make in files.items()}
    return {path: content for path, content in wanted.items() if _content(root / path) != content}


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def main(check: bool, folders: tuple[str, ...] = ("",)) -> int:
    """Write the stale files below some folders, or only name them; return 1 where something is left to do."""
    differing = {path: content for path, content in stale().items() if path.startswith(folders)}
    for path, content in differing.items():
        if check:
            print(f"stale, run make generated | قديم، شغِّل make generated: {path}", file=sys.stderr)
        else:
            (ROOT / path).write_bytes(content)
            print(path)
    untranslated = translations.without_arabic(_catalogue())
    for message in untranslated:
        print(f"no Arabic yet | بلا عربية بعد: {message}", file=sys.stderr)
    return 1 if untranslated or (check and differing) else 0


if __name__ == "__main__":
    named = tuple(argument for argument in sys.argv[1:] if argument != "--check")
    sys.exit(main("--check" in sys.argv[1:], named or ("",)))
