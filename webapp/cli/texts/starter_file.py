"""``fahm new``: a commented question file to begin with, for a text in a file of any kind that can be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from webapp.config import PACKAGED_CONTENT
from webapp.content import question_file
from webapp.content.editing.question_edits import new_question_file
from webapp.content.files.question_files import same_name
from webapp.content.files.slugs import slug_fault, slug_of
from webapp.content.parsing.source_tree import decode_utf8
from webapp.content.text_editing.text_blocks import TextFileContent, text_of
from webapp.content.yaml_writer import StaleFile, replace_file
from webapp.domain.problem import of_message
from webapp.domain.user_error import UserError
from webapp.interchange.text_sources import SourceText, text_of_file

FIRST_QUESTION = {
    "id": "opinion",
    "paragraph": "whole",
    "type": "poll",
    "prompt": "هل أعجبك النص؟",
    "options": ["أعجبني", "أعجبني بعضه", "لم يعجبني"],
}
"""A question that fits any text and has no key."""
HEAD = """\
# A question file of Fahm. docs/format.md explains every key; `fahm check --watch` follows your edits.
# ملف أسئلة. شرح كل مفتاح في docs/format.md، والأمر fahm check --watch يتابع ما تعدّله.
#
# level: A1 A2 B1 B2 C1 C2.  draft: true while you work on it; delete the line at the end.
# المستوى level من A1 إلى C2. والسطر draft: true لمدة العمل على الملف، ثم يُحذف.
"""
EXAMPLES = """
# More questions, to be changed and taken out of the comment: paragraphs are counted from 1, without headings, and
# `evidence` are the very words of the paragraph that settle the answer.
# أسئلة أخرى تُعدّل وتُزال عنها علامة التعليق: تُعدّ الفقرات من 1 بلا العناوين، 
# وevidence كلمات الفقرة نفسها التي تحسم الإجابة.
#
#  - id: which-day
#    paragraph: 1
#    type: short
#    prompt: متى …؟
#    accept: [الخميس]
#    evidence: [يوم الخميس]
#
#  - id: who-came
#    paragraph: 1
#    type: choice
#    prompt: من …؟
#    options:
#      - {text: …, correct: true, why: …}
#      - {text: …, why: …}
#      - {text: …, why: …}
"""


def begin_question_file(content: Path, source: Path, level: str) -> tuple[Path, Path]:
    """Write the question file of a text, and the text into seeds/ where it is elsewhere; return both paths.

    UserError with the reason: nothing is ever written over.
    """
    refuse_packaged_content(content)
    slug = slug_of(source)
    if fault := slug_fault(slug):
        raise UserError(en=f"{source.name}: {of_message(fault).en}", ar=of_message(fault).ar)
    if there := question_file(content, slug):
        raise UserError(en=f"{there} already exists", ar="لهذا النص ملف أسئلة موجود، ولم يُغيّر")
    raw = read_source(source)
    try:
        text = text_of_file(raw)
    except UserError as refusal:
        raise UserError(en=f"{source.name}: {refusal.en}", ar=refusal.ar) from refusal
    file = _file_of(content, source, raw, text)
    name = same_name(content / "seeds", f"{slug}.txt") or f"{slug}.txt" if file else source.name
    settings = {"text": name, "title": text.title, "level": level}
    return write_new_text(content, slug, settings, file)


def refuse_packaged_content(content: Path) -> None:
    """Raise UserError for the texts that come with Fahm: nothing is written among them."""
    if content.resolve() == PACKAGED_CONTENT.resolve():
        raise UserError(
            en="create the folders seeds and questions here first, or name a folder with --content",
            ar="أنشئ هنا المجلدين seeds وquestions أولًا، أو اذكر مجلدًا بالخيار ‎--content.",
        )


def _file_of(content: Path, source: Path, raw: bytes, text: SourceText) -> TextFileContent | None:
    """The file to write of a text; None where it is in seeds/ as it has to be."""
    in_place = source.suffix == ".txt" and source.resolve().parent == (content / "seeds").resolve()
    return None if in_place and not decode_utf8(raw, "")[1] else text_of(text.blocks)


def read_source(source: Path) -> bytes:
    """Read the file that a command was given; UserError where it cannot be read."""
    try:
        return source.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "unreadable"
        raise UserError(en=f"{source} cannot be read: {reason}", ar="تعذرت قراءة الملف", code=2) from error


def write_new_text(
    content: Path,
    slug: str,
    settings: Mapping[str, object],
    file: TextFileContent | None,
    questions: Sequence[Mapping[str, object]] = (FIRST_QUESTION,),
) -> tuple[Path, Path]:
    """Write the files of a new text, none over another one; return the question file's path and the text's.

    ``file`` is the text to write; None where it is there. UserError where a name is taken or nothing can be written.
    """
    text, target = content / "seeds" / str(settings["text"]), content / "questions" / f"{slug}.yaml"
    if file and text.exists():
        raise UserError(en=f"{text} already exists", ar="في seeds/ نص بهذا الاسم، ولم يُغيّر")
    marks = {key: list(lines) for key, lines in (file.marks._asdict() if file else {}).items() if lines is not None}
    written = new_question_file({**settings, **marks, "draft": True}, questions).decode()
    first, _, rest = written.partition("\n")
    try:
        for folder in (text.parent, target.parent):
            folder.mkdir(parents=True, exist_ok=True)
        if file:
            replace_file(text, file.content.encode(), "")
        replace_file(target, f"{first}\n{HEAD}{rest}{EXAMPLES}".encode(), "")
    except StaleFile as error:
        raise UserError(en=f"{target} already exists", ar="لهذا النص ملف أسئلة موجود، ولم يُغيّر") from error
    except OSError as error:
        raise UserError(en=f"{content} cannot be written: {error.strerror}", ar="تعذرت الكتابة في المجلد") from error
    return target, text
