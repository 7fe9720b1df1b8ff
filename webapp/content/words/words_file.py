"""Words file, ``questions/<slug>.words.yaml``: every word of a text vowelled and explained, in order.

The vowelled text without its marks is the text: each word is compared with the text letter by letter, in its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from webapp.arabic.normalize import strip_tashkeel, strip_tatweel
from webapp.arabic.tokenizer import words as cut_words
from webapp.arabic.unicode_forms import composed
from webapp.domain.question import Filled, Model
from webapp.domain.text import ParagraphSpan, Text
from webapp.domain.value_forms import TEXT_FORM

SUFFIX = ".words.yaml"
ROOT_LETTER = "[ءأبتثجحخدذرزسشصضطظعغفقكلمنهوي]"
OPTIONAL_IN_DRAFTS = ("lemma", "meaning", "english")
"""Fields that a draft may leave empty, and a reviewed file may not."""
JOINED_PARTICLES = "وفبكل"
"""Particles that an expression's first word may carry in the text: «بالمضي قدما»."""
DraftText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]


class WordEntry(Model):
    """One word of the text."""

    word: Filled = Field(description="Exactly as it stands in the text, without the punctuation around it.")
    vowelled: Filled = Field(description="The same letters with their vowel marks, as the word is read in its place.")
    lemma: DraftText = Field(description="The dictionary form, vowelled. Empty only in a draft.")
    root: str | None = Field(
        default=None,
        pattern=f"^{ROOT_LETTER}( {ROOT_LETTER}){{1,4}}$",
        description="Its letters with spaces between, where the word has one: ر ء س",
    )
    meaning: DraftText = Field(description="A short meaning in simple Arabic. Empty only in a draft.")
    english: DraftText = Field(description="A short English gloss. Empty only in a draft.")
    note: str = Field(default="", max_length=2000, description="What a reader should know besides.")
    ambiguous: bool = Field(
        default=False, description="true where the word without its marks could be read as another one."
    )
    reviewed: bool = Field(
        default=False, description="true once a person has read it, in a file that is not reviewed as a whole yet."
    )


class Expression(Model):
    """Words that mean something together, such as the name of a council."""

    words: Filled = Field(description="Exactly as they stand in the text, two or more, with a space between.")
    vowelled: Filled = Field(description="The same letters with their vowel marks.")
    meaning: DraftText = Field(description="A short meaning in simple Arabic. Empty only in a draft.")
    english: DraftText = Field(description="A short English gloss. Empty only in a draft.")


class WordGroup(Model):
    """The words of one paragraph or of one heading."""

    paragraph: int | None = Field(default=None, ge=1, description="The paragraph's number from 1; or else:")
    heading: int | None = Field(default=None, ge=1, description="The number of the paragraph that the heading is over.")
    entries: tuple[WordEntry, ...] = Field(alias="list", description="Every word in its order.")


class WordsFile(Model):
    """A whole words file."""

    text: Annotated[str, Field(pattern=TEXT_FORM, description="The text's file name in seeds/.")]
    reviewed: bool = Field(description="true once a person has read every word of it; a tool's draft has false.")
    expressions: tuple[Expression, ...] = Field(
        default=(),
        max_length=300,
        description="Names and set phrases of several words; each counts wherever its words stand.",
    )
    words: tuple[WordGroup, ...] = Field(description="Paragraphs and headings in the order of the text.")


MAX_WORDS_OF_EXPRESSION = 12


@dataclass(frozen=True, slots=True)
class TextWord:
    """A word of the text: ``span`` points into its paragraph (for a heading's word, into the heading)."""

    span: ParagraphSpan
    word: str
    vowelled: str
    lemma: str
    root: str | None
    meaning: str
    english: str
    note: str
    ambiguous: bool = False
    reviewed: bool = False
    expression: Expression | None = None
    """The longest expression that the word is part of."""


