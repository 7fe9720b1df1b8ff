"""Reader of items of QTI 2.1, 2.2 and 3.0: the first interaction that is a question, and what else is not taken."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from copy import deepcopy
from dataclasses import dataclass, replace

from webapp.domain.exchange_items import (
    ChoiceItem,
    EssayItem,
    ExchangeItem,
    GapsItem,
    NoteItem,
    PairsItem,
)
from webapp.domain.problem import Problem, both
from webapp.interchange.lesson_formats.item_tags import with_tags
from webapp.interchange.lesson_formats.kept_fields import kept_values
from webapp.interchange.lesson_formats.lesson_format import ReadItem, warning
from webapp.interchange.lesson_formats.qti.gap_reader import INLINE, MAX_GAPS, Say, read_gaps
from webapp.interchange.lesson_formats.qti.interaction_reader import InteractionReader
from webapp.interchange.lesson_formats.qti.names import id_of
from webapp.interchange.lesson_formats.qti.plain_tree import (
    taken_out,
    with_plain_names,
    without_namespaces,
    words_in,
)
from webapp.interchange.lesson_formats.qti.response_keys import DeclaredKey, declared_keys, points_of
from webapp.interchange.lesson_formats.xml_tree import Element, is_comment, source_of

FEEDBACK = frozenset({"modal-feedback", "feedback-inline", "feedback-block"})
_TO_MARKERS = "words-to-markers"
_TEMPLATE = re.compile(r"/(match_correct|map_response|CC2_match(_basic)?|CC2_map_response)(\.xml)?$")
_PLAIN_RULES = frozenset(
    {
        *("response-processing", "response-condition", "response-if", "response-else-if", "response-else"),
        *("set-outcome-value", "is-null", "not", "match", "variable", "correct", "map-response", "base-value"),
        *("sum", "and"),
    }
)


@dataclass(frozen=True)
class ItemPlace:
    """Facts about an item that its test holds: its number from 1, the tags and the weight that it has there."""

    number: int
    tags: Sequence[str] = ()
    weight: float = 1


class ItemReader:
    """Makes items of their elements and collects what is not taken."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def item(self, root: Element, place: ItemPlace) -> ReadItem:
        """The question of an item; its tree is used up."""
        kept = _kept(root)
        with_plain_names(root)
        found: list[Problem] = []
        identifier = root.get("identifier", "")

        def say(rule: str, en: str, ar: str) -> None:
            message = both(
                en=f"not imported from {identifier}: {en}", ar=f"لم يُستورد من \u2068{identifier}\u2069: {ar}"
            )
            found.append(warning(place.number, rule, message))

        item = _shape(root, say)
        title = " ".join(root.get("title", "").split())
        points = points_of(root) * place.weight
        whole = replace(item, prompt=item.prompt or title, id=id_of(identifier), points=points)
        item, _ = with_tags(whole, place.tags)
        self.problems += [] if kept is not None else dict.fromkeys(found)
        return ReadItem(item, place.number, values=kept)


def _kept(root: Element) -> Mapping[str, object] | None:
    comments = without_namespaces(root)
    source = source_of(root)
    return next((kept for comment in comments if (kept := kept_values(comment, source)) is not None), None)


