"""A row of a sheet as a question; what is wrong in it is named by its cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from webapp.arabic.normalize import fold_digits
from webapp.domain.exchange_items import (
    ChoiceItem,
    EssayItem,
    ExchangeGap,
    ExchangeGroup,
    ExchangeItem,
    ExchangeOption,
    ExchangePair,
    ExchangeWording,
    GapsItem,
    GroupsItem,
    OrderItem,
    PairsItem,
    TypedItem,
)
from webapp.domain.problem import both
from webapp.domain.whole_numbers import whole_number
from webapp.interchange.lesson_formats.sheet.cell_lines import (
    IDEA,
    IS,
    OR,
    REASON,
    cut_share,
    cut_value,
    lines_of,
    read_value,
)
from webapp.interchange.lesson_formats.sheet.columns import KIND_BY_WORD, PROCESS_BY_WORD, WHOLE, folded

TRUTHS = ("صحيح", "خطأ", "لم يُذكر")
_TRUTH_BY_WORD = {
    **{folded(word): TRUTHS[0] for word in ("صحيح", "صح", "صواب", "نعم", "true", "t")},
    **{folded(word): TRUTHS[1] for word in ("خطأ", "خاطئ", "لا", "false", "f")},
    **{folded(word): TRUTHS[2] for word in ("لم يذكر", "غير مذكور", "not given")},
}
_GAP = re.compile(r"\[\[([^\[\]]+)\]\]")
FILL = "املأ الفراغ."


class CellFault(Exception):
    """A fault in the cell of a column; the message in both languages."""

    def __init__(self, column: str, en: str, ar: str) -> None:
        super().__init__(column, both(en=en, ar=ar))
        self.column = column
        self.message = both(en=en, ar=ar)


def kind_of(row: Mapping[str, str]) -> str:
    """The kind that a row says. CellFault where it says none that is known."""
    word = row.get("type", "").strip()
    _filled(word, "type")
    kind = KIND_BY_WORD.get(folded(word))
    if kind is None:
        raise CellFault("type", f"unknown question type {word!r}", f"لا يوجد نوع باسم «{word}»")
    return kind


def item_of(row: Mapping[str, str], kind: str) -> ExchangeItem:
    """The item of a row. CellFault where a cell is empty or cannot be read."""
    if kind != "gaps":
        _filled(row.get("question", "").strip(), "question")
    return replace(
        _shape(row, kind),
        paragraph=_paragraph(row.get("paragraph", "")),
        points=_points(row.get("points", ""), 0 if kind == "opinion" else 1),
        process=_process(row.get("process", "")),
        hints=tuple(map(read_value, lines_of(row.get("hints", "")))),
        why=row.get("why", "").strip(),
        id=row.get("id", "").strip(),
    )


def _shape(row: Mapping[str, str], kind: str) -> ExchangeItem:
    prompt, right, wrong = (
        row.get("question", "").strip(),
        lines_of(row.get("right", "")),
        lines_of(row.get("wrong", "")),
    )
    if kind == "opinion":
        options = [_option(line, False) for line in (*right, *wrong)]
        return ChoiceItem(prompt=prompt, options=tuple(options), scored=False, pinned=True)
    _filled(right, "right")
    match kind:
        case "choice" | "several":
            options = [*(_option(line, True) for line in right), *(_option(line, False) for line in wrong)]
            return ChoiceItem(prompt=prompt, options=tuple(options), several=kind == "several" or len(right) > 1)
        case "truth":
            return _truth(prompt, right[0])
        case "typed":
            return _typed(prompt, right, wrong)
        case "gaps":
            return _gaps(prompt or FILL, row["right"], wrong)
        case "pairs":
            pairs = (_pair(line) for line in right)
            return PairsItem(prompt=prompt, pairs=tuple(pairs), distractors=tuple(map(read_value, wrong)))
        case "order":
            return OrderItem(prompt=prompt, lines=tuple(map(read_value, right)))
        case "groups":
            return _groups(prompt, right)
    criteria = tuple(_criterion(line) for line in lines_of(row.get("criteria", "")))
    return EssayItem(prompt=prompt, model=row["right"].strip(), criteria=criteria)


def _filled(words: str | Sequence[str], column: str) -> None:
    if not words:
        raise CellFault(column, "this cell is empty", "هذه الخانة فارغة")


def _option(line: str, correct: bool) -> ExchangeOption:
    text, why = cut_value(line, REASON)
    return ExchangeOption(text, correct, why)


def _truth(prompt: str, line: str) -> ChoiceItem:
    word, why = cut_value(line, REASON)
    answer = _TRUTH_BY_WORD.get(folded(word))
    if answer is None:
        raise CellFault("right", "write true, false or not given", "اكتب: صحيح أو خطأ أو لم يُذكر")
    options = tuple(ExchangeOption(text, text == answer, why if text == answer else "") for text in TRUTHS)
    return ChoiceItem(prompt=prompt, options=options, pinned=True)


def _typed(prompt: str, right: list[str], wrong: list[str]) -> TypedItem:
    ideas = [line.removeprefix(IDEA) for line in right if line.startswith(IDEA)]
    wordings = []
    for line in (line for line in right if not line.startswith(IDEA)):
        share, rest = cut_share(line)
        text, note = cut_value(rest, REASON)
        wordings.append(ExchangeWording(text, share, note))
    wordings += [ExchangeWording(read_value(line), 0) for line in wrong]
    parted = tuple(tuple(read_value(word) for word in idea.split(OR)) for idea in ideas)
    return TypedItem(prompt=prompt, wordings=tuple(wordings), ideas=parted)


def _gaps(prompt: str, text: str, wrong: list[str]) -> GapsItem:
    cut = _GAP.split(text.strip())
    if len(cut) == 1:
        raise CellFault("right", "write the missing words as [[word]]", "اكتب الكلمة الناقصة هكذا: [[كلمة]]")
    gaps = [tuple(word.strip() for word in inside.split("|")) for inside in cut[1::2]]
    words = tuple(map(read_value, wrong))
    bank = tuple(dict.fromkeys([*(gap[0] for gap in gaps), *words])) if words else ()
    pieces = [part for piece, gap in zip(cut[::2], gaps, strict=False) for part in (piece, ExchangeGap(gap, bank))]
    return GapsItem(prompt=prompt, pieces=tuple(piece for piece in (*pieces, cut[-1]) if piece))


def _two(line: str) -> tuple[str, str, str]:
    left, found, rest = line.partition(IS)
    if not found:
        raise CellFault("right", f"the line has no = sign: {line[:60]!r}", f"لا توجد علامة = في السطر «{line[:60]}»")
    right, why = cut_value(rest, REASON)
    return read_value(left), right, why


def _pair(line: str) -> ExchangePair:
    return ExchangePair(*_two(line))


def _groups(prompt: str, lines: list[str]) -> GroupsItem:
    within: dict[str, list[str]] = {}
    whys: dict[str, str] = {}
    for line in lines:
        thing, name, why = _two(line)
        within.setdefault(name, []).append(thing)
        whys[name] = whys.get(name) or why
    groups = tuple(ExchangeGroup(name, tuple(things), whys[name]) for name, things in within.items())
    return GroupsItem(prompt=prompt, groups=groups)


def _criterion(line: str) -> tuple[float, str]:
    points, found, text = line.partition(IS)
    try:
        return (float(fold_digits(points)), read_value(text)) if found else (1.0, read_value(line))
    except ValueError:
        raise CellFault(
            "criteria", f"no number before the = sign: {line[:60]!r}", f"لا يوجد عدد قبل علامة =:  «{line[:60]}»"
        ) from None


def _paragraph(cell: str) -> int | str:
    number = fold_digits(cell.strip())
    if not number or folded(cell) in map(folded, WHOLE):
        return "whole"
    paragraph = whole_number(number.removesuffix(".0"))
    if paragraph is not None:
        return paragraph
    raise CellFault("paragraph", f"not a paragraph number: {cell[:40]!r}", f"ليس هذا رقم فقرة: «{cell[:40]}»")


def _points(cell: str, usual: float) -> float:
    try:
        return float(fold_digits(cell.strip()).replace("٫", ".")) if cell.strip() else usual
    except ValueError:
        raise CellFault("points", f"not a number: {cell[:40]!r}", f"ليس هذا عددًا: «{cell[:40]}»") from None


def _process(cell: str) -> str:
    if not cell.strip():
        return ""
    if found := PROCESS_BY_WORD.get(folded(cell)):
        return found
    raise CellFault("process", f"unknown skill: {cell[:40]!r}", f"لا توجد مهارة باسم  «{cell[:40]}»")
