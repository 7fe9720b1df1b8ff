"""``fahm check --outline``: each line of a text with what it is taken for."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

from webapp.arabic.unicode_forms import composed
from webapp.cli.texts.check import text_settings
from webapp.content import question_file, question_files
from webapp.content.files.question_files import QUESTION_SUFFIXES, TEXT_SUFFIX, same_name
from webapp.content.parsing.given_lines import TextMarks
from webapp.content.parsing.source_tree import decode_utf8
from webapp.content.parsing.text_outline import UNCOUNTED_KINDS, LineKind, outline
from webapp.domain.user_error import UserError

KINDS_AR: dict[LineKind, str] = {
    "title": "عنوان النص",
    "heading": "عنوان فرعي",
    "paragraph": "فقرة",
    "verse": "شعر",
    "list": "قائمة",
    "dialogue": "حوار",
    "table": "جدول",
    "picture": "صورة",
    "note": "حاشية",
    "part": "عنوان نص",
    "blank": "فارغ",
}
FIRST_WORDS = 6


@dataclass(frozen=True)
class OutlineRow:
    """One line of a text: its number, its kind, the number of its paragraph (0 for none), and its first words."""

    line: int
    kind: LineKind
    paragraph: int
    text: str

    def __str__(self) -> str:
        shown = f"{KINDS_AR[self.kind]}: {self.text}" if self.text else KINDS_AR[self.kind]
        return f"{self.line:>4}  {self.kind:<9}  {self.paragraph or '':>3}  {shown}"

    def as_dict(self) -> dict[str, object]:
        """The row as plain data."""
        return asdict(self)


def outline_rows(content: Path, named: str) -> list[OutlineRow]:
    """Tell of each line of a text what it is taken for. ``named``: a slug, a question file or a text."""
    path, marks = _text_and_marks(content, named)
    try:
        raw = path.read_bytes()
    except (OSError, ValueError) as error:
        raise UserError(
            en=f"text {named} not found in {content}/seeds", ar="لا يوجد نص بهذا الاسم في seeds/", code=2
        ) from error
    source, problems = decode_utf8(raw, f"seeds/{path.name}")
    if problems:
        raise UserError(en=str(problems[0]), ar="تعذرت قراءة النص", code=1)
    numbers: dict[int, int] = {}
    rows = []
    for line in outline(source, *marks):
        counted = line.group and line.kind not in UNCOUNTED_KINDS
        number = numbers.setdefault(line.group, len(numbers) + 1) if counted else 0
        words = line.text.split()
        shown = " ".join(words[:FIRST_WORDS]) + (" …" if len(words) > FIRST_WORDS else "")
        rows.append(OutlineRow(line.number, line.kind, number, shown))
    return rows


def _text_and_marks(content: Path, named: str) -> tuple[Path, TextMarks]:
    seeds, path = content / "seeds", Path(named)
    if named.endswith(TEXT_SUFFIX):
        settings = (text_settings(file) for file in question_files(content))
        own = (marks for text, marks in settings if text and _composed(text) == _composed(path.name))
        return (path if path.is_file() else seeds / (same_name(seeds, path.name) or path.name)), next(own, TextMarks())
    questions = path if named.endswith(QUESTION_SUFFIXES) else question_file(content, named)
    text, marks = text_settings(questions) if questions else (None, TextMarks())
    name = Path(text or f"{questions.stem if questions else named}{TEXT_SUFFIX}").name
    return seeds / (same_name(seeds, name) or name), marks


def _composed(name: str) -> str:
    return composed(name)
