"""Writer of items of QTI 1.2 by the profile of Common Cartridge: choices, one wording to type, longer answers."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.domain.exchange_items import ChoiceItem, EssayItem, ExchangeItem, TypedItem
from webapp.interchange.lesson_formats.html_parts import html_of
from webapp.interchange.lesson_formats.item_tags import tags_of
from webapp.interchange.lesson_formats.qti.names import identifier_of
from webapp.interchange.lesson_formats.spellings import with_spellings
from webapp.interchange.lesson_formats.xml_tree import Element, added, writable

RESPONSE = "response"
MODEL = "model"
_RIGHT = "100"


def can_write(item: ExchangeItem) -> bool:
    """Tell if the profile has such a question."""
    match item:
        case ChoiceItem():
            return item.scored
        case TypedItem():
            return any(wording.share >= 1 for wording in item.wordings)
    return isinstance(item, EssayItem)


def item_element(item: ExchangeItem, title: str) -> Element:
    """The element of an item."""
    root = Element("item", {"ident": identifier_of(item.id), "title": writable(title)})
    fields = {"cc_profile": _profile(item), "cc_question_category": " ".join(tags_of(item))}
    if isinstance(item, EssayItem):
        fields |= {"qmd_scoringpermitted": "Yes", "qmd_computerscored": "No"}
    if item.points not in (0, 1):
        fields["cc_weighting"] = f"{item.points:g}"
    metadata(added(root, "itemmetadata"), fields)
    presentation = added(root, "presentation")
    material(presentation, item.prompt)
    match item:
        case ChoiceItem():
            _choice(root, presentation, item)
        case TypedItem():
            _typed(root, presentation, item)
        case EssayItem():
            _essay(root, presentation, item)
    return root


def metadata(parent: Element, fields: dict[str, str]) -> None:
    """Add fields that describe an item or a test."""
    holder = added(parent, "qtimetadata")
    for name, value in fields.items():
        field = added(holder, "qtimetadatafield")
        added(field, "fieldlabel", name)
        added(field, "fieldentry", value)


def material(parent: Element, text: str) -> None:
    """Add words as HTML from right to left."""
    added(added(parent, "material"), "mattext", html_of(text), texttype="text/html")


def _profile(item: ExchangeItem) -> str:
    match item:
        case ChoiceItem():
            return "cc.multiple_response.v0p1" if item.several else "cc.multiple_choice.v0p1"
        case TypedItem():
            return "cc.fib.v0p1"
    return "cc.essay.v0p1"


def _choice(root: Element, presentation: Element, item: ChoiceItem) -> None:
    cardinality = "Multiple" if item.several else "Single"
    response = added(presentation, "response_lid", ident=RESPONSE, rcardinality=cardinality)
    choices = added(response, "render_choice")
    names = [f"option{number}" for number in range(1, len(item.options) + 1)]
    for name, option in zip(names, item.options, strict=True):
        material(added(choices, "response_label", ident=name), option.text)
    processing = _processing(root)
    whys = [(name, option.why) for name, option in zip(names, item.options, strict=True) if option.why.strip()]
    for name, _ in whys:
        remark = added(processing, "respcondition", **{"continue": "Yes"})
        _equal(added(remark, "conditionvar"), name)
        added(remark, "displayfeedback", feedbacktype="Response", linkrefid=f"{name}_why")
    right = added(processing, "respcondition", **{"continue": "No"})
    condition = added(right, "conditionvar")
    if item.several:
        _all(added(condition, "and"), item, names)
    else:
        for name in (name for name, option in zip(names, item.options, strict=True) if option.correct):
            _equal(condition, name)
    added(right, "setvar", _RIGHT, action="Set", varname="SCORE")
    for name, why in whys:
        _feedback(root, f"{name}_why", why)


def _all(condition: Element, item: ChoiceItem, names: Sequence[str]) -> None:
    for name, option in zip(names, item.options, strict=True):
        _equal(condition if option.correct else added(condition, "not"), name)


def _processing(root: Element) -> Element:
    processing = added(root, "resprocessing")
    limits = {"varname": "SCORE", "vartype": "Decimal", "minvalue": "0", "maxvalue": _RIGHT}
    added(added(processing, "outcomes"), "decvar", **limits)
    return processing


def _equal(condition: Element, value: str, **more: str) -> None:
    added(condition, "varequal", value, respident=RESPONSE, **more)


def _feedback(root: Element, name: str, text: str) -> None:
    material(added(added(root, "itemfeedback", ident=name), "flow_mat"), text)


def _typed(root: Element, presentation: Element, item: TypedItem) -> None:
    added(added(presentation, "response_str", ident=RESPONSE, rcardinality="Single"), "render_fib", prompt="Dashline")
    right = [wording for wording in item.wordings if wording.share >= 1]
    condition = added(_processing(root), "respcondition", **{"continue": "No"})
    accepted = added(condition, "conditionvar")
    for wording in right if item.exact else with_spellings(right):
        _equal(accepted, wording.text, case="Yes" if item.exact else "No")
    added(condition, "setvar", _RIGHT, action="Set", varname="SCORE")
    if item.why.strip():
        added(condition, "displayfeedback", feedbacktype="Response", linkrefid="why")
        _feedback(root, "why", item.why)


def _essay(root: Element, presentation: Element, item: EssayItem) -> None:
    added(added(presentation, "response_str", ident=RESPONSE, rcardinality="Single"), "render_fib", prompt="Box")
    criteria = [f"{points:g}: {text}" for points, text in item.criteria]
    solution = "\n".join([*criteria, item.model]).strip()
    if solution:
        feedback = added(root, "itemfeedback", ident=MODEL)
        material(added(added(added(feedback, "solution"), "solutionmaterial"), "flow_mat"), solution)
