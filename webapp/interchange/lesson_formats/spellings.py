"""Other spellings of a wording, for programs that compare letter by letter.

Fahm takes a wording without its vowel marks, with a plain alef for أ, or with ه for ة; elsewhere each is an answer of
its own. Only what pupils write most is written out (`MAX_SPELLINGS`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from webapp.arabic.normalize import fold_alef_maqsura, fold_hamza, fold_ta_marbuta, skeleton, strip_tashkeel
from webapp.domain.exchange_items import ExchangeWording

MAX_SPELLINGS = 6
"""Of one wording, itself among them."""
MAX_WORDINGS = 60
"""Of one question."""
_FOLDS = (fold_hamza, fold_ta_marbuta, fold_alef_maqsura)


def spellings(wording: str) -> tuple[str, ...]:
    """The wording, and then others that Fahm marks like it: without marks, and with one or all letters folded."""
    bare = strip_tashkeel(wording)
    found = [wording, bare, *(fold(bare) for fold in _FOLDS)]
    whole = bare
    for fold in _FOLDS:
        whole = fold(whole)
    return tuple(dict.fromkeys(spelling.strip() for spelling in [*found[:2], whole, *found[2:]] if spelling.strip()))[
        :MAX_SPELLINGS
    ]


def with_spellings(wordings: Sequence[ExchangeWording]) -> Iterator[ExchangeWording]:
    """All wordings first, then their other spellings, none twice."""
    written = {wording.text for wording in wordings}
    yield from wordings
    count = len(wordings)
    for wording in wordings:
        for spelling in spellings(wording.text)[1:]:
            if spelling not in written and count < MAX_WORDINGS:
                written.add(spelling)
                count += 1
                yield ExchangeWording(spelling, wording.share, wording.why)


def without_spellings(wordings: Iterable[ExchangeWording]) -> tuple[ExchangeWording, ...]:
    """Leave out wordings that differ from one before them in what Fahm forgives, and earn the same."""
    kept: dict[tuple[str, float], ExchangeWording] = {}
    for wording in wordings:
        kept.setdefault((skeleton(wording.text) or wording.text, wording.share), wording)
    return tuple(kept.values())
