"""Reader of items of QTI 1.2: choices, typed and longer answers, things to match, gaps with their choices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from html import escape

from webapp.domain.exchange_items import (
    ChoiceItem,
    EssayItem,
    ExchangeGap,
    ExchangeItem,
    ExchangeOption,
    ExchangePair,
    ExchangeWording,
    GapsItem,
    NoteItem,
    PairsItem,
    TypedItem,
)
from webapp.domain.problem import Problem, both
from webapp.interchange.lesson_formats.common_cartridge.old_conditions import OldKey, has_range, keys_of, remarks_of
from webapp.interchange.lesson_formats.item_tags import with_tags
from webapp.interchange.lesson_formats.kept_fields import kept_values
from webapp.interchange.lesson_formats.lesson_format import ReadItem, warning
from webapp.interchange.lesson_formats.plain_words import MAX_SAID, words_of_html
from webapp.interchange.lesson_formats.qti.gap_reader import MAX_WORDINGS
from webapp.interchange.lesson_formats.qti.interaction_reader import TRUTH, read_criteria
from webapp.interchange.lesson_formats.qti.names import id_of
from webapp.interchange.lesson_formats.qti.plain_tree import without_namespaces
from webapp.interchange.lesson_formats.qti.response_keys import number_of
from webapp.interchange.lesson_formats.spellings import without_spellings
from webapp.interchange.lesson_formats.xml_tree import Element, source_of

FILL = "املأ الفراغ."
MAX_RESPONSES = 100
"""Of one item."""
_POINTS = ("cc_weighting", "points_possible", "qmd_weighting")
_CATEGORY = "cc_question_category"
_NUMBERS = ("Decimal", "Integer", "Scientific")


class OldItemReader:
    """Makes items of their elements and collects what is not taken."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._found: list[Problem] = []
        self._place, self._name = 0, ""

    def item(self, root: Element, place: int) -> ReadItem:
        """The question of an item."""
        comments = without_namespaces(root)
        source = source_of(root)
        kept = next((kept for comment in comments if (kept := kept_values(comment, source)) is not None), None)
        self._found, self._place, self._name = [], place, root.get("ident", "")
        fields = {
            (field.findtext("fieldlabel") or "").strip(): (field.findtext("fieldentry") or "").strip()
            for field in root.iter("qtimetadatafield")
        }
        item = self._shape(root)
        points = next((number_of(fields[name], 1) for name in _POINTS if name in fields), 1.0)
        whole = replace(item, prompt=item.prompt or root.get("title", ""), id=id_of(self._name), points=points)
        item, _ = with_tags(whole, fields.get(_CATEGORY, "").split())
        self.problems += [] if kept is not None else dict.fromkeys(self._found)
        return ReadItem(item, place, values=kept)

    def _say(self, rule: str, en: str, ar: str) -> None:
        message = both(en=f"not imported from {self._name}: {en}", ar=f"لم يُستورد من \u2068{self._name}\u2069: {ar}")
        self._found.append(warning(self._place, rule, message))

    def _words(self, element: Element | None) -> str:
        """The words of the materials in an element, but not of its responses."""
        if element is None:
            return ""
        words, left = words_of_html("\n".join(map(_html, _materials(element))))
        for part in left:
            self._say(part.rule, part.en, part.ar)
        media = (part for part in element.iter() if part.tag in ("matimage", "mataudio", "matvideo"))
        if names := ", ".join(part.get("uri", str(part.tag)) for part in media)[:MAX_SAID]:
            self._say("media", f"a picture or sound: {names}", f"صورة أو تسجيل: \u2068{names}\u2069")
        return words

    def _shape(self, root: Element) -> ExchangeItem:
        presentation = root.find("presentation")
        prompt = self._words(presentation)
        responses = [part for part in root.iter() if part.tag in ("response_lid", "response_str", "response_num")]
        keys, remarks = keys_of(root), remarks_of(root)
        feedback = {part.get("ident", ""): self._words(part) for part in root.iter("itemfeedback")}
        if not responses:
            self._say("no-such-question", "an unsupported question type", "نوع سؤال غير متاح")
            return NoteItem(prompt=prompt)
        if len(responses) > 1:
            return self._several(prompt, responses, keys)
        (response,) = responses
        key = keys.get(response.get("ident", ""), OldKey())
        if response.tag == "response_lid":
            whys = {value: feedback.pop(name, "") for value, name in remarks.items()}
            item: ExchangeItem = self._choice(prompt, response, key, whys)
        elif key.values:
            item = TypedItem(prompt=prompt, wordings=_wordings(key))
            if has_range(root):
                self._say("number-range", "the bounds of a number", "مدى العدد المقبول")
        else:
            if response.tag == "response_num" or any(part.get("fibtype") in _NUMBERS for part in response.iter()):
                self._say("no-key", "how its number is marked", "طريقة تصحيح العدد")
            item = _essay(prompt, feedback.values())
            feedback = {}
        return self._with_general(item, [text for text in feedback.values() if text])

    def _with_general(self, item: ExchangeItem, remarks: Sequence[str]) -> ExchangeItem:
        if remarks and not isinstance(item, TypedItem):
            self._say("feedback", "its general feedback", "التغذية الراجعة العامة")
            return item
        return replace(item, why="\n".join(dict.fromkeys(remarks)))

    def _choice(self, prompt: str, response: Element, key: OldKey, whys: Mapping[str, str]) -> ChoiceItem:
        several = response.get("rcardinality", "Single") == "Multiple"
        labels = response.findall(".//response_label")
        if key.uneven:
            self._say("weights", "the points of its options", "درجات خياراته")
        texts = {label: self._words(label) for label in labels}
        if {text.lower() for text in texts.values()} == set(TRUTH):
            texts = {label: TRUTH[text.lower()] for label, text in texts.items()}
        options = (
            ExchangeOption(text, label.get("ident") in key.values, whys.get(label.get("ident", ""), ""))
            for label, text in texts.items()
        )
        return ChoiceItem(prompt=prompt, options=tuple(options), several=several, scored=bool(key.values))

    def _several(self, prompt: str, responses: Sequence[Element], keys: Mapping[str, OldKey]) -> ExchangeItem:
        """Things to match, or gaps whose names stand in the prompt between square brackets."""
        rows = [(self._words(part), part, keys.get(part.get("ident", ""), OldKey())) for part in responses]
        if any(part.tag != "response_lid" for part in responses) or len(responses) > MAX_RESPONSES:
            self._say("no-such-question", "several typed answers", "إجابات مكتوبة متعددة")
            return NoteItem(prompt=prompt)
        options = [
            {label.get("ident", ""): self._words(label) for label in part.findall(".//response_label")}
            for part in responses
        ]
        rights = [
            tuple(texts[name] for name in key.values if name in texts)
            for texts, (_, _, key) in zip(options, rows, strict=True)
        ]
        if not all(rights):
            self._say("no-key", "a question without right answers", "سؤال بلا إجابة صحيحة")
            return NoteItem(prompt=prompt)
        if all(f"[{name}]" in prompt for name, _, _ in rows):
            words = (tuple(texts.values()) for texts in options)
            gaps = (
                ExchangeGap(right, listed if set(listed) > set(right) else ())  # typed, where all of them are right
                for right, listed in zip(rights, words, strict=True)
            )
            return _gaps(prompt, dict(zip((name for name, _, _ in rows), gaps, strict=True)))
        pairs = tuple(ExchangePair(name, right[0]) for (name, _, _), right in zip(rows, rights, strict=True))
        offered = dict.fromkeys(text for texts in options for text in texts.values())
        distractors = tuple(text for text in offered if text not in {pair.right for pair in pairs})
        return PairsItem(prompt=prompt, pairs=pairs, distractors=distractors)


