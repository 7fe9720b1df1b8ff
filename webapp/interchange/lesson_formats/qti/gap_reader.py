"""Reader of gaps: typed, chosen in the line, or filled from words beside the text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import islice

from webapp.domain.exchange_items import ExchangeGap, ExchangeItem, ExchangeWording, GapsItem, TypedItem
from webapp.interchange.lesson_formats.qti.plain_tree import replace_child, words_in
from webapp.interchange.lesson_formats.qti.response_keys import DeclaredKey
from webapp.interchange.lesson_formats.spellings import without_spellings
from webapp.interchange.lesson_formats.xml_tree import Element

Say = Callable[[str, str, str], None]
"""Takes a rule, and what is not taken along in English and in Arabic."""
TYPED = "text-entry-interaction"
CHOSEN = "inline-choice-interaction"
INLINE = frozenset({TYPED, CHOSEN})
FILL = "املأ الفراغ."
MAX_GAPS = 100
"""Of one item."""
MAX_WORDINGS = 500
"""Of one answer: more than a question may have."""
MAX_WORDING = 1000
"""Characters of one wording."""
_SIGN = "\ue000"
"""Stands for a gap while its words are read; no file has it, for it is taken out before."""


def read_gaps(
    body: Element, keys: Mapping[str, DeclaredKey], words: Callable[[Element], str], say: Say
) -> ExchangeItem:
    """The question of a body with inline interactions: a text with gaps, or a short answer where one ends it."""
    _without_sign(body)
    blocks = [block for block in body if any(True for child in block.iter() if child.tag in INLINE)]
    first = list(body).index(blocks[0]) if blocks else 0
    prompt = "\n".join(filter(None, (words(block) for block in list(body)[:first])))
    gaps: list[ExchangeGap] = []
    inline = _with_parents(body, INLINE)
    typed: dict[str, ExchangeGap] = {}  # each key once: many gaps may share one
    uneven = False
    for parent, child in inline:
        name, key = child.get("response-identifier", ""), _key_of(child, keys)
        if child.tag == TYPED and name not in typed:
            typed[name] = _typed_gap(key)
            uneven = uneven or len({round(share, 2) for share in key.shares.values() if share > 0}) > 1
        gaps.append(typed[name] if child.tag == TYPED else _chosen_gap(child, key))
        replace_child(parent, child, _SIGN + (child.tail or ""))
    text = "\n".join(filter(None, (words(block) for block in list(body)[first:]))) if blocks else words(body)
    before, _, after = text.partition(_SIGN)
    alone = len(gaps) == 1 and not gaps[0].options and not after.strip() and not (prompt and before.strip())
    if alone:
        asked = "\n".join(filter(None, (prompt, before.strip())))
        return TypedItem(prompt=asked, wordings=_wordings(_key_of(inline[0][1], keys)))
    if uneven:
        say("weights", "the points of its wordings", "درجات صياغات إجاباته")
    return GapsItem(prompt=prompt or FILL, pieces=_pieces(text, gaps))


def _with_parents(root: Element, tags: frozenset[str]) -> list[tuple[Element, Element]]:
    """The elements with these tags in the order of the text, each behind its parent."""
    parents = {child: parent for parent in root.iter() for child in parent}
    return [(parents[child], child) for child in root.iter() if child.tag in tags]


def _without_sign(root: Element) -> None:
    for element in root.iter():
        element.text = element.text and element.text.replace(_SIGN, "")
        element.tail = element.tail and element.tail.replace(_SIGN, "")


def _pieces(text: str, gaps: list[ExchangeGap]) -> tuple[str | ExchangeGap, ...]:
    cut = text.split(_SIGN)
    pieces: list[str | ExchangeGap] = [cut[0]]
    for gap, piece in zip(gaps, cut[1:], strict=False):
        pieces += [gap, piece]
    return tuple(piece for piece in pieces if piece)


def _key_of(child: Element, keys: Mapping[str, DeclaredKey]) -> DeclaredKey:
    return keys.get(child.get("response-identifier", ""), DeclaredKey())


def _typed_gap(key: DeclaredKey) -> ExchangeGap:
    return ExchangeGap(tuple(wording.text for wording in _wordings(key) if wording.share > 0))


def _chosen_gap(child: Element, key: DeclaredKey) -> ExchangeGap:
    options = {choice.get("identifier", ""): words_in(choice)[0] for choice in child.findall("inline-choice")}
    named = [*key.right, *(name for name, share in key.shares.items() if share > 0)]
    right = tuple(dict.fromkeys(options[name] for name in named if name in options))
    return ExchangeGap(right, tuple(options.values()))


def _wordings(key: DeclaredKey) -> tuple[ExchangeWording, ...]:
    """The wordings of a typed answer, right ones first, without what Fahm takes for the same."""
    shares = key.shares or dict.fromkeys(key.right, 1.0)
    if not any(share > 0 for share in shares.values()):
        shares = {**dict.fromkeys(key.right, 1.0), **shares}
    listed = islice(((text, share) for text, share in shares.items() if len(text) <= MAX_WORDING), MAX_WORDINGS)
    wordings = [ExchangeWording(text, min(1.0, max(0.0, share))) for text, share in listed if text.strip()]
    return without_spellings(sorted(wordings, key=lambda wording: wording.share <= 0))


def read_gap_match(
    interaction: Element, prompt: str, key: DeclaredKey, words: Callable[[Element], str]
) -> GapsItem | None:
    """The question of words to drag into the gaps of a text."""
    choices = {choice.get("identifier", ""): words(choice) for choice in interaction.findall("gap-text")}
    pairs = [value.split() for value in key.rights()]
    right_of: dict[str, list[str]] = {}
    for pair in pairs:
        if len(pair) == 2 and pair[0] in choices:
            right_of.setdefault(pair[1], []).append(choices[pair[0]])
    places = _with_parents(interaction, frozenset({"gap"}))
    if not 0 < len(places) <= MAX_GAPS:
        return None
    gaps: list[ExchangeGap] = []
    options = tuple(choices.values())
    _without_sign(interaction)
    for parent, child in places:
        gaps.append(ExchangeGap(tuple(right_of.get(child.get("identifier", ""), ())), options))
        replace_child(parent, child, _SIGN + (child.tail or ""))
    blocks = [block for block in interaction if block.tag not in ("gap-text", "gap-img", "prompt")]
    text = "\n".join(filter(None, map(words, blocks)))
    if not all(gap.right for gap in gaps) or len(gaps) != text.count(_SIGN):
        return None
    return GapsItem(prompt=prompt or FILL, pieces=_pieces(text, gaps))
