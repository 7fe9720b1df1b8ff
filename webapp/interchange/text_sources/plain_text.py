"""Plain text: its encoding, found from its bytes, and the paragraphs of lines that a PDF file or letter broke."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from webapp.arabic.normalize import strip_tashkeel
from webapp.content.text_editing.clean_lines import clean_lines, with_marked_gaps
from webapp.content.text_editing.text_blocks import Block
from webapp.interchange.text_sources.source_text import Unreadable, guessed_blocks, refuse_too_long

MAX_BROKEN_LINE = 140
"""A longer line was not broken to fit a page."""
FULL = 0.7
"""A line of so large a share of the longest one was broken because the page ended there."""
LEAST_LINES = 4
LEAST_FULL = 0.6
_MARKER = re.compile(r"(?:[•◦▪●·*–—-]|[(\[]?\d{1,3}[.)\]-])\s*\S")
_STOP = re.compile(r"[.؟?!…\u06d4][»\")\]]*")
_ARABIC = re.compile("[\u0621-\u064a]")
_LETTER = re.compile(r"[^\W\d_]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")


def plain_blocks(text: str) -> tuple[list[Block], list[Block]]:
    """The blocks of a plain text; and, where broken lines were joined, the blocks of its lines as they were."""
    refuse_too_long(text)
    lines = clean_lines(with_marked_gaps(text))
    if not is_broken(lines):
        return guessed_blocks(lines), []
    return guessed_blocks(list(_joined(lines))), guessed_blocks(lines)


def is_broken(lines: Sequence[str]) -> bool:
    """Guess that the lines of a text were broken to fit a page, and are no paragraphs of their own.

    Then they are about equally long, and sentences end in the middle of them as well. Those of a poem do not.
    """
    lengths = [_length(line) for line in lines if line]
    longest = max(lengths, default=0)
    if len(lengths) < LEAST_LINES or longest > MAX_BROKEN_LINE:
        return False
    inner = [line for line, following in pairwise(lines) if line and following]
    full = [line for line in inner if _length(line) >= FULL * longest]
    if len(inner) < LEAST_LINES - 1 or len(full) < LEAST_FULL * len(inner):
        return False
    ended = sum(bool(_STOP.search(line, max(0, len(line) - 3))) for line in full)
    within = sum(bool(_STOP.search(line, 0, max(0, len(line) - 3))) for line in full)
    return within > 0 and ended <= len(full) / 2


def _joined(lines: Sequence[str]) -> Iterator[str]:
    """The lines with broken ones joined: a paragraph ends at an empty line, or behind a short one."""
    longest = max(map(_length, lines))
    for blank, run in groupby(lines, lambda line: not line):
        if blank:
            yield ""
            continue
        open_line = ""
        for line in run:
            if open_line and _MARKER.match(line):
                yield open_line
                open_line = ""
            open_line = f"{open_line} {line}".strip()
            if _length(line) < FULL * longest:
                yield from (open_line, "")
                open_line = ""
        if open_line:
            yield open_line


def _length(line: str) -> int:
    """The length of a line as it is seen."""
    return len(strip_tashkeel(line))


def decoded_text(raw: bytes) -> str:
    """Decode a text file by its bytes: UTF-8, UTF-16 or Windows-1256. Unreadable where it is no text."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _plain(raw.decode("utf-16", "replace"))
    raw = raw.removeprefix(codecs.BOM_UTF8)
    for encoding in (*_utf_16(raw), "utf-8"):
        try:
            return _plain(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    text = raw.decode("cp1256", "replace")
    letters = len(_LETTER.findall(text))
    if _CONTROL.search(text) or 2 * len(_ARABIC.findall(text)) < letters:
        raise _no_text()
    return text


def _plain(text: str) -> str:
    if _CONTROL.search(text):
        raise _no_text()
    return text


def _no_text() -> Unreadable:
    return Unreadable(
        en="this is not a text file, Word document (.docx) or saved web page. Open it, copy the text and paste "
        "it here.",
        ar="ليس هذا نصًا ولا مستند Word ‏(.docx) ولا صفحة محفوظة. افتحه وانسخ نصه ثم ألصقه هنا.",
    )


def _utf_16(raw: bytes) -> Iterator[str]:
    """UTF-16 without its mark: every other byte of Arabic in it is 06, and of a space 00."""
    sample = raw[:4096]
    for encoding, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if high and sum(high.count(byte) for byte in (0, 6)) > 0.9 * len(high):
            yield encoding
