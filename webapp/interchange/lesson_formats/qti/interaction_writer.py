"""Writer of interactions: the body of an item for each shape of question, and its scoring."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import singledispatch

from webapp.domain.exchange_items import (
    ChoiceItem,
    EssayItem,
    ExchangeGap,
    ExchangeItem,
    ExchangeWording,
    GapsItem,
    GroupsItem,
    OrderItem,
    PairsItem,
    PassageItem,
    TypedItem,
)
from webapp.domain.text import short_digest
from webapp.interchange.lesson_formats.option_shares import written_shares
from webapp.interchange.lesson_formats.qti.names import RESPONSE
from webapp.interchange.lesson_formats.qti.scoring import Mapped, ResponseKey, Scoring
from webapp.interchange.lesson_formats.qti.words_in_items import appended, paragraphs, part
from webapp.interchange.lesson_formats.spellings import with_spellings
from webapp.interchange.lesson_formats.xml_tree import Element, added

UNLIMITED = "0"


@singledispatch
def write_body(item: ExchangeItem, body: Element) -> Scoring:
    """Fill the body of an item and tell how it is scored."""
    raise TypeError(f"QTI has no {type(item).__name__}")


def _interaction(body: Element, tag: str, prompt: str, **attributes: str) -> Element:
    names = {name.replace("_", "-"): value for name, value in attributes.items()}
    interaction = added(body, tag, **{"response-identifier": RESPONSE}, **names)
    paragraphs(part(interaction, "qti-prompt"), prompt)
    return interaction


def _identifiers(letter: str, things: Sequence[object]) -> list[str]:
    return [f"{letter}{number}" for number in range(1, len(things) + 1)]


@write_body.register
def _choice(item: ChoiceItem, body: Element) -> Scoring:
    most = UNLIMITED if item.several else "1"
    shuffle = str(not item.pinned).lower()
    asked = _interaction(body, "qti-choice-interaction", item.prompt, shuffle=shuffle, max_choices=most)
    names = _identifiers("option", item.options)
    for name, option in zip(names, item.options, strict=True):
        part(asked, "qti-simple-choice", option.text, identifier=name)
    right = [name for name, option in zip(names, item.options, strict=True) if option.correct and item.scored]
    cardinality = "multiple" if item.several else "single"
    mapped = _mapped(names, written_shares(item)) if item.several and right else ()
    key = ResponseKey("identifier", right, mapped, cardinality)
    whys = [(name, option.why) for name, option in zip(names, item.options, strict=True) if option.why.strip()]
    return Scoring([key], item.scored, remarks=whys if item.scored else ())


def _mapped(names: Sequence[str], shares: Sequence[float]) -> list[Mapped]:
    return [Mapped(name, share) for name, share in zip(names, shares, strict=True)]


@write_body.register
def _typed(item: TypedItem, body: Element) -> Scoring:
    paragraphs(body, item.prompt)
    added(part(body, "p"), "qti-text-entry-interaction", **{"response-identifier": RESPONSE})
    wordings = item.wordings if item.exact else tuple(with_spellings(item.wordings))
    mapped = [Mapped(wording.text, wording.share) for wording in wordings]
    right = next(([wording.text] for wording in item.wordings if wording.share > 0), [])
    key = ResponseKey("string", right or ([item.model] if item.model else []), mapped, cased=item.exact)
    return Scoring([key], by_hand=not right, points=item.points, why=item.why)


@write_body.register
def _gaps(item: GapsItem, body: Element) -> Scoring:
    paragraphs(body, item.prompt)
    block = added(body, "div")
    line = part(block, "p")
    keys: list[ResponseKey] = []
    for piece in item.pieces:
        if isinstance(piece, ExchangeGap):
            name = RESPONSE if len(item.gaps) == 1 else f"{RESPONSE}{len(keys) + 1}"
            keys.append(_gap(line, piece, name, 1 / len(item.gaps)))
            continue
        first, *rest = piece.split("\n")
        appended(line, first)
        for other in rest:
            line = part(block, "p")
            appended(line, other)
    for empty in [line for line in block if not len(line) and not (line.text or "").strip()]:
        block.remove(empty)
    return Scoring(keys, why=item.why)


def _gap(line: Element, gap: ExchangeGap, name: str, share: float) -> ResponseKey:
    if not gap.options:
        added(line, "qti-text-entry-interaction", **{"response-identifier": name})
        texts = [wording.text for wording in with_spellings([ExchangeWording(text) for text in gap.right])]
        return ResponseKey("string", texts[:1], [Mapped(text, share) for text in texts], identifier=name)
    asked = added(line, "qti-inline-choice-interaction", **{"response-identifier": name}, shuffle="true")
    words = list(dict.fromkeys([*gap.options, *gap.right]))
    options = dict(zip(words, _identifiers("option", words), strict=True))
    for word, option in options.items():
        part(asked, "qti-inline-choice", word, identifier=option)
    right = [options[word] for word in gap.right]
    return ResponseKey("identifier", right[:1], [Mapped(option, share) for option in right], identifier=name)


@write_body.register
def _pairs(item: PairsItem, body: Element) -> Scoring:
    rights = list(dict.fromkeys([*(pair.right for pair in item.pairs), *item.distractors]))
    lefts = [pair.left for pair in item.pairs]
    return _match(body, item, lefts, rights, [pair.right for pair in item.pairs], several=False)


@write_body.register
def _groups(item: GroupsItem, body: Element) -> Scoring:
    lines = [line for group in item.groups for line in group.lines]
    names = [group.name for group in item.groups for _ in group.lines]
    return _match(body, item, lines, [group.name for group in item.groups], names, several=True)


def _match(
    body: Element, item: ExchangeItem, lefts: Sequence[str], rights: Sequence[str], key: Sequence[str], *, several: bool
) -> Scoring:
    """Two sets to match; ``key`` is what belongs to each left one, ``several`` that many may belong to a right one."""
    most = f"{len(lefts)}"
    asked = _interaction(body, "qti-match-interaction", item.prompt, shuffle="true", max_associations=most)
    left_names, right_names = _identifiers("left", lefts), _identifiers("right", rights)
    _match_set(asked, lefts, left_names, lambda _: "1")
    _match_set(asked, rights, right_names, lambda text: UNLIMITED if several or key.count(text) > 1 else "1")
    name_of = dict(zip(rights, right_names, strict=True))
    pairs = [f"{left} {name_of[right]}" for left, right in zip(left_names, key, strict=True)]
    mapped = [Mapped(pair, 1 / len(pairs)) for pair in pairs]
    return Scoring([ResponseKey("directedPair", pairs, mapped, "multiple")], why=item.why)


def _match_set(asked: Element, texts: Sequence[str], names: Sequence[str], most: Callable[[str], str]) -> None:
    of_set = added(asked, "qti-simple-match-set")
    for text, name in zip(texts, names, strict=True):
        part(of_set, "qti-simple-associable-choice", text, identifier=name, match_max=most(text))


@write_body.register
def _order(item: OrderItem, body: Element) -> Scoring:
    asked = _interaction(body, "qti-order-interaction", item.prompt, shuffle="true")
    mixed = sorted(item.lines, key=lambda line: (short_digest(f"{item.id}:{line}", 12), line))
    names = _identifiers("line", mixed)
    for name, line in zip(names, mixed, strict=True):
        part(asked, "qti-simple-choice", line, identifier=name)
    name_of = dict(zip(mixed, names, strict=True))
    key = ResponseKey("identifier", [name_of[line] for line in item.lines], cardinality="ordered")
    return Scoring([key], why=item.why)


@write_body.register
def _passage(item: PassageItem, body: Element) -> Scoring:
    most = UNLIMITED if item.several else "1"
    asked = _interaction(body, "qti-hottext-interaction", item.prompt, max_choices=most)
    line = part(asked, "p")
    names: list[str] = []
    for stretch in item.passage:
        if not stretch.id:
            appended(line, stretch.text.replace("\n", " "))
            continue
        names.append(f"stretch{len(names) + 1}")
        part(line, "qti-hottext", stretch.text.replace("\n", " "), identifier=names[-1])
    correct = [stretch.correct for stretch in item.passage if stretch.id]
    right = [name for name, is_right in zip(names, correct, strict=True) if is_right]
    mapped = _mapped(names, [1 / len(right) if is_right else -1 / len(right) for is_right in correct]) if right else ()
    cardinality = "multiple" if item.several else "single"
    return Scoring([ResponseKey("identifier", right, mapped, cardinality)], why=item.why)


@write_body.register
def _essay(item: EssayItem, body: Element) -> Scoring:
    _interaction(body, "qti-extended-text-interaction", item.prompt)
    rubric = added(body, "qti-rubric-block", use="scoring", view="scorer")
    content = added(rubric, "qti-content-body")
    if item.criteria:
        criteria = added(content, "ul")
        for points, text in item.criteria:
            part(criteria, "li", f"{points:g}: {text}")
    paragraphs(content, item.model)
    if not len(content):
        body.remove(rubric)
    return Scoring([ResponseKey("string")], by_hand=True, points=item.points)
