"""Shares of the points that options earn: as Fahm counts them, and as other programs give them."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.domain.exchange_items import ChoiceItem, ExchangeOption

_CLOSE = 0.01


def written_shares(item: ChoiceItem) -> tuple[float, ...]:
    """The share of each option: of several, the right ones share 1 and the wrong ones −1, as Fahm marks them."""
    if not item.several:
        return tuple(1.0 if option.correct else 0.0 for option in item.options)
    right = sum(option.correct for option in item.options)
    wrong = len(item.options) - right
    return tuple(1 / right if option.correct else -1 / wrong for option in item.options)


def marked_differently(options: Sequence[ExchangeOption], several: bool) -> bool:
    """Tell if the shares that another program gave are not those by which Fahm marks such a question."""
    given = [option.share for option in options]
    if all(share is None for share in given):
        return False
    usual = written_shares(ChoiceItem(prompt="", options=tuple(options), several=several))
    return any(share is not None and abs(share - other) > _CLOSE for share, other in zip(given, usual, strict=True))
