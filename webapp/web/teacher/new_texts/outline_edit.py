"""One edit of a text's outline: the blocks that were sent, the step that was pressed, and the files that come of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from webapp.assessment.authoring.working_copy import WorkingCopy
from webapp.content.editing.question_edits import change_settings, file_settings
from webapp.content.parsing.given_lines import TextMarks, marks_of
from webapp.content.parsing.source_tree import decode_utf8
from webapp.content.parsing.text_parser import parse_text
from webapp.content.text_editing.block_steps import STEPS, split, with_words, without_empty
from webapp.content.text_editing.clean_lines import clean_lines, with_marked_gaps
from webapp.content.text_editing.lost_quotes import LostQuote, lost_quotes
from webapp.content.text_editing.paragraph_numbers import new_places, renumbered
from webapp.content.text_editing.text_blocks import KINDS, Block, TextFileContent, blocks_of, by_their_marks, text_of
from webapp.domain.text import Text
from webapp.interchange.text_sources.source_text import MAX_CHARACTERS, MAX_LINES
from webapp.web.teacher.new_texts.forms import OutlineForm

MAX_BLOCKS = 2_000


@dataclass(frozen=True)
class OpenText:
    """A working copy as its outline shows it. UneditableFile where the question file cannot be read."""

    copy: WorkingCopy
    settings: Mapping[str, object]
    content: str
    blocks: Sequence[Block]

    @classmethod
    def of(cls, copy: WorkingCopy) -> OpenText:
        """Open a working copy; a text that is not UTF-8 has no blocks."""
        settings = file_settings(copy.questions)
        content, _ = decode_utf8(copy.text, "")
        return cls(copy, settings, content, blocks_of(content, marks_of(settings)))

    @property
    def marks(self) -> TextMarks:
        """The lines that the question file names."""
        return marks_of(self.settings)

    @property
    def text(self) -> Text:
        """The text as readers get it."""
        return parse_text(str(self.settings.get("text", "")), self.content, *self.marks)

    def setting(self, key: str) -> str:
        """A setting as it is written; empty where there is none."""
        value = self.settings.get(key)
        return "" if value is None else str(value)


@dataclass(frozen=True)
class OutlineEdit:
    """Result of a form: the blocks, and the files. ``place`` is the block that the step was about."""

    opened: OpenText
    title: str
    level: str
    blocks: list[Block]
    place: int

    @property
    def can_be_written(self) -> bool:
        """Tell if the blocks can be written so that they are read as these blocks again."""
        try:
            return bool(self.file)
        except ValueError:
            return False

    @cached_property
    def file(self) -> TextFileContent:
        """The text file, and the lines that the question file names."""
        return text_of(self.blocks, self.opened.content, self.opened.marks)

    @property
    def raw_text(self) -> bytes:
        """The text file."""
        return self.file.content.encode()

    def questions(self, raw: bytes) -> bytes:
        """The question file with the title, the level, the named lines, and paragraph numbers that have moved along."""
        settings = file_settings(raw)
        text = parse_text(str(settings.get("text", "")), self.file.content, *self.file.marks)
        raw = renumbered(raw, new_places(self.blocks), text)
        changed = {**file_settings(raw), "title": self.title, "level": self.level}
        for key, lines in self.file.marks._asdict().items():
            changed[key] = None if lines is None else list(lines)
        changed = {key: value for key, value in changed.items() if value not in (None, "")}
        return change_settings(raw, changed) if changed != settings or raw != self.opened.copy.questions else raw

    def lost(self) -> list[LostQuote]:
        """The evidence that would no longer stand in the text."""
        raw = self.questions(self.opened.copy.questions)
        text = parse_text(self.opened.setting("text"), self.file.content, *self.file.marks)
        return lost_quotes((self.opened.copy.questions, self.opened.text), (raw, text))


def edit_of(opened: OpenText, form: OutlineForm) -> OutlineEdit:
    """Apply a form to the working copy that it began from, or to blocks that it alone knows of."""
    step, at, offset = form.pressed
    blocks = _sent_blocks(opened, form)
    words = form.words.data[: len(blocks)]
    if step == "split" and at < len(blocks):
        typed = with_words([blocks[at]], [words[at]])
        parts = split(typed, 0, offset) if len(typed) == 1 else typed
        blocks = [*with_words(blocks[:at], words[:at]), *parts, *with_words(blocks[at + 1 :], words[at + 1 :])]
    else:
        head = with_words(blocks[:at], words[:at])
        blocks = [*head, *with_words(blocks[at:], words[at:])]
        if step in STEPS and len(head) < len(blocks):
            blocks = STEPS[step](blocks, len(head))
    added = _added_blocks(form.more.data)
    title, level = form.title.data or opened.setting("title"), form.level.data or opened.setting("level")
    return OutlineEdit(opened, title, level, without_empty(by_their_marks([*blocks, *added])), at)


def is_too_long(form: OutlineForm) -> bool:
    """Tell if a form holds more than a text may have, before its lines are compared with one another."""
    typed = [*form.words.data, form.more.data]
    lines = sum(words.count("\n") + 1 for words in typed)
    blocks = len(form.words.data) + form.more.data.count("\n")
    return sum(map(len, typed)) > MAX_CHARACTERS or lines > MAX_LINES or blocks > MAX_BLOCKS


def _added_blocks(typed: str) -> list[Block]:
    """The blocks that are typed below the others: a paragraph a line, but for what has marks."""
    lines = clean_lines(with_marked_gaps(typed))
    return [replace(block, gap=("",), origins=frozenset()) for block in blocks_of("\n".join(lines), TextMarks((), ()))]


def _sent_blocks(opened: OpenText, form: OutlineForm) -> list[Block]:
    """The blocks of a form; those that are in the file still, with their lines as they stand there."""
    sent = [
        Block(kind, tuple(clean_lines(words)), ("",), _numbers(origins))
        for kind, words, origins in zip(form.kind.data, form.words.data, form.origins.data, strict=False)
        if kind in KINDS
    ][:MAX_BLOCKS]
    known = list(opened.blocks)
    if opened.copy.digest == form.base.data and [block.kind for block in sent] == [block.kind for block in known]:
        return [replace(block, origins=new.origins) for block, new in zip(known, sent, strict=True)]
    return sent


def _numbers(origins: str) -> frozenset[int]:
    return frozenset(int(number) for number in origins.split()[:100] if number.isdecimal() and len(number) < 6)
