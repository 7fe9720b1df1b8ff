"""A library of many small texts, of all levels and kinds, beside the article: for the tests of the shelf."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import get_args

from conftest import ARTICLE, SLUG
from webapp.arabic.tokenizer import words as cut_words
from webapp.content.lesson import Genre

LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")
GENRES: tuple[str, ...] = get_args(Genre)
ANSWERS = {"first": "القطار", "second": "الميناء"}
"""Right answers to the two questions of every text."""
SENTENCE = "خرج الأولاد إلى الحديقة قبل المطر، ولعبوا بين الأشجار حتى المساء. "


def write_texts(folder: Path, count: int) -> Path:
    """Write the article and ``count`` texts, numbered from 1: each has two paragraphs with a question."""
    for part in ("seeds", "questions"):
        (folder / part).mkdir(parents=True)
    shutil.copy(ARTICLE / "seeds" / f"{SLUG}.txt", folder / "seeds")
    shutil.copy(ARTICLE / "questions" / f"{SLUG}.yaml", folder / "questions")
    for number in range(1, count + 1):
        text = f"وصل القطار رقم {number} إلى المدينة.\n\n{SENTENCE * (number % 5 * 20)}ثم ذهبت سعاد إلى الميناء.\n"
        (folder / "seeds" / f"{slug(number)}.txt").write_text(text, encoding="utf-8")
        (folder / "questions" / f"{slug(number)}.yaml").write_text(_questions(number), encoding="utf-8")
    return folder


def write_words(folder: Path, numbers: Iterable[int]) -> None:
    """Write the words files of some texts, each word its own dictionary form."""
    for number in numbers:
        text = (folder / "seeds" / f"{slug(number)}.txt").read_text(encoding="utf-8")
        groups = "".join(_words(place, line) for place, line in enumerate(filter(None, text.split("\n")), 1))
        words = f"text: {slug(number)}.txt\nreviewed: true\nwords:\n{groups}"
        (folder / "questions" / f"{slug(number)}.words.yaml").write_text(words, encoding="utf-8")


def _words(paragraph: int, line: str) -> str:
    entries = "".join(
        f'    - {{word: "{word}", vowelled: "{word}", lemma: "{word}", meaning: كلمة, english: word}}\n'
        for word in (span.of(line) for span in cut_words(line))
    )
    return f"  - paragraph: {paragraph}\n    list:\n{entries}"


def slug(number: int) -> str:
    """The name of a text."""
    return f"text-{number:02}"


def level(number: int) -> str:
    """The level of a text: from the easiest to the hardest, and again."""
    return LEVELS[(number - 1) % len(LEVELS)]


def genre(number: int) -> str:
    """The kind of a text."""
    return GENRES[(number - 1) % len(GENRES)]


def title(number: int) -> str:
    """The title of a text, fit for a search that folds spelling."""
    return f"رحلةُ القطار {number}"


def _questions(number: int) -> str:
    asked = "".join(
        f"  - id: {name}\n    paragraph: {paragraph}\n    type: short\n    prompt: ما الذي يذكره النص هنا؟\n"
        f"    accept: [{answer}]\n    evidence: [{answer}]\n    hints: [انظر إلى الفقرة]\n"
        for paragraph, (name, answer) in enumerate(ANSWERS.items(), 1)
    )
    head = f"text: {slug(number)}.txt\ntitle: {title(number)}\nlevel: {level(number)}\ngenre: {genre(number)}\n"
    return f"{head}source: كتاب المؤلّفة أُميمة\nquestions:\n{asked}"