@dataclass(frozen=True, slots=True)
class TextWords:
    """All words of a text. ``headings`` has one tuple per paragraph too, empty if no heading is over it."""

    file: str
    reviewed: bool
    paragraphs: tuple[tuple[TextWord, ...], ...]
    headings: tuple[tuple[TextWord, ...], ...]


def letters_only(word: str) -> str:
    """Strip a word to the letters that must be the same with and without vowel marks."""
    return strip_tatweel(strip_tashkeel(composed(word)))


def heading_and_paragraph_lines(text: Text) -> dict[tuple[str, int], str]:
    """Every heading and paragraph in the order of the text, by the keys of a words file."""
    lines: dict[tuple[str, int], str] = {}
    for paragraph in text.paragraphs:
        if paragraph.heading:
            lines["heading", paragraph.number] = paragraph.heading
        lines["paragraph", paragraph.number] = paragraph.text
    return lines


def expressions_in(line: Sequence[str], expressions: Iterable[Expression]) -> dict[int, Expression]:
    """Find the expressions in a line of words: the longest one by the position of each word in it."""
    by_position: dict[int, Expression] = {}
    for _, start, count, expression in sorted(_standing(line, expressions), key=lambda place: place[:2]):
        by_position |= dict.fromkeys(range(start, start + count), expression)
    return by_position


def expressions_standing(line: Sequence[str], expressions: Iterable[Expression]) -> set[str]:
    """The words of the expressions that stand in a line of words, also of those inside longer ones."""
    return {expression.words for _, _, _, expression in _standing(line, expressions)}


def _standing(line: Sequence[str], expressions: Iterable[Expression]) -> list[tuple[int, int, int, Expression]]:
    """The places of expressions in a line: length in letters, first word, number of words, and the expression."""
    by_words: dict[int, dict[tuple[str, ...], Expression]] = {}
    for expression in expressions:
        words = expression.words.split()
        if 0 < len(words) <= MAX_WORDS_OF_EXPRESSION:
            for opening in (words[0], *(particle + words[0] for particle in JOINED_PARTICLES)):
                by_words.setdefault(len(words), {})[opening, *words[1:]] = expression
    return [
        (len(standing.words), start, count, standing)
        for count, known in by_words.items()
        for start in range(len(line) - count + 1)
        if (standing := known.get(tuple(line[start : start + count])))
    ]


def text_words(file: WordsFile, text: Text) -> TextWords:
    """Place every word of a file without errors in the text. ValueError if they do not fit."""
    groups = {
        ("heading" if group.heading else "paragraph", group.heading or group.paragraph): group for group in file.words
    }

    def of(kind: str, number: int, line: str) -> Iterator[TextWord]:
        group = groups.get((kind, number))
        entries = group.entries if group else ()
        together = expressions_in([entry.word for entry in entries], file.expressions)
        for index, (span, entry) in enumerate(zip(cut_words(line), entries, strict=True)):
            yield TextWord(ParagraphSpan(number, span.start, span.end), **dict(entry), expression=together.get(index))

    return TextWords(
        file.text,
        file.reviewed,
        tuple(tuple(of("paragraph", p.number, p.text)) for p in text.paragraphs),
        tuple(tuple(of("heading", p.number, p.heading or "")) for p in text.paragraphs),
    )


def words_schema() -> dict[str, Any]:
    """Generate the JSON Schema of a words file from the models that validate it."""
    schema = WordsFile.model_json_schema(by_alias=True)
    filled = {name: {"minLength": 1} for name in OPTIONAL_IN_DRAFTS}
    entries = {"properties": {"list": {"items": {"properties": filled}}}}
    schema["if"] = {"properties": {"reviewed": {"const": True}}}
    schema["then"] = {"properties": {"words": {"items": entries}}}
    schema["$defs"]["WordGroup"]["oneOf"] = [{"required": ["paragraph"]}, {"required": ["heading"]}]
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Fahm words file"
    schema.pop("description", None)
    return schema
