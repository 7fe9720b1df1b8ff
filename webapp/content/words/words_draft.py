"""Draft of a words file: every word of a text in its order, vowelled by a tool where there is one."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from webapp.arabic.tokenizer import sentences
from webapp.arabic.tokenizer import words as cut_words
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
            en=f'vowel marks need the "annotate" extra ({error}): pip install "fahm[annotate]"',
            ar='لاقتراح الحركات ثبّت الإضافة: pip install "fahm[annotate]"',
        ) from error
    try:
        simplemma: Any = importlib.import_module("simplemma")
    except ImportError:
        return DraftingTools(vowels)
    return DraftingTools(
        vowels, lambda word: simplemma.lemmatize(word, lang="ar") if simplemma.is_known(word, lang="ar") else ""
    )


def words_file_draft(
    text: Text, drafting_tools: DraftingTools, progress: ReportProgress = lambda done, total: None
) -> str:
    """Draft the words file of a text as YAML; fields that only a person can fill are left empty."""
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
