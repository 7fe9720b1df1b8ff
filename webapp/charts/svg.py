"""SVG building blocks of the charts: escaped elements, a labelled frame, formatted numbers and wrapped text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

from webapp.interchange.spreadsheet import Table

WIDTH = 360
"""Units across: about the pixels of a phone, so that words keep their size there."""
FormatDigits = Callable[[object], str]
"""Format a number with the reader's digits."""
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_LATIN, _ARABIC = re.compile("[A-Za-z]"), re.compile("[\u0600-\u06ff]")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class ChartLanguage:
    """Language of a chart: the digits of its numbers, and the one language of its words."""

    digits: FormatDigits
    english: bool = False

    def say(self, *, ar: str, en: str) -> str:
        """Choose one of the two wordings."""
        return en if self.english else ar

    def listed(self, parts: Iterable[str]) -> str:
        """Join parts of a sentence with the semicolon of the language."""
        return self.say(ar="؛ ", en="; ").join(parts)


class SafeMarkup(str):
    """Markup that is escaped already, so that templates insert it unchanged."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


@dataclass(frozen=True)
class Chart:
    """A chart as SVG, and its values, not rounded, as a table."""

    svg: SafeMarkup
    table: Table


def escape_text(value: str) -> str:
    """Escape text for markup; a character that XML cannot hold becomes U+FFFD."""
    return escape(_NOT_XML.sub("\ufffd", value))


def element(name: str, content: str = "", **attributes: str | float) -> str:
    """Build an element around ``content`` (markup). ``class_`` becomes class, ``text_anchor`` text-anchor."""
    pairs = "".join(f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"' for key, value in attributes.items())
    return f"<{name}{pairs}>{content}</{name}>" if content else f"<{name}{pairs}/>"


def text_line(x: float, y: float, text: str, class_: str = "pic-words", anchor: str = "start", **more: str) -> str:
    """Build a line of text from right to left: ``start`` is its right end; Latin words keep their own direction."""
    if _LATIN.search(text) and not _ARABIC.search(text):
        text = f"\u2066{text}\u2069"
    return element("text", escape_text(text), x=x, y=y, class_=class_, text_anchor=anchor, **more)


def chart_svg(
    id_: str, height: float, title: str, description: str, content: Sequence[str], class_: str = "picture"
) -> SafeMarkup:
    """Build a chart ``WIDTH`` units wide, with a title and a description for screen readers.

    ValueError for an ``id_`` that is no id of HTML: it must be unique in the page and hold no space.
    """
    return SafeMarkup(svg_frame(id_, WIDTH, height, title, description, content, class_))


def svg_frame(
    id_: str, width: float, height: float, title: str, description: str, content: Sequence[str], class_: str
) -> str:
    """Build the ``<svg>`` element of a chart of ``width`` by ``height`` units, as text.

    ``title`` and ``description`` label it for screen readers; ``content`` are its elements, markup already.
    """
    if not _ID.fullmatch(id_):
        raise ValueError(f"not an id: {id_!r}")
    head = element("title", escape_text(title), id=f"{id_}-t") + element(
        "desc", escape_text(description), id=f"{id_}-d"
    )
    return element(
        "svg",
        head + "".join(content),
        viewBox=f"0 0 {_value(width)} {_value(height)}",
        class_=class_,
        role="img",
        direction="rtl",
        aria_labelledby=f"{id_}-t {id_}-d",
    )


def percent(share: float, voice: ChartLanguage) -> str:
    """Write a share (0 to 1) in whole percent."""
    return f"{voice.digits(round(share * 100))}{voice.say(ar='٪', en='%')}"


def minutes(seconds: float, voice: ChartLanguage) -> str:
    """Write seconds as minutes and seconds: ٢:٠٥."""
    whole = max(0, round(seconds))
    return f"{voice.digits(whole // 60)}:{voice.digits(f'{whole % 60:02d}')}"


def wrap_lines(text: str, longest: int, lines: int) -> list[str]:
    """Wrap text into at most ``lines`` lines of about ``longest`` characters; the rest is cut with an ellipsis."""
    wrapped: list[str] = []
    line = ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > longest:
            wrapped.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    wrapped.append(line)
    kept = [row if len(row) <= longest else f"{row[: longest - 1]}…" for row in wrapped[:lines]]
    if len(wrapped) > lines and not kept[-1].endswith("…"):
        kept[-1] = f"{kept[-1][: longest - 1].rstrip()}…"
    return kept


def clamp(share: float) -> float:
    """Limit a share to the range from 0 to 1."""
    return min(1.0, max(0.0, share))


def _value(value: str | float) -> str:
    return escape(value) if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")
