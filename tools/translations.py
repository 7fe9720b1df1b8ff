"""Extract the interface's messages from the source, merge them with their Arabic, and compile the catalogue.

``python -m tools.translations`` or ``make translations``; fails while a message has no Arabic yet.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

HOUSE = Path(__file__).parent.parent / "webapp"
CATALOGUE = HOUSE / "translations" / "ar" / "LC_MESSAGES" / "messages.po"
PLURALS = "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);"
"""The Arabic rule of CLDR: zero, one, two, few (3 to 10), many (11 to 99), other."""
CALLS = ("ui", "say", "message_paragraphs", "pair", "N_", "_said")
COUNTED = ("NN_",)
TEMPLATE_OPTIONS = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}


class Steady(Catalog):
    """A catalogue without date and generator in its header: the same messages give the same file."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """Header fields that readers of the file need."""
        return [("Content-Type", "text/plain; charset=utf-8"), ("Language", "ar"), ("Plural-Forms", PLURALS)]


def extracted() -> Catalog:
    """Every message that the source uses, without Arabic."""
    found = Catalog()
    for path in sorted([*HOUSE.glob("web/**/*.py"), *HOUSE.rglob("*.html")]):
        for message in _messages(path):
            found.add(message)
    return found


def _messages(path: Path) -> Iterator[str | tuple[str, str]]:
    """Messages of one file; a call with both languages has its Arabic beside it and needs no catalogue."""
    rows: Iterable[Any]
    with path.open("rb") as file:
        if path.suffix == ".py":
            rows = list(extract_python(file, dict.fromkeys(CALLS + COUNTED), [], {}))
        else:
            rows = list(babel_extract(file, CALLS + COUNTED, [], TEMPLATE_OPTIONS))
    for _, call, said, _ in rows:
        one, second = said[:2] if isinstance(said, tuple | list) else (said, None)
        if one and call in COUNTED and second:
            yield one, second
        elif one and not second:
            yield one


def known(path: Path = CATALOGUE) -> Catalog:
    """The catalogue of the file."""
    with path.open("rb") as file:
        return read_po(file, locale="ar")


def merged(old: Catalog, wanted: Catalog) -> Catalog:
    """The extracted messages with the Arabic that ``old`` has for them; unused ones are dropped."""
    made = Steady(locale="ar", header_comment="", fuzzy=False)
    for message in wanted:
        if message.id:
            made.add(message.id, had.string if (had := old.get(message.id)) else None)
    return made


def as_po(catalogue: Catalog) -> bytes:
    """Catalogue for editing: sorted, without places in the source, so that only wording changes it."""
    out = BytesIO()
    write_po(out, catalogue, width=0, no_location=True, sort_output=True)
    return out.getvalue().lstrip()


def as_mo(catalogue: Catalog) -> bytes:
    """Compiled catalogue, read when pages are drawn."""
    out = BytesIO()
    write_mo(out, merged(catalogue, catalogue))
    return out.getvalue()


def empty(catalogue: Catalog) -> list[str]:
    """Messages that lack Arabic, or one of its forms."""
    found = []
    for message in catalogue:
        forms = message.string if isinstance(message.string, tuple | list) else [message.string]
        if message.id and not all(forms):
            found.append(message.id if isinstance(message.id, str) else message.id[0])
    return found


def main() -> int:
    """Extract, merge and compile; print the changes and the messages without Arabic."""
    old, wanted = known(), extracted()
    new = merged(old, wanted)
    CATALOGUE.write_bytes(as_po(new))
    CATALOGUE.with_suffix(".mo").write_bytes(as_mo(new))
    for message in sorted(set(_ids(old)) - set(_ids(new))):
        print(f"gone | ذهبت: {message}")
    missing = sorted(empty(new))
    for message in missing:
        print(f"no Arabic yet | بلا عربية بعد: {message}", file=sys.stderr)
    return 1 if missing else 0


def _ids(catalogue: Catalog) -> Iterator[str]:
    return (message.id if isinstance(message.id, str) else message.id[0] for message in catalogue if message.id)


if __name__ == "__main__":
    sys.exit(main())
