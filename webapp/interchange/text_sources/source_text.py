"""A text as it was read from its source, and the refusal of what cannot be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from webapp.content.parsing.given_lines import TextMarks
from webapp.content.text_editing.clean_lines import clean_line
from webapp.content.text_editing.text_blocks import OF_MANY_LINES, Block, blocks_of
from webapp.domain.user_error import UserError

MAX_CHARACTERS = 100_000
MAX_BLOCKS = 1_000
MAX_LINES = 10_000
"""Of a plain text, empty ones too: a paragraph may have been broken into many."""
TITLE_WORDS = 6
"""Words of the first paragraph that serve as a title, where the source has none."""
MAX_TITLE = 120


@dataclass(frozen=True)
class SourceText:
    """Title and blocks of a text. ``as_pasted``: the blocks before broken lines were joined, where any were."""

    title: str
    blocks: tuple[Block, ...]
    as_pasted: tuple[Block, ...] = ()


class Unreadable(UserError):
    """A source that is refused: the message says what to do."""


def refuse_too_long(text: str) -> None:
    """Raise Unreadable for a plain text that is too long, before its lines are compared with one another."""
    if len(text.splitlines()) > MAX_LINES or sum(map(len, text.split())) > MAX_CHARACTERS:
        raise _too_long()


def source_text(blocks: Iterable[Block], title: str = "", as_pasted: Iterable[Block] = ()) -> SourceText:
    """A text within its limits. Without a ``title`` its first heading is the title, and stands in the text no longer.

    Unreadable where the text is empty or too long.
    """
    cleaned = _within_limits(_cleaned(blocks))
    pasted = _cleaned(as_pasted)
    title, first = _cut_title(clean_line(title)), cleaned[0]
    if first.kind == "heading" and len(cleaned) > 1 and (not title or title == _cut_title(first.words)):
        return SourceText(_cut_title(first.words), tuple(cleaned[1:]), tuple(pasted[1:]))
    return SourceText(title or _beginning(first.words), tuple(cleaned), tuple(pasted))


def guessed_blocks(lines: Sequence[str]) -> list[Block]:
    """The blocks of plain lines, as a text file with them is understood."""
    return blocks_of("\n".join(lines), TextMarks())


def _cleaned(blocks: Iterable[Block]) -> list[Block]:
    out = []
    for block in blocks:
        lines = tuple(line for line in map(clean_line, block.lines) if line)
        if lines and block.kind not in OF_MANY_LINES:
            lines = (" ".join(lines),)
        if lines:
            out.append(replace(block, lines=lines, gap=("",)))
    return out


def _within_limits(blocks: list[Block]) -> list[Block]:
    if not blocks:
        raise Unreadable(
            en="no text was found. Paste the text, or choose another file.",
            ar="لم يُعثر على نص. ألصق النص نفسه أو اختر ملفًا آخر.",
        )
    if len(blocks) > MAX_BLOCKS or sum(len(block.words) for block in blocks) > MAX_CHARACTERS:
        raise _too_long()
    return blocks


def _too_long() -> Unreadable:
    return Unreadable(
        en=f"longer than {MAX_CHARACTERS} characters or {MAX_BLOCKS} paragraphs. Split it into several texts.",
        ar=f"النص أطول من {MAX_CHARACTERS} حرف أو {MAX_BLOCKS} فقرة. قسّمه إلى عدة نصوص.",
    )


def _beginning(words: str) -> str:
    """The first words of a text, as its title for the time being."""
    return _cut_title(" ".join(words.split()[:TITLE_WORDS]).rstrip(".،؛:,;"))


def _cut_title(title: str) -> str:
    """A title of at most ``MAX_TITLE`` characters, without a space where it was cut."""
    return title[:MAX_TITLE].rstrip()
