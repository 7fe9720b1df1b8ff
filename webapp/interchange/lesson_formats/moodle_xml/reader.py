"""Reader of Moodle XML: its questions as items, and what of them is not taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from webapp.domain.exchange_items import (
    ChoiceItem,
    EssayItem,
    ExchangeItem,
    ExchangeOption,
    ExchangePair,
    ExchangeWording,
    GapsItem,
    NoteItem,
    OrderItem,
    PairsItem,
    TypedItem,
)
from webapp.domain.problem import Problem, both
from webapp.interchange.lesson_formats.item_tags import with_tags
from webapp.interchange.lesson_formats.kept_fields import kept_values
from webapp.interchange.lesson_formats.lesson_format import ReadFile, ReadItem, refuse_many, warning
from webapp.interchange.lesson_formats.moodle_xml.cloze_text import numbered_gaps, read_gaps
from webapp.interchange.lesson_formats.moodle_xml.unread_parts import number_of, unread_parts
from webapp.interchange.lesson_formats.moodle_xml.writer import SOURCE
from webapp.interchange.lesson_formats.option_shares import marked_differently
from webapp.interchange.lesson_formats.plain_words import words_of_html
from webapp.interchange.lesson_formats.spellings import without_spellings
from webapp.interchange.lesson_formats.xml_tree import Element, is_comment, parsed_xml, source_of
from webapp.interchange.text_sources.source_text import Unreadable

TRUTH = {"true": "صحيح", "false": "خطأ"}
FILL = "املأ الفراغ."
ANY = "*"
PASSED_OVER = ("category", "description")


def read_moodle_xml(raw: bytes) -> ReadFile:
    """Read a file: descriptions are the text that the questions are about. Unreadable where it is no Moodle XML."""
    root = parsed_xml(raw)
    if root.tag != "quiz":
        raise Unreadable(
            en="this XML file has no Moodle questions. Export them as Moodle XML.",
            ar="لا توجد في ملف XML هذا أسئلة من Moodle. صدّرها بصيغة Moodle XML.",
        )
    reader = _Reader()
    refuse_many([element for element in root if element.get("type", "category") not in PASSED_OVER])
    items: list[ReadItem] = []
    texts: list[str] = []
    title, comment = "", ""
    for element in root:
        if is_comment(element):
            alone = kept_values(element.text or "", "")
            if alone is not None:
                items.append(ReadItem(NoteItem(prompt=""), len(items) + 1, values=alone))
            comment = element.text or ""
            continue
        kind = element.get("type", "")
        if element.tag == "question" and kind == "description":
            kept = kept_values(comment, source_of(element)) or {}
            texts.append(str(kept.get(SOURCE) or reader.words(0, element, "questiontext")))
            title = title or _text(element, "name")
        elif element.tag == "question" and kind != "category":
            items.append(reader.item(len(items) + 1, element, comment))
        comment = ""
    return ReadFile(tuple(items), "\n".join(texts), title, tuple(reader.problems))


def _text(element: Element, path: str) -> str:
    return (element.findtext(f"{path}/text") or "").strip()


class _Reader:
    """Makes items of questions and collects what is not taken."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def item(self, place: int, element: Element, comment: str) -> ReadItem:
        """The item of a question, with its id, grade, hints and tags."""
        values = kept_values(comment, source_of(element))
        said = len(self.problems)
        shape = self._shape(place, element)
        hints = tuple(filter(None, (self._part(place, hint) for hint in element.iter("hint"))))
        item, left = with_tags(
            replace(
                shape,
                id=_text(element, ".").strip()
                or (element.findtext("idnumber") or "").strip()
                or _text(element, "name"),
                points=number_of(element.findtext("defaultgrade"), shape.points),
                why=self.words(place, element, "generalfeedback"),
                hints=hints,
            ),
            [(tag.findtext("text") or "").strip() for tag in element.iter("tag")],
        )
        if left:
            self._say(place, "tags", f"tags ({', '.join(left)})", f"الوسوم ({'، '.join(left)})")
        if item.why and isinstance(item, ChoiceItem | PairsItem | EssayItem):
            self._say(place, "general-feedback", "its general feedback", "التغذية الراجعة العامة")
        if any(True for _ in element.iter("file")):
            names = ", ".join(file.get("name", "") for file in element.iter("file"))[:200]
            self._say(place, "media", f"embedded files: {names}", f"الملفات المضمنة: {names}")
        for part in unread_parts(element) if not isinstance(shape, NoteItem) else ():
            self._say(place, part.rule, part.en, part.ar)
        if values is not None:
            del self.problems[said:]
        return ReadItem(item, place, values=values)

    def words(self, place: int, element: Element, path: str) -> str:
        """The plain words of a part of a question."""
        part = element.find(path)
        return "" if part is None else self._part(place, part)

    def _part(self, place: int, part: Element) -> str:
        text = part.findtext("text") or ""
        if part.get("format") in ("plain_text", "markdown"):
            return text.strip()
        if part.get("format") == "moodle_auto_format":
            text = text.strip().replace("\n", "<br>")
        plain, left = words_of_html(text)
        for lost in left:
            if lost.rule != "media" or part.find("file") is None:
                self._say(place, lost.rule, lost.en, lost.ar)
        return plain

    def _say(self, place: int, rule: str, en: str, ar: str) -> None:
        message = both(en=f"not imported: {en}", ar=f"لم يُستورد: {ar}")
        self.problems.append(warning(place, rule, message))

    def _shape(self, place: int, element: Element) -> ExchangeItem:
        prompt = self.words(place, element, "questiontext")
        answers = element.findall("answer")
        match element.get("type"):
            case "multichoice" | "multichoiceset":
                return self._choice(place, element, prompt, answers)
            case "truefalse":
                return ChoiceItem(prompt=prompt, options=tuple(self._truths(place, answers)), pinned=True)
            case "shortanswer" | "numerical":
                cased = (element.findtext("usecase") or "0").strip() == "1"
                return TypedItem(prompt=prompt, wordings=self._wordings(place, answers), exact=cased)
            case "matching":
                return self._pairs(place, element, prompt)
            case "ordering":
                return OrderItem(prompt=prompt, lines=tuple(self._part(place, answer) for answer in answers))
            case "cloze":
                return self._gaps(place, prompt)
            case "gapselect" | "ddwtos":
                return self._numbered_gaps(place, element, prompt)
            case "essay":
                least = int(number_of(element.findtext("minwordlimit"), 0))
                return EssayItem(prompt=prompt, model=self.words(place, element, "graderinfo"), words=least or None)
        kind = (element.get("type") or "?")[:40]
        self._say(place, "no-such-question", f"a question of the type {kind}", f"سؤال من النوع {kind}")
        return NoteItem(prompt=prompt)

    def _choice(self, place: int, element: Element, prompt: str, answers: Sequence[Element]) -> ChoiceItem:
        several = (element.findtext("single") or "true").strip() in ("false", "0")
        options = tuple(self._option(place, answer, several) for answer in answers)
        if not several and sum(option.correct for option in options) > 1:
            several = True
            self._say(place, "any-right", "that any one of its right options is enough", "أن أي خيار صحيح فيه يكفي")
        elif marked_differently(options, several):
            self._say(place, "weights", "the grades of its options", "درجات خياراته")
        pinned = (element.findtext("shuffleanswers") or "true").strip() in ("false", "0")
        return ChoiceItem(prompt=prompt, options=options, several=several, pinned=pinned)

    def _option(self, place: int, answer: Element, several: bool) -> ExchangeOption:
        share = number_of(answer.get("fraction"), 0) / 100
        correct = share > 0 if several else share >= 1
        return ExchangeOption(self._part(place, answer), correct, self.words(place, answer, "feedback"), share)

    def _truths(self, place: int, answers: Sequence[Element]) -> Iterator[ExchangeOption]:
        for answer in answers:
            word = (answer.findtext("text") or "").strip().lower()
            right = number_of(answer.get("fraction"), 0) >= 100
            yield ExchangeOption(TRUTH.get(word, word), right, self.words(place, answer, "feedback"))

    def _wordings(self, place: int, answers: Sequence[Element]) -> tuple[ExchangeWording, ...]:
        wordings = []
        for answer in answers:
            text = (answer.findtext("text") or "").strip()
            note = self.words(place, answer, "feedback")
            if text == ANY:
                if note:
                    self._say(place, "any-answer", "feedback for any other answer (*)", "التعليق على أي إجابة أخرى (*)")
                continue
            if ANY in text.replace("\\*", ""):
                self._say(place, "any-words", "the sign * in an answer", "علامة * في الإجابة")
            if number_of(answer.findtext("tolerance"), 0):
                self._say(place, "number-range", "the tolerance of a number", "مدى العدد المقبول")
            share = max(0.0, min(1.0, number_of(answer.get("fraction"), 100) / 100))
            wordings.append(ExchangeWording(text.replace("\\*", "*"), share, note))
        return without_spellings(sorted(wordings, key=lambda wording: wording.share <= 0))

    def _pairs(self, place: int, element: Element, prompt: str) -> PairsItem:
        both_sides = [
            (self._part(place, part), (part.findtext("answer/text") or "").strip())
            for part in element.findall("subquestion")
        ]
        pairs = tuple(ExchangePair(left, right) for left, right in both_sides if left)
        return PairsItem(prompt=prompt, pairs=pairs, distractors=tuple(right for left, right in both_sides if not left))

    def _numbered_gaps(self, place: int, element: Element, prompt: str) -> GapsItem:
        listed = [*element.findall("selectoption"), *element.findall("dragbox")]
        return GapsItem(prompt=FILL, pieces=numbered_gaps(prompt, [self._part(place, part) for part in listed]))

    def _gaps(self, place: int, prompt: str) -> GapsItem:
        pieces, whole = read_gaps(prompt)
        if not whole:
            self._say(place, "weights", "shares and feedback of its gaps", "درجات فراغاته والتغذية الراجعة لها")
        asked = FILL
        if pieces and isinstance(pieces[0], str) and "\n" in pieces[0].rstrip("\n") + ("\n" if len(pieces) > 1 else ""):
            asked, _, rest = pieces[0].partition("\n")
            pieces = ((rest,) if rest else ()) + pieces[1:]
        return GapsItem(prompt=asked, pieces=pieces)