def _gaps(prompt: str, gaps: Mapping[str, ExchangeGap]) -> GapsItem:
    pieces: list[str | ExchangeGap] = [prompt]
    for name, gap in gaps.items():
        place = next(place for place, piece in enumerate(pieces) if isinstance(piece, str) and f"[{name}]" in piece)
        before, _, after = str(pieces[place]).partition(f"[{name}]")
        pieces[place : place + 1] = [before, gap, after]
    return GapsItem(prompt=FILL, pieces=tuple(piece for piece in pieces if piece))


def _essay(prompt: str, feedback: Iterable[str]) -> EssayItem:
    criteria, model = read_criteria("\n".join(filter(None, feedback)))
    return EssayItem(prompt=prompt, criteria=criteria, model=model)


def _wordings(key: OldKey) -> tuple[ExchangeWording, ...]:
    return without_spellings(ExchangeWording(text) for text in key.values[:MAX_WORDINGS] if text)


def _materials(element: Element) -> list[Element]:
    """The materials in an element in their order, without those of responses and labels within it."""
    found: list[Element] = []
    for child in element:
        if child.tag in ("mattext", "matemtext"):
            found.append(child)
        elif child.tag not in ("response_lid", "response_str", "response_num", "render_choice", "render_fib"):
            found += _materials(child)
    return found


def _html(part: Element) -> str:
    text = "".join(part.itertext())
    return text if part.get("texttype") == "text/html" else escape(text, quote=False)
