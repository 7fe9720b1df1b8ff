"""The words file of a text, ``questions/<slug>.words.yaml``: every word vowelled and explained, in the text's order.

The vowelled text without its marks is the text: each word is compared with the text letter by letter, in its place.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from webapp.arabic.normalize import strip_tashkeel, strip_tatweel
from webapp.arabic.tokenizer import words as cut_words
from webapp.content.source_tree import Node
from webapp.content.validation_messages import KeyPath, validated
from webapp.content.word_alignment import align_words
from webapp.content.yaml_parser import read_tree
from webapp.domain.problem import Problem, Severity, both
from webapp.domain.question import Filled, Model
from webapp.domain.text import ParagraphSpan, Text

SUFFIX = ".words.yaml"
ROOT_LETTER = "[ءأبتثجحخدذرزسشصضطظعغفقكلمنهوي]"
FOR_THE_REVIEWER = ("lemma", "meaning", "english")
"""What a draft may leave empty, and a reviewed file may not."""
DraftText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
ReadText = Callable[[str], tuple[Text | None, list[Problem]]]
"""The text of this file name in seeds/, cut as its question file says; None where there is none."""


class Entry(Model):
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


class Group(Model):
    """The words of one paragraph or of one heading."""

    paragraph: int | None = Field(default=None, ge=1, description="The paragraph's number from 1; or else:")
    heading: int | None = Field(default=None, ge=1, description="The number of the paragraph that the heading is over.")
    entries: tuple[Entry, ...] = Field(alias="list", description="Every word in its order.")


class WordsFile(Model):
    """A whole words file."""

    text: Annotated[str, Field(pattern=r"^[^/\\\x00]+\.txt$", description="The text's file name in seeds/.")]
    reviewed: bool = Field(description="true once a person has read every word of it; a tool's draft has false.")
    words: tuple[Group, ...] = Field(description="Paragraphs and headings in the order of the text.")


@dataclass(frozen=True, slots=True)
class TextWord:
    """A word in its place: ``span`` points into its paragraph (for a heading's word, into the heading)."""

    span: ParagraphSpan
    word: str
    vowelled: str
    lemma: str
    root: str | None
    meaning: str
    english: str
    note: str
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class TextWords:
    """Every word of a text. ``headings`` has one tuple a paragraph too, empty where no heading stands over it."""

    file: str
    reviewed: bool
    paragraphs: tuple[tuple[TextWord, ...], ...]
    headings: tuple[tuple[TextWord, ...], ...]


def letters_only(word: str) -> str:
    """What must be the same with and without vowel marks."""
    return strip_tatweel(strip_tashkeel(unicodedata.normalize("NFC", word)))


def heading_and_paragraph_lines(text: Text) -> dict[tuple[str, int], str]:
    """Every heading and paragraph in the order of the text, as a words file names them."""
    found: dict[tuple[str, int], str] = {}
    for paragraph in text.paragraphs:
        if paragraph.heading:
            found["heading", paragraph.number] = paragraph.heading
        found["paragraph", paragraph.number] = paragraph.text
    return found


def compile_words(raw: bytes, path: str, read: ReadText) -> tuple[TextWords | None, list[Problem]]:
    """The words of one file; None when anything in it is an error."""
    return compile_words_tree(*read_tree(raw, path), path, read)


def compile_words_tree(
    tree: Node | None, problems: list[Problem], path: str, read: ReadText
) -> tuple[TextWords | None, list[Problem]]:
    """The same from the tree of the file, and the problems that were found in reading it."""
    if tree is None:
        return None, problems
    if not isinstance(tree.value, dict):
        message = both(
            en="not a words file: it needs text, reviewed and words", ar="ليس ملف كلمات: تلزمه text وreviewed وwords"
        )
        return None, [*problems, Problem(path, tree.line, tree.column, "bad-value", message)]
    return _Checker(tree, path, problems).run(read)


class _Checker:
    """One run over one file. The words are compared with the text even where other things are wrong."""

    def __init__(self, tree: Node, path: str, problems: list[Problem]) -> None:
        self.tree, self.path, self.problems = tree, path, problems

    def run(self, read: ReadText) -> tuple[TextWords | None, list[Problem]]:
        file, problems = validated(WordsFile, self.tree, self.tree, (), self.path)
        self.problems += problems
        text = self._text(read)
        if text:
            self._compare(text)
        if file and file.reviewed:
            self._left_empty(file)
        elif file:
            message = both(en="a draft: nobody has reviewed it yet", ar="مسودّة لم يراجعها أحد بعد")
            self._say(("reviewed",), "not-reviewed", message, "warning")
        found = sorted(set(self.problems))
        if file is None or text is None or any(problem.severity == "error" for problem in found):
            return None, found
        return text_words(file, text), found

    def _say(self, where: KeyPath, rule: str, message: str, severity: Severity = "error") -> None:
        self.problems.append(Problem(self.path, *self.tree.value_at(where), rule, message, severity))

    def _text(self, read: ReadText) -> Text | None:
        node = self.tree.step("text")
        name = node.value if node else None
        if not isinstance(name, str) or "/" in name or "\\" in name:
            return None
        text, problems = read(name)
        self.problems += problems
        if text is None and not problems:
            self._say(
                ("text",), "no-text", both(en=f"no file {name} in seeds/", ar=f"لا ملف بهذا الاسم في seeds/: {name}")
            )
        return text

    def _compare(self, text: Text) -> None:
        expected = heading_and_paragraph_lines(text)
        order = list(expected)
        seen: list[tuple[int, int]] = []
        node = self.tree.step("words")
        groups = node.value if node and isinstance(node.value, list) else []
        for index, group in enumerate(groups):
            place = self._place(index, group)
            if place is None:
                continue
            if place not in expected:
                self._say(("words", index, place[0]), "paragraph-range", _no_such_place(place, text))
            elif order.index(place) in [at for at, _ in seen]:
                self._say(("words", index, place[0]), "place-twice", both(en="given twice", ar="مذكورة مرتين"))
            else:
                seen.append((order.index(place), index))
                self._line(("words", index, "list"), group.step("list"), expected[place])
        for (before, _), (after, index) in pairwise(seen):
            if after < before:
                message = both(en="not in the order of the text", ar="ليست في موضعها من ترتيب النص")
                self._say(("words", index), "place-order", message)
        for kind, number in [place for at, place in enumerate(order) if groups and at not in dict(seen)]:
            name = "عنوان" if kind == "heading" else "الفقرة"
            message = both(en=f"the words of {kind} {number} are missing", ar=f"كلمات {name} {number} ناقصة")
            self._say(("words",), "place-missing", message)

    def _place(self, index: int, group: Node) -> tuple[str, int] | None:
        """Which paragraph or heading a group is about; None where the models have told what is wrong with it."""
        if not isinstance(group.value, dict):
            return None
        named = [kind for kind in ("paragraph", "heading") if kind in group.value]
        if len(named) != 1:
            message = both(
                en="needs paragraph or heading, one of the two", ar="يلزم paragraph أو heading، واحد منهما فقط"
            )
            self._say(("words", index), "bad-value", message)
            return None
        value = str(group.value[named[0]].value)
        return (named[0], int(value)) if value.isdecimal() and int(value) else None

    def _line(self, where: KeyPath, node: Node | None, line: str) -> None:
        """The words of one paragraph or heading against the text's own."""
        if node is None or not isinstance(node.value, list):
            return
        wanted = [span.of(line) for span in cut_words(line)]
        given = [_said(entry, "word") for entry in node.value]
        partner: dict[int, str] = {}
        for first, end, start, stop in align_words(wanted, given):
            partner |= dict(zip(range(start, stop), wanted[first:end], strict=False))
            if given[start:stop] != wanted[first:end]:
                self._slip(where, wanted[first:end], given[start:stop], start, len(given))
        for index, entry in enumerate(node.value):
            word, vowelled = given[index], _said(entry, "vowelled")
            right = {letters_only(one) for one in (word, partner.get(index)) if one}
            if vowelled and right and letters_only(vowelled) not in right:
                message = both(
                    en=f'without its marks "{vowelled}" is not "{word}"', ar=f"«{vowelled}» بلا حركات ليست «{word}»"
                )
                self._say((*where, index, "vowelled"), "vowelled-differs", message)

    def _slip(self, where: KeyPath, wanted: Sequence[str], given: Sequence[str | None], index: int, count: int) -> None:
        should, said = " ".join(wanted), " ".join(word for word in given if word)
        if not given:
            message = both(en=f'missing before this word: "{should}"', ar=f"ناقص قبل هذه الكلمة: «{should}»")
            if index >= count:
                message = both(en=f'missing at the end: "{should}"', ar=f"ناقص في الآخر: «{should}»")
            self._say((*where, min(index, count - 1)) if count else where, "word-missing", message)
        elif not wanted:
            self._say((*where, index), "word-extra", both(en=f'not in the text: "{said}"', ar=f"ليس في النص: «{said}»"))
        elif said:
            message = both(en=f'the text has "{should}" here, not "{said}"', ar=f"في النص هنا «{should}» وليس «{said}»")
            self._say((*where, index, "word"), "word-differs", message)

    def _left_empty(self, file: WordsFile) -> None:
        for at, group in enumerate(file.words):
            for index, entry in enumerate(group.entries):
                for name in FOR_THE_REVIEWER:
                    if not getattr(entry, name):
                        message = both(
                            en=f'"{name}" is empty, and only a draft (reviewed: false) may leave it so',
                            ar=f"قيمة «{name}» فارغة، ولا يُقبل ذلك إلا في مسودّة (reviewed: false)",
                        )
                        self._say(("words", at, "list", index, name), "bad-value", message)


def _said(entry: Node, key: str) -> str | None:
    node = entry.step(key)
    return node.value.strip() or None if node and isinstance(node.value, str) else None


def _no_such_place(place: tuple[str, int], text: Text) -> str:
    count = len(text.paragraphs)
    if place[0] == "paragraph" or place[1] > count:
        return both(en=f"the text has {count} paragraphs", ar=f"في النص {count} من الفقرات")
    return both(en=f"no heading stands over paragraph {place[1]}", ar=f"لا عنوان فوق الفقرة {place[1]}")


def text_words(file: WordsFile, text: Text) -> TextWords:
    """Every word of a file without an error, in its place in the text. ValueError where they do not fit."""
    groups = {
        ("heading" if group.heading else "paragraph", group.heading or group.paragraph): group for group in file.words
    }

    def of(kind: str, number: int, line: str) -> Iterator[TextWord]:
        group = groups.get((kind, number))
        for span, entry in zip(cut_words(line), group.entries if group else (), strict=True):
            yield TextWord(ParagraphSpan(number, span.start, span.end), **dict(entry))

    return TextWords(
        file.text,
        file.reviewed,
        tuple(tuple(of("paragraph", p.number, p.text)) for p in text.paragraphs),
        tuple(tuple(of("heading", p.number, p.heading or "")) for p in text.paragraphs),
    )


def words_schema() -> dict[str, Any]:
    """The JSON Schema of a words file, from the same models that validate it."""
    schema = WordsFile.model_json_schema(by_alias=True)
    filled = {name: {"minLength": 1} for name in FOR_THE_REVIEWER}
    entries = {"properties": {"list": {"items": {"properties": filled}}}}
    schema["if"] = {"properties": {"reviewed": {"const": True}}}
    schema["then"] = {"properties": {"words": {"items": entries}}}
    schema["$defs"]["Group"]["oneOf"] = [{"required": ["paragraph"]}, {"required": ["heading"]}]
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Fahm words file"
    schema.pop("description", None)
    return schema
