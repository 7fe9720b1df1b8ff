"""``fahm annotate``: draft the words file of a text. Tools guess the vowels and lemmas; a person reviews every word."""

from __future__ import annotations

import importlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from webapp.arabic.tokenizer import sentences
from webapp.arabic.tokenizer import words as cut_words
from webapp.cli.texts.check import read_text, text_settings
from webapp.content import question_file
from webapp.content.files.question_files import words_path
from webapp.content.words.words_compiler import compile_words
from webapp.content.words.words_file import heading_and_paragraph_lines, letters_only
from webapp.domain.text import Text
from webapp.domain.user_error import UserError

PLAIN_SCALAR = re.compile(r"[\u0621-\u063a\u0641-\u0652][\u0621-\u063a\u0641-\u0652 ]*")
"""Text that YAML reads as a plain scalar without quotes in any context."""


@dataclass(frozen=True)
class DraftingTools:
    """Tools that guess: ``vowels`` of a sentence, ``lemma`` of a word (empty where it is not known)."""

    vowels: Callable[[str], str]
    lemma: Callable[[str], str] = lambda word: ""


ReportProgress = Callable[[int, int], None]
"""Called after each line of the text with the number of words done and of all words."""


def drafting_tools() -> DraftingTools:
    """Load the tools of the extra ``annotate``; UserError where they are not installed."""
    try:
        vowels = importlib.import_module("text2tashkeel").Diacritizer().diacritize
    except ImportError as error:
        raise UserError(
            en=f'vowels need the extra "annotate" ({error}): pip install "fahm[annotate]"',
            ar='يلزم لوضع الحركات تثبيت الإضافة: pip install "fahm[annotate]"',
        ) from error
    try:
        simplemma: Any = importlib.import_module("simplemma")
    except ImportError:
        return DraftingTools(vowels)
    return DraftingTools(
        vowels, lambda word: simplemma.lemmatize(word, lang="ar") if simplemma.is_known(word, lang="ar") else ""
    )


def progress_line(done: int, total: int) -> None:
    """Show progress in one line on standard error, overwritten in place where that is a terminal."""
    line = f"{done}/{total} words — كلمات"
    if sys.stderr.isatty():
        print(f"\r{line}", end="\n" if done == total else "", file=sys.stderr, flush=True)
    elif done == total:
        print(line, file=sys.stderr)


def annotate_text(
    content: Path,
    slug: str,
    get_tools: Callable[[], DraftingTools],
    progress: ReportProgress = lambda done, total: None,
    force: bool = False,
) -> Path:
    """Write ``questions/<slug>.words.yaml``, whole or not at all, and return its path. UserError with the reason."""
    if not slug or slug.startswith(".") or re.search(r"[/\\\x00]", slug):
        raise UserError(en=f"not the name of a text: {slug!r}", ar="ليس هذا اسم نص")
    target = words_path(_question_file(content, slug))
    if target.exists() and not force:
        raise UserError(
            en=f"{target} is there already; --force writes over it", ar="ملف الكلمات موجود، ويُكتب فوقه بالخيار --force"
        )
    text = _text(content, slug)
    source = _drafted(text, get_tools(), progress)
    _, problems = compile_words(source.encode(), target.name, lambda name: (text, []))
    if errors := [problem for problem in problems if problem.severity == "error"]:
        raise UserError(
            en=f"the draft would not be right, so it is not written: {errors[0]}", ar="لم تُكتب المسودّة لخلل فيها"
        )
    try:
        write_whole(target, source)
    except OSError as error:
        raise UserError(en=f"{target} cannot be written: {error.strerror}", ar="تعذّرت كتابة الملف") from error
    return target


def _drafted(text: Text, drafting_tools: DraftingTools, progress: ReportProgress) -> str:
    try:
        return words_file_draft(text, drafting_tools, progress)
    except Exception as error:  # whatever a tool of somebody else's may raise, the reader of the line needs one line
        raise UserError(en=f"the tool for vowels failed: {error}", ar="أخفقت أداة وضع الحركات") from error


def _question_file(content: Path, slug: str) -> Path:
    return question_file(content, slug) or content / "questions" / f"{slug}.yaml"


def _text(content: Path, slug: str) -> Text:
    name, marks = text_settings(_question_file(content, slug))
    file = name or f"{slug}.txt"
    text, problems = read_text(content / "seeds" / Path(file).name, marks)
    if problems:
        raise UserError(en=str(problems[0]), ar="تعذّرت قراءة النص")
    if text is None or not text.paragraphs:
        raise UserError(en=f"no text {file} in {content}/seeds", ar="لا نص بهذا الاسم في seeds/")
    return text


def words_file_draft(text: Text, drafting_tools: DraftingTools, progress: ReportProgress) -> str:
    """Draft the words file of a text as YAML; fields that only a person can fill are left out."""
    lines = heading_and_paragraph_lines(text)
    total, done = sum(len(cut_words(line)) for line in lines.values()), 0
    out = [
        "# yaml-language-server: $schema=words.schema.json",
        f"text: {_scalar(text.file)}",
        "reviewed: false  # a draft by tools; true once a person has read and completed every word",
        "words:",
    ]
    for (kind, number), line in lines.items():
        rows = list(_rows(line, drafting_tools))
        out += [f"  - {kind}: {number}", "    list:" if rows else "    list: []", *rows]
        done += len(rows)
        progress(done, total)
    return "\n".join(out) + "\n"


def _rows(line: str, drafting_tools: DraftingTools) -> Iterator[str]:
    for word, vowelled in vowelled_words(line, drafting_tools.vowels):
        fields = {"word": word, "vowelled": vowelled, "lemma": drafting_tools.lemma(word), "meaning": "", "english": ""}
        yield f"    - {{{', '.join(f'{name}: {_scalar(value)}' for name, value in fields.items())}}}"


def vowelled_words(line: str, vowels: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Pair each word of a line with its vowelled form; with itself where the tool changed more than marks."""
    for sentence in sentences(line):
        source = sentence.of(line)
        bare = [span.of(source) for span in cut_words(source)]
        vowelled = vowels(source)
        marked = [span.of(vowelled) for span in cut_words(vowelled)]
        if len(marked) != len(bare):
            marked = bare
        yield from (
            (word, guess if letters_only(guess) == letters_only(word) else word)
            for word, guess in zip(bare, marked, strict=True)
        )


def _scalar(value: str) -> str:
    return value if PLAIN_SCALAR.fullmatch(value) else json.dumps(value, ensure_ascii=False)


def write_whole(target: Path, source: str) -> None:
    """Write a file beside the target and replace the target in one step, so that no reader meets half a file."""
    beside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with beside.open("w", encoding="utf-8", newline="\n") as file:
            file.write(source)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, target)
    finally:
        beside.unlink(missing_ok=True)
