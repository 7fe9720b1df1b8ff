"""What all pictures are made of: escaped elements, a frame that says what is in it, numbers and words that fit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

from webapp.interchange.spreadsheet import Table

WIDTH = 360
"""Units across: about the pixels of a phone, so that words keep their size there."""
FormatDigits = Callable[[object], str]
"""A number as the reader wants its digits."""
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_LATIN, _ARABIC = re.compile("[A-Za-z]"), re.compile("[\u0600-\u06ff]")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class ChartLanguage:
    """How a picture speaks to its reader: the digits of its numbers, and the one language of its words."""

    digits: FormatDigits
    english: bool = False

    def say(self, *, ar: str, en: str) -> str:
        """One wording of the two."""
        return en if self.english else ar

    def listed(self, parts: Iterable[str]) -> str:
        """Parts of one sentence, as each language sets them apart."""
        return self.say(ar="؛ ", en="; ").join(parts)


class SafeMarkup(str):
    """Markup in which everything that came from outside is escaped; templates take it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


@dataclass(frozen=True)
class Chart:
    """What is seen, and the same figures as a table: the values as they are, not as they were rounded."""

    svg: SafeMarkup
    table: Table


def escape_text(value: str) -> str:
    """Words as markup may hold them."""
    return escape(_NOT_XML.sub("\ufffd", value))


def element(name: str, content: str = "", **attributes: str | float) -> str:
    """An element around ``content``, which is markup already. ``class_`` is class, ``text_anchor`` text-anchor."""
    pairs = "".join(f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"' for key, value in attributes.items())
    return f"<{name}{pairs}>{content}</{name}>" if content else f"<{name}{pairs}/>"


def text_line(x: float, y: float, said: str, class_: str = "pic-words", anchor: str = "start", **more: str) -> str:
    """A line of text from right to left, so that ``start`` is its right end; Latin words keep their own direction."""
    if _LATIN.search(said) and not _ARABIC.search(said):
        said = f"\u2066{said}\u2069"
    return element("text", escape_text(said), x=x, y=y, class_=class_, text_anchor=anchor, **more)


def chart_svg(
    id_: str, height: float, title: str, told: str, content: Sequence[str], class_: str = "picture"
) -> SafeMarkup:
    """The whole picture, with a name and a description for those who cannot see it.

    ValueError for an ``id_`` that cannot stand in a page: it must be unique there and hold no space.
    """
    return SafeMarkup(svg_frame(id_, WIDTH, height, title, told, content, class_))


def svg_frame(id_: str, width: float, height: float, title: str, told: str, content: Sequence[str], class_: str) -> str:
    """The same at any width."""
    if not _ID.fullmatch(id_):
        raise ValueError(f"not an id: {id_!r}")
    head = element("title", escape_text(title), id=f"{id_}-t") + element("desc", escape_text(told), id=f"{id_}-d")
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
    """A share from 0 to 1 in whole percents."""
    return f"{voice.digits(round(share * 100))}{voice.say(ar='٪', en='%')}"


def minutes(seconds: float, voice: ChartLanguage) -> str:
    """Seconds as minutes and seconds: ٢:٠٥."""
    whole = max(0, round(seconds))
    return f"{voice.digits(whole // 60)}:{voice.digits(f'{whole % 60:02d}')}"


def wrap_lines(said: str, longest: int, lines: int) -> list[str]:
    """Words in at most ``lines`` lines of about ``longest`` characters; what is left over is cut with an ellipsis."""
    found: list[str] = []
    line = ""
    for word in said.split():
        if line and len(line) + 1 + len(word) > longest:
            found.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    found.append(line)
    kept = [one if len(one) <= longest else f"{one[: longest - 1]}…" for one in found[:lines]]
    if len(found) > lines and not kept[-1].endswith("…"):
        kept[-1] = f"{kept[-1][: longest - 1].rstrip()}…"
    return kept


def clamp(share: float) -> float:
    """A share kept within 0 and 1."""
    return min(1.0, max(0.0, share))


def _value(value: str | float) -> str:
    return escape(value) if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")
