"""Writer of GIFT: one entry a question, with its id, its tags and Fahm's own fields in comments above it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from webapp.domain.exchange_items import (
    ChoiceItem,
    EssayItem,
    ExchangeItem,
    ExchangeOption,
    ExchangeWording,
    GapsItem,
    NoteItem,
    PairsItem,
    TypedItem,
)
from webapp.interchange.lesson_formats.gift.gift_escapes import escaped
from webapp.interchange.lesson_formats.gift.gift_parser import ARROW, WEIGHT
from webapp.interchange.lesson_formats.item_tags import tags_of
from webapp.interchange.lesson_formats.kept_fields import kept_line
from webapp.interchange.lesson_formats.lesson_format import WrittenItem, WrittenLesson
from webapp.interchange.lesson_formats.option_shares import written_shares
from webapp.interchange.lesson_formats.spellings import with_spellings


def can_write(item: ExchangeItem) -> bool:
    """Tell if GIFT has such a question: no opinions, one gap at most, and a model answer in place of ideas.

    An answer to type with an arrow in it would be a pair, and no escape prevents it.
    """
    match item:
        case ChoiceItem():
            return item.scored
        case GapsItem():
            return len(item.gaps) == 1 and not any(ARROW in word for word in item.gaps[0].right)
        case TypedItem():
            typed = any(wording.share > 0 for wording in item.wordings) or bool(item.model)
            return typed and not any(ARROW in f"{wording.text} {wording.why}" for wording in _typed(item))
    return isinstance(item, PairsItem | EssayItem | NoteItem)


def write_gift(lesson: WrittenLesson) -> bytes:
    """Write the text as a description, and its questions behind it."""
    entries = [f"::{escaped(lesson.title)}::[plain]{escaped(lesson.source.strip())}"] if lesson.paragraphs else []
    entries += [_entry(item) for item in lesson.items]
    return ("\n\n".join(entries) + "\n").encode()


def _entry(written: WrittenItem) -> str:
    item = written.item
    if item is None:
        return f"// [{kept_line(written.values, '')}]"
    notes = [f"[id:{item.id}]", *(f"[tag:{tag}]" for tag in tags_of(item))]
    lines = list(_answers(item))
    entry = f"::{escaped(item.id)}::[plain]{_stem(item, lines)}"
    kept = [f"// [{kept_line(written.values, entry)}]"] if written.values else []
    return "\n".join([f"// {' '.join(notes)}", *kept, entry])


def _stem(item: ExchangeItem, lines: list[str]) -> str:
    if isinstance(item, NoteItem):
        return escaped(item.prompt)
    general = [f"\t####{escaped(item.why)}"] if item.why else []
    block = "\n".join(["{", *lines, *general, "}"]) if lines or general else "{}"
    if not isinstance(item, GapsItem):
        return escaped(item.prompt) + block
    before, behind = ("".join(part for part in half if isinstance(part, str)) for half in _halves(item))
    return f"{escaped(f'{item.prompt}{chr(10)}{before}')}{block}{escaped(behind or '.')}"


def _halves(item: GapsItem) -> tuple[tuple[object, ...], tuple[object, ...]]:
    place = next(index for index, piece in enumerate(item.pieces) if not isinstance(piece, str))
    return item.pieces[:place], item.pieces[place + 1 :]


def _answers(item: ExchangeItem) -> Iterator[str]:
    match item:
        case ChoiceItem():
            yield from _options(item)
        case TypedItem():
            yield from _wordings(_typed(item) if item.exact else tuple(with_spellings(_typed(item))))
        case GapsItem():
            yield from _gap(item)
        case PairsItem():
            yield from (f"\t={escaped(pair.left)} -> {escaped(pair.right)}" for pair in item.pairs)
            yield from (f"\t= -> {escaped(text)}" for text in item.distractors)


def _typed(item: TypedItem) -> tuple[ExchangeWording, ...]:
    """The wordings; the model answer where there are none."""
    return item.wordings or (ExchangeWording(item.model),)


def _options(item: ChoiceItem) -> Iterator[str]:
    shares = written_shares(item)
    for option, share in zip(item.options, shares, strict=True):
        if item.several:
            yield f"\t~%{share * 100:.7g}%{_words(option.text, option.why)}"
        else:
            weight = f"%{100 if option.correct else 0}%" if WEIGHT.match(option.text) else ""
            yield f"\t{'=' if option.correct else '~'}{weight}{_words(option.text, option.why)}"


def _wordings(wordings: Iterable[ExchangeWording]) -> Iterator[str]:
    for wording in wordings:
        weight = f"%{wording.share * 100:.7g}%" if wording.share != 1 or WEIGHT.match(wording.text) else ""
        yield f"\t={weight}{_words(wording.text, wording.why)}"


def _gap(item: GapsItem) -> Iterator[str]:
    gap = item.gaps[0]
    if not gap.options:
        yield from _wordings(with_spellings([ExchangeWording(wording) for wording in gap.right]))
        return
    for option in (ExchangeOption(word, word in gap.right) for word in gap.options):
        yield f"\t{'=' if option.correct else '~'}{_words(option.text, '')}"


def _words(text: str, feedback: str) -> str:
    return escaped(text) + (f"#{escaped(feedback)}" if feedback else "")
