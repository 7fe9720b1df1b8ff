"""A question as a row of a sheet."""

from __future__ import annotations

from collections.abc import Iterable

from webapp.domain.exchange_items import (
    ChoiceItem,
    EssayItem,
    ExchangeItem,
    ExchangeOption,
    ExchangeWording,
    GapsItem,
    GroupsItem,
    NoteItem,
    OrderItem,
    PairsItem,
    TypedItem,
)
from webapp.interchange.lesson_formats.kept_fields import kept_line
from webapp.interchange.lesson_formats.lesson_format import WrittenItem
from webapp.interchange.lesson_formats.sheet.cell_lines import IDEA, IS, OR, REASON, cell_of, written_value
from webapp.interchange.lesson_formats.sheet.columns import COLUMNS, KINDS, PROCESSES, WHOLE

Row = dict[str, str]
SHAPES: dict[type[ExchangeItem], str] = {
    TypedItem: "typed",
    GapsItem: "gaps",
    PairsItem: "pairs",
    OrderItem: "order",
    GroupsItem: "groups",
    EssayItem: "essay",
    NoteItem: "text",
}


def can_write(item: ExchangeItem) -> bool:
    """Tell if a row can ask so: all but stretches of a passage."""
    return isinstance(item, ChoiceItem) or type(item) in SHAPES


def row_of(written: WrittenItem) -> Row:
    """The cells of a question by the names of their columns."""
    item = written.item
    if item is None:
        return {"fahm": kept_line(written.values, "")}
    row = {
        "type": KINDS[_kind(item)][0],
        "paragraph": WHOLE[0] if item.paragraph == "whole" else str(item.paragraph),
        "question": item.prompt,
        "why": item.why,
        "hints": cell_of(map(written_value, item.hints)),
        "process": PROCESSES[item.process][0] if item.process else "",
        "points": f"{item.points:g}",
        "id": item.id,
        **_answers(item),
    }
    kept = {"fahm": kept_line(written.values, comparable(row))} if written.values else {}
    return {**row, **kept}


def comparable(row: Row) -> str:
    """The words of a row, by which it is known to be as it was written."""
    return "\x1f".join(row.get(column.name, "").strip() for column in COLUMNS if column.name != "fahm")


def _kind(item: ExchangeItem) -> str:
    if isinstance(item, ChoiceItem):
        return "opinion" if not item.scored else "several" if item.several else "choice"
    return SHAPES[type(item)]


def _answers(item: ExchangeItem) -> Row:
    match item:
        case ChoiceItem():
            return _choice(item)
        case TypedItem():
            return _typed(item)
        case GapsItem():
            return _gaps(item)
        case PairsItem():
            pairs = (f"{_side(pair.left)}{IS}{_reasoned(pair.right, pair.why)}" for pair in item.pairs)
            return {"right": cell_of(pairs), "wrong": cell_of(map(written_value, item.distractors))}
        case OrderItem():
            return {"right": cell_of(map(written_value, item.lines))}
        case GroupsItem():
            lines = (
                f"{_side(line)}{IS}{_reasoned(group.name, group.why)}" for group in item.groups for line in group.lines
            )
            return {"right": cell_of(lines)}
        case EssayItem():
            criteria = (f"{points:g}{IS}{written_value(text)}" for points, text in item.criteria)
            return {"right": item.model, "criteria": cell_of(criteria)}
    return {}


def _choice(item: ChoiceItem) -> Row:
    """The options by right and wrong; an opinion's are all in one cell."""
    right = [option for option in item.options if option.correct]
    wrong = [option for option in item.options if not option.correct]
    return {"right": _options(right), "wrong": _options(wrong)}


def _options(options: Iterable[ExchangeOption]) -> str:
    return cell_of(_reasoned(option.text, option.why) for option in options)


def _typed(item: TypedItem) -> Row:
    right = [_wording(wording) for wording in item.wordings if wording.share > 0]
    ideas = [IDEA + OR.join(written_value(wording, OR) for wording in idea) for idea in item.ideas]
    wrong = (written_value(wording.text) for wording in item.wordings if wording.share <= 0)
    return {"right": cell_of([*right, *ideas]), "wrong": cell_of(wrong)}


def _wording(wording: ExchangeWording) -> str:
    share = "" if wording.share == 1 else f"{wording.share * 100:.0f}% "
    return share + _reasoned(wording.text, wording.why)


def _gaps(item: GapsItem) -> Row:
    text = "".join(piece if isinstance(piece, str) else f"[[{'|'.join(piece.right)}]]" for piece in item.pieces)
    right = {word for gap in item.gaps for word in gap.right}
    offered = [word for word in dict.fromkeys(word for gap in item.gaps for word in gap.options) if word not in right]
    return {"right": text, "wrong": cell_of(map(written_value, offered))}


def _side(text: str) -> str:
    return written_value(text, IS)


def _reasoned(text: str, why: str) -> str:
    return written_value(text, REASON) + (f"{REASON}{written_value(why)}" if why else "")
