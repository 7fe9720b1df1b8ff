"""The catalogue of the interface's messages: Babel takes them out of the source and keeps the Arabic that they have.

:mod:`tools.generated` writes the catalogue (``make translations``) and names the messages that have no Arabic yet.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parent.parent / "webapp"
CATALOGUE = PACKAGE / "translations" / "ar" / "LC_MESSAGES" / "messages.po"
METHODS = [("web/**.py", "python"), ("**.html", "jinja2")]
JINJA_OPTIONS = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
CALLS = {**dict.fromkeys(("ui", "say", "message_paragraphs", "pair", "N_", "_said")), "NN_": (1, 2)}
"""Functions that take a message, or (``NN_``) its singular and its plural."""
PLURALS = "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);"
"""The Arabic rule of CLDR: zero, one, two, few (3 to 10), many (11 to 99), other. Babel swaps the last two."""


class DatelessCatalog(Catalog):
    """An Arabic catalogue without date and generator in its header: the same messages give the same file."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """Header fields that readers of the file need."""
        return [("Content-Type", "text/plain; charset=utf-8"), ("Language", "ar"), ("Plural-Forms", PLURALS)]


def extracted() -> Catalog:
    """Every message of the source, without Arabic."""
    template = Catalog()
    for _, _, message, _, _ in extract_from_dir(PACKAGE, METHODS, {"**.html": JINJA_OPTIONS}, CALLS):
        template.add(message)
    return template


def known() -> Catalog:
    """The catalogue as its file has it."""
    catalogue = DatelessCatalog(locale="ar", header_comment="", fuzzy=False)
    for message in read_po(BytesIO(CATALOGUE.read_bytes()), locale="ar"):
        if message.id:
            catalogue[message.id] = message
    return catalogue


def updated(template: Catalog) -> Catalog:
    """The messages of a template with the Arabic that the file has for them; unused ones are dropped."""
    catalogue = known()
    catalogue.update(template, no_fuzzy_matching=True)
    return catalogue


def as_po(catalogue: Catalog) -> bytes:
    """Catalogue for editing: sorted, without places in the source, so that only wording changes it."""
    out = BytesIO()
    write_po(out, catalogue, width=0, no_location=True, sort_output=True, ignore_obsolete=True)
    return out.getvalue().lstrip()


def as_mo(catalogue: Catalog) -> bytes:
    """Compiled catalogue, read when pages are drawn."""
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def without_arabic(catalogue: Catalog) -> list[str]:
    """Messages that lack Arabic, or one of its forms; of a counted noun, the singular."""
    forms = {message.id: message.string for message in catalogue if message.id}
    missing = [ids for ids, said in forms.items() if not all([said] if isinstance(said, str) else said or [""])]
    return sorted(ids if isinstance(ids, str) else ids[0] for ids in missing)
