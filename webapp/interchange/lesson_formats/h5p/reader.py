"""Reader of H5P: the questions of a set, or the one of a package, as items."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from webapp.domain.exchange_items import (
    ChoiceItem,
    ExchangeItem,
    ExchangeOption,
    ExchangeWording,
    GapsItem,
    NoteItem,
    PassageItem,
    TypedItem,
)
from webapp.domain.problem import Problem, both
from webapp.domain.value_forms import ID_FORM
from webapp.interchange.lesson_formats.h5p.starred_text import dragged_words, gap_pieces, marked_words, tips
from webapp.interchange.lesson_formats.h5p.writer import CONTENT, DESCRIPTION, KEPT, QUESTION_SET, comparable
from webapp.interchange.lesson_formats.kept_fields import kept_values
from webapp.interchange.lesson_formats.lesson_format import ReadFile, ReadItem, refuse_large, refuse_many, warning
from webapp.interchange.lesson_formats.plain_words import words_of_html
from webapp.interchange.lesson_formats.spellings import without_spellings
from webapp.interchange.text_sources.source_text import Unreadable
from webapp.interchange.text_sources.zip_parts import read_parts

MAX_PACKAGE_BYTES = 20 * 1024 * 1024
MAX_DEPTH = 60
MAX_VALUES = 200_000
_BRACKET = re.compile(rb"[\[\]{}]")
TRUTHS = {"true": "صحيح", "false": "خطأ"}
FILL = "املأ الفراغات."
ID = re.compile(ID_FORM)


def read_h5p(raw: bytes) -> ReadFile:
    """Read a package. Unreadable where it is none, or holds no content."""
    refuse_large(raw, MAX_PACKAGE_BYTES)
    description, content = _parts(raw)
    main = str(description.get("mainLibrary", ""))
    if main == QUESTION_SET:
        listed = [question for question in _list(content.get("questions")) if isinstance(question, dict)]
    else:
        listed = [{"library": main, "params": content, "metadata": description}]
    refuse_many(listed)
    reader = _Reader()
    items = [reader.item(place, question) for place, question in enumerate(listed, 1)]
    text, missing = _text(description, content)
    for kept in missing:
        at, values = kept.get("place"), kept.get("question")
        if isinstance(at, int) and isinstance(values, dict):
            items.insert(at, ReadItem(NoteItem(prompt=""), at + 1, values=values))
    return ReadFile(tuple(items), text, str(description.get("title", ""))[:200], tuple(reader.problems))


def _parts(raw: bytes) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    try:
        parts = read_parts(raw, (DESCRIPTION, CONTENT))
        read = [json.loads(_shallow(parts[name])) for name in (DESCRIPTION, CONTENT)]
    except (Unreadable, KeyError, ValueError, RecursionError) as error:
        raise _no_package() from error
    if not all(isinstance(part, dict) for part in read):
        raise _no_package()
    return read[0], read[1]


def _shallow(part: bytes) -> bytes:
    """Refuse brackets within brackets without end, and more values than any package has, before they are parsed."""
    if sum(map(part.count, (b"[", b"{", b","))) > MAX_VALUES:
        raise ValueError("too many values")
    depth = 0
    for bracket in _BRACKET.finditer(part):
        depth += 1 if bracket[0] in b"[{" else -1
        if depth > MAX_DEPTH:
            raise ValueError("too deep")
    return part


def _no_package() -> Unreadable:
    return Unreadable(
        en="this H5P package is damaged or empty. Download it again.",
        ar="ملف H5P هذا تالف أو بلا محتوى. نزّله من جديد.",
    )


def _text(description: Mapping[str, Any], content: Mapping[str, Any]) -> tuple[str, list[Mapping[str, object]]]:
    """The text that the questions are about, and the questions that H5P has not."""
    page = content.get("introPage")
    shown = str(page.get("introduction", "")) if isinstance(page, dict) else ""
    lines = str(description.get(KEPT, "")).split("\n")
    kept = next((found for line in lines if (found := kept_values(line, shown)) is not None and "source" in found), {})
    missing = [found for line in lines if (found := kept_values(line, "")) is not None and "source" not in found]
    return str(kept.get("source", "")) or words_of_html(shown)[0], missing


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _dict(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


class _Reader:
    """Makes items of questions and collects what is not taken."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def item(self, place: int, question: Mapping[str, Any]) -> ReadItem:
        """The item of a question, with its title as its id where it can be one."""
        params, metadata = _dict(question.get("params")), _dict(question.get("metadata"))
        values = kept_values(str(metadata.get(KEPT, "")), comparable(dict(params)))
        said = len(self.problems)
        item = self._shape(place, str(question.get("library", "")).split(" ")[0], params)
        title = str(metadata.get("title", ""))
        item = replace(item, id=title if ID.fullmatch(title) else "")
        if _dict(params.get("media")).get("type"):
            self._say(place, "media", "its picture or video", "صورته أو مقطعه")
        if any(str(_dict(part).get("feedback") or "").strip() for part in _list(params.get("overallFeedback"))):
            self._say(place, "combined-feedback", "its words for the points earned", "التعليق على مجموع الدرجات")
        if values is not None:
            del self.problems[said:]
        return ReadItem(item, place, values=values)

    def _words(self, place: int, value: object) -> str:
        plain, left = words_of_html(str(value or ""))
        for part in left:
            self._say(place, part.rule, part.en, part.ar)
        return plain

    def _say(self, place: int, rule: str, en: str, ar: str) -> None:
        message = both(en=f"not imported: {en}", ar=f"لم يُستورد: {ar}")
        self.problems.append(warning(place, rule, message))

    def _shape(self, place: int, library: str, params: Mapping[str, Any]) -> ExchangeItem:
        match library:
            case "H5P.MultiChoice":
                return self._choice(place, params)
            case "H5P.TrueFalse":
                return self._truth(place, params)
            case "H5P.Blanks":
                return self._blanks(place, params)
            case "H5P.DragText":
                text = self._words(place, params.get("textField"))
                self._say_tips(place, text)
                pieces = gap_pieces(text, self._dragged(params))
                return GapsItem(prompt=self._words(place, params.get("taskDescription")) or FILL, pieces=pieces)
            case "H5P.MarkTheWords":
                passage = marked_words(self._words(place, params.get("textField")))
                self._say(place, "passage", "the passage around its words", "المقطع الذي تُحدّد فيه الكلمات")
                return PassageItem(prompt=self._words(place, params.get("taskDescription")), passage=passage).simpler()
        name = library[:60] or "?"
        self._say(place, "no-such-question", f"a question of the type {name}", f"سؤال من النوع {name}")
        return NoteItem(prompt="")

    def _dragged(self, params: Mapping[str, Any]) -> tuple[str, ...]:
        wrong = dragged_words(str(params.get("distractors", "")))
        return wrong or tuple(dragged_words(words_of_html(str(params.get("textField", "")))[0]))

    def _choice(self, place: int, params: Mapping[str, Any]) -> ChoiceItem:
        answers = [answer for answer in _list(params.get("answers")) if isinstance(answer, dict)]
        options = tuple(self._option(place, answer) for answer in answers)
        behaviour = _dict(params.get("behaviour"))
        right = sum(option.correct for option in options)
        several = not behaviour.get("singleAnswer") if behaviour.get("type", "auto") != "auto" else right > 1
        several = several or (right == 1 and behaviour.get("singleAnswer") is False and len(options) > 2)
        pinned = behaviour.get("randomAnswers") is False
        prompt = self._words(place, params.get("question"))
        return ChoiceItem(prompt=prompt, options=options, several=several, pinned=pinned)

    def _option(self, place: int, answer: Mapping[str, Any]) -> ExchangeOption:
        more = _dict(answer.get("tipsAndFeedback"))
        if str(more.get("tip") or "").strip() or str(more.get("notChosenFeedback") or "").strip():
            self._say(place, "tips", "the tips of its options", "تلميحات خياراته")
        why = self._words(place, more.get("chosenFeedback"))
        return ExchangeOption(self._words(place, answer.get("text")), bool(answer.get("correct")), why)

    def _truth(self, place: int, params: Mapping[str, Any]) -> ChoiceItem:
        right = str(params.get("correct", "")).lower()
        behaviour = _dict(params.get("behaviour"))
        notes = {True: behaviour.get("feedbackOnCorrect"), False: behaviour.get("feedbackOnWrong")}
        reasons = {word: self._words(place, notes[word == right]) for word in TRUTHS}
        options = tuple(ExchangeOption(text, word == right, reasons[word]) for word, text in TRUTHS.items())
        return ChoiceItem(prompt=self._words(place, params.get("question")), options=options, pinned=True)

    def _say_tips(self, place: int, text: str) -> None:
        if any(tips(text)):
            self._say(place, "tips", "the tips of its gaps", "تلميحات فراغاته")

    def _blanks(self, place: int, params: Mapping[str, Any]) -> ExchangeItem:
        prompt = self._words(place, params.get("text"))
        texts = [self._words(place, text) for text in _list(params.get("questions"))]
        text = "\n".join(texts)
        self._say_tips(place, text)
        pieces = gap_pieces(text)
        if len(pieces) == 1 and not isinstance(pieces[0], str):
            wordings = without_spellings(map(ExchangeWording, pieces[0].right))
            return TypedItem(prompt=prompt, wordings=wordings)
        return GapsItem(prompt=prompt or FILL, pieces=tuple(_spelled_once(pieces)))


def _spelled_once(pieces: tuple[Any, ...]) -> Iterator[Any]:
    for piece in pieces:
        if isinstance(piece, str):
            yield piece
        else:
            kept = without_spellings(map(ExchangeWording, piece.right))
            yield replace(piece, right=tuple(wording.text for wording in kept))
