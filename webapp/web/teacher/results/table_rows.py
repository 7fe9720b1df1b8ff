"""Rows of a table as markup, joined in Python: a class has thousands of cells, and a template takes long over each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup, escape

from webapp.interchange.spreadsheet import ColumnKind
from webapp.web.framework.i18n import in_arabic, speaks_english

_special = re.compile("[&<>\"']").search


@dataclass(frozen=True)
class Extra:
    """Additions of the page to a cell: a link, a sign, and the sign in words for screen readers."""

    address: str = ""
    sign: str = ""
    said: str = ""
    tint: str = ""
    """Class of the cell's colour; the sign says the same without it."""
    note: str = ""
    """Small words under the cell's own."""
    shown: str = ""
    """The cell's words with the markup of a page, where they have any."""
    interval: str = ""
    """Ends of the figure's interval, beside it."""


NO_EXTRA = Extra()


class ShownCell(NamedTuple):
    """A formatted cell; ``value`` is exact, for sorting. ``own``: words of a lesson or a person, not interface."""

    kind: ColumnKind
    text: str
    value: str
    extra: Extra
    own: bool = False


def table_body(rows: Iterable[tuple[str, Sequence[ShownCell]]], hidden: Sequence[bool]) -> Markup:
    """Markup of rows, each an id, which may be empty, and its cells; ``hidden`` says it of each column."""
    attributes, hiding = _attributes(), [" hidden" if is_hidden else "" for is_hidden in hidden]
    drawn = [f"<tr{_attribute('id', id_)}>\n {_cells(cells, attributes, hiding)}\n </tr>" for id_, cells in rows]
    return Markup("\n ".join(drawn))


def _attributes() -> dict[str, str]:
    """Language and direction of the words in a cell, by its kind, and of one's own words."""
    percent = "ltr" if speaks_english() else "rtl"
    numbers = {"number": ' dir="ltr"', "seconds": ' dir="ltr"', "percent": f' dir="{percent}"'}
    return {**numbers, "own": str(in_arabic())}


def _cells(cells: Sequence[ShownCell], attributes: Mapping[str, str], hiding: Sequence[str]) -> str:
    first, *others = (
        f'class="is-{cell.kind}{_after_space(cell.extra.tint)}" data-v="{_safe(cell.value)}"{hides}>'
        f"{_linked(cell, attributes)}"
        for cell, hides in zip(cells, hiding, strict=True)
    )
    return "\n ".join([f'<th scope="row" {first}</th>', *(f"<td {other}</td>" for other in others)])


def _linked(cell: ShownCell, attributes: Mapping[str, str]) -> str:
    extra = cell.extra
    inside = _words(cell, attributes)
    if extra.sign:
        inside = f'<span class="sign" aria-hidden="true">{_safe(extra.sign)}</span>{inside and f" {inside}"}'
    if extra.said:
        inside += f'<span class="visually-hidden"> {_safe(extra.said)}</span>'
    if extra.address:
        inside = f'<a href="{_safe(extra.address)}">{inside}</a>'
    return f'{inside}<span class="small line">{_safe(extra.note)}</span>' if extra.note else inside


def _words(cell: ShownCell, attributes: Mapping[str, str]) -> str:
    if not cell.text:
        return ""
    if cell.kind == "date":
        return f'<time datetime="{_safe(cell.value)}">{_safe(cell.text)}</time>'
    attribute = attributes.get("own" if cell.own else cell.kind, "")
    words = _safe(cell.extra.shown or cell.text)
    return f"<bdi{attribute}>{words}{_after_space(cell.extra.interval)}</bdi>"


def _after_space(words: str) -> str:
    return f" {_safe(words)}" if words else ""


def _attribute(name: str, value: str) -> str:
    return f' {name}="{_safe(value)}"' if value else ""


def _safe(words: str) -> str:
    """Escape for a page what is no markup; most words have nothing to escape, and looking is the cheaper."""
    return words if type(words) is str and not _special(words) else str(escape(words))