def _shape(root: Element, say: Say) -> ExchangeItem:
    body = root.find("item-body")
    remarks = {element.get("identifier", ""): words_in(element)[0] for element in taken_out(root, FEEDBACK)}
    _say_what_is_special(root, say)
    if body is None:
        say("no-such-question", "an item without a body", "سؤال بلا نص")
        return NoteItem(prompt="")
    rubric = [block for block in body.iter("rubric-block") if "candidate" not in block.get("view", "candidate")]
    for block in rubric:
        block.tag = _TO_MARKERS
    taken_out(body, frozenset({_TO_MARKERS}))
    interactions = [element for element in body.iter() if not is_comment(element) and _is_interaction(element)]
    item, used = _first_question(body, interactions, rubric, declared_keys(root), remarks, say)
    _say_what_is_left(item, [str(element.tag) for element in interactions if element not in used], say)
    if rubric and not isinstance(item, EssayItem):
        say("rubric", "instructions for markers", "تعليمات للمصحح")
    if isinstance(item, ChoiceItem) and not item.scored and root.find("response-processing") is not None:
        say("processing", "its scoring", "طريقة تصحيحه")
    options = {choice.get("identifier", "") for choice in body.iter("simple-choice")}
    of_options = options if isinstance(item, ChoiceItem) else set()
    return _with_general(item, [text for name, text in remarks.items() if text and name not in of_options], say)


def _with_general(item: ExchangeItem, remarks: Sequence[str], say: Say) -> ExchangeItem:
    if remarks and isinstance(item, ChoiceItem | PairsItem | EssayItem | NoteItem):
        say("feedback", "its general feedback", "التغذية الراجعة العامة")
        return item
    return replace(item, why="\n".join(dict.fromkeys(remarks)))


def _say_what_is_left(item: ExchangeItem, left: Sequence[str], say: Say) -> None:
    if isinstance(item, NoteItem):
        kinds = ", ".join(dict.fromkeys(left)) or "-"
        say("no-such-question", f"an unsupported question type ({kinds})", f"نوع غير متاح (\u2068{kinds}\u2069)")
        return
    for kind in dict.fromkeys(left):
        say(
            "interaction", f"another question in the same item ({kind})", f"سؤال آخر في البند نفسه (\u2068{kind}\u2069)"
        )
    if isinstance(item, GapsItem) and not all(gap.right for gap in item.gaps):
        say("no-key", "gaps without a right answer", "فراغات بلا إجابة صحيحة")


def _say_what_is_special(root: Element, say: Say) -> None:
    if root.get("adaptive") == "true":
        say("adaptive", "changes that depend on the answers", "تغيره بحسب الإجابات")
    if root.find("template-declaration") is not None:
        say("template", "random values", "قيم تُختار عشوائيًا")
    processing = root.find("response-processing")
    if processing is None or _TEMPLATE.search(processing.get("template", "")):
        return
    if processing.get("template") or not {element.tag for element in processing.iter()} <= _PLAIN_RULES:
        say("processing", "its own rules of scoring", "قواعد تصحيح خاصة به")


def _is_interaction(element: Element) -> bool:
    return str(element.tag).endswith("-interaction")


def _first_question(
    body: Element,
    interactions: Sequence[Element],
    rubric: Sequence[Element],
    keys: Mapping[str, DeclaredKey],
    remarks: Mapping[str, str],
    say: Say,
) -> tuple[ExchangeItem, Set[Element]]:
    """The first interaction that is a question, and the interactions that are in it; words alone where none is."""
    around = _around(body)
    outside, _ = words_in(around)
    for interaction in interactions:
        key = keys.get(interaction.get("response-identifier", ""), DeclaredKey())
        own = interaction.find("prompt")
        prompt = "\n".join(filter(None, [outside, words_in(own)[0] if own is not None else ""]))
        reader = InteractionReader(prompt, key, remarks, say)
        if interaction.tag in INLINE:
            inline = {element for element in interactions if element.tag in INLINE}
            if len(inline) > MAX_GAPS:
                break
            taken_out(body, frozenset(str(element.tag) for element in interactions if element not in inline))
            return read_gaps(body, keys, reader.words, say), inline
        item = reader.read(interaction, rubric)
        if item is not None:
            reader.words(around)  # what else it shows is said
            return item, {interaction}
    return NoteItem(prompt=""), set()


def _around(body: Element) -> Element:
    """A copy of the body without its interactions."""
    bare = deepcopy(body)
    taken_out(bare, frozenset(str(element.tag) for element in bare.iter() if _is_interaction(element)))
    return bare
