"""Reader of GIFT: its entries as items, and what of them is not taken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from webapp.domain.exchange_items import (
    ChoiceItem,
    EssayItem,
    ExchangeGap,
    ExchangeItem,
    ExchangeOption,
    ExchangePair,
    ExchangeWording,
    GapsItem,
    PairsItem,
    TypedItem,
)
from webapp.domain.problem import Problem, both
from webapp.domain.value_forms import ID_FORM
from webapp.interchange.lesson_formats.gift.gift_parser import ANY, BLANK, parse_gift
from webapp.interchange.lesson_formats.gift.gift_tree import GiftAnswer, GiftNumber, GiftQuestion, GiftText
from webapp.interchange.lesson_formats.item_tags import with_tags
from webapp.interchange.lesson_formats.kept_fields import kept_values
from webapp.interchange.lesson_formats.lesson_format import ReadFile, ReadItem, decoded_file, refuse_many, warning
from webapp.interchange.lesson_formats.option_shares import marked_differently
from webapp.interchange.lesson_formats.plain_words import words_of_html
from webapp.interchange.lesson_formats.spellings import without_spellings

_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,500}>|&(?:[a-zA-Z]{2,8}|#[0-9]{1,7});")
_ID = re.compile(ID_FORM)
TRUTH = ("صحيح", "خطأ")
FILL = "املأ الفراغ."
ANY_RIGHT = "أن أي خيار صحيح فيه يكفي"


def read_gift(raw: bytes) -> ReadFile:
    """Read a file: descriptions are the text that the questions are about. Unreadable where it is no GIFT."""
    entries, problems = parse_gift(decoded_file(raw))
    questions = [entry for entry in entries if entry.kind not in ("Category", "Description")]
    refuse_many(questions)
    reader = _Reader(problems)
    items = tuple(reader.item(place, entry) for place, entry in enumerate(questions, 1))
    texts = [entry for entry in entries if entry.kind == "Description"]
    text = "\n".join(reader.words(0, entry.stem) for entry in texts)
    title = next((entry.title for entry in texts if entry.title), "")
    return ReadFile(items, text, title, tuple(reader.problems))


class _Reader:
    """Makes items of entries and collects what is not taken."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)

    def item(self, place: int, entry: GiftQuestion) -> ReadItem:
        """The item of an entry, with its id, tags and general feedback."""
        values = next((kept for line in entry.comments if (kept := kept_values(line, entry.source)) is not None), None)
        said = len(self.problems)
        item = self._shape(place, entry)
        named = next((name for name in (entry.id, entry.title) if name and _ID.match(name)), "")
        why = self.words(place, entry.global_feedback, entry.line) if entry.global_feedback else item.why
        item, left = with_tags(replace(item, id=named, why=why), entry.tags)
        if left:
            self._say(place, entry.line, "tags", *_named("tags", "الوسوم", left))
        if isinstance(item, ChoiceItem | PairsItem | EssayItem) and item.why:
            self._say(place, entry.line, "general-feedback", "its general feedback", "التغذية الراجعة العامة")
        if values is not None:
            del self.problems[said:]
        return ReadItem(item, place, entry.line, values)

    def words(self, place: int, text: GiftText | None, line: int = 0) -> str:
        """The plain words of a text; pictures and sounds in it are named by a Problem."""
        if text is None:
            return ""
        if text.format == "plain" or not (text.format == "html" or _MARKUP.search(text.text)):
            return text.shown or text.text
        plain, left = words_of_html(text.text)
        for part in left:
            self._say(place, line, part.rule, part.en, part.ar)
        return plain

    def _say(self, place: int, line: int, rule: str, en: str, ar: str) -> None:
        message = both(en=f"not imported: {en}", ar=f"لم يُستورد: {ar}")
        self.problems.append(warning(place, rule, message, line))

    def _shape(self, place: int, entry: GiftQuestion) -> ExchangeItem:
        prompt = self.words(place, entry.stem, entry.line)
        match entry.kind:
            case "TF":
                wrong, right = (self.words(place, note, entry.line) for note in entry.feedback)
                reasons = (right, wrong) if entry.is_true else (wrong, right)
                options = (
                    ExchangeOption(TRUTH[0], entry.is_true, reasons[0]),
                    ExchangeOption(TRUTH[1], not entry.is_true, reasons[1]),
                )
                return ChoiceItem(prompt=prompt, options=options, pinned=True)
            case "MC":
                return self._choice(place, entry, prompt)
            case "Short" | "Numerical":
                return self._typed(place, entry, prompt)
            case "Matching":
                return self._pairs(place, entry, prompt)
        return EssayItem(prompt=prompt)

    def _choice(self, place: int, entry: GiftQuestion, prompt: str) -> ChoiceItem:
        named = sum(answer.is_correct for answer in entry.answers)
        full = [answer for answer in entry.answers if (answer.weight or 0) > 0]
        several = named > 1 or (not named and not (len(full) == 1 and full[0].weight == 100))
        weighed = any(answer.weight is not None for answer in entry.answers)
        by_weight = several and weighed and not named
        options = tuple(self._option(place, entry, answer, by_weight) for answer in entry.answers)
        if named > 1:
            self._say(place, entry.line, "any-right", "that any one of its right options is enough", ANY_RIGHT)
        elif marked_differently(options, several):
            self._say(place, entry.line, "weights", "the weights of its options", "أوزان خياراته")
        return ChoiceItem(prompt=prompt, options=options, several=several)

    def _option(self, place: int, entry: GiftQuestion, answer: GiftAnswer, by_weight: bool) -> ExchangeOption:
        correct = (answer.weight or 0) > 0 if by_weight else answer.is_correct or answer.weight == 100
        text = self.words(place, answer.text, entry.line) if isinstance(answer.text, GiftText) else ""
        usual = 0.0 if by_weight else None  # an option without a weight earns and costs nothing
        share = usual if answer.weight is None else answer.weight / 100
        return ExchangeOption(text, correct, self.words(place, answer.feedback, entry.line), share)

    def _typed(self, place: int, entry: GiftQuestion, prompt: str) -> TypedItem | GapsItem:
        answers = [answer for answer in entry.answers if not self._is_any(place, entry, answer)]
        wordings = without_spellings(self._wording(place, entry, answer) for answer in answers)
        before, blank, behind = prompt.partition(BLANK)
        if not (entry.embedded and blank and all(wording.share == 1 and not wording.why for wording in wordings)):
            return TypedItem(prompt=prompt, wordings=wordings)
        asked, line, before = before.rpartition("\n")
        gap = ExchangeGap(tuple(wording.text for wording in wordings))
        pieces = (before, gap, behind if behind.strip() != "." or not line else "")
        return GapsItem(prompt=asked.strip() if line else FILL, pieces=tuple(piece for piece in pieces if piece))

    def _is_any(self, place: int, entry: GiftQuestion, answer: GiftAnswer) -> bool:
        """Tell an answer that stands for all others; its feedback is not taken."""
        anything = isinstance(answer.text, GiftText) and answer.text.text == ANY
        if anything and answer.feedback:
            self._say(
                place, entry.line, "any-answer", "feedback for any other answer (*)", "التعليق على أي إجابة أخرى (*)"
            )
        return anything

    def _wording(self, place: int, entry: GiftQuestion, answer: GiftAnswer) -> ExchangeWording:
        share = 1 if answer.weight is None else max(0.0, answer.weight / 100)
        note = self.words(place, answer.feedback, entry.line)
        if isinstance(answer.text, GiftText):
            text = self.words(place, answer.text, entry.line)
            if ANY in text:
                self._say(place, entry.line, "any-words", "the sign * in an answer", "علامة * في الإجابة")
            return ExchangeWording(text, share, note)
        if answer.text.low != answer.text.high:
            self._say(place, entry.line, "number-range", *_range(answer.text))
        return ExchangeWording(f"{answer.text.number:.15g}", share, note)

    def _pairs(self, place: int, entry: GiftQuestion, prompt: str) -> PairsItem:
        pairs = tuple(
            ExchangePair(self.words(place, pair.left, entry.line), pair.right) for pair in entry.pairs if pair.left.text
        )
        distractors = tuple(pair.right for pair in entry.pairs if not pair.left.text)
        return PairsItem(prompt=prompt, pairs=pairs, distractors=distractors)


def _named(en: str, ar: str, names: Sequence[str]) -> tuple[str, str]:
    words = "، ".join(names)
    return f"{en} ({', '.join(names)})", f"{ar} ({words})"


def _range(number: GiftNumber) -> tuple[str, str]:
    low, high = (f"{value:.15g}" for value in (number.low, number.high))
    return f"the range {low} to {high} (its middle value is accepted)", f"المدى من {low} إلى {high} (تُقبل قيمته الوسطى)"
