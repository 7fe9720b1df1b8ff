"""A lesson: a text with its questions and settings, compiled once and shared by every request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field

from webapp.arabic.tokenizer import words as cut_words
from webapp.content.parsing.given_lines import TextMarks
from webapp.content.words.explained_words import WordsByStem, explained_words, words_by_stem
from webapp.content.words.vowelling import LEVELS, Level, ShownParagraph, shown_text
from webapp.content.words.words_file import TextWords
from webapp.domain.question import PROCESSES, Filled, Model, ParagraphRef, Question, RuleName
from webapp.domain.rules import ONCE, USUAL, Gate, Rules
from webapp.domain.text import ParagraphSpan, Text
from webapp.domain.value_forms import PARAGRAPH_FORM, RECORDING_FORM, ROOT_FORM, TEXT_FORM
from webapp.question_types import TYPES


class Word(Model):
    """One entry of the vocabulary list."""

    word: Filled = Field(description="As it stands in the paragraph, or its dictionary form.")
    paragraph: Annotated[int, Field(ge=1)]
    meaning: Filled = Field(description="A short meaning in simple Arabic.")
    english: Filled
    root: str | None = Field(default=None, pattern=ROOT_FORM, description="Its letters with spaces between.")


class TextNote(Model):
    """A remark on the language of the text."""

    paragraph: Annotated[int, Field(ge=1)]
    words: Filled = Field(description="The words of the paragraph that it is about.")
    note: Filled = Field(description="For example, the better wording of a slip in the text.")


Genre = Literal[
    "story",
    "letter",
    "recipe",
    "science",
    "news",
    "opinion",
    "dialogue",
    "biography",
    "verse",
    "heritage",
    "notice",
]
"""Kind of a text, for finding it in the library."""
ParagraphKey = Annotated[str, Field(pattern=PARAGRAPH_FORM)]
Recording = Annotated[str, Field(pattern=RECORDING_FORM)]


class Settings(Model):
    """All settings of a question file; its questions are apart."""

    text: Annotated[str, Field(pattern=TEXT_FORM, description="The text's file name in seeds/.")]
    title: Filled
    level: Literal["A1", "A2", "B1", "B2", "C1", "C2"] = Field(description="CEFR level.")
    genre: Genre | None = Field(default=None, description="Kind of the text, by which the library finds it.")
    tashkeel: Level = Field(
        default="none",
        description="Vowel marks of the words file that are shown until a reader chooses: none, some (of "
        "ambiguous words) or all.",
    )
    source: str = Field(default="", max_length=500, description="Where the text comes from.")
    gate: Gate = Field(default="answered", description="What opens the next paragraph.")
    mode: Literal["practice", "exam"] = Field(
        default="practice",
        description="practice: marks at once, with reasons. exam: no results are shown until it is submitted.",
    )
    draft: bool = Field(default=False, description="true while you work on it: nothing is said of what is left out.")
    archived: bool = Field(
        default=False,
        description="true hides the text from the library and from new lessons; its answers and results stay.",
    )
    tries: int | None = Field(
        default=None,
        ge=1,
        le=10,
        description="How many attempts each question has. Left out: one where a statement is judged, two where "
        "something is chosen, three where the answer is typed or built.",
    )
    penalty: float | None = Field(
        default=None,
        ge=0,
        le=1,
        description="Share of the points that a wrong attempt costs. Left out: half where something is chosen, else a "
        "third; a third everywhere in a file that sets attempts.",
    )
    headings: tuple[Annotated[int, Field(ge=1)], ...] | None = Field(
        default=None, description="Line numbers of the subheadings, where the guess (short, no full stop) is wrong."
    )
    verses: tuple[Annotated[int, Field(ge=1)], ...] | None = Field(
        default=None, description="Line numbers of the lines of poems, where the guess is wrong."
    )
    lists: tuple[Annotated[int, Field(ge=1)], ...] | None = Field(
        default=None, description="Line numbers of the lines of lists and dialogues, where the guess is wrong."
    )
    dialogues: tuple[Annotated[int, Field(ge=1)], ...] | None = Field(
        default=None, description="Line numbers of the lines of dialogues, where the guess is wrong."
    )
    tables: tuple[Annotated[int, Field(ge=1)], ...] | None = Field(
        default=None, description="Line numbers of the lines of tables, where the guess is wrong."
    )
    vocabulary: tuple[Word, ...] = ()
    notes: tuple[TextNote, ...] = Field(
        default=(), description="Remarks on the language of the text, shown folded below the paragraph."
    )
    allow: dict[RuleName, Filled] = Field(
        default={},
        exclude=True,
        description="Warnings of the check that the whole file does not get: the rule's name, and the reason.",
    )
    audio: dict[ParagraphKey, Recording] = Field(
        default={},
        description="A teacher's recordings: the number of a paragraph, and a file (mp3, m4a, ogg, opus or wav) in "
        "questions/audio/. Example: `{1: first.mp3, 2: second.ogg}`.",
    )

    @property
    def rules(self) -> Rules:
        """Attempts and penalty where no question is known (one that is gone). An exam is handed in once."""
        return ONCE if self.exam else self._rules(self.tries, USUAL)

    @property
    def marks(self) -> TextMarks:
        """The lines of the text that the file names as headings, verses and so on."""
        return TextMarks(self.headings, self.verses, self.lists, self.dialogues, self.tables)

    def recording(self, place: ParagraphRef) -> str | None:
        """The file name of a paragraph's recording; None where there is none."""
        return self.audio.get(str(place))

    def rules_of(self, question: Question) -> Rules:
        """The rules for one question: its own number of attempts, the file's, or what is usual for its type."""
        return ONCE if self.exam else self._rules(question.tries or self.tries, question.usual_rules())

    def _rules(self, tries: int | None, usual: Rules) -> Rules:
        if self.penalty is not None:
            return Rules(tries or usual.tries, self.penalty)
        return Rules(tries, USUAL.penalty) if tries else usual

    @property
    def exam(self) -> bool:
        """Exam mode: marks are shown only after everything is handed in."""
        return self.mode == "exam"


