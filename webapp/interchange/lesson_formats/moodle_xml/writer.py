"""Writer of Moodle XML: every part in HTML from right to left, other spellings as answers of their own."""

from __future__ import annotations

from itertools import islice, permutations, product

from webapp.domain.exchange_items import (
    ChoiceItem,
    EssayItem,
    ExchangeItem,
    ExchangeOption,
    ExchangePair,
    ExchangeWording,
    GapsItem,
    NoteItem,
    PairsItem,
    TypedItem,
)
from webapp.interchange.lesson_formats.html_parts import html_of
from webapp.interchange.lesson_formats.item_tags import tags_of
from webapp.interchange.lesson_formats.kept_fields import kept_line
from webapp.interchange.lesson_formats.lesson_format import WrittenItem, WrittenLesson
from webapp.interchange.lesson_formats.moodle_xml.cloze_text import written_gaps
from webapp.interchange.lesson_formats.option_shares import written_shares
from webapp.interchange.lesson_formats.spellings import with_spellings
from webapp.interchange.lesson_formats.xml_tree import Element, added, comment_of, source_of, written_xml

MAX_PATTERNS = 48
"""Ways to say all ideas of an answer that are written out."""
USUAL_PENALTY = 1 / 3
SOURCE = "source"
"""Key of the text's file in the comment above it: its marks of verse and tables are no HTML."""


def can_write(item: ExchangeItem) -> bool:
    """Tell if Moodle has such a question: no opinions, and no order or groups but as pairs."""
    if isinstance(item, ChoiceItem):
        return item.scored
    return isinstance(item, TypedItem | GapsItem | PairsItem | EssayItem | NoteItem)


def write_moodle_xml(lesson: WrittenLesson) -> bytes:
    """Write the text as a description, and its questions behind it."""
    quiz = Element("quiz")
    if lesson.source.strip():
        note = NoteItem(prompt=lesson.source)
        text = _question(quiz, "description", note, lesson.title)
        quiz.insert(0, comment_of(kept_line({SOURCE: lesson.source}, source_of(text))))
    for written in lesson.items:
        if written.item is None:
            quiz.append(comment_of(kept_line(written.values, "")))
        else:
            _entry(quiz, written, written.item)
    return written_xml(quiz)


def _entry(quiz: Element, written: WrittenItem, item: ExchangeItem) -> None:
    kind = _kind(item)
    question = _question(quiz, kind, item, item.id)
    match item:
        case ChoiceItem():
            _choice(question, item)
        case TypedItem():
            _typed(question, item)
        case PairsItem():
            _pairs(question, item)
        case EssayItem():
            _essay(question, item)
    for hint in item.hints:
        _words(question, "hint", hint)
    tags = added(question, "tags")
    for tag in tags_of(item):
        added(added(tags, "tag"), "text", tag)
    if written.values:
        quiz.insert(len(quiz) - 1, comment_of(kept_line(written.values, source_of(question))))


def _kind(item: ExchangeItem) -> str:
    match item:
        case ChoiceItem():
            return "multichoice"
        case TypedItem():
            return "shortanswer"
        case GapsItem():
            return "cloze"
        case PairsItem():
            return "matching"
        case EssayItem():
            return "essay"
    return "description"


def _question(quiz: Element, kind: str, item: ExchangeItem, name: str) -> Element:
    question = added(quiz, "question", type=kind)
    added(added(question, "name"), "text", name)
    asked = f"{item.prompt}\n{written_gaps(item)}" if isinstance(item, GapsItem) else item.prompt
    _words(question, "questiontext", asked)
    _words(question, "generalfeedback", item.why)
    if not isinstance(item, GapsItem):
        added(question, "defaultgrade", f"{item.points:g}")
    added(question, "penalty", f"{USUAL_PENALTY if item.penalty is None else item.penalty:.7f}")
    added(question, "hidden", "0")
    added(question, "idnumber", item.id)
    return question


def _words(parent: Element, tag: str, text: str, **attributes: str) -> Element:
    part = added(parent, tag, format="html", **attributes)
    added(part, "text", html_of(text))
    return part


def _choice(question: Element, item: ChoiceItem) -> None:
    added(question, "single", str(not item.several).lower())
    added(question, "shuffleanswers", str(not item.pinned).lower())
    added(question, "answernumbering", "none")
    for option, share in zip(item.options, written_shares(item), strict=True):
        _option(question, option, share)


def _option(question: Element, option: ExchangeOption, share: float) -> None:
    answer = _words(question, "answer", option.text, fraction=f"{share * 100:.7g}")
    _words(answer, "feedback", option.why)


def _typed(question: Element, item: TypedItem) -> None:
    added(question, "usecase", "1" if item.exact else "0")
    wordings = item.wordings if item.exact else tuple(with_spellings(item.wordings))
    for wording in sorted(wordings, key=lambda wording: wording.share > 0):  # Moodle takes the first that fits
        _wording(question, wording, _literal(wording.text))
    for pattern in _patterns(item):
        _wording(question, ExchangeWording(pattern), pattern)


def _wording(question: Element, wording: ExchangeWording, text: str) -> None:
    answer = added(question, "answer", fraction=f"{wording.share * 100:.7g}", format="plain_text")
    added(answer, "text", text)
    _words(answer, "feedback", wording.why)


def _literal(text: str) -> str:
    return text.replace("*", "\\*")


def _patterns(item: TypedItem) -> list[str]:
    """The ideas in any order, each in any of its wordings, with anything around them."""
    ways = (
        "*" + "*".join(map(_literal, wordings)) + "*"
        for order in permutations(item.ideas)
        for wordings in product(*order)
    )
    return list(islice(ways, MAX_PATTERNS)) if item.ideas else []


def _pairs(question: Element, item: PairsItem) -> None:
    added(question, "shuffleanswers", "true")
    for pair in (*item.pairs, *(ExchangePair("", text) for text in item.distractors)):
        part = _words(question, "subquestion", pair.left)
        added(added(part, "answer"), "text", pair.right)


def _essay(question: Element, item: EssayItem) -> None:
    added(question, "responseformat", "editor")
    added(question, "responserequired", "1")
    criteria = [f"{points:g}: {text}" for points, text in item.criteria]
    _words(question, "graderinfo", "\n".join([*criteria, item.model]))
