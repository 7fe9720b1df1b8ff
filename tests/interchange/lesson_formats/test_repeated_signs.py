"""A file of one sign a hundred thousand times over is read in one pass: no pattern goes back for each of them.

A reader that does takes minutes for a file of two megabytes, and no other reader of that process is served meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from xml.sax.saxutils import escape

import pytest

from interchange.text_sources.documents import paragraph, word_document
from processor_limit import limited, processor_limit
from webapp.domain.user_error import UserError
from webapp.interchange.lesson_formats import FORMATS
from webapp.interchange.lesson_formats.plain_words import words_of_html

pytestmark = limited
LENGTH = 60_000
SPACES = ["\n", "\r", "\t", " ", "\xa0", "\u2003", "\u3000", "\x0b", "\x85", "\u2028"]
SIGNS = [
    *("{", "}", "~", "=", "#", "####", "::", "%", "->", "\\", "//", "[id:", "[tag:", "[html]", "$CATEGORY:", "=%"),
    *("{T", "A. ", "A) x\n", "ANSWER: ", "A. x\n\n", "*", "**", "* ", "[[", "]]", "|", "'", '"', ";'", ",", "،"),
    *(";", "/", "؛", "1. ", "أ) ", "- ", "س ", "الجواب: ", "مفتاح ", "fahm:aaaaaaaaaaaa:{", "{1:SA:", "{1:SA:="),
    *("}~", "&", "&#", "&#9", '<a "', "<a '", "<a b=", "<a =", "<a", "<!--", "<![", "<!", "<?", "<", "</", "<p>"),
    *("<script>", "<img src=", "-->"),
]
WRAPPED: dict[str, Callable[[str], bytes]] = {
    "moodle-xml": lambda words: (
        f"<quiz><!-- {words.replace('--', '-')} --><question type='cloze'><questiontext>"
        f"<text><![CDATA[{words}]]></text></questiontext></question></quiz>"
    ).encode(),
    "gift": lambda words: f"// {words}\n::س::{words} س{{={words}س}}\n".encode(),
    "csv": lambda words: f"type,question,right,wrong\nchoice,{words}س,{words}س,س\n".encode(),
}


def rows(length: int = LENGTH) -> Iterator[str]:
    for sign in [*SPACES, *SIGNS]:
        yield sign * (length // len(sign))


@pytest.mark.parametrize("name", [name for name, known in FORMATS.items() if known.read])
def test_a_file_of_one_sign(name: str) -> None:
    for row in rows():
        for file in (row, f"{row}A. x{row}") if row.isspace() else (row,):
            with processor_limit():
                FORMATS[name].recognizes(file.encode())
            read(file.encode(), name)


@pytest.mark.parametrize("name", WRAPPED)
def test_a_question_of_one_sign(name: str) -> None:
    for row in rows():
        read(WRAPPED[name](row), name)


def test_a_document_with_a_question_of_one_sign() -> None:
    for row in rows(20_000):
        plain = "".join(sign if sign in "\t\n\r" or sign >= " " else " " for sign in row)
        lines = (f"{begin}{escape(plain)}س" for begin in ("1. ", "أ) س", "ب) ", "الجواب: س"))
        read(word_document("".join(map(paragraph, lines))), "docx")


def test_many_options_and_an_answer_that_names_none() -> None:
    lines = ["1. من؟", *(f"أ) كلمة{number}" for number in range(600)), f"الجواب: {'س،' * 60_000}"]
    read(word_document("".join(map(paragraph, lines))), "docx")


def test_html_of_one_sign() -> None:
    for row in rows():
        with processor_limit():
            words_of_html(f"<p>{row}</p>")


def read(raw: bytes, name: str) -> None:
    reader = FORMATS[name].read
    assert reader
    with suppress(UserError), processor_limit():  # most of these are no questions
        reader(raw)


def test_many_gaps_share_their_options() -> None:
    options = "".join(f"<selectoption><text>{number}</text></selectoption>" for number in range(4_000))
    text = f"<questiontext><text>{'[[1]]' * 2_000}</text></questiontext>"
    read(f"<quiz><question type='gapselect'>{text}{options}</question></quiz>".encode(), "moodle-xml")