@dataclass(frozen=True)
class Item:
    """A question placed in its text, with the spans of its evidence and the digest of its version.

    ``after`` names the question that must be answered before this one is shown.
    """

    question: Question
    evidence: tuple[ParagraphSpan, ...]
    version: str
    after: str | None = None
    line: int = 0
    """The line of the question file on which it begins."""

    def with_words(self, words: WordsByStem) -> Item:
        """The item with its question bound to the vowels of the text's words."""
        wordings = [wording for key in self.question.typed_keys() for wording in key.every_wording]
        explained = explained_words(words, wordings, self.evidence, self.question.paragraph) if wordings else ()
        return replace(self, question=self.question.with_words(explained)) if explained else self


@dataclass(frozen=True)
class Lesson:
    """A text with its questions and settings. ``items`` keep the file's order."""

    slug: str
    settings: Settings
    text: Text
    items: tuple[Item, ...]
    words: TextWords | None = None
    left_out: frozenset[str] = frozenset()
    """Ids of the text's questions that an exam of some paragraphs does not ask."""
    answered_since: datetime | None = None
    """Time from which attempts count, in an exam that a learner was given; None where all count."""
    typed_since: datetime | None = None
    """The same of typed answers."""

    def with_words(self, words: TextWords | None) -> Lesson:
        """The lesson with its words file, by which typed vowel marks are judged."""
        if words is None:
            return replace(self, words=None)
        if (read := self.variants.get("words")) is None or read.words is not words:
            by_stem = words_by_stem(words)
            read = replace(self, words=words, items=tuple(item.with_words(by_stem) for item in self.items))
            self.variants["words"] = read  # a refresh reads the same files again
        return read

    def counts(self, question: str, at: datetime) -> bool:
        """Tell whether an attempt of this time at a question counts: in an exam only what is of that exam."""
        return question not in self.left_out and (self.answered_since is None or at >= self.answered_since)

    @cached_property
    def shown(self) -> Mapping[str, tuple[ShownParagraph, ...]]:
        """The paragraphs at each level of vowelling; without a words file all levels are the text itself."""
        return {level: shown_text(self.text, self.words, level) for level in LEVELS}

    @cached_property
    def lemma_counts(self) -> Counter[str]:
        """Counts of each dictionary form in its paragraphs; empty without a words file."""
        paragraphs = self.words.paragraphs if self.words else ()
        return Counter(word.lemma for words in paragraphs for word in words if word.lemma)

    @cached_property
    def lemmas(self) -> frozenset[str]:
        """Dictionary forms of the words of its paragraphs; none without a words file."""
        return frozenset(self.lemma_counts)

    @cached_property
    def word_count(self) -> int:
        """Number of the words of its paragraphs."""
        return sum(len(cut_words(paragraph.text)) for paragraph in self.text.paragraphs)

    @cached_property
    def variants(self) -> dict[Hashable, Lesson]:
        """Copies by other rules than the file's, remembered by whoever derives them."""
        return {}

    def items_at(self, place: int | str) -> tuple[Item, ...]:
        """The questions of one paragraph (from 1), of the ``whole`` text, or of its ``front`` page."""
        return self._by_place.get(place, ())

    @cached_property
    def varied_rules(self) -> bool:
        """True where the file leaves the attempts to the types, and they differ."""
        rules = {self.settings.rules_of(item.question) for item in self.items if item.question.points}
        return self.settings.tries is None and len(rules) > 1

    @property
    def usual_rules(self) -> Rules:
        """The rules of most questions."""
        rules = Counter(self.settings.rules_of(item.question) for item in self.items if item.question.points)
        return rules.most_common(1)[0][0] if rules and self.settings.tries is None else self.settings.rules

    @cached_property
    def _by_place(self) -> Mapping[int | str, tuple[Item, ...]]:
        places = dict.fromkeys(item.question.place for item in self.items)
        return {place: tuple(item for item in self.items if item.question.place == place) for place in places}

    @cached_property
    def in_reading_order(self) -> tuple[Item, ...]:
        """The questions as they are met: on the front page, by paragraph, on the whole text; else as in the file."""
        paragraphs = [paragraph.number for paragraph in self.text.paragraphs]
        places: list[int | str] = ["front", *paragraphs, "whole"]
        return tuple(item for place in places for item in self.items_at(place))

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each question by its id: one through the whole text, and the same in every room."""
        return {item.question.id: number for number, item in enumerate(self.in_reading_order, 1)}

    @cached_property
    def asked(self) -> int:
        """Number of questions to answer: opinions, which nobody need give, are not counted in any room."""
        return sum(item.question.holds_gate for item in self.items)

    def item(self, question: str) -> Item | None:
        """The question with this id."""
        return self._by_id.get(question)

    @cached_property
    def _by_id(self) -> Mapping[str, Item]:
        return {item.question.id: item for item in reversed(self.items)}


def json_schema() -> dict[str, Any]:
    """Generate the JSON Schema of a question file from the models that validate it."""
    schema = Settings.model_json_schema(ref_template="#/$defs/{model}")
    definitions = schema.setdefault("$defs", {})
    branches = []
    for name, model in TYPES.items():
        model_schema = model.model_json_schema(by_alias=True, ref_template="#/$defs/{model}")
        definitions.update(model_schema.pop("$defs", {}))
        definitions[model.__name__] = model_schema
        chosen = {"properties": {"type": {"const": name}}}
        branches.append({"if": chosen, "then": {"$ref": f"#/$defs/{model.__name__}"}})
    kinds = {"type": {"enum": list(TYPES)}, "process": {"enum": list(PROCESSES)}}
    question = {"type": "object", "required": ["type"], "properties": kinds, "allOf": branches}
    schema["properties"]["questions"] = {"type": "array", "minItems": 1, "items": question}
    schema["required"] = [*schema.get("required", []), "questions"]
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Fahm question file"
    schema.pop("description", None)
    return schema
