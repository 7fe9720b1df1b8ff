"""A YAML file that is edited value by value: its bytes, and where each value stands in them."""

from __future__ import annotations

import codecs
from collections.abc import Mapping, Sequence

from webapp.content.editing.source_spans import Span, is_same, plain_value, read_spans
from webapp.content.editing.value_edits import SourceText, Splice, UneditableFile, ValueEdits
from webapp.content.parsing.source_tree import Fault, decoded
from webapp.content.parsing.unseen_characters import with_plain_spaces
from webapp.content.parsing.yaml_parser import read_tree
from webapp.domain.problem import Problem, both

NO_KEYS = both(en="the file must contain keys and values", ar="يجب أن يكون في الملف مفاتيح وقيم")
OLD_NEWLINES = both(
    en="lines end with CR, which only very old programs write. Save the file again in a text editor.",
    ar="تنتهي الأسطر بعلامة (CR) لا تكتبها إلا برامج قديمة جدًا. احفظ الملف من جديد في محرر نصوص.",
)


class SourceFile:
    """A file of keys and values; an UneditableFile where it cannot be read, or not be edited so."""

    def __init__(self, raw: bytes) -> None:
        tree, problems = read_tree(raw, "")
        errors = [problem for problem in problems if problem.severity == "error"]
        if tree is None or errors:
            raise UneditableFile(errors or problems)
        self.raw = raw
        self.bom = codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""
        text = decoded(raw)
        if "\r" in text.replace("\r\n", ""):
            raise UneditableFile([Problem("", 1, 1, "not-spliced", OLD_NEWLINES)])
        plain, _ = with_plain_spaces(text, "")
        # The parser sees ordinary spaces; where there are as many, the file keeps its own.
        self.source = SourceText(text if len(text) == len(plain) else plain)
        try:
            self.root = read_spans(plain)
        except Fault as fault:
            raise UneditableFile([Problem("", fault.line, fault.column, fault.rule, fault.message)]) from fault
        if self.root.kind != "map":
            raise UneditableFile([Problem("", 1, 1, "bad-value", NO_KEYS)])
        self.edits = ValueEdits(self.source)

    @property
    def values(self) -> dict[str, object]:
        """All values of the file."""
        value = plain_value(self.root)
        return value if isinstance(value, dict) else {}

    def line_of(self, span: Span) -> int:
        """The line on which a value begins."""
        return self.source.text.count("\n", 0, span.start) + 1

    def spliced(self, splices: Sequence[Splice]) -> bytes:
        """The file with all splices."""
        return self.bom + self.source.spliced(splices).encode()


def file_values(raw: bytes) -> dict[str, object]:
    """All values of a file."""
    return SourceFile(raw).values


def change_file(raw: bytes, values: Mapping[str, object]) -> bytes:
    """Give a file new values, all of them; what is equal keeps its bytes."""
    file = SourceFile(raw)
    splices = file.edits.changed(file.root, values)
    if not splices:
        return raw
    changed = file.spliced(splices)
    if not is_same(SourceFile(changed).root, values):
        raise file.source.fault(splices[0].start)
    return changed
